#!/usr/bin/env python3
"""Packs a checkpoint into the reader's files, and writes what they must answer.

usage: export.py CHECKPOINT OUT_DIR [--bits 4] [--onnx]
       export.py --gaps CHECKPOINT OUT_DIR [--bits 4]
OUT_DIR/words.bin (pieces and their vectors), layers.bin (all else; format: reference.py), golden.jsonl (own pairs with ids, probabilities and
tags as reference.py computes them from the files), with --onnx also reader.onnx with the same, unpacked weights.
With --gaps, of a checkpoint of gaps.py: OUT_DIR/gaps.bin beside the words.bin that is there, and golden-gaps.jsonl."""
import argparse, json, math, pathlib, struct

import numpy as np
import torch

import model, pieces, reference

LONGEST = pieces.LONGEST
# Small pairs of our own, of each label and several lengths.
PAIRS = [("The town council approved the new bridge on Tuesday.", "On Tuesday the new bridge was approved by the town council."),
         ("The town council approved the new bridge on Tuesday.", "The town council threw out the new bridge on Tuesday."),
         ("The airline will cut 300 jobs unless fuel gets cheaper.", "If fuel does not get cheaper, the airline will cut 300 jobs."),
         ("The airline will cut 300 jobs unless fuel gets cheaper.", "The airline will cut 300 jobs if fuel gets cheaper."),
         ("Brandt sold the brewery to Okello in 2019.", "Okello bought the brewery from Brandt in 2019."),
         ("Brandt sold the brewery to Okello in 2019.", "Brandt bought the brewery from Okello in 2019 after a long dispute over its debts."),
         ("None of the twelve sailors were hurt.", "All twelve sailors escaped unharmed."),
         ("None of the twelve sailors were hurt.", "Some of the twelve sailors were hurt."),
         ("Rain fell.", "It rained."), ("A.", "B."),
         ("“We won’t leave,” said Zoë Müller, 41, of the dockers’ union – at least 2.5% of members agreed.", "Zoë Müller said the dockers would stay; no less than 2.5 percent of members were of the same mind.")]


def four(matrix):
    """Values in 0 to 15 and a scale per 32 columns, chosen so that the squared error is least."""
    g = matrix.reshape(matrix.shape[0], -1, 32)
    most = np.take_along_axis(g, np.abs(g).argmax(-1)[..., None], -1)
    best, error = None, None
    for k in np.linspace(0.7, 1.05, 15):
        s = (most / -8 * k).astype(np.float16).astype(np.float32)
        safe = np.where(s == 0, 1, s)
        q = np.clip(np.round(g / safe), -8, 7)
        e = ((q * s - g) ** 2).sum(-1, keepdims=True)
        if best is None:
            best, error = (q, s), e
        else:
            better = e < error
            best, error = (np.where(better, q, best[0]), np.where(better, s, best[1])), np.where(better, e, error)
    q, s = best
    return (q + 8).astype(np.uint8).reshape(matrix.shape), s[..., 0].astype("<f2")


def pack(name, value, bits):
    value = np.atleast_2d(np.asarray(value, np.float32))
    head = lambda kind: bytes([len(name)]) + name.encode() + bytes([kind]) + struct.pack("<II", *value.shape)
    if bits == 32 or value.shape[0] == 1 or value.shape[1] % 32:
        return head(0) + value.astype("<f4").tobytes()
    if bits == 8:
        scale = np.abs(value).max(1) / 127
        return head(1) + scale.astype("<f4").tobytes() + np.round(value / scale[:, None]).astype("i1").tobytes()
    q, s = four(value)
    q = q.reshape(-1, 2)
    return head(2) + s.tobytes() + (q[:, 0] | q[:, 1] << 4).astype(np.uint8).tobytes()


def write(path, packed):
    path.write_bytes(b"TCRD" + struct.pack("<II", 1, len(packed)) + b"".join(packed))
    print(path, path.stat().st_size)


def as_model(folder):
    w = reference.load(folder)
    m = model.Reader(len(w["pieces"]), sum(k.endswith("qkv.weight") for k in w))
    state = m.state_dict()
    place = torch.zeros_like(state["place.weight"])
    place[:LONGEST] = torch.from_numpy(w["place.weight"].copy())
    m.load_state_dict({k: place if k == "place.weight" else torch.from_numpy(w[k].copy()).reshape(state[k].shape) for k in state})
    return m


# Whole sentences, and the same with a word taken out.
SENTENCES = ["The town council approved the new bridge on Tuesday.", "The town council the new bridge on Tuesday.", "The town approved the of the bridge.",
             "Brandt sold the brewery to Okello in 2019.", "Sold the brewery to Okello in 2019.", "Rain fell.", "“We won’t,” said Zoë Müller, 41, of the dockers’ union – at least 2.5% of members agreed."]


def export_gaps(checkpoint, out, bits):
    w = {k: v.float().numpy() for k, v in torch.load(checkpoint, weights_only=True)["mean"].items()}
    words = reference.tensors(out / "words.bin")
    # The scales are packed with 16 bits.
    assert np.abs(words["word.weight"] - w.pop("word.weight")).max() < 1e-3, "another reader's words"
    w["place.weight"] = w["place.weight"][:LONGEST]
    width = lambda k: 32 if k.split(".")[0] in ("tag", "side") else max(8, bits) if k.startswith("place") else bits
    write(out / "gaps.bin", [pack(k, v, width(k)) for k, v in w.items()])
    weights = words | reference.tensors(out / "gaps.bin")
    with open(out / "golden-gaps.jsonl", "w", encoding="utf-8") as f:
        for text, e in zip(SENTENCES, pieces.encode(SENTENCES)):
            ids = [pieces.CLS] + e.ids + [pieces.SEP]
            tags = reference.gaps(weights, ids)
            begins = [k + 1 for k in range(len(e.ids)) if k == 0 or e.word_ids[k] != e.word_ids[k - 1]]
            f.write(json.dumps({"sentence": text, "ids": ids, "tags": [[round(float(v), 4) for v in tags[k]] for k in begins]}, ensure_ascii=False) + "\n")
            print([(text[e.offsets[k - 1][0]:][:12], round(1 / (1 + math.exp(-tags[k][0])), 2)) for k in begins if tags[k][0] > -1])


def main():
    p = argparse.ArgumentParser()
    p.add_argument("checkpoint")
    p.add_argument("out", type=pathlib.Path)
    p.add_argument("--bits", type=int, default=4, help="of the layers")
    p.add_argument("--word-bits", type=int, default=4)
    p.add_argument("--onnx", action="store_true")
    p.add_argument("--gaps", action="store_true")
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.gaps:
        return export_gaps(args.checkpoint, args.out, args.bits)
    w = {k: v.float().numpy() for k, v in torch.load(args.checkpoint, weights_only=True)["mean"].items()}
    text = "\n".join(pieces.vocabulary()[0]).encode()
    vocabulary = bytes([6]) + b"pieces" + bytes([3]) + struct.pack("<II", 1, len(text)) + text
    write(args.out / "words.bin", [vocabulary, pack("word.weight", w.pop("word.weight"), args.word_bits)])
    w["place.weight"] = w["place.weight"][:LONGEST]
    # The last layers are small and decide: they stay as they are or at 8 bits.
    bits = lambda k: 32 if k.split(".")[0] in ("verdict", "tag", "side", "same") else max(8, args.bits) if k.split(".")[0] in ("pool", "place") else args.bits
    write(args.out / "layers.bin", [pack(k, v, bits(k)) for k, v in w.items()])
    weights = reference.load(args.out)
    ours = as_model(args.out).eval()
    a, b = pieces.encode([x for x, _ in PAIRS]), pieces.encode([y for _, y in PAIRS])
    with open(args.out / "golden.jsonl", "w", encoding="utf-8") as f:
        for (x, y), ea, eb in zip(PAIRS, a, b):
            ids, side, _ = pieces.join(ea, eb)
            probabilities, tags = reference.forward(weights, ids)
            with torch.no_grad():
                verdict, tag = ours(torch.tensor([ids]), torch.tensor([side]), torch.ones(1, len(ids), dtype=torch.long))
            assert np.abs(verdict.softmax(1)[0].numpy() - probabilities).max() < 1e-4 and np.abs(tag[0].numpy() - tags).max() < 1e-3
            f.write(json.dumps({"wire": x, "rewrite": y, "ids": ids, "probabilities": [round(float(v), 5) for v in probabilities], "tags": [round(float(v), 4) for v in tags]}, ensure_ascii=False) + "\n")
    if args.onnx:
        ids, side = torch.tensor([ids]), torch.tensor([side])
        torch.onnx.export(ours, (ids, side, torch.ones_like(ids)), str(args.out / "reader.onnx"), input_names=["input_ids", "token_type_ids", "attention_mask"],
                          output_names=["logits", "tags"], dynamic_axes={k: {0: "batch", 1: "pieces"} for k in ("input_ids", "token_type_ids", "attention_mask", "tags")} | {"logits": {0: "batch"}}, dynamo=False)
        print(args.out / "reader.onnx", (args.out / "reader.onnx").stat().st_size)


if __name__ == "__main__":
    main()
