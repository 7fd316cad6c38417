#!/usr/bin/env python3
"""Learns the weights of the doubt about a sentence, from what the rules and the reader say of it.

usage: doubt.py pairs EVAL_DIR PAIRS WORK  writes WORK/doubt-pairs.jsonl: of the quarter that the reader did not learn from, planted sentences and
                                           faults planted by program (PAIRS is pairs.jsonl of reader/sets.py); the quadruples written for it that
                                           were kept aside; and the examples of the rules, which keep the wire's words and are all true to life
       truecopy-train signs < WORK/doubt-pairs.jsonl > WORK/signs.tsv
       doubt.py fit WORK [OUT.tsv]         prints figures cross-validated by document, and writes the weights
A faithful text is no fault in any of its sentences, a text with a critical or major planted fault, or retelling the other wire, is one in that
which is doubted most. src/score/second.rs says what each sign is. Needs requirements.txt."""
import collections, gzip, json, pathlib, random, re, sys, zlib

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(pathlib.Path(__file__).parent / "reader"))
import written

ASIDE = 0  # the quarter of documents that the reader was learnt without
PROGRAM = {0: 600, 1: 700}  # so many faithful and faulty pairs of the program
RULES = pathlib.Path(__file__).parent / "../../src/rules"


def examples():
    """(wire, rewrite, 1 where a rule fires) for each example in the pages of the rules that go by the wire."""
    for path in sorted(RULES.rglob("*.rs")):
        text, pair = path.read_text(encoding="utf-8"), {}
        if "ground: Wire" not in text:
            continue
        for line in re.findall(r"^ *///[ ]?(.*)$", text.split("id: \"")[0], re.M):
            key, _, value = line.partition(": ")
            if key in ("wire", "rewrite"):
                if key == "wire" and "rewrite" in pair:
                    pair = {}
                pair.setdefault(key, []).append(value)
            elif key in ("fires", "silent") and len(pair) == 2:
                yield "\n".join(pair["wire"]), "\n".join(pair["rewrite"]), int(key == "fires")
                pair = {}


def pairs(eval_dir, made, work):
    with gzip.open(pathlib.Path(eval_dir) / "planted-sentences.jsonl.gz", "rt", encoding="utf-8") as f:
        planted = [json.loads(line) for line in f]
    order = {o: n for n, o in enumerate(dict.fromkeys(r["original"] for r in planted))}
    out, seen = [], set()
    for r in planted:
        if order[r["original"]] % 4 != ASIDE:
            continue
        if (r["original"], r["faithful"]) not in seen:
            seen.add((r["original"], r["faithful"]))
            out.append(("planted", r["original"], 0, r["original"], r["faithful"]))
        if r["severity"] in ("critical", "major"):
            out.append(("planted", r["original"], 1, r["original"], r["corrupted"]))
    quadruples = written.read(pathlib.Path(__file__).parent / "reader" / "written")
    for r in quadruples:
        if zlib.crc32(r["wire"].encode()) % written.ASIDE == 0:
            out += [("written", r["wire"], int(t == "told2"), r["wire"], r[t]) for t in ("told", "told2")]
            out += [("written", r["wire"], 0, r["wire2"], r["told2"])]
    with open(made, encoding="utf-8") as f:
        program = [r for r in map(json.loads, f) if r["set"] == "program" and r["fold"] == ASIDE]
    chance = random.Random(5)
    for label, count in PROGRAM.items():
        drawn = chance.sample([r for r in program if int(r["y"] > 0) == label], count)
        out += [("program", r["a"], label, r["a"], r["b"]) for r in drawn]
    out += [("examples", wire, label, wire, rewrite) for wire, rewrite, label in examples()]
    with open(pathlib.Path(work) / "doubt-pairs.jsonl", "w", encoding="utf-8") as f:
        for n, (set_, document, label, original, rewrite) in enumerate(out):
            f.write(json.dumps({"id": str(n), "set": set_, "document": document, "label": label, "original": original, "rewrite": rewrite}, ensure_ascii=False) + "\n")
    print(len(out), collections.Counter((s, y) for s, _, y, _, _ in out))


def fit(work, target=None):
    work = pathlib.Path(work)
    with open(work / "doubt-pairs.jsonl", encoding="utf-8") as f:
        records = {r["id"]: r for r in map(json.loads, f)}
    with open(work / "signs.tsv", encoding="utf-8") as f:
        stamp, names = f.readline(), f.readline().rstrip("\n").split("\t")[1:]
        rows = [line.rstrip("\n").split("\t") for line in f]
    x = np.array([r[1:] for r in rows], float)
    ids = [r[0] for r in rows]
    y = np.array([records[i]["label"] for i in ids])
    kind = np.array([records[i]["set"] for i in ids])
    documents = {d: n % 4 for n, d in enumerate(dict.fromkeys(r["document"] for r in records.values()))}
    fold = np.array([documents[records[i]["document"]] for i in ids])
    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = (x - mean) / scale
    # Both sides count alike, and the sets by their number of sentences.
    weight = np.where(y == 1, (y == 0).sum() / max(1, (y == 1).sum()), 1.0)

    def learn(r):
        def loss(v):
            s = np.clip(z[r] @ v[:-1] + v[-1], -30, 30)
            p = 1 / (1 + np.exp(-s))
            w = weight[r]
            g = w * (p - y[r])
            return -(w * np.where(y[r] == 1, np.log(p + 1e-12), np.log(1 - p + 1e-12))).sum() + 0.5 * (v[:-1] ** 2).sum(), np.append(z[r].T @ g + v[:-1], g.sum())
        # What bears a sentence out may not speak against it, whatever chance the data have.
        sign = {"borne_out": (None, 0), "borne_kept": (None, 0), "contradicted": (0, None), "added": (0, None), "tags": (0, None), "change": (0, None), "serious": (0, None), "minor": (0, None), "borne_close": (None, 0), "serious_close": (0, None), "serious_borne": (None, 0)}
        return minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=[sign.get(n, (None, None)) for n in names] + [(None, None)]).x

    guess = np.zeros(len(y))
    for k in range(4):
        v = learn(fold != k)
        guess[fold == k] = 1 / (1 + np.exp(-(z[fold == k] @ v[:-1] + v[-1])))
    for s in ("planted", "written", "program", "examples"):
        top, label = {}, {}
        for i, g in zip(np.array(ids)[kind == s], guess[kind == s]):
            top[i], label[i] = max(g, top.get(i, 0)), records[i]["label"]
        good, bad = (np.array([top[i] for i in top if label[i] == l]) for l in (0, 1))
        if len(good) and len(bad):
            print(f"{s}: {len(good)} faithful, {len(bad)} false; " + ", ".join(f"caught {(bad >= np.quantile(good, 1 - q)).mean():.3f} at {q} alarmed" for q in (0.01, 0.02, 0.04, 0.08)),
                  "; by doubt:", [(t, round(float((bad >= t).mean()), 3), round(float((good >= t).mean()), 3)) for t in (0.1, 0.5, 0.7, 0.8, 0.9, 0.95)])
    v = learn(np.ones(len(y), bool))
    weights = v[:-1] / scale
    bias = v[-1] - (weights * mean).sum()
    text = stamp + "# Weights of the doubt about a sentence. Learnt by tools/train/doubt.py; see src/score/second.rs for what each sign is.\n"
    text += "".join(f"{n}\t{w:.5f}\n" for n, w in zip(names, weights)) + f"all\t{bias:.5f}\n"
    print(text)
    if target:
        pathlib.Path(target).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    {"pairs": pairs, "fit": fit}[sys.argv[1]](*sys.argv[2:])
