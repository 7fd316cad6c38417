#!/usr/bin/env python3
"""Labelled pairs for training, as JSON lines {"id", "original", "rewrite"}, and their labels as labels.json.

usage: pairs.py EVAL_DIR TRAIN_DIR OUT_DIR
Reads planted-sentences (MIT), medical-translations and talk-translations (Apache-2.0) and corrected-translations (CC0); no other set.

Beside each set as it is, there are pairs in which the rewrite keeps nearly all words of the wire, as an editor's light hand leaves them:
twin       the faithful text as the wire of the same text with a planted fault
corrected  a person's correction as the wire of the translation that was corrected
variant    two translations of one text in which no annotator found anything: differences that are none
marked     such a translation as the wire of one in which something was marked"""
import difflib, gzip, json, pathlib, random, sys

eval_dir, train_dir, out = map(pathlib.Path, sys.argv[1:4])
out.mkdir(parents=True, exist_ok=True)


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)


labels = {}
with open(out / "pairs.jsonl", "w", encoding="utf-8") as f:
    def emit(id, original, rewrite, **label):
        labels[id] = label
        f.write(json.dumps({"id": id, "original": original, "rewrite": rewrite}, ensure_ascii=False) + "\n")

    faithful = {}
    for r in rows(eval_dir / "planted-sentences.jsonl.gz"):
        key = (r["original"], r["faithful"])
        if key not in faithful:
            faithful[key] = f"p{len(faithful)}"
            emit(faithful[key], *key, set="planted", group=r["original"], kind="faithful", severity="none", spans=[])
        if r["severity"] == "base":
            continue
        spans = [r["span"]] if r["span"] else []
        # Some kinds of fault share their ids in the set; with the kind they are unique.
        emit(f"{r['id']}/{r['category']}", r["original"], r["corrupted"], set="planted", group=r["original"], kind=r["category"],
             severity=r["severity"], spans=spans, faithful=faithful[key])
        emit(f"{r['id']}/{r['category']}/twin", r["faithful"], r["corrupted"], set="twin", group=r["original"], kind=r["category"],
             severity=r["severity"], spans=spans)
    clean, marked = {}, {}
    for name in ("medical", "talk"):
        for r in rows(train_dir / f"{name}-translations.jsonl.gz"):
            spans = [[e["start"], e["end"], e["severity"], e.get("category") or ""] for e in r["errors"]]
            emit(r["id"], r["original"], r["rewrite"], set=name, group=r["original"], kind="marked", severity="", spans=spans)
            (marked if spans else clean).setdefault(r["original"], []).append((r["rewrite"], spans))
    for r in rows(train_dir / "corrected-translations.jsonl.gz"):
        spans = [[e["start"], e["end"], e["severity"], ""] for e in r["errors"]]
        emit(f"c{r['id']}", r["original"], r["rewrite"], set="corrected", group=r["original"], kind="marked", severity="", spans=spans)

    def alike(a, b):
        return difflib.SequenceMatcher(None, a.split(), b.split(), autojunk=False).ratio()

    chance = random.Random(7)
    variants = faulty = 0
    for original, good in clean.items():
        texts = list(dict.fromkeys(text for text, _ in good))
        pairs = [(a, b) for a in texts for b in texts if a != b]
        chance.shuffle(pairs)
        # So many at most of one text, so that none outweighs the others.
        for a, b in [(a, b) for a, b in pairs[:12] if alike(a, b) >= 0.6][:4]:
            emit(f"variant{variants}", a, b, set="variant", group=original, kind="faithful", severity="none", spans=[])
            variants += 1
        bad = marked.get(original, [])[:]
        chance.shuffle(bad)
        for text, spans in bad[:6]:
            nearest = max(texts, key=lambda t: alike(t, text))
            if alike(nearest, text) >= 0.5:
                emit(f"marked{faulty}", nearest, text, set="marked", group=original, kind="marked", severity="", spans=spans)
                faulty += 1
(out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False))
print(len(labels))
