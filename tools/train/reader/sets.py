#!/usr/bin/env python3
"""The labelled sets as records of one shape, in four folds by document.

usage: sets.py EVAL_DIR TRAIN_DIR WORDNET_DICT OUT_DIR [--grammar ITEMS] [--seed S]
Reads planted-sentences and planted-summaries (MIT) of EVAL_DIR and the four sets of TRAIN_DIR; writes OUT_DIR/pairs.jsonl:
{"a": wire, "b": rewrite, "y", "sa", "sb": faulty spans, "unit": records that share a wire and are compared, "set", "kind", "fold"}.
y is 0 borne out, 1 contradicted, 2 added, 3 faulty in some way, -1 not said (tags only; so is every correction: with no faithful ones beside
them they would teach that such text is faulty), -2 only compared with the faithful one. The fold of a document is its place in the order of
../pairs.py, modulo 4, so that a quarter left out here is left out there as well; grammar pairs have fold -1, those that are kept aside 4."""
import argparse, collections, gzip, json, pathlib, random, re, zlib

import grammar, plant, written

p = argparse.ArgumentParser()
p.add_argument("eval", type=pathlib.Path)
p.add_argument("train", type=pathlib.Path)
p.add_argument("wordnet")
p.add_argument("out", type=pathlib.Path)
p.add_argument("--written", default=pathlib.Path(__file__).parent / "written")
p.add_argument("--grammar", type=int, default=60000)
p.add_argument("--seed", type=int, default=7, help="of the grammar: another one for pairs not seen before")
args = p.parse_args()


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


rng = random.Random(11)
planted, summaries = rows(args.eval / "planted-sentences.jsonl.gz"), rows(args.eval / "planted-summaries.jsonl.gz")
medical, talk = rows(args.train / "medical-translations.jsonl.gz"), rows(args.train / "talk-translations.jsonl.gz")
corrected, inference = rows(args.train / "corrected-translations.jsonl.gz"), rows(args.train / "inference.jsonl.gz")
measured = {r["original"] for r in rows(args.eval / "corrected-translations.jsonl.gz")} if (args.eval / "corrected-translations.jsonl.gz").exists() else set()
order = {}
for rs in (planted, medical, talk, corrected, summaries):
    for r in rs:
        order.setdefault(r["original"], len(order))
fold = lambda document: order[document] % 4

# Inference pairs are linked by premises and by hypotheses; what is linked is one document.
parent = {}


def root(x):
    parent.setdefault(x, x)
    while parent[x] != x:
        parent[x] = parent[parent[x]]
        x = parent[x]
    return x


for r in inference:
    parent[root("p" + r["premise"])] = root("h" + r["hypothesis"])
for r in inference:
    order.setdefault(root("p" + r["premise"]), len(order))

out = []


def emit(set_, a, b, y, fold_, unit, kind="", sa=(), sb=()):
    out.append({"a": a, "b": b, "y": y, "sa": [list(s) for s in sa], "sb": [list(s) for s in sb], "unit": f"{set_}/{unit}", "set": set_, "kind": kind, "fold": fold_})


def lost(original, faithful, corrupted):
    """Spans of the words of the wire that the faithful text has and the faulty one lacks."""
    count = collections.Counter(w.lower() for w in re.findall(r"\w+", faithful))
    count.subtract(w.lower() for w in re.findall(r"\w+", corrupted))
    gone = {w for w, n in count.items() if n > 0 and len(w) > 2}
    return [m.span() for m in re.finditer(r"\w+", original) if m[0].lower() in gone]


# What the planted kinds say about the sentence; a kind that is not named keeps its meaning and is only compared.
KINDS = {"critical_id6_addition": 2, "critical_id8_negation": 1, "critical_id7_antonym": 1, "critical_id9_ne_replaced": 1, "critical_id10_numbers_replaced": 1,
         "critical_id11_gender": 1, "critical_id4_codemix": 3, "critical_id20_shuffled": 3, "critical_id21_adj_adv_removed": 3, "critical_id22_verb_removed": 3,
         "critical_id23_noun_removed": 3, "critical_id24_subj_removed": 3, "critical_id25_ne_removed": 3, "major_id3_hypernym": 3, "major_id5_pp_removed": 3,
         "major_id17_tense": 3, "major_id18_aspect": 3, "major_id19_question": 3, "minor_id14_word_swap": 3, "minor_id12_conj_removed": 3}
seen = set()
for r in planted:
    if r["severity"] == "base":
        continue
    key = (r["original"], r["faithful"])
    if key not in seen:
        seen.add(key)
        emit("planted", r["original"], r["faithful"], 0, fold(r["original"]), order[r["original"]], "faithful")
    span = [r["span"]] if r["span"] and r["span"][1] > r["span"][0] else []
    sa = lost(*(r[k] for k in ("original", "faithful", "corrupted"))) if r["category"] in KINDS else []
    emit("planted", r["original"], r["corrupted"], KINDS.get(r["category"], -2), fold(r["original"]), order[r["original"]], r["category"], sa, span)
for r in inference:
    emit("inference", r["premise"], r["hypothesis"], ["entailment", "contradiction", "neutral"].index(r["label"]), order[root("p" + r["premise"])] % 4, r["premise"], r["src"])
for r in corrected:
    if r["original"] not in measured:
        spans = [(e["start"], e["end"]) for e in r["errors"]]
        emit("corrected", r["original"], r["rewrite"], -1, fold(r["original"]), r["original"], "marked" if spans else "faithful", lost(r["original"], r["original"], r["rewrite"]), spans)
SERIOUS = ("Mistranslation", "Addition", "Omission", "Untranslated")
for name, rs in (("medical", medical), ("talk", talk)):
    for r in rs:
        spans = [(e["start"], e["end"]) for e in r["errors"] if e["severity"] != "minor" or "Accuracy" in (e.get("category") or "")]
        serious = any(e["severity"] in ("major", "critical") and any(s in (e.get("category") or "") for s in SERIOUS) for e in r["errors"])
        emit(name, r["original"], r["rewrite"], 3 if serious else 0 if not r["errors"] else -1, fold(r["original"]), r["original"], "marked" if serious else "faithful", (), spans)

quadruples = written.read(args.written)
for unit, kind, aside, records in written.units(quadruples, rng):
    for a, b, y, sa, sb in records:
        emit("written", a, b, y, 4 if aside else -1, unit, kind, sa, sb)

# A summary's sentence against the three sentences of its story that share most words with it.
sentences = lambda t: [s for s in re.split(r"(?<=[.!?])[\"”']? +(?=[A-Z\"“(])", t) if len(s) > 20]
bag = lambda t: {w for w in re.findall(r"\w+", t.lower()) if len(w) > 3 or w[0].isdigit()}
for r in summaries:
    body = sentences(r["original"])
    good, bad = sentences(r["faithful"]), sentences(r["corrupted"])
    if len(good) != len(bad):
        continue
    for g, b in zip(good, bad):
        if g != b:
            best = sorted(sorted(range(len(body)), key=lambda i: -len(bag(body[i]) & bag(g)) / (len(bag(body[i])) + 6) ** 0.5)[:3])
            wire = " ".join(body[i] for i in best)
            emit("summary", wire, g, 0, fold(r["original"]), r["id"] + g[:20], "faithful")
            emit("summary", wire, b, 3, fold(r["original"]), r["id"] + g[:20], r["category"])

# Faults planted into faithful pairs: two translations of a text, what follows from a premise, a corrected text and itself reworded.
tables = plant.Tables(args.wordnet)
sources = [(r["a"], r["b"], r["fold"], 4) for r in out if r["set"] == "planted" and r["kind"] == "faithful"]
sources += [(r["premise"], r["hypothesis"], order[root("p" + r["premise"])] % 4, 1) for r in inference if r["label"] == "entailment" and rng.random() < 0.3]
for r in quadruples:
    if zlib.crc32(r["wire"].encode()) % written.ASIDE:
        sources += [(r["wire"], r["told"], -1, 1), (r["wire2"], r["told2"], -1, 1)]
clean = collections.defaultdict(list)
for r in medical + talk:
    if not r["errors"]:
        clean[r["original"]].append(r["rewrite"])
for original, texts in clean.items():
    texts = list(dict.fromkeys(texts))
    sources.append((original, rng.choice(texts), fold(original), 1))
    if len(texts) > 1:
        a, b = rng.sample(texts, 2)
        sources.append((a, b, fold(original), 1))
sources += [(r["original"], None, fold(r["original"]), 1) for r in corrected if r["original"] not in measured]
names = [m[0] for r in corrected + talk for m in plant.ENGLISH_NAME.finditer(r["original"])]
for i, (a, b, fold_, times) in enumerate(sources):
    for j in range(times):
        text = plant.reword(b or a, tables, rng, 2 if b is None else rng.choice([0, 0, 1]))
        made = plant.fault(text, tables, names, rng)
        if made:
            kind, faulty, spans, y = made
            unit = f"{i}.{j}"
            emit("program", a, text, 0, fold_, unit, kind)
            emit("program", a, faulty, y, fold_, unit, kind, lost(a, text, faulty), spans)

# True sentences in the grammar's joints: what was attributed, denied, came first, was the reason.
SAFE = re.compile(r"^(The|A|An|In|On|At|It|He|She|They|We|This|These|Those|There|His|Her|Their|Its|After|Before|When|While|Some|Many|Most|All|One|Two|Three|Several|For|From|By|With|As|If) ")
low = lambda s: (s[0].lower() + s[1:] if SAFE.match(s) else s).rstrip(".!? ")
usable = [(a, b, f) for a, b, f, _ in sources if len((a + " " + (b or a)).split()) < 44 and a[-1:] == "." and '"' not in a and "?" not in a and a[:1].isupper()]
for i in range(10000):
    form = rng.choice(["said", "said", "order", "cause", "although", "and", "more"])
    picked = [rng.choice(usable)]
    if form != "said":
        mates = [u for u in rng.sample(usable, 60) if u[2] == picked[0][2] and len(u[0].split()) + len(picked[0][0].split()) < 36]
        if not mates:
            continue
        picked.append(mates[0])
    wire = {str(k + 1): [(low(u[0]), "")] for k, u in enumerate(picked)}
    told = {str(k + 1): [(low(plant.reword(u[1] or u[0], tables, rng)), "")] for k, u in enumerate(picked)}
    if form == "said":
        stance, speaker = rng.choice(sorted(grammar.SAID)), grammar.fill(("speaker", "person"), rng, [])
        wire["s"], told["s"] = [(speaker.say(rng, True, False), "")], [(speaker.say(rng, False, True), "speaker")]
        one, good = rng.sample(grammar.SAID[stance], 2)
        bad, wrong, y = rng.choice(grammar.SAID[rng.choice([s for s in grammar.SAID if s != stance])]), dict(told), 2 if stance == "unsure" else 1
        if rng.random() < 0.2:
            other = grammar.fill((speaker.kind,), rng, [speaker])
            bad, wrong["s"], y = rng.choice(grammar.SAID[stance]), [(other.names[0], "speaker")], 1
            mark = {"speaker"}
        else:
            mark = {"wrap"}
    elif form == "more":
        # The faulty one tells a sentence that the wire lacks; the faithful one leaves out, or keeps, what the wire has.
        ways = grammar.JOINTS["and"]
        keeps = rng.random() < 0.5
        full = grammar.weave(rng.choice(ways), wire)
        a, _ = grammar.render(full if keeps else wire["1"], ())
        if keeps:
            emit("woven", a, grammar.render(told["1"] if rng.random() < 0.5 else grammar.weave(rng.choice(ways), told), ())[0], 0, picked[0][2], i, form)
            third = rng.choice(usable)
            told["2"] = [(low(third[1] or third[0]), "more")]
        else:
            emit("woven", a, grammar.render(told["1"], ())[0], 0, picked[0][2], i, form)
            told["2"] = [(told["2"][0][0], "more")]
        b1, spans = grammar.render(grammar.weave(rng.choice(ways), told), {"more"})
        emit("woven", a, b1, 2, picked[0][2], i, form, (), spans)
        continue
    else:
        one, good = rng.sample(grammar.JOINTS[form], 2)
        to = rng.choice(grammar.CHANGED_JOINTS[form])
        bad, wrong, mark, y = rng.choice(grammar.JOINTS[to.rstrip("*")]), dict(told), {"wrap"}, 2 if form == "and" else 1
        if to.endswith("*"):
            wrong["1"], wrong["2"] = told["2"], told["1"]
    a, _ = grammar.render(grammar.weave(one, wire), ())
    b0, _ = grammar.render(grammar.weave(good, told), ())
    b1, spans = grammar.render(grammar.weave(bad, wrong), mark)
    emit("woven", a, b0, 0, picked[0][2], i, form)
    emit("woven", a, b1, y, picked[0][2], i, form, (), spans)

for r in grammar.write(args.grammar, args.seed):
    emit("grammar", r["a"], r["b"], r["y"], 4 if r["held"] else -1, r["twin"], r["kind"] + "|" + r["frame"], r["sa"], r["sb"])

args.out.mkdir(parents=True, exist_ok=True)
with open(args.out / "pairs.jsonl", "w", encoding="utf-8") as f:
    for r in out:
        f.write(json.dumps(r, ensure_ascii=False) + "\n")
print(len(out), sorted(collections.Counter((r["set"], r["y"]) for r in out).items()), sorted(collections.Counter(r["fold"] for r in out).items()))
