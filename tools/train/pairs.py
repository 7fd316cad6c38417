#!/usr/bin/env python3
"""Labelled pairs for training, as JSON lines {"id", "original", "rewrite"}, and their labels as labels.json.

usage: pairs.py EVAL_DIR TRAIN_DIR OUT_DIR
Reads planted-sentences (MIT), medical-translations and talk-translations (Apache-2.0); no other set."""
import gzip, json, pathlib, sys

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
    for name in ("medical", "talk"):
        for r in rows(train_dir / f"{name}-translations.jsonl.gz"):
            spans = [[e["start"], e["end"], e["severity"], e.get("category") or ""] for e in r["errors"]]
            emit(r["id"], r["original"], r["rewrite"], set=name, group=r["original"], kind="marked", severity="", spans=spans)
(out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False))
print(len(labels))
