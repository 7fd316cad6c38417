#!/usr/bin/env python3
"""Trains the boosted trees that weigh changes, on the features that `truecopy-train features` wrote.

usage: train.py DIR OUT_DIR [--cross]
DIR holds labels.json (from pairs.py) and features.tsv; writes major.bin, marked.bin, fault.bin and edited.bin (format: src/weigh/model.rs), each with
the stamp that features.tsv begins with.
--cross prints cross-validated figures, grouped by original, and writes the predictions into DIR, no model. Needs requirements.txt."""
import json, pathlib, struct, sys

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score

src, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
labels = json.loads((src / "labels.json").read_text())
with open(src / "features.tsv", encoding="utf-8") as f:
    stamp, kinds = f.readline(), f.readline().lstrip("# ").split()
assert stamp.startswith("# learnt with "), "features.tsv is not from this `truecopy-train features`"
frame = pd.read_csv(src / "features.tsv", sep="\t", dtype={"id": str}, keep_default_na=False, skiprows=2)
names, ids = list(frame.columns[3:]), list(frame["id"])
data = frame.iloc[:, 1:].to_numpy(dtype=np.float32)
start, end, x = data[:, 0], data[:, 1], data[:, 2:]
KIND = names.index("kind")
DROPPED, SUBSTITUTED = kinds.index("Dropped"), kinds.index("Substituted")

# Corruptions whose trace is in marks and casing, not in words, or everywhere at once.
ELSEWHERE = ("shuffled", "punc", "tokenized", "lower", "repeat")
major, fault, weight, groups, sets = [], [], [], [], []
for i, id in enumerate(ids):
    label = labels[id]
    kind = int(x[i, KIND])
    touched = severe = False
    for span in label["spans"]:
        a, b = span[0], span[1]
        if a == b:
            near = kind in (DROPPED, SUBSTITUTED) and start[i] - 3 <= a <= end[i] + 3
        elif kind == DROPPED:
            near = a - 1 <= start[i] <= b + 1
        else:
            near = start[i] < b and end[i] > a
        if near:
            touched = True
            severe |= (span[2] if len(span) > 2 else label["severity"]) in ("major", "critical")
    w = 1.0
    if label["set"] in ("planted", "twin"):
        if label["kind"] == "faithful":
            w = 6.0
        elif not touched or any(k in label["kind"] for k in ELSEWHERE):
            w = 0.0
    elif label["set"] == "medical":
        w = 0.25
    elif label["set"] == "variant":
        w = 2.0
    else:
        w = 0.6
    major.append(severe)
    fault.append(touched)
    weight.append(w)
    groups.append(label["group"])
    sets.append(label["set"])
major, fault, weight, sets = np.array(major), np.array(fault), np.array(weight), np.array(sets)
order = {g: n for n, g in enumerate(dict.fromkeys(groups))}
groups = np.array([order[g] for g in groups])
PARAMS = dict(objective="binary", learning_rate=0.14, num_leaves=24, min_data_in_leaf=60, feature_fraction=0.6, bagging_fraction=0.8,
              bagging_freq=1, lambda_l2=5.0, seed=7, num_threads=2, verbose=-1, deterministic=True, force_row_wise=True)
ROUNDS = 120


def fit(y, rows):
    return lgb.train(PARAMS, lgb.Dataset(x[rows], y[rows], weight=weight[rows], feature_name=names), ROUNDS)


def pack(model):
    trees = model.dump_model()["tree_info"]
    blobs = []
    for t in trees:
        nodes = []

        def walk(n):
            at = len(nodes)
            if "leaf_value" in n:
                nodes.append((0xFFFF, 0, n["leaf_value"]))
                return
            nodes.append(None)
            walk(n["left_child"])
            right = len(nodes)
            walk(n["right_child"])
            nodes[at] = (n["split_feature"], right, n["threshold"])

        walk(t["tree_structure"])
        blobs.append(b"".join(struct.pack("<HHf", *n) for n in nodes))
    head, at = [len(blobs)], 4 + 4 * len(blobs)
    for b in blobs:
        head.append(at)
        at += len(b)
    return struct.pack(f"<{len(head)}I", *head) + b"".join(blobs)


planted, retold = sets == "planted", np.isin(sets, ("planted", "medical", "talk"))
# What each table learns from: gross faults mostly from planted ones, marks from annotators, any fault from planted ones.
# The fourth is asked only where a sentence keeps the wire's words in the wire's order, and learns from such sentences alone.
SHARE = {"twin": 0.5, "variant": 1.0, "marked": 0.67, "corrected": 0.4, "planted": 0.5}
close = (x[:, names.index("kept")] >= 0.6) & np.isin(sets, list(SHARE))
close &= ~planted | np.array([labels[id]["kind"] == "faithful" for id in ids])
TASKS = {
    "major": (major, np.where(planted, weight, 0.2 * weight) * retold),
    "marked": (fault, np.where(planted, 0.0, weight) * retold),
    "fault": (fault, np.where(planted, weight, 0.1 * weight) * retold),
    "edited": (fault, np.array([SHARE.get(s, 0.0) for s in sets]) * weight * close),
}
# The close pairs are single sentences: what is elsewhere in a story cannot be learnt from them.
STORY = [names.index(name) for name in ("sentences", "single_sentence", "elsewhere", "wire_elsewhere")]
alone = x.copy()
alone[:, STORY] = 0.0
for name, (y, weight) in TASKS.items():
    use = np.flatnonzero(weight > 0)
    if name == "edited":
        x = alone
    if "--cross" in sys.argv:
        p = np.zeros(len(y))
        for fold in range(4):
            test = groups % 4 == fold
            p[test] = fit(y, use[~test[use]]).predict(x[test])
        np.save(src / f"cross-{name}.npy", p)
        for s in dict.fromkeys(sets):
            r = use[sets[use] == s]
            if len(set(y[r])) > 1:
                print(f"{name:6} {s:8} n={len(r)} positive={y[r].mean():.3f} AUC={roc_auc_score(y[r], p[r]):.3f} AP={average_precision_score(y[r], p[r]):.3f}")
    else:
        m = fit(y, use)
        (out / f"{name}.bin").write_bytes(stamp.encode() + pack(m))
        m.save_model(str(src / f"{name}.txt"))
        gain = sorted(zip(m.feature_importance("gain"), names), reverse=True)
        print(name, ", ".join(f"{n} {g:.0f}" for g, n in gain[:25]))
