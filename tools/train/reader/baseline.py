#!/usr/bin/env python3
"""What words alone tell of the grammar's pairs: .5 is nothing. usage: baseline.py PAIRS

A logistic regression on the words of the rewrite, and on the words of both (of the wire, of the rewrite, in both, in the rewrite alone)."""
import json, re, sys

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

records = [r for r in map(json.loads, open(sys.argv[1], encoding="utf-8")) if r["set"] == "grammar"]
learn, test = [r for r in records if r["fold"] == -1][:30000], [r for r in records if r["fold"] == 4][:12000]
words = lambda t: re.findall(r"\w+", t.lower())


def both(r):
    a, b = set(words(r["a"])), set(words(r["b"]))
    return ["a_" + w for w in a] + ["b_" + w for w in b] + ["both_" + w for w in a & b] + ["new_" + w for w in b - a] + ["#new%d" % min(len(b - a), 9), "#gone%d" % min(len(a - b), 15)]


y = np.array([r["y"] > 0 for r in test])
for name, features in (("rewrite alone", lambda r: words(r["b"]) + ["_".join(p) for p in zip(words(r["b"]), words(r["b"])[1:])]), ("both", both)):
    v = CountVectorizer(analyzer=features, min_df=3, binary=True)
    m = LogisticRegression(C=0.1, max_iter=200).fit(v.fit_transform(learn), [r["y"] > 0 for r in learn])
    s = m.decision_function(v.transform(test))
    kind = np.array([r["kind"].split("|")[0] for r in test])
    twins = s[1::2] > s[::2]
    print(name, "AUC %.3f" % roc_auc_score(y, s), "twins told apart %.3f" % twins.mean(), {k: round(float(twins[kind[::2] == k].mean()), 3) for k in sorted(set(kind))})
