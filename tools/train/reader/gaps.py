#!/usr/bin/env python3
"""Trains the reader of gaps: an encoder over one sentence, `[CLS] sentence [SEP]`, that says before which word another one is missing, and whether
it is one that the sentence needs for its sense or a small one (an article, a preposition, a conjunction).

usage: gaps.py PAIRS EVAL_DIR OUT_DIR --steps N [--without FOLD] [--layers 6] [--minutes M]
PAIRS is pairs.jsonl of sets.py, of which only whole texts are taken: wires, corrections, references, tellings that are borne out. EVAL_DIR adds the
sentences of the stories in planted-summaries. Words are taken out by chance, anew each time a sentence is drawn; what was taken out is all that is
learnt from, so that no label of an annotator is needed. OUT_DIR/checkpoint.pt is written every few minutes, and gone on from where it is found."""
import argparse, json, pathlib, random, re, time

import numpy as np
import torch
import torch.nn.functional as F

import model, pieces
from train import rate, rounded

SEED = 13
BUDGET = 2048  # pieces in a batch
POOL = 64  # batches that are drawn together and sorted by length
# A word that can be left out of many sentences without leaving a hole is taken out less often.
SMALL = frozenset("a an the of to in on at by for with from and or but that as is are was were be been has have had will would it its he she they his her their this these those not "
                  "which who also very so than then there into over up out".split())
# Of these, such as tell something: they are missed like nouns and verbs.
TELLING = frozenset("is are was were be been has have had will would it he she they i we you him them there who which not".split())
# Words that look left alone and are not: "the flat she had paid for.", "and, he said, others". Seen more often, as they are rare.
ALONE = re.compile(r"\b(?:of|to|with|at|for|on|in|by|as|from|about|up|through|off|out|over|and|that|who|which|but|or)[,.;:]", re.I)
CUT = re.compile(r"(?<=[.!?])[\"”']? +(?=[A-Z\"“(])")


def texts(pairs, folder, without):
    """Sentences that a person wrote or found without fault, of the folds that are learnt from, each once."""
    seen = {}
    for line in open(pairs, encoding="utf-8"):
        r = json.loads(line)
        if r["fold"] in (without, 4) or r["set"] in ("grammar", "woven", "program", "summary"):
            continue
        for text in (r["a"], r["b"] if r["y"] == 0 else ""):
            for s in CUT.split(text):
                seen.setdefault(s.strip(), r["set"])
    import gzip
    order = {}
    with gzip.open(folder / "planted-summaries.jsonl.gz", "rt", encoding="utf-8") as f:
        stories = {json.loads(line)["original"]: 0 for line in f}
    for n, story in enumerate(stories):
        if n % 4 != without:
            for s in CUT.split(story):
                seen.setdefault(s.strip(), "story")
    return [(s, name) for s, name in seen.items() if 5 <= len(s.split()) <= 60]


def take_out(text, rng):
    """The text without a word or a few; where, in code points, the word begins before which they stood; and whether they were small ones.
    Nothing where none can be taken."""
    words = [m.span() for m in re.finditer(r"\S+", text)]
    plain = [text[a:b].lower().strip(".,;:!?\"'“”’()") for a, b in words]
    way = rng.random()
    if way < 0.10:
        i, k = 0, rng.choice([1, 1, 2, 3])
    elif way < 0.24:
        k = rng.choice([2, 2, 3])
        i = rng.randrange(1, max(2, len(words) - k))
    else:
        small = way < 0.42
        some = [i for i, w in enumerate(plain) if w and (w in SMALL) == small and not (w.endswith("ly") and len(w) > 4)]
        if not some:
            return None
        i, k = rng.choices(some, [2 if plain[i].endswith("ed") else 1 for i in some])[0], 1
    if i + k >= len(words):
        i, k = len(words) - 1, 1
    a, b = words[i][0], words[i + k - 1][1]
    tail = re.search(r"[.,;:!?\"'”’)]*$", text[a:b])[0]
    if "(" in text[a:b] or "“" in text[a:b] or '"' in text[a:b] or not text[a:b - len(tail)]:
        return None
    slight = all(w in SMALL and w not in TELLING for w in plain[i:i + k])
    if i == 0:
        rest = text[b:].lstrip()
        if tail.strip("'’"):
            return None
        return (rest[:1].upper() + rest[1:] if rng.random() < 0.85 else rest), 0, slight
    if tail:
        # What closes the clause stands behind the word before.
        return text[:a].rstrip() + tail + text[b:], len(text[:a].rstrip()), slight
    return text[:a] + text[b:].lstrip(), a, slight


def quirk(text, rng):
    """Sound text as it also comes: these are no holes."""
    way = rng.random()
    if way < 0.03:
        return text.lower()
    if way < 0.06:
        return text.rstrip(".")
    if way < 0.08:
        return re.sub(r"([.,;:!?])", r" \1", text)
    return text


def example(text, rng):
    gaps, at = text, []
    if rng.random() < (0.3 if ALONE.search(text) else 0.6):
        made = take_out(text, rng)
        if made:
            gaps, at = made[0], [made[1:]]
    else:
        gaps = quirk(text, rng)
    return gaps, at


def encode(batch):
    out = []
    for (text, at), e in zip(batch, pieces.encode([t for t, _ in batch])):
        n = min(len(e.ids), pieces.LONGEST - 2)
        starts = [k for k in range(n) if k == 0 or e.word_ids[k] != e.word_ids[k - 1]]
        tags = [-1] * (n + 2)
        for k in starts:
            tags[k + 1] = 0
        for p, slight in at:
            hit = [k for k in starts if e.offsets[k][0] >= p]
            if hit:
                tags[hit[0] + 1] = 2 if slight else 1
        out.append((np.array([pieces.CLS] + e.ids[:n] + [pieces.SEP], np.int16), np.array(tags, np.int8)))
    return out


def pool(sentences, weights, number):
    rng = random.Random(SEED * 1_000_003 + number)
    drawn, size = [], 0
    chosen = [example(sentences[i][0], rng) for i in rng.choices(range(len(sentences)), cum_weights=weights, k=POOL * BUDGET // 24)]
    drawn = sorted(encode(chosen), key=lambda r: len(r[0]))
    batches, batch = [], []
    for r in drawn:
        if batch and len(r[0]) * (len(batch) + 1) > BUDGET:
            batches.append(batch)
            batch = []
        batch.append(r)
    batches.append(batch)
    rng.shuffle(batches)
    return batches


def tensors(records, device="cpu"):
    longest = max(len(r[0]) for r in records)
    full = lambda k, fill: torch.from_numpy(np.stack([np.pad(r[k].astype(np.int64), (0, longest - len(r[k])), constant_values=fill) for r in records])).to(device)
    real = torch.from_numpy(np.stack([np.arange(longest) < len(r[0]) for r in records]).astype(np.int64)).to(device)
    return full(0, 0), real, full(1, -1)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("pairs")
    p.add_argument("eval", type=pathlib.Path)
    p.add_argument("out", type=pathlib.Path)
    p.add_argument("--steps", type=int, required=True)
    p.add_argument("--without", type=int, default=None)
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--peak", type=float, default=2.4e-4)
    p.add_argument("--minutes", type=float, default=1e9)
    p.add_argument("--threads", type=int, default=2)
    args = p.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(args.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    words, kept = pieces.vocabulary()
    reader = model.Gaps(len(words), args.layers)
    model.load_encoder(reader, kept)
    reader.to(device)
    # The vectors of words are those of the other reader, as they are packed.
    reader.word.weight.data = rounded(reader.word.weight.data)
    reader.word.weight.requires_grad = False
    head = list(reader.tag.parameters())
    body = [q for n, q in reader.named_parameters() if n.split(".")[0] not in ("tag", "word")]
    optimizer = torch.optim.AdamW([{"params": body, "scale": 1.0}, {"params": head, "scale": 5.0}], lr=args.peak, weight_decay=0.01, fused=True)
    matrices = [q for n, q in reader.named_parameters() if n.startswith("layers.") and q.dim() == 2]
    mean = {n: q.detach().clone() for n, q in reader.state_dict().items()}
    step = number = place = 0
    args.out.mkdir(parents=True, exist_ok=True)
    file = args.out / "checkpoint.pt"
    if file.exists():
        c = torch.load(file, weights_only=True)
        reader.load_state_dict(c["reader"]), optimizer.load_state_dict(c["optimizer"])
        mean, step, number, place = c["mean"], c["step"], c["number"], c["place"]
    sentences = texts(args.pairs, args.eval, args.without)
    share = {"inference": 0.3, "medical": 0.5, "story": 1.6}
    weights = np.cumsum([share.get(name, 1.0) * (4 if ALONE.search(s) else 1) for s, name in sentences]).tolist()
    print(len(sentences), "sentences, from step", step, flush=True)

    def save():
        part = file.with_suffix(".part")
        torch.save({"reader": reader.state_dict(), "mean": mean, "optimizer": optimizer.state_dict(), "step": step, "number": number, "place": place,
                    "layers": args.layers, "without": args.without}, part)
        part.rename(file)

    began = saved = shown = time.time()
    seen, total = 0, 0.0
    batches = pool(sentences, weights, number)
    reader.train()
    while step < args.steps and time.time() - began < args.minutes * 60:
        if place >= len(batches):
            number, place = number + 1, 0
            batches = pool(sentences, weights, number)
        ids, real, tags = tensors(batches[place], device)
        exact = [q.data for q in matrices]
        for q in matrices:  # what is read is rounded, what is learnt is not
            q.data = rounded(q.data)
        with torch.autocast(device, torch.bfloat16):
            tag = reader(ids, real)
        asked = tags >= 0
        want = torch.stack([tags[asked] == 1, tags[asked] == 2], 1).float()
        loss = F.binary_cross_entropy_with_logits(tag[asked], want, pos_weight=torch.tensor(2.0, device=device))
        loss.backward()
        for q, data in zip(matrices, exact):
            q.data = data
        torch.nn.utils.clip_grad_norm_(body + head, 1.0)
        for g in optimizer.param_groups:
            g["lr"] = rate(step, args.steps, args.peak) * g["scale"]
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen, total, step, place = seen + len(ids), total + loss.item(), step + 1, place + 1
        decay = min(0.995, (1 + step) / (10 + step))
        with torch.no_grad():
            for n, q in reader.state_dict().items():
                if n != "word.weight":
                    mean[n].lerp_(q, 1 - decay)
        if step % 25 == 0:
            now = time.time()
            print(f"step {step} word {total / 25:.4f} {seen / (now - shown):.1f} sentences/s", flush=True)
            shown, seen, total = now, 0, 0.0
        if time.time() - saved > 240:
            save()
            saved = time.time()
    save()
    print("done at step", step, flush=True)


if __name__ == "__main__":
    main()
