#!/usr/bin/env python3
"""Figures of a checkpoint on text that it has not seen.

usage: evaluate.py WEIGHTS PAIRS [--eval EVAL_DIR] [--triples FILE] [--fold F] [--sets a,b]
WEIGHTS is checkpoint.pt of train.py or a file of export.py; PAIRS is pairs.jsonl of sets.py, of which the grammar's pairs kept aside and the
documents of the fold are read; `known` are pairs of frames that were learnt from, to compare with. A sentence scores by how much more likely it is borne out than not; `ranked` is the share of faithful ones that score above
their faulty twin (ties half), `caught` the share of faulty ones below the threshold that `alarmed` faithful ones fall below.
EVAL_DIR adds one-word-changes, which no weights are made from. A triple is {"wire", "faithful", "faulty", "kind"}."""
import argparse, collections, gzip, json, pathlib, random

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

import model, pieces, train


def reader_of(path):
    if str(path).endswith(".pt"):
        c = torch.load(path, weights_only=True)
        m = model.Reader(len(pieces.vocabulary()[0]), c["layers"])
        m.load_state_dict(c["mean"])
        print("step", c["step"], "without fold", c["without"])
    else:
        import export
        m = export.as_model(path)
    return m.eval()


@torch.no_grad()
def read(m, pairs):
    """For each (wire, rewrite): the three probabilities, and the tags of both sides with their offsets."""
    a, b = pieces.encode([p[0] for p in pairs]), pieces.encode([p[1] for p in pairs])
    joined = [pieces.join(x, y) for x, y in zip(a, b)]
    order = sorted(range(len(pairs)), key=lambda i: len(joined[i][0]))
    out = [None] * len(pairs)
    for at in range(0, len(order), 48):
        part = order[at:at + 48]
        records = [tuple(np.array(v) for v in joined[i]) for i in part]
        ids, side, real, _ = train.tensors(records)
        with torch.autocast("cpu", torch.bfloat16, enabled=FAST):
            verdict, tag = m(ids, side, real)
        verdict, tag = verdict.softmax(1).numpy(), tag.numpy()
        for row, i in enumerate(part):
            right = [j for j, s in enumerate(joined[i][1]) if s == 1][:-1]
            out[i] = verdict[row], [(b[i].offsets[k], tag[row, j]) for k, j in enumerate(right)]
    return out


def ranked(good, bad):
    good, bad = np.array(good), np.array(bad)
    return float((good > bad).mean() + (good == bad).mean() / 2)


def caught(good, bad, alarmed):
    return float((np.array(bad) < np.quantile(good, alarmed, method="lower")).mean())


def tag_auc(results, spans):
    y, s, hit = [], [], []
    for (_, tags), marked in zip(results, spans):
        if not marked or not tags:
            continue
        inside = [any(x < t and z > u for u, t in marked) for (x, z), _ in tags]
        y += inside
        s += [float(v) for _, v in tags]
        hit.append(inside[int(np.argmax([v for _, v in tags]))])
    return f"token AUC {roc_auc_score(y, s):.3f}, highest on a marked word {np.mean(hit):.3f}"


FAST = False


def main():
    global FAST
    p = argparse.ArgumentParser()
    p.add_argument("weights")
    p.add_argument("pairs")
    p.add_argument("--eval", type=pathlib.Path)
    p.add_argument("--triples", type=pathlib.Path)
    p.add_argument("--fold", type=int, default=0)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--sets", default="written,grammar,planted,program,woven,inference,corrected,one-word")
    p.add_argument("--fast", action="store_true", help="bfloat16, as in training")
    args = p.parse_args()
    torch.set_num_threads(args.threads)
    FAST = args.fast
    m, sets, rng = reader_of(args.weights), args.sets.split(","), random.Random(5)
    by = collections.defaultdict(list)
    for line in open(args.pairs, encoding="utf-8"):
        r = json.loads(line)
        if r["fold"] == (4 if r["set"] in ("grammar", "written") else args.fold):
            by[r["set"]].append(r)
        elif r["fold"] == -1 and r["set"] == "grammar":
            by["known"].append(r)

    def units(name, most):
        u = collections.defaultdict(list)
        for r in by[name]:
            u[r["unit"]].append(r)
        keys = sorted(u)
        rng.shuffle(keys)
        return [u[k] for k in keys[:most]]

    for name in ("written", "grammar", "known", "program", "woven"):
        if name in sets:
            us = [u for u in units(name, 1200 if name == "grammar" else 500) if len(u) == 2 and u[1]["y"] != 0]
            rs = [r for u in us for r in u]
            res = read(m, [(r["a"], r["b"]) for r in rs])
            p0 = np.array([v[0] for v, _ in res])
            good, bad = p0[::2], p0[1::2]
            right = np.mean([int(np.argmax(v)) == r["y"] for (v, _), r in zip(res, rs)])
            print(f"{name}: {len(us)} twins, ranked {ranked(good, bad):.3f}, caught at .08 alarmed {caught(good, bad, 0.08):.3f}, label right {right:.3f}, {tag_auc(res, [r['sb'] for r in rs])}")
            kinds = np.array([u[1]["kind"].split("|")[0] for u in us])
            print("   ", {k: (int((kinds == k).sum()), round(ranked(good[kinds == k], bad[kinds == k]), 2)) for k in sorted(set(kinds))})
    if "planted" in sets:
        us = units("planted", 60)
        rs = [r for u in us for r in u]
        res = read(m, [(r["a"], r["b"]) for r in rs])
        score = {id(r): float(v[0]) for r, (v, _) in zip(rs, res)}
        pairs = [(score[id(u[0])], score[id(r)], r) for u in us for r in u[1:]]
        group = lambda s: [(g, b) for g, b, r in pairs if r["kind"].startswith(s)]
        serious = [(g, b) for g, b, r in pairs if not r["kind"].startswith("minor")]
        print(f"planted: {len(us)} originals, ranked all {ranked(*zip(*pairs2(pairs))):.3f}, " + ", ".join(f"{s} {ranked(*zip(*group(s))):.3f}" for s in ("critical", "major", "minor")))
        good = [score[id(u[0])] for u in us]
        print(f"    serious: AUC {roc_auc_score([1] * len(good) + [0] * len(serious), good + [b for _, b in serious]):.3f}, caught at .05 alarmed {caught(good, [b for _, b in serious], 0.05):.3f}; "
              + tag_auc([x for x, r in zip(res, rs) if r["kind"].startswith(("critical", "major"))], [r["sb"] for r in rs if r["kind"].startswith(("critical", "major"))]))
        kinds = collections.defaultdict(list)
        for g, b, r in pairs:
            kinds[r["kind"].split("_", 2)[2]].append((g, b))
        print("   ", {k: round(ranked(*zip(*v)), 2) for k, v in sorted(kinds.items())})
    if "inference" in sets:
        rs = rng.sample(by["inference"], min(1500, len(by["inference"])))
        res = read(m, [(r["a"], r["b"]) for r in rs])
        for src in sorted({r["kind"] for r in rs}):
            of = [(v, r) for (v, _), r in zip(res, rs) if r["kind"] == src]
            print(f"inference {src}: {len(of)} pairs, label right {np.mean([int(np.argmax(v)) == r['y'] for v, r in of]):.3f}, borne out or not, AUC {roc_auc_score([r['y'] == 0 for _, r in of], [v[0] for v, _ in of]):.3f}")
    if "corrected" in sets:
        rs = rng.sample(by["corrected"], min(500, len(by["corrected"])))
        res = read(m, [(r["a"], r["b"]) for r in rs])
        print(f"corrected: {len(rs)} pairs, {tag_auc(res, [r['sb'] for r in rs])}")
    if "one-word" in sets and args.eval:
        with gzip.open(args.eval / "one-word-changes.jsonl.gz", "rt", encoding="utf-8") as f:
            rs = rng.sample([json.loads(l) for l in f], 1500)
        res = read(m, [(r["original"], r["rewrite"]) for r in rs])
        y, s = np.array([r["error"] for r in rs]), np.array([1 - v[0] for v, _ in res])
        best = max(((s[y] >= t).mean() + (s[~y] < t).mean()) / 2 for t in np.unique(s))
        half = ((s[y] >= 0.5).mean() + (s[~y] < 0.5).mean()) / 2
        print(f"one-word-changes: {len(rs)} pairs, AUC {roc_auc_score(y, s):.3f}, balanced accuracy at .5 {half:.3f}, at the best threshold {best:.3f}")
        kinds = collections.defaultdict(list)
        for v, r in zip(s, rs):
            kinds[r["category"]].append(v)
        print("    median of not borne out", {k: round(float(np.median(v)), 2) for k, v in sorted(kinds.items())})
    if args.triples and args.triples.exists():
        rs = [json.loads(l) for l in open(args.triples, encoding="utf-8")]
        get = lambda r, *names: next(r[n] for n in names if n in r)
        wires = [get(r, "wire", "original") for r in rs]
        good = [float(v[0]) for v, _ in read(m, [(w, get(r, "faithful")) for w, r in zip(wires, rs)])]
        bad = [float(v[0]) for v, _ in read(m, [(w, get(r, "faulty", "corrupted")) for w, r in zip(wires, rs)])]
        kinds = np.array([r.get("kind") or r.get("category") or "" for r in rs])
        good, bad = np.array(good), np.array(bad)
        print(f"triples: {len(rs)}, ranked {ranked(good, bad):.3f}, caught at .08 alarmed {caught(good, bad, 0.08):.3f}, AUC {roc_auc_score([1] * len(good) + [0] * len(bad), np.r_[good, bad]):.3f}")
        print("   ", {str(k): (int((kinds == k).sum()), round(ranked(good[kinds == k], bad[kinds == k]), 2)) for k in sorted(set(kinds))})


def pairs2(pairs):
    return [(g, b) for g, b, _ in pairs]


if __name__ == "__main__":
    main()
