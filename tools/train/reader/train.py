#!/usr/bin/env python3
"""Trains the reader, in steps that can be broken off and gone on with.

usage: train.py PAIRS OUT_DIR --steps N [--without FOLD] [--layers 6] [--from CHECKPOINT] [--minutes M]
PAIRS is pairs.jsonl of sets.py; OUT_DIR/checkpoint.pt is written every few minutes and at the end, and gone on from where it is found.
--without leaves out a quarter of the documents, as ../train.py does. Runs on a GPU where there is one. Seeds are fixed; what is learnt is the
same for the same machine, thread count and PyTorch."""
import argparse, collections, json, math, pathlib, random, time

import numpy as np
import torch
import torch.nn.functional as F

import model, pieces

SEED = 7
# How often a set is drawn from.
MIX = {"written": 0.44, "grammar": 0.10, "inference": 0.10, "program": 0.12, "planted": 0.10, "woven": 0.06, "corrected": 0.05, "talk": 0.01, "medical": 0.01, "summary": 0.01}
BUDGET = 1536  # pieces in a batch
POOL = 48  # batches that are drawn together and sorted by length


def load(path, without):
    """Units by set: lists of (ids, side, tags, y)."""
    records = [json.loads(l) for l in open(path, encoding="utf-8")]
    records = [r for r in records if r["fold"] not in (without, 4)]
    a, b = (pieces.encode([r[k] for r in records]) for k in "ab")
    units = collections.defaultdict(lambda: collections.defaultdict(list))
    for r, ea, eb in zip(records, a, b):
        ids, side, tags = pieces.join(ea, eb, r["sa"], r["sb"])
        if r["set"] == "inference" or r["y"] == -2:
            tags = [-1] * len(ids)
        if r["set"] in ("medical", "talk", "summary", "corrected") or r["set"] == "planted" and not r["sa"]:
            tags = [t if s else -1 for t, s in zip(tags, side)]
        if r["set"] == "summary":
            tags = [-1] * len(ids)
        units[r["set"]][r["unit"]].append((np.array(ids, np.int16), np.array(side, np.int8), np.array(tags, np.int8), r["y"]))
    return {s: list(u.values()) for s, u in units.items()}


def pool(units, number):
    """Batches of one pool: lists of units, each a list of records; the same for the same number."""
    rng = random.Random(SEED * 1_000_003 + number)
    sets = [s for s in MIX if units.get(s)]
    drawn, size = [], 0
    while size < POOL * BUDGET:
        unit = rng.choice(units[rng.choices(sets, [MIX[s] for s in sets])[0]])
        if len(unit) > 3:
            good, bad = [r for r in unit if r[3] == 0], [r for r in unit if r[3] != 0]
            serious = [r for r in bad if r[3] > 0]
            bad = rng.sample(serious, min(2, len(serious))) if serious and rng.random() < 0.85 else rng.sample(bad, min(2, len(bad)))
            unit = rng.sample(good, min(len(good), 1 if bad else 2)) + bad
        drawn.append(unit)
        size += sum(len(r[0]) for r in unit)
    drawn.sort(key=lambda u: max(len(r[0]) for r in u))
    batches, batch, longest, count = [], [], 0, 0
    for unit in drawn:
        longest = max(longest, max(len(r[0]) for r in unit))
        count += len(unit)
        if batch and longest * count > BUDGET:
            batches.append(batch)
            batch, longest, count = [], max(len(r[0]) for r in unit), len(unit)
        batch.append(unit)
    batches.append(batch)
    rng.shuffle(batches)
    return batches


def tensors(records, device="cpu"):
    longest = max(len(r[0]) for r in records)
    full = lambda k, fill: torch.from_numpy(np.stack([np.pad(r[k].astype(np.int64), (0, longest - len(r[k])), constant_values=fill) for r in records])).to(device)
    ids, side, tags = full(0, 0), full(1, 0), full(2, -1)
    real = torch.from_numpy(np.stack([np.arange(longest) < len(r[0]) for r in records]).astype(np.int64)).to(device)
    return ids, side, real, tags


def losses(verdict, tag, tags, batch):
    y = torch.tensor([r[3] for u in batch for r in u], device=verdict.device)
    log = F.log_softmax(verdict, 1)
    told = (y >= 0) & (y <= 2)
    sentence = -log[told, y[told]]
    some = -torch.log1p(-log[y == 3, 0].exp().clamp(max=0.999))
    total = (sentence.sum() + 0.5 * some.sum()) / max(1, len(y))
    # The faithful one of a unit is to score above each faulty one.
    score = verdict[:, 0] - torch.logsumexp(verdict[:, 1:], 1)
    good, bad, margin = [], [], []
    at = 0
    for unit in batch:
        labels = [r[3] for r in unit]
        for i, p in enumerate(labels):
            for j, q in enumerate(labels):
                if p == 0 and q not in (0, -1):
                    good.append(at + i), bad.append(at + j), margin.append(0.2 if q == -2 else 1.5)
        at += len(unit)
    compared = score.new_zeros(())
    if good:
        m = torch.tensor(margin, device=verdict.device)
        compared = (torch.where(m > 1, 0.5, 0.15) * F.softplus(m - (score[good] - score[bad]))).sum() / len(y)
    asked = tags >= 0
    word = F.binary_cross_entropy_with_logits(tag[asked], tags[asked].float(), pos_weight=torch.tensor(2.0, device=tag.device)) if asked.any() else score.new_zeros(())
    return total + compared + word, (total.item(), compared.item(), word.item())


@torch.no_grad()
def rounded(value):
    """The matrix at 4 bits, 16 values per 32 columns, as export.py packs it but for its search for the best scale."""
    g = value.reshape(-1, 32)
    scale = g.gather(1, g.abs().argmax(1, keepdim=True)) / -8
    return ((g / torch.where(scale == 0, 1, scale)).round().clamp(-8, 7) * scale).reshape(value.shape)


def rate(step, steps, peak):
    warm = min(1.0, (step + 1) / 150)
    rest = 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))
    return peak * warm * (0.05 + 0.95 * rest)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("pairs")
    p.add_argument("out", type=pathlib.Path)
    p.add_argument("--steps", type=int, required=True)
    p.add_argument("--without", type=int, default=None)
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--peak", type=float, default=1.2e-4)
    p.add_argument("--minutes", type=float, default=1e9)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--round", action="store_true", help="learn with matrices at 4 bits, as they will be packed")
    p.add_argument("--from", dest="start", default=None, help="weights to begin with, of another run")
    args = p.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(args.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    words, kept = pieces.vocabulary()
    reader = model.Reader(len(words), args.layers)
    model.load_encoder(reader, kept)
    if args.start:
        reader.load_state_dict(torch.load(args.start, weights_only=True)["mean"])
    reader.to(device)
    # The word vectors stay as they are: rare words keep their place among the frequent ones, and it saves half the optimizer's work.
    reader.word.weight.requires_grad = False
    head = [q for n, q in reader.named_parameters() if n.split(".")[0] in ("same", "pool", "verdict", "tag")]
    body = [q for n, q in reader.named_parameters() if n.split(".")[0] not in ("same", "pool", "verdict", "tag", "word")]
    optimizer = torch.optim.AdamW([{"params": body, "scale": 1.0}, {"params": head, "scale": 5.0}], lr=args.peak, weight_decay=0.01, fused=True)
    matrices = [q for n, q in reader.named_parameters() if n.startswith("layers.") and q.dim() == 2]
    if args.round:
        reader.word.weight.data = rounded(reader.word.weight.data)
    mean = {n: q.detach().clone() for n, q in reader.state_dict().items()}
    step = number = place = 0
    args.out.mkdir(parents=True, exist_ok=True)
    file = args.out / "checkpoint.pt"
    if file.exists():
        c = torch.load(file, weights_only=True)
        reader.load_state_dict(c["reader"]), optimizer.load_state_dict(c["optimizer"])
        mean, step, number, place = c["mean"], c["step"], c["number"], c["place"]
        torch.set_rng_state(c["chance"])
    units = load(args.pairs, args.without)
    print({s: len(u) for s, u in units.items()}, "from step", step, flush=True)

    def save():
        part = file.with_suffix(".part")
        torch.save({"reader": reader.state_dict(), "mean": mean, "optimizer": optimizer.state_dict(), "step": step, "number": number, "place": place,
                    "chance": torch.get_rng_state(), "layers": args.layers, "without": args.without}, part)
        part.rename(file)

    began = saved = time.time()
    shown, seen, sums = time.time(), 0, np.zeros(3)
    batches = pool(units, number)
    reader.train()
    while step < args.steps and time.time() - began < args.minutes * 60:
        if place >= len(batches):
            number, place = number + 1, 0
            batches = pool(units, number)
        batch = batches[place]
        records = [r for u in batch for r in u]
        ids, side, real, tags = tensors(records, device)
        exact = [q.data for q in matrices]
        if args.round:  # what is read is rounded, what is learnt is not
            for q in matrices:
                q.data = rounded(q.data)
        with torch.autocast(device, torch.bfloat16):
            verdict, tag = reader(ids, side, real)
        loss, parts = losses(verdict, tag, tags, batch)
        loss.backward()
        for q, data in zip(matrices, exact):
            q.data = data
        torch.nn.utils.clip_grad_norm_(body + head, 1.0)
        for g in optimizer.param_groups:
            g["lr"] = rate(step, args.steps, args.peak) * g["scale"]
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step, place = step + 1, place + 1
        decay = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            for n, q in reader.state_dict().items():
                if n != "word.weight":
                    mean[n].lerp_(q, 1 - decay)
        seen, sums = seen + len(records), sums + parts
        if step % 25 == 0:
            now = time.time()
            print(f"step {step} sentence {sums[0] / 25:.3f} compared {sums[1] / 25:.3f} word {sums[2] / 25:.3f} {seen / (now - shown):.1f} pairs/s", flush=True)
            shown, seen, sums = now, 0, np.zeros(3)
        if time.time() - saved > 240:
            save()
            saved = time.time()
    save()
    print("done at step", step, flush=True)


if __name__ == "__main__":
    main()
