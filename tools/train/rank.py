#!/usr/bin/env python3
"""Learns the weights of the cost behind the fidelity figure: the faithful text must cost less than the same text with a planted fault.

usage: rank.py DIR [OUT.tsv]
DIR holds labels.json (pairs.py), parts.tsv (`truecopy-train parts`), features.tsv, and cross-major.npy and cross-fault.npy (`train.py --cross`):
the parts that rest on the trees are made anew from trees that did not see the text, or the weights would trust them too much. Logistic loss on the difference, weights at least 0, four-fold
cross-validation by original printed first. The stamp that parts.tsv begins with goes into OUT.tsv. Needs requirements.txt."""
import collections, json, pathlib, sys

import numpy as np
import pandas as pd
from scipy.optimize import minimize

src = pathlib.Path(sys.argv[1])
labels = json.loads((src / "labels.json").read_text())
with open(src / "parts.tsv", encoding="utf-8") as f:
    stamp = f.readline()
assert stamp.startswith("# learnt with "), "parts.tsv is not from this `truecopy-train parts`"
with open(src / "features.tsv", encoding="utf-8") as f:
    f.readline()
    kinds = f.readline().lstrip("# ").lower().split()
frame = pd.read_csv(src / "parts.tsv", sep="\t", dtype={"id": str}, keep_default_na=False, skiprows=1).drop_duplicates("id").set_index("id")
events = pd.read_csv(src / "features.tsv", sep="\t", dtype={"id": str}, keep_default_na=False, usecols=["id", "kind"], skiprows=2)
for name in ("fault", "major"):
    events[name] = -np.log(np.maximum(1 - np.load(src / f"cross-{name}.npy"), 1e-3))
    sums = events.pivot_table(index="id", columns="kind", values=name, aggfunc="sum", fill_value=0)
    for k, kind in enumerate(kinds):
        if k in sums:
            frame[f"{name}_{kind}"] = sums[k].reindex(frame.index).fillna(0)
frame["worst"] = events.groupby("id")["major"].max().reindex(frame.index).fillna(0)
names = [n for n in frame.columns if n not in ("words_unmatched", "words_of_dropped", "unborne")]
frame = frame[names]
rows = [(id, l) for id, l in labels.items() if l["set"] == "planted" and "faithful" in l]
diff = np.stack([frame.loc[id].to_numpy() - frame.loc[l["faithful"]].to_numpy() for id, l in rows])
order = {g: n for n, g in enumerate(dict.fromkeys(l["group"] for _, l in rows))}
group = np.array([order[l["group"]] for _, l in rows])
kind = [l["kind"] for _, l in rows]
# Kinds of fault count by severity and alike within it, whatever their number.
severity = collections.Counter(l["severity"] for _, l in rows)
weight = np.array([1.0 / severity[l["severity"]] for _, l in rows])
weight *= len(weight) / weight.sum()
scale = np.maximum(np.abs(diff).mean(axis=0), 1e-6)


def fit(r):
    d, w = diff[r] / scale, weight[r]

    def loss(v):
        z = np.clip(d @ v, -30, 30)
        s = 1 / (1 + np.exp(z))
        return (w * np.log1p(np.exp(-z))).sum() + 2.0 * (v**2).sum(), -(d.T @ (w * s)) + 4.0 * v

    found = minimize(loss, np.full(d.shape[1], 0.3), jac=True, method="L-BFGS-B", bounds=[(0, None)] * d.shape[1])
    return found.x / scale


z = np.zeros(len(rows))
for fold in range(4):
    z[group % 4 == fold] = diff[group % 4 == fold] @ fit(group % 4 != fold)
for s in severity:
    r = [i for i, (_, l) in enumerate(rows) if l["severity"] == s]
    print(f"{s:10} {np.mean(z[r] > 1e-9):.3f}")
for k in sorted(set(kind)):
    r = [i for i in range(len(rows)) if kind[i] == k]
    print(f"   {k:36} {np.mean(z[r] > 1e-9):.3f}")
w = fit(np.ones(len(rows), bool))
# The scale puts the median faithful sentence at a fidelity of 90; the length is that of the texts in pairs.jsonl.
words = {}
with open(src / "pairs.jsonl", encoding="utf-8") as f:
    for line in f:
        r = json.loads(line)
        if r["id"] in labels and labels[r["id"]]["kind"] == "faithful":
            words[r["id"]] = len(r["rewrite"].split())
rate = np.median([frame.loc[i].to_numpy() @ w / (n + 8) for i, n in words.items()])
scale = rate / -np.log(0.9)
if len(sys.argv) > 2:
    with open(sys.argv[2], "w") as f:
        f.write(stamp)
        f.write("# Weights of the cost of a rewrite. Learnt by tools/train/rank.py; see src/score/fidelity.rs for what each part is.\n")
        for n, v in zip(names, w):
            f.write(f"{n}\t{v:.5f}\n")
        f.write(f"scale\t{scale:.5f}\n")
