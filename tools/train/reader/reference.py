#!/usr/bin/env python3
"""The reader's files and its forward pass in numpy: what another implementation has to agree with.

usage: reference.py DIR PIECES-IDS...   (ids of `[CLS] wire [SEP] rewrite [SEP]`, separated by commas, as in golden.jsonl)
Format of words.bin, layers.bin and gaps.bin, little-endian: "TCRD", u32 version 1, u32 tensors; then each tensor: u8 length of its name, name (ASCII),
u8 kind, u32 rows, u32 columns, data. Kinds:
0  rows × columns f32
1  rows f32 scales, then rows × columns i8; a value is i8 × scale of its row
2  rows × columns / 32 f16 scales, then rows × columns / 2 bytes; a byte holds two columns, the lower half first; a value is (half − 8) × the scale
   of its 32 columns
3  columns bytes of UTF-8: the word pieces, one a line, in the order of their ids
A matrix has one row per output. `qkv` is queries, keys and values, one after the other; heads are 12 runs of 32 columns in each."""
import math, pathlib, struct, sys

import numpy as np

HEADS = 12
erf = np.vectorize(math.erf, otypes=[np.float64])


def tensors(path):
    data = pathlib.Path(path).read_bytes()
    magic, version, count = struct.unpack_from("<4sII", data)
    assert magic == b"TCRD" and version == 1
    at, out = 12, {}
    for _ in range(count):
        n = data[at]
        name, kind = data[at + 1:at + 1 + n].decode(), data[at + 1 + n]
        rows, cols = struct.unpack_from("<II", data, at + 2 + n)
        at += 10 + n

        def take(dtype, size):
            nonlocal at
            a = np.frombuffer(data, dtype, size, at)
            at += a.nbytes
            return a

        if kind == 0:
            out[name] = take("<f4", rows * cols).reshape(rows, cols)
        elif kind == 1:
            scale = take("<f4", rows)
            out[name] = take("i1", rows * cols).reshape(rows, cols).astype(np.float32) * scale[:, None]
        elif kind == 2:
            scale = take("<f2", rows * cols // 32).astype(np.float32).reshape(rows, -1, 1)
            packed = take("u1", rows * cols // 2)
            q = np.stack([packed & 15, packed >> 4], 1).astype(np.float32).reshape(rows, -1, 32) - 8
            out[name] = (q * scale).reshape(rows, cols)
        else:
            out[name] = take("u1", cols).tobytes().decode().split("\n")
    return out


def load(folder):
    return tensors(pathlib.Path(folder) / "words.bin") | tensors(pathlib.Path(folder) / "layers.bin")


def norm(x, w, name):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12) * w[name + ".weight"][0] + w[name + ".bias"][0]


def encode(w, ids, side, more=0):
    n = len(ids)
    linear = lambda x, name: x @ w[name + ".weight"].T + w[name + ".bias"][0]
    x = norm(w["word.weight"][ids] + w["place.weight"][:n] + w["side.weight"][side] + more, w, "norm")
    for i in range(sum(k.endswith("qkv.weight") for k in w)):
        p = f"layers.{i}."
        q, k, v = linear(x, p + "qkv").reshape(n, 3, HEADS, -1).transpose(1, 2, 0, 3)
        a = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])
        a = np.exp(a - a.max(-1, keepdims=True))
        seen = (a / a.sum(-1, keepdims=True)) @ v
        x = norm(x + linear(seen.transpose(1, 0, 2).reshape(n, -1), p + "out"), w, p + "norm1")
        u = linear(x, p + "up")
        x = norm(x + linear(u * 0.5 * (1 + erf(u / math.sqrt(2))), p + "down"), w, p + "norm2")
    return x, linear


def forward(w, ids):
    """Probabilities of borne out, contradicted, added, and one tag (a logit) per piece."""
    n, sep = len(ids), w["pieces"].index("[SEP]")
    side = np.zeros(n, int)
    side[ids.index(sep) + 1:] = 1
    # Whether the other side has the same piece; [SEP] closes both sides.
    same = np.array([int(p in ids[ids.index(sep) + 1:] if s == 0 else p in ids[:ids.index(sep) + 1]) for p, s in zip(ids, side)])
    x, linear = encode(w, ids, side, w["same.weight"][same])
    pooled = np.tanh(linear(np.concatenate([x[0], x[side == 0].mean(0), x[side == 1].mean(0)]), "pool"))
    z = linear(pooled, "verdict")
    e = np.exp(z - z.max())
    return e / e.sum(), linear(x, "tag")[:, 0]


def gaps(w, ids):
    """Two tags (logits) per piece of `[CLS] sentence [SEP]`: a word that tells something, or a small one, is missing before it."""
    x, linear = encode(w, ids, np.zeros(len(ids), int))
    return linear(x, "tag")


if __name__ == "__main__":
    w = load(sys.argv[1])
    for arg in sys.argv[2:]:
        p, tags = forward(w, [int(i) for i in arg.split(",")])
        print(np.round(p, 4).tolist(), np.round(tags, 3).tolist())
