"""Word pieces: the vocabulary of all-MiniLM-L6-v2 without what English text cannot hold, and pairs as piece ids."""
import functools, re

from tokenizers import Tokenizer

from model import package

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
LONGEST = 128


@functools.cache
def vocabulary():
    """(kept pieces in order, their old ids). Left out: unused places, other scripts; text in Latin script is cut as before."""
    kept = [(p, i) for i, p in enumerate((package() / "vocab.txt").read_text(encoding="utf-8").split("\n")) if p]
    kept = [(p, i) for p, i in kept if p in SPECIAL or not p.startswith("[") and re.fullmatch(r"(##)?[!-~¡-ɏ€£–—‘’“”…•°]+", p) or p in ("[", "]")]
    return [p for p, _ in kept], [i for _, i in kept]


@functools.cache
def tokenizer():
    import json
    spec = json.loads((package() / "tokenizer.json").read_text(encoding="utf-8"))
    words, _ = vocabulary()
    spec["model"]["vocab"] = {w: i for i, w in enumerate(words)}
    spec["added_tokens"] = [{**t, "id": words.index(t["content"])} for t in spec["added_tokens"] if t["content"] in SPECIAL]
    spec["post_processor"], spec["truncation"], spec["padding"] = None, None, None
    return Tokenizer.from_str(json.dumps(spec))


def encode(texts):
    return tokenizer().encode_batch(texts)


CLS, SEP = vocabulary()[0].index("[CLS]"), vocabulary()[0].index("[SEP]")


def join(a, b, sa=(), sb=()):
    """ids, side and tags of a pair from two encodings and the faulty spans; the longer side is cut first. A tag of -1 is not asked for."""
    room = LONGEST - 3
    na, nb = len(a.ids), len(b.ids)
    if na + nb > room:
        nb = min(nb, max(room // 2, room - na))
        na = min(na, room - nb)
    mark = lambda e, n, spans: [int(any(s < y and t > x for s, t in spans)) for x, y in e.offsets[:n]]
    ids = [CLS] + a.ids[:na] + [SEP] + b.ids[:nb] + [SEP]
    side = [0] * (na + 2) + [1] * (nb + 1)
    tags = [-1] + mark(a, na, sa) + [-1] + mark(b, nb, sb) + [-1]
    return ids, side, tags
