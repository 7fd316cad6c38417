#!/usr/bin/env python3
"""Pairs written by a grammar: a wire, a faithful telling of it in other words, and a twin with exactly one fault of meaning.

usage: grammar.py ITEMS OUT.jsonl [SEED]
A proposition is a frame (grammar/*.txt) with its slots filled; a frame has senses, a sense has many tellings. The wire is drawn from any sense,
so that every telling stands as often on the faithful as on the faulty side and no word decides alone. Propositions are joined, attributed and
furnished with adjuncts. Every piece of text remembers where it came from, which gives the tags.
Writes {"a": wire, "b": rewrite, "y": 0 borne out | 1 contradicted | 2 added, "sa", "sb": faulty spans, "twin", "kind", "held"}."""
import json, pathlib, random, re, sys, zlib

HERE = pathlib.Path(__file__).resolve().parent / "grammar"
ENTAILED, CONTRADICTED, ADDED = 0, 1, 2
IRREGULAR = {v[0]: v[1:] for v in (w.split() for w in """
be was been|beat beat beaten|become became become|bear bore borne|break broke broken|bring brought brought|buy bought bought|come came come
cut cut cut|draw drew drawn|fall fell fallen|fight fought fought|find found found|flee fled fled|forbid forbade forbidden|forget forgot forgotten
forgive forgave forgiven|get got got|give gave given|go went gone|grow grew grown|have had had|hear heard heard|hide hid hidden|hit hit hit
hold held held|hurt hurt hurt|keep kept kept|lead led led|learn learned learned|leave left left|lend lent lent|let let let|lie lay lain
lose lost lost|make made made|march marched marched|meet met met|overcome overcame overcome|overtake overtook overtaken|overturn overturned overturned
pay paid paid|put put put|quit quit quit|rent rented rented|repay repaid repaid|rise rose risen|run ran run|say said said|see saw seen|sell sold sold
send sent sent|speak spoke spoken|set set set|shoot shot shot|shrink shrank shrunk|shut shut shut|spend spent spent|stand stood stood|steal stole stolen
strike struck struck|take took taken|teach taught taught|tell told told|throw threw thrown|uphold upheld upheld|win won won|withdraw withdrew withdrawn
withhold withheld withheld|think thought thought|shore shored shored|rob robbed robbed|outspend outspent outspent|fly flew flown|bequeath bequeathed bequeathed
""".replace("\n", "|").split("|") if w.strip())}
DOUBLED = {"scrap", "ban", "stop", "drop", "commit", "rob", "cut", "put", "hit", "set", "let", "get", "run", "shut", "win", "quit", "begin", "forget", "trap", "omit", "ship", "bar", "top", "defer", "permit", "lag", "admit", "regret", "wed", "step", "acquit", "occur", "refer", "prefer", "expel", "compel", "control", "rebel", "plan", "trim", "slip", "dip", "slam"}
VOWELS = "aeiou"


def inflect(phrase, form, plural=False):
    """The verb phrase with its first word in the form: base, past, pp, ing, fin (present). `be` agrees through {a.was}."""
    word, _, rest = phrase.partition(" ")
    rest = " " + rest if rest else ""
    if word == "not":
        return {"base": phrase, "past": "did" + " " + phrase, "pp": "not " + inflect(rest.strip(), "pp"), "ing": "not " + inflect(rest.strip(), "ing"),
                "fin": ("do" if plural else "does") + " " + phrase}[form]
    if form == "base":
        return phrase
    if form == "fin":
        if word == "be":
            return ("are" if plural else "is") + rest
        if word == "have":
            return ("have" if plural else "has") + rest
        if plural:
            return phrase
        s = word[:-1] + "ies" if word.endswith("y") and word[-2] not in VOWELS else word + ("es" if re.search("(s|sh|ch|x|z|go|do)$", word) else "s")
        return s + rest
    if form == "ing":
        stem = word[:-1] if word.endswith("e") and not word.endswith(("ee", "ye", "oe")) and word != "be" else word
        if word in DOUBLED:
            stem = word + word[-1]
        if word == "lie":
            stem = "ly"
        return stem + "ing" + rest
    if word == "be" and form == "past":
        return ("were" if plural else "was") + rest
    if word in IRREGULAR:
        return IRREGULAR[word][0 if form == "past" else 1] + rest
    if word in DOUBLED:
        return word + word[-1] + "ed" + rest
    if word.endswith("e"):
        return word + "d" + rest
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ied" + rest
    return word + "ed" + rest


class Entity:
    """What fills a slot: ways to name it, shorter ways that need a longer one on the other side, number."""

    def __init__(self, entry, kind):
        entry = entry.strip()
        long, *short = [p.strip() for p in entry.split(">")]
        self.names = [n.strip() for n in long.split(" / ")]
        head = re.split(" (?:of|for|from|on|in) ", self.names[0])[0]
        self.plural = head.startswith("*") or kind == "thing" and bool(re.search(r"[^sui]s$|children$", head)) and not head.endswith(("news", "gas"))
        self.names = [n.lstrip("*") for n in self.names]
        self.short = [s.lstrip("*") for s in short]
        self.kind, self.her = kind, False

    def say(self, rng, wire, short_ok):
        if wire or not self.short or not short_ok or rng.random() < 0.6:
            return rng.choice(self.names)
        return rng.choice(self.short)

    def agree(self, what):
        person = self.kind in ("person",)
        table = {"was": ("was", "were"), "is": ("is", "are"), "has": ("has", "have"), "does": ("does", "do"),
                 "its": ("her" if self.her else "his" if person else "its", "their"), "it": ("she" if self.her else "he" if person else "it", "they")}
        table["his"] = table["its"]
        return table[what][self.plural]

    def all(self):
        return {n.lower() for n in self.names + self.short}


def lines(name):
    return [l.rstrip() for l in open(HERE / name, encoding="utf-8") if l.strip()]


WORDS = {}
for line in lines("words.txt"):
    if not line.startswith("#"):
        key, _, rest = line.partition(":")
        WORDS[key] = [e.strip() for e in rest.split(";")]
WORDS["land"] = [e.split(" / ")[0] for e in WORDS["country"]]
PROPER = ("person", "city", "country", "land", "firm", "team")


def fill(kinds, rng, taken):
    """An entity of one of the kinds (type names, or a literal list) that shares no name with those taken."""
    for _ in range(50):
        kind = rng.choice(kinds) if isinstance(kinds, tuple) else "thing"
        if kind == "person":
            her = rng.random() < 0.5
            first, last, role = rng.choice(WORDS["first_f" if her else "first_m"]), rng.choice(WORDS["last"]), rng.choice(WORDS["role"])
            e = Entity(rng.choice([f"{role} {first} {last}", f"{first} {last}", f"{first} {last}, the {role},", f"the {role}, {first} {last},"]) + f" > {last} > {first} {last}", "person")
            e.her, e.last = her, last
            if any(last.lower() in n for t in taken for n in t.all()):
                continue
        else:
            e = Entity(rng.choice(WORDS[kind] if isinstance(kinds, tuple) else kinds), kind)
        if not any(e.all() & t.all() for t in taken):
            return e
    raise LookupError(kinds)


def slot_kinds(text):
    text = text.strip()
    if text.startswith("[") or ";" in text:
        return [e.strip() for e in text.strip("[]").split(";")]
    return tuple(k.strip() for k in text.split(","))


class Frame:
    """name, slots {name: kinds}, senses {sense: [template]}, relation (sense of the wire, sense of the rewrite) → label, verbs for <...>."""

    def __init__(self, name, slots, senses, relations=None, verbs=None):
        self.name, self.slots, self.senses, self.verbs = name, slots, senses, verbs or {}
        self.relations = relations if relations is not None else {
            (s, t): ADDED if s == "?" else CONTRADICTED for s in senses for t in senses if s != t}
        self.held = zlib.crc32(name.encode()) % 9 == 0


def swapped(templates, p, q):
    mark = lambda t: re.sub(r"\{%s\b" % p, "{\0", t)
    return [mark(t).replace("{" + q + "}", "{" + p + "}").replace("{" + q + ".", "{" + p + ".").replace("{\0", "{" + q) for t in templates]


def written_frames():
    out, head, senses = [], None, {}

    def close():
        if not head:
            return
        parts = [p.strip() for p in head.split("|")]
        slots = {m[1]: slot_kinds(m[2]) for m in re.finditer(r"(\w):(\[[^]]*\]|[\w,]+)", parts[1])}
        if len(parts) > 2:
            _, p, q = parts[2].split()
            senses["x"] = swapped(senses["+"], p, q)
        out.append(Frame(parts[0], slots, dict(senses)))

    for line in lines("frames.txt"):
        if line.startswith("# ") and " | " in line and re.match(r"# \w+ \|", line):
            close()
            head, senses = line[2:], {}
        elif line[0] in "+-?=" and head:
            senses.setdefault(line[0], []).append(line[2:])
    close()
    return out


def verb(row):
    return [(v.strip().rstrip("~"), not v.strip().endswith("~")) for v in row.split(" / ")]


def tellings(verbs, opposites, complement, act="{a}", obj=" {x}"):
    out = []
    for v, passive in verbs:
        v, o = (v.replace("@", "{x}"), "") if "@" in v else (v, obj)
        out += [f"{act} {{{v}|past}}{o}"] * 2 + [f"{act} {{a.has}} {{{v}|pp}}{o}"]
        if passive:
            out += ["{x} {x.was} {%s|pp} by {a}" % v, "{x} {x.has} been {%s|pp} by {a}" % v]
    if complement:
        for v, passive in opposites:
            v, o = (v.replace("@", "{x}"), "") if "@" in v else (v, obj)
            out += [f"{act} did not {{{v}|base}}{o}", f"{act} {{a.has}} not {{{v}|pp}}{o}"]
            if passive:
                out.append("{x} {x.was} not {%s|pp} by {a}" % v)
    return out


def open_tellings(verbs):
    out = []
    for v, _ in verbs:
        said = "{" + v.replace("@", "{x}") + "|base}" + ("" if "@" in v else " {x}")
        out += ["{a} may " + said, "{a} {a.is} considering whether to " + said, "{a} {a.has} yet to decide whether to " + said, "{a} {a.is} under pressure to " + said]
    return out


UNWILLED = {"hit", "exceed", "damage", "cause", "include", "survive", "like", "remember", "increase in", "trust", "win", "meet", "find", "succeed in"}
NO_AIM = re.compile(r"^(fail|refuse|decline|be|not|leave|stay|lose|search|miss|suffer|keep|fall|skip|deny|forget|have|default|come|live|die)\b")


def verb_frames():
    """Frames of verbs.txt, and the verb phrases with a will behind them, for the families of `willed`."""
    out, phrases = [], []
    for line in lines("verbs.txt"):
        if line.startswith("#"):
            continue
        complement = "||" not in line
        pos, neg, who, what = [p.strip() for p in line.replace("||", "|").split("|")]
        pos, neg = verb(pos), verb(neg)
        slots = {"a": slot_kinds(who), "x": slot_kinds(what)}
        name = "verb:" + pos[0][0]
        senses = {"+": tellings(pos, neg, complement), "-": tellings(neg, pos, complement)}
        relations = {("+", "-"): CONTRADICTED, ("-", "+"): CONTRADICTED}
        if not complement:
            senses["n"] = tellings([], pos, True)
            senses["m"] = tellings([], neg, True)
            relations |= {(s, t): CONTRADICTED for s, t in (("+", "n"), ("n", "+"), ("-", "m"), ("m", "-"))}
        willed = pos[0][0] not in UNWILLED and isinstance(slots["a"], tuple)
        if willed:
            able = [v for v in pos if not NO_AIM.match(v[0])], [v for v in neg if not NO_AIM.match(v[0])]
            if able[0] and able[1]:
                senses["?"] = open_tellings(able[0]) + open_tellings(able[1])
                relations |= {("?", s): ADDED for s in "+-"} | {(s, "?"): CONTRADICTED for s in "+-"}
            for side, verbs in zip("+-", able):
                if verbs:
                    phrases.append((name + side, [v for v, _ in verbs], slots))
        out.append(Frame(name, slots, senses, relations))
    return out, phrases


def converse_frames():
    out = []
    for line in lines("converse.txt"):
        if line.startswith("#"):
            continue
        parts = [p.strip() for p in line.split("|")]
        one, other = verb(parts[0]), verb(parts[1])
        slots = {"a": slot_kinds(parts[2]), "b": slot_kinds(parts[3])}
        if len(parts) > 4:
            slots["x"] = slot_kinds(parts[4])
        t = []
        for v, passive in one:
            t += ["{a} {%s|past} {b}" % v] * 2 + ["{a} {a.has} {%s|pp} {b}" % v]
            if passive:
                t += ["{b} {b.was} {%s|pp} by {a}" % v] * 2
            elif "{x}" in v:
                t.append("{x} {x.was} {%s|pp} by {a} %s {b}" % (v.split(" {x}")[0], v.split("{x} ")[1])) if " " not in v.split(" {x}")[0] else None
        for v, _ in other:
            t += ["{b} {%s|past} {a}" % v.replace("its ", "{b.its} ")] * 2
            if "{x}" in v and " " not in v.split(" {x}")[0] and not v.startswith("be"):
                t.append("{x} {x.was} {%s|pp} by {b} %s {a}" % (v.split(" {x}")[0], v.split("{x} ")[1]))
        out.append(Frame("converse:" + one[0][0].replace(" {x}", "") + "/" + parts[3][:6], slots, {"+": t, "x": swapped(t, "a", "b")}))
    return out


# Families over a verb phrase V with its object: class → tellings. {a} acts; {b} speaks to or about {a}.
FAMILIES = {
    "manage": {"+": ["{a} managed to {V|base}", "{a} succeeded in {V|ing}", "{a} {a.was} able to {V|base} in the end", "{a} did not fail to {V|base}", "an attempt by {a} to {V|base} succeeded"],
               "-": ["{a} failed to {V|base}", "{a} did not succeed in {V|ing}", "{a} {a.was} unable to {V|base}", "{a} tried in vain to {V|base}", "{a} did not manage to {V|base}", "an attempt by {a} to {V|base} came to nothing"],
               "?": ["{a} tried to {V|base}", "{a} made an attempt to {V|base}", "{a} set out to {V|base}"]},
    "agree": {"+": ["{a} agreed to {V|base}", "{a} said yes to a request to {V|base}", "{a} accepted a call to {V|base}", "{a} gave in to demands to {V|base}"],
              "-": ["{a} refused to {V|base}", "{a} declined to {V|base}", "{a} would not {V|base}", "{a} turned down a request to {V|base}", "{a} rejected a call to {V|base}"],
              "?": ["{a} {a.was} asked to {V|base}", "{a} faced calls to {V|base}", "there were demands that {a} should {V|base}"]},
    "allow": {"+": ["{a} {a.was} allowed to {V|base}", "{a} got permission to {V|base}", "{a} {a.was} free to {V|base}", "nothing kept {a} from {V|ing}"],
              "-": ["{a} {a.was} not allowed to {V|base}", "{a} {a.was} barred from {V|ing}", "{a} {a.was} forbidden to {V|base}", "{a} {a.was} refused permission to {V|base}"],
              "?": ["{a} asked for permission to {V|base}", "{a} sought leave to {V|base}", "{a} applied for permission to {V|base}"]},
    "admit": {"+": ["{a} admitted {V|ing}", "{a} acknowledged having {V|pp}", "{a} owned up to {V|ing}", "{a} did not deny {V|ing}", "{a} conceded that {a.it} had {V|pp}"],
              "-": ["{a} denied {V|ing}", "{a} said {a.it} had not {V|pp}", "{a} rejected the charge of {V|ing}", "{a} insisted {a.it} had never {V|pp}", "{a} did not admit {V|ing}"],
              "?": ["{a} would not say whether {a.it} had {V|pp}", "{a} neither confirmed nor denied {V|ing}"]},
    "plan": {"+": ["{a} {a.is} planning to {V|base}", "{a} {a.is} preparing to {V|base}", "{a} {a.has} plans to {V|base}", "{a} {a.is} about to {V|base}", "{a} {a.does} intend to {V|base}"],
             "-": ["{a} {a.has} dropped plans to {V|base}", "{a} {a.has} no plans to {V|base}", "{a} {a.is} no longer planning to {V|base}", "{a} {a.has} given up the idea of {V|ing}", "{a} {a.does} not intend to {V|base}"],
             "!": ["{a} {V|past}", "{a} {a.has} {V|pp}", "{a} went ahead and {V|past}"]},
    "may": {"+": ["{a} may {V|base}", "{a} might {V|base}", "{a} could {V|base}", "{a} {a.has} not ruled out {V|ing}", "it is possible that {a} will {V|base}"],
            "-": ["{a} will not {V|base}", "{a} {a.has} ruled out {V|ing}", "there is no chance that {a} will {V|base}"],
            "!": ["{a} will {V|base}", "{a} {a.is} going to {V|base}", "{a} {a.is} certain to {V|base}", "there is no doubt that {a} will {V|base}"]},
    "must": {"+": ["{a} must {V|base}", "{a} {a.is} obliged to {V|base}", "{a} {a.is} required to {V|base}", "{a} {a.has} no choice but to {V|base}"],
             "-": ["{a} need not {V|base}", "{a} {a.is} not obliged to {V|base}", "{a} {a.does} not have to {V|base}", "{a} {a.is} under no duty to {V|base}"],
             "n": ["{a} must not {V|base}", "{a} {a.is} forbidden to {V|base}", "{a} {a.is} prohibited from {V|ing}", "{a} {a.is} barred from {V|ing}"]},
    "order": {"+": ["{b} ordered {a} to {V|base}", "{b} told {a} to {V|base}", "{a} {a.was} instructed by {b} to {V|base}", "{a} {a.was} under orders from {b} to {V|base}"],
              "-": ["{b} ordered {a} not to {V|base}", "{b} forbade {a} to {V|base}", "{a} {a.was} told by {b} not to {V|base}", "{a} {a.was} prevented by {b} from {V|ing}"],
              "?": ["{b} asked {a} to think about {V|ing}", "{b} discussed with {a} whether to {V|base}"]},
    "urge": {"+": ["{b} urged {a} to {V|base}", "{b} called on {a} to {V|base}", "{a} {a.was} pressed by {b} to {V|base}", "{b} appealed to {a} to {V|base}"],
             "-": ["{b} urged {a} not to {V|base}", "{b} warned {a} against {V|ing}", "{a} {a.was} advised by {b} against {V|ing}", "{b} cautioned {a} not to {V|base}"],
             "x": ["{a} urged {b} to {V|base}", "{a} called on {b} to {V|base}", "{b} {b.was} pressed by {a} to {V|base}", "{a} appealed to {b} to {V|base}"]},
    "promise": {"+": ["{a} promised {b} to {V|base}", "{a} gave {b} a pledge to {V|base}", "{b} got a promise from {a} to {V|base}", "{b} received an assurance that {a} would {V|base}"],
                "-": ["{a} promised {b} not to {V|base}", "{a} gave {b} a pledge never to {V|base}", "{b} got a promise from {a} not to {V|base}", "{b} received an assurance that {a} would not {V|base}"],
                "x": ["{b} promised {a} to {V|base}", "{b} gave {a} a pledge to {V|base}", "{a} got a promise from {b} to {V|base}", "{a} received an assurance that {b} would {V|base}"]},
    "expect": {"+": ["{a} {a.is} expected to {V|base}", "{a} {a.is} likely to {V|base}", "{a} will probably {V|base}", "chances are that {a} will {V|base}"],
               "-": ["{a} {a.is} not expected to {V|base}", "{a} {a.is} unlikely to {V|base}", "{a} will probably not {V|base}", "there is little chance that {a} will {V|base}"]},
    "accuse": {"+": ["{b} accused {a} of {V|ing}", "{a} {a.was} accused by {b} of {V|ing}", "{b} alleged that {a} had {V|pp}", "according to {b}, {a} had {V|pp}"],
               "-": ["{b} cleared {a} of {V|ing}", "{b} said {a} had not {V|pp}", "{b} dismissed claims that {a} had {V|pp}", "{b} denied that {a} had {V|pp}"],
               "x": ["{a} accused {b} of {V|ing}", "{b} {b.was} accused by {a} of {V|ing}", "{a} alleged that {b} had {V|pp}", "according to {a}, {b} had {V|pp}"]},
    "nearly": {"+": ["{a} almost {V|past}", "{a} came close to {V|ing}", "{a} narrowly failed to {V|base}", "{a} very nearly {V|past}", "{a} {a.was} on the point of {V|ing} but did not"],
               "!": ["{a} {V|past}", "{a} {a.has} {V|pp}", "{a} did {V|base}"]},
    "yet": {"+": ["{a} {a.has} yet to {V|base}", "{a} {a.has} still not {V|pp}", "{a} {a.has} not {V|pp} so far", "up to now, {a} {a.has} not {V|pp}"],
            "-": ["{a} {a.has} already {V|pp}", "{a} {a.has} by now {V|pp}", "by now, {a} {a.has} {V|pp}"]},
    "only": {"+": ["only {a} {V|past}", "{a} alone {V|past}", "nobody but {a} {V|past}", "{a} {a.was} the first and only one to {V|base}"],
             "-": ["everyone but {a} {V|past}", "everybody except {a} {V|past}", "{a} {a.was} the only one not to {V|base}", "all others {V|past}, but {a} did not"]},
    "stop": {"+": ["{a} stopped {V|ing}", "{a} gave up {V|ing}", "{a} no longer {V|fin}", "{a} ceased {V|ing}"],
             "-": ["{a} went on {V|ing}", "{a} kept {V|ing}", "{a} still {V|fin}", "{a} continued to {V|base}", "{a} did not stop {V|ing}"]},
    "regret": {"+": ["{a} regretted {V|ing}", "{a} {a.was} sorry to have {V|pp}", "{a} wished {a.it} had not {V|pp}"],
               "-": ["{a} regretted not {V|ing}", "{a} {a.was} sorry not to have {V|pp}", "{a} wished {a.it} had {V|pp}"]},
    "persuade": {"+": ["{b} persuaded {a} to {V|base}", "{b} talked {a} into {V|ing}", "{a} let {b} win {a.its} consent to {V|base}", "it was {b} that got {a} to {V|base}"],
                 "-": ["{b} persuaded {a} not to {V|base}", "{b} talked {a} out of {V|ing}", "{b} dissuaded {a} from {V|ing}", "it was {b} that kept {a} from {V|ing}"],
                 "?": ["{b} tried to persuade {a} to {V|base}", "{b} wanted {a} to {V|base}"]},
}
# Families over two phrases, V with {a}, {x} and W with {b}, {y}.
DOUBLE = {
    "unless": {"+": ["{a} will {V|base} unless {b} {W|fin}", "{a} will {V|base} if {b} {b.does} not {W|base}", "if {b} {W|fin}, {a} will not {V|base}", "unless {b} {W|fin}, {a} will {V|base}",
                     "should {b} fail to {W|base}, {a} will {V|base}", "{b} must {W|base} or {a} will {V|base}", "{a} will {V|base} if {b} {b.does} not agree to {W|base}"],
               "-": ["{a} will {V|base} if {b} {W|fin}", "{a} will not {V|base} unless {b} {W|fin}", "{a} will {V|base} only if {b} {W|fin}", "if {b} {b.does} not {W|base}, {a} will not {V|base}",
                     "should {b} {W|base}, {a} will {V|base}", "{a} will {V|base} provided that {b} {W|fin}", "once {b} {W|fin}, {a} will {V|base}"]},
    "exchange": {"+": ["{a} offered to {V|base} if {b} agreed to {W|base}", "{a} {a.was} ready to {V|base} in return for {b} {W|ing}", "in exchange for {b} {W|ing}, {a} offered to {V|base}"],
                 "-": ["{b} offered to {W|base} if {a} agreed to {V|base}", "{b} {b.was} ready to {W|base} in return for {a} {V|ing}", "in exchange for {a} {V|ing}, {b} offered to {W|base}"]},
    "despite": {"+": ["{a} {V|past} without waiting for {b} to {W|base}", "{a} {V|past} before {b} could {W|base}", "{b} had not yet {W|pp} when {a} {V|past}"],
                "-": ["{a} waited for {b} to {W|base} and then {V|past}", "{a} {V|past} only after {b} had {W|pp}", "{b} had already {W|pp} when {a} {V|past}"]},
}
# Families over two phrases of one actor.
CHOICE = {
    "instead": {"+": ["{a} {V|past} instead of {W|ing}", "rather than {W|base}, {a} {V|past}", "{a} did not {W|base} but {V|past}", "{a} {V|past}; {a.it} did not {W|base}"],
                "-": ["{a} {W|past} instead of {V|ing}", "rather than {V|base}, {a} {W|past}", "{a} did not {V|base} but {W|past}", "{a} {W|past}; {a.it} did not {V|base}"]},
    "without": {"+": ["{a} {V|past} without {W|ing}", "{a} {V|past} but did not {W|base}", "{a} {V|past} and failed to {W|base}"],
                "-": ["{a} {V|past} and {W|past}", "{a} both {V|past} and {W|past}", "{a} not only {V|past} but also {W|past}"],
                "n": ["{a} neither {V|past} nor {W|past}", "{a} did not {V|base} and did not {W|base} either"]},
    "eitheror": {"+": ["{a} will either {V|base} or {W|base}", "{a} {a.is} to {V|base} or {W|base}, one of the two"],
                 "-": ["{a} will both {V|base} and {W|base}", "{a} {a.is} to {V|base} and also {W|base}"],
                 "n": ["{a} will neither {V|base} nor {W|base}", "{a} {a.is} not going to {V|base} or {W|base}"]},
}
# What a crowd does, with what leaves no third.
PAIRS = [p.split(" / ") for p in """survive / die|vote / abstain|pass the test / fail the test|return home / stay abroad|accept the offer / turn down the offer
get paid / go unpaid|arrive on time / arrive late|go back to work / stay out on strike|attend the hearing / stay away from the hearing|receive a refund / get no refund
reopen / remain closed|speak up / keep silent|keep the job / lose the job|obey the order / defy the order|sign the letter / refuse to sign the letter|recover / stay ill
be insured / have no insurance|qualify / miss the cut|agree / disagree|get a visa / be refused a visa|escape / be caught""".replace("\n", "|").split("|")]
QUANTITY = {"all": ["all {n} {g} {V|past}", "every one of the {n} {g} {V|past}", "none of the {n} {g} {W|past}", "not one of the {n} {g} {W|past}", "the {n} {g} {V|past} without exception"],
            "none": ["all {n} {g} {W|past}", "every one of the {n} {g} {W|past}", "none of the {n} {g} {V|past}", "not one of the {n} {g} {V|past}", "the {n} {g} {W|past} without exception"],
            "most": ["most of the {n} {g} {V|past}", "more than half of the {n} {g} {V|past}", "the majority of the {n} {g} {V|past}", "only a minority of the {n} {g} {W|past}", "fewer than half of the {n} {g} {W|past}"],
            "few": ["most of the {n} {g} {W|past}", "more than half of the {n} {g} {W|past}", "the majority of the {n} {g} {W|past}", "only a minority of the {n} {g} {V|past}", "fewer than half of the {n} {g} {V|past}"],
            "some": ["not all of the {n} {g} {V|past}", "some of the {n} {g} {W|past}", "at least one of the {n} {g} {W|past}"]}
BOTH = {"both": ["both {g} {V|past}", "the two {g} {V|past}", "neither of the two {g} {W|past}", "each of the two {g} {V|past}"],
        "neither": ["both {g} {W|past}", "the two {g} {W|past}", "neither of the two {g} {V|past}", "each of the two {g} {W|past}"],
        "one": ["only one of the two {g} {V|past}", "one of the two {g} {V|past}, the other {W|past}", "just one of the two {g} {W|past}"]}


class Grammar:
    def __init__(self, rng):
        self.rng = rng
        self.written = written_frames()
        self.verbs, self.phrases = verb_frames()
        self.converse = converse_frames()

    def frame(self):
        r, rng = self.rng.random(), self.rng
        if r < 0.28:
            return rng.choice(self.written)
        if r < 0.46:
            return rng.choice(self.verbs)
        if r < 0.64:
            return rng.choice(self.converse)
        if r < 0.82:
            family = rng.choice(sorted(FAMILIES))
            name, verbs, slots = rng.choice(self.phrases)
            slots = dict(slots)
            if "{b}" in FAMILIES[family]["+"][0]:
                slots["b"] = ("person", "group", "country", "body")
            f = Frame(f"{family}/{name}", slots, FAMILIES[family], verbs={"V": (verbs, "x")})
            if family in ("plan", "may", "nearly"):  # a plan, a chance: what is said to be done says more
                f.relations = {k: ADDED if k == ("+", "!") else v for k, v in f.relations.items()}
            if family == "must":
                f.relations.pop(("n", "-")), f.relations.pop(("-", "n"))
        elif r < 0.92:
            (name, v, s), (other, w, t) = self.rng.sample(self.phrases, 2)
            if rng.random() < 0.6:
                family, table = rng.choice(sorted(DOUBLE)), DOUBLE
                slots = {"a": s["a"], "x": s["x"], "b": t["a"], "y": t["x"]}
            else:
                family, table = rng.choice(sorted(CHOICE)), CHOICE
                slots = {"a": s["a"], "x": s["x"], "y": t["x"]}
            f = Frame(f"{family}/{name}", slots, table[family], verbs={"V": (v, "x"), "W": (w, "y")})
            if family == "without":
                f.relations = {("+", "-"): CONTRADICTED, ("-", "+"): CONTRADICTED, ("+", "n"): CONTRADICTED, ("n", "+"): CONTRADICTED, ("-", "n"): CONTRADICTED, ("n", "-"): CONTRADICTED}
        else:
            v, w = rng.choice(PAIRS)
            if rng.random() < 0.65:
                f = Frame(f"quantity/{v}", {"n": ("small",), "g": ("crowd",)}, QUANTITY, verbs={"V": ([v], None), "W": ([w], None)})
                f.relations = {(s, t): CONTRADICTED for s, t in (("all", "none"), ("none", "all"), ("all", "some"), ("some", "all"), ("most", "few"), ("few", "most"), ("all", "few"), ("none", "most"), ("few", "all"), ("most", "none"))}
                f.relations[("some", "none")] = f.relations[("most", "all")] = ADDED
            else:
                f = Frame(f"both/{v}", {"g": ("crowd",)}, BOTH, verbs={"V": ([v], None), "W": ([w], None)})
        return f


# Frames of how things stand, which take no adjuncts, and families of what is yet to come, which have no place in an order of events.
STATES = set("larger older dearer richer heir distance age former popular member surplus same safe genuine prefer deadline innocent stay share turnout accident permit".split())
EVENTLESS = STATES | {"plan", "may", "must", "expect", "unless", "yet", "eitheror", "exchange", "regret"}
PLACED = {"rain", "temperature", "toll", "unhurt", "weather", "outage", "protest", "peaceful", "fire", "landing", "begin", "early", "late", "election", "visit", "move"}


class Prop:
    """A frame with its slots filled, in one sense, with adjuncts."""
    PLACES = {"time": ("day",), "place": ("city",), "reason": ("reason",), "manner": ("manner",)}

    def __init__(self, grammar, number, taken):
        rng = grammar.rng
        self.rng, self.number, self.frame = rng, str(number), grammar.frame()
        self.ents = {}
        for slot, kinds in self.frame.slots.items():
            self.ents[slot] = fill(kinds, rng, taken + list(self.ents.values()))
        self.sense = rng.choice(sorted({s for s, _ in self.frame.relations}))
        self.adjuncts = {}
        self.kinds = [k for k in self.PLACES if self.frame.name not in STATES and not (k == "place" and self.frame.name in PLACED)]
        for kind in self.kinds:
            if rng.random() < (0.16 if kind in ("time", "place") else 0.07):
                self.adjuncts[kind] = self.fresh(kind, taken)
        self.last, self.crowd = None, [e.kind for e in self.ents.values()]

    def fresh(self, kind, taken=()):
        return fill(self.PLACES[kind], self.rng, list(self.ents.values()) + list(self.adjuncts.values()) + list(taken))

    def copy(self):
        p = object.__new__(Prop)
        p.__dict__ = {**self.__dict__, "ents": dict(self.ents), "adjuncts": dict(self.adjuncts)}
        return p

    def tell(self, wire, avoid=None, bare=False):
        """Text as a list of (words, origin); `avoid` is a template that another telling used."""
        rng, f = self.rng, self.frame
        choices = [t for t in f.senses[self.sense] if t != avoid] or f.senses[self.sense]
        self.last = template = rng.choice(choices)
        alone = lambda e: self.crowd.count(e.kind) == 1
        out, by = [], {s: e for s, e in self.ents.items()}
        for piece in re.split(r"(\{[^{}]*(?:\{\w\}[^{}]*)*\})", template):
            if not piece:
                continue
            if not piece.startswith("{"):
                out.append((piece, "pred"))
                continue
            inner = piece[1:-1]
            if "|" in inner:
                phrase, form = inner.rsplit("|", 1)
                tail = None
                if phrase in f.verbs:
                    verbs, tail = f.verbs[phrase]
                    phrase = rng.choice(verbs)
                    if "@" in phrase:
                        phrase, tail = phrase.replace("@", "{%s}" % tail), None
                actor = by.get("b" if inner.startswith("W") and "b" in by else "a") or by.get("g")
                if "{x.was}" in template and form == "pp":
                    actor = by.get("x")
                if form == "past" and phrase.startswith("be ") and template.startswith("{b}"):
                    actor = by.get("b")
                text = inflect(phrase, form, actor.plural if actor and actor.kind != "crowd" else True)
                for part in re.split(r"(\{\w(?:\.\w+)?\})", text):
                    if part.startswith("{"):
                        out.append(self.slot(part[1:-1], wire, alone))
                    elif part:
                        out.append((part, "pred"))
                if tail:
                    out += [(" ", "pred"), self.slot(tail, wire, alone)]
            else:
                out.append(self.slot(inner, wire, alone))
        if not bare:
            out = self.furnish(out, wire)
        return [(t, o if o == "wrap" else f"{self.number}.{o}") for t, o in out]

    def slot(self, name, wire, alone):
        name, _, what = name.partition(".")
        e = self.ents[name]
        if what:
            return e.agree(what), "pred"
        return e.say(self.rng, wire, e.kind == "person" or alone(e)), name

    def furnish(self, out, wire):
        rng = self.rng
        order = list(self.adjuncts.items())
        rng.shuffle(order)
        for kind, e in order:
            said = e.say(rng, wire, False)
            if kind == "place":
                said = "in " + said
            elif kind == "reason":
                said = rng.choice(["because of ", "owing to ", "due to ", "as a result of "]) + said
            if rng.random() < 0.25 and out[0][1] != "front":
                out = [(said, kind), (", ", "front")] + out
            else:
                out = out + [(" ", "pred"), (said, kind)]
        return [(t, "pred" if o == "front" else o) for t, o in out]

    def faults(self, other=()):
        """(kind, faulty proposition, origins of the fault, label) with one fault each, one per kind."""
        rng, out, n = self.rng, [], self.number
        senses = [(t, y) for (s, t), y in self.frame.relations.items() if s == self.sense]
        for y in (CONTRADICTED, ADDED):
            options = [t for t, label in senses if label == y]
            if options:
                p = self.copy()
                p.sense = rng.choice(options)
                who = [f"{n}.{s}" for s in "abpq" if s in self.ents] if p.sense == "x" or self.sense == "x" else []
                out.append(("sense" if y == CONTRADICTED else "stronger", p, [f"{n}.pred"] + who, y))
        slots = [s for s, e in self.ents.items()]
        if slots:
            slot, p = rng.choice(slots), self.copy()
            try:
                kinds = self.frame.slots[slot]
                p.ents[slot] = e = fill((self.ents[slot].kind,) if isinstance(kinds, tuple) else kinds, rng, list(self.ents.values()) + list(other))
                e.short = []
                if e.plural == self.ents[slot].plural:
                    out.append(("slot", p, [f"{n}.{slot}"], CONTRADICTED))
            except LookupError:
                pass
        if self.adjuncts:
            kind, p = rng.choice(sorted(self.adjuncts)), self.copy()
            p.adjuncts[kind] = self.fresh(kind, other)
            out.append(("adjunct", p, [f"{n}.{kind}"], CONTRADICTED))
        free = [k for k in self.kinds if k not in self.adjuncts]
        if free:
            kind, p = rng.choice(free), self.copy()
            p.adjuncts[kind] = self.fresh(kind, other)
            out.append(("invented", p, [f"{n}.{kind}"], ADDED))
        return out


# How two propositions are joined: {1} and {2} in the order of the first key. A relation that is left open may not be told as a cause.
JOINTS = {
    "order": ["{1} before {2}", "{2} after {1}", "after {1}, {2}", "before {2}, {1}", "first {1}, and then {2}", "{1}, and subsequently {2}", "{2}, but only once {1}", "{1}. Later, {2}"],
    "cause": ["{2} because {1}", "since {1}, {2}", "{1}, which is why {2}", "{1}, and as a result {2}", "{2}, and the reason was that {1}", "{1}. That led to this: {2}", "{1}, so {2}"],
    "although": ["although {1}, {2}", "{1}, but {2} all the same", "{2} even though {1}", "{1}; nevertheless, {2}", "despite the fact that {1}, {2}", "{1}. Still, {2}"],
    "and": ["{1}, and {2}", "{1}. {2}", "{1}, while {2}", "{2}, and {1}", "{2}. {1}", "{1}. In addition, {2}", "{2}; {1}"],
}
HELD_JOINTS = {"{2}, but only once {1}", "{1}, which is why {2}", "{2} even though {1}"}
CHANGED_JOINTS = {"order": ["order*"], "cause": ["cause*", "although"], "although": ["cause"], "and": ["cause", "cause*"]}
SAID = {"said": ["{s} said {1}", "{1}, {s} said", "according to {s}, {1}", "{s} told reporters that {1}", "{s} confirmed that {1}", "{s} stated that {1}", "{1}, in the words of {s}"],
        "denied": ["{s} denied that {1}", "{s} said it was not true that {1}", "{s} rejected reports that {1}", "{s} dismissed the claim that {1}", "it is untrue, {s} said, that {1}"],
        "unsure": ["{s} could not say whether {1}", "{s} did not know whether {1}", "{s} left open whether {1}", "it is unclear, {s} said, whether {1}"]}
HELD_SAID = {"{1}, in the words of {s}", "{s} dismissed the claim that {1}"}


def weave(template, parts):
    out = []
    for piece in re.split(r"(\{\w\})", template):
        if piece.startswith("{"):
            out += parts[piece[1:-1]]
        elif piece:
            out.append((piece, "wrap"))
    return out


class Story:
    """One or two propositions, joined or attributed; what a pair is about."""

    def __init__(self, grammar):
        rng = self.rng = grammar.rng
        self.form = rng.choices(["plain", "said", "and", "order", "cause", "although"], [60, 12, 8, 9, 6, 5])[0]
        self.props = [Prop(grammar, 1, [])]
        if self.form not in ("plain", "said"):
            self.props.append(Prop(grammar, 2, list(self.props[0].ents.values()) + list(self.props[0].adjuncts.values())))
        eventless = [p for p in self.props if p.frame.name.split("/")[0] in EVENTLESS or p.sense == "?"]
        if self.form == "order" and eventless:
            self.form = "and"
        for p in self.props:
            p.crowd = [e.kind for q in self.props for e in q.ents.values()]
        self.turned = False
        self.speaker = fill(("speaker", "person"), rng, list(self.props[0].ents.values())) if self.form == "said" else None
        self.stance = rng.choice(["said", "denied", "unsure"])
        self.held = any(p.frame.held for p in self.props)
        self.wrappers = set()

    def copy(self):
        s = object.__new__(Story)
        s.__dict__ = {**self.__dict__, "props": [p.copy() for p in self.props]}
        return s

    def tell(self, wire, avoid=(None, None), held=False):
        rng = self.rng
        told = {str(i + 1): p.tell(wire, a) for i, (p, a) in enumerate(zip(self.props, avoid))}
        used = tuple(p.last for p in self.props)
        if self.turned:
            told["1"], told["2"] = told["2"], told["1"]
        if self.form == "plain":
            return told["1"], used
        if self.form == "said":
            told["s"] = [(self.speaker.say(rng, wire, True), "speaker")]
        forms = SAID[self.stance] if self.form == "said" else JOINTS[self.form]
        keep = HELD_SAID | HELD_JOINTS
        if not held:
            forms = [f for f in forms if f not in keep]
        elif rng.random() < 0.5 and set(forms) & keep:
            forms = sorted(set(forms) & keep)
        return weave(rng.choice(forms), told), used

    def less(self):
        """The same with something left out, which is still borne out."""
        rng, s = self.rng, self.copy()
        for p in s.props:
            for kind in list(p.adjuncts):
                if rng.random() < 0.3:
                    del p.adjuncts[kind]
        if self.form == "cause" and rng.random() < 0.2:
            s.form = "and"
        if self.form == "and" and rng.random() < 0.25:
            s.form, s.props = "plain", [rng.choice(s.props)]
        return s

    def faults(self, grammar):
        rng, out = self.rng, []
        for i, p in enumerate(self.props):
            other = [e for q in self.props if q is not p for e in list(q.ents.values()) + list(q.adjuncts.values())]
            for kind, faulty, origin, y in p.faults(other):
                s = self.copy()
                s.props[i] = faulty
                out.append((kind, s, set(origin), y))
        for form in CHANGED_JOINTS.get(self.form, ()):
            s = self.copy()
            s.form, turn = form.rstrip("*"), form.endswith("*")
            s.turned = self.turned ^ turn
            out.append(("joint", s, {"wrap"}, ADDED if self.form == "and" else CONTRADICTED))
        if self.form == "said":
            for stance in SAID:
                if stance != self.stance:
                    s = self.copy()
                    s.stance = stance
                    out.append(("stance", s, {"wrap"}, ADDED if self.stance == "unsure" else CONTRADICTED))
            s = self.copy()
            try:
                s.speaker = fill((self.speaker.kind,), rng, [self.speaker] + list(self.props[0].ents.values()))
                s.speaker.short = []
                out.append(("speaker", s, {"speaker"}, CONTRADICTED))
            except LookupError:
                pass
        if len(self.props) == 2 and self.form in ("and", "cause", "although"):
            a, b = self.props
            same = [(s, t) for s, e in a.ents.items() for t, f in b.ents.items() if e.kind == f.kind and e.plural == f.plural and e.kind in WORDS or e.kind == f.kind == "person"]
            if same:
                s, t = rng.choice(same)
                c = self.copy()
                c.props[0].ents[s], c.props[1].ents[t] = b.ents[t], a.ents[s]
                out.append(("crossed", c, {f"1.{s}", f"2.{t}"}, CONTRADICTED))
            for kind in set(a.adjuncts) & set(b.adjuncts):
                c = self.copy()
                c.props[0].adjuncts[kind], c.props[1].adjuncts[kind] = b.adjuncts[kind], a.adjuncts[kind]
                out.append(("crossed", c, {f"1.{kind}", f"2.{kind}"}, CONTRADICTED))
        if self.form == "plain":
            s = self.copy()
            s.form = "and"
            q = Prop(grammar, 2, list(self.props[0].ents.values()))
            if not q.frame.held or self.held:
                s.props.append(q)
                out.append(("more", s, {"2."}, ADDED))
        return out


SMALL = {"the", "a", "an", "of", "to", "by", "was", "were", "is", "are", "has", "have", "had", "that", "in", "and", "it", "its", "his", "her", "their", "for", "on", "with", "as", "did", "does", "do"}


def render(pieces, faulty):
    """Text and the spans of its words that come from a faulty origin; only what opens a sentence is capitalised."""
    text, origin = "", []
    for t, o in pieces:
        if t.startswith((",", ".", ";")) and text.endswith(","):
            text, origin = text[:-1], origin[:-1]
        text += t
        origin += [o] * len(t)
    text = text.replace(",,", ", ").rstrip(" ,") if ",," in text else text.rstrip(" ,")
    text = re.sub(r"(^|[.] )([a-z])", lambda m: m[1] + m[2].upper(), text) + "."
    spans = []
    for m in re.finditer(r"[\w'$][\w'$.,-]*[\w%]|[\w$]", text):
        if m.start() < len(origin) and any(origin[m.start()] == f or f.endswith(".") and origin[m.start()].startswith(f) for f in faulty) and m[0].lower() not in SMALL:
            spans.append([m.start(), m.end()])
    return text, spans


def write(items, seed):
    rng = random.Random(seed)
    grammar = Grammar(rng)
    for i in range(items):
        try:
            story = Story(grammar)
            held = story.held or rng.random() < 0.04
            wire, used = story.tell(True, held=held)
            about = story.less()
            faults = about.faults(grammar)
            if not faults:
                continue
            weight = {"sense": 8, "stronger": 4, "slot": 0.5, "adjunct": 0.5, "invented": 0.6, "joint": 5, "stance": 2, "speaker": 0.4, "crossed": 8, "more": 0.3}
            kind, faulty, origin, y = rng.choices(faults, [weight[k] for k, *_ in faults])[0]
            avoid = used if len(about.props) == len(story.props) else (None, None)
            near = rng.random()
            good, _ = about.tell(False, avoid if near < 0.85 else (None, None), held)
            bad, _ = faulty.tell(False, (None, None), held)
        except LookupError:
            continue
        extra = Prop(grammar, 9, [e for p in story.props for e in list(p.ents.values()) + list(p.adjuncts.values())]) if rng.random() < 0.08 else None
        if extra and (not extra.frame.held or held):
            more = extra.tell(True)
            wire = wire + [(". ", "wrap")] + more if rng.random() < 0.5 else more + [(". ", "wrap")] + wire
        wire_origin = set() if kind in ("invented", "more") else origin
        a, sa = render(wire, wire_origin)
        b0, _ = render(good, set())
        b1, sb = render(bad, origin)
        if b0 == b1:
            continue
        names = "+".join(p.frame.name.split("/")[0] if p.frame.name.split("/")[0] in FAMILIES else p.frame.name for p in about.props)
        yield {"a": a, "b": b0, "y": ENTAILED, "sa": [], "sb": [], "twin": f"g{i}", "kind": kind, "frame": names, "held": held}
        yield {"a": a, "b": b1, "y": y, "sa": sa, "sb": sb, "twin": f"g{i}", "kind": kind, "frame": names, "held": held}


if __name__ == "__main__":
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        for r in write(int(sys.argv[1]), seed):
            f.write(json.dumps(r, ensure_ascii=False) + "\n")
