"""Builds crates/truecopy-data/packs/tagger.bin from the Brill model of the crate harper-brill. See README.md.

Sections: word blob, offsets, hash slots, one byte tag a word, one byte patch-word number a word (0 none),
patches of 17 bytes: from, to, then up to three criteria of five bytes (kind, i8 relative, tag or word number, tag, 0),
names of the tags in the order of their numbers, which a test compares with the enum."""
import json
import os

from common import crate, slots, strings, write

TAGS = ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"]
# Typed errors and web slang of the training text would only teach the tagger wrong things; nothing is taken out
# by hand, but words that are seen with digits are left to the shape of the token.


def main():
    with open(os.path.join(crate("harper-brill", "3.0.0"), "trained_tagger_model.json"), encoding="utf-8") as source:
        model = json.load(source)
    mapping = model["base"]["mapping"]
    patch_words = sorted({w for p in model["patches"] for w in words_in(p["criteria"])})
    number = {w: i + 1 for i, w in enumerate(patch_words)}
    words = sorted((w for w in set(mapping) | set(patch_words) if not any(c.isdigit() for c in w)), key=str.encode)
    blob, offsets = strings(words)
    tags = bytes(TAGS.index(mapping[w]) if w in mapping else 7 for w in words)
    patches = bytearray()
    for patch in model["patches"]:
        criteria = flat(patch["criteria"], number)
        assert len(criteria) <= 3
        criteria += [bytes(5)] * (3 - len(criteria))
        patches += bytes([TAGS.index(patch["from"]), TAGS.index(patch["to"])]) + b"".join(criteria)
    write("tagger.bin", b"TCTAG1", [blob, offsets, slots(words), tags, bytes(number.get(w, 0) for w in words), bytes(patches),
        " ".join(TAGS).encode()])


def words_in(criteria):
    ((kind, value),) = criteria.items()
    if kind == "WordIs":
        return {value["word"].lower()}
    return words_in(value["a"]) | words_in(value["b"]) if kind == "Combined" else set()


def flat(criteria, number):
    ((kind, value),) = criteria.items()
    if kind == "Combined":
        return flat(value["a"], number) + flat(value["b"], number)
    if kind == "WordIs":
        return [bytes([1, value["relative"] & 255, number[value["word"].lower()], 0, 0])]
    if kind == "WordIsTaggedWith":
        return [bytes([2, value["relative"] & 255, TAGS.index(value["is_tagged"]), 0, 0])]
    if kind == "AnyWordIsTaggedWith":
        return [bytes([3, value["max_relative"] & 255, TAGS.index(value["is_tagged"]), 0, 0])]
    assert kind == "SandwichTaggedWith", kind
    return [bytes([4, 0, TAGS.index(value["prev_word_tagged"]), TAGS.index(value["post_word_tagged"]), 0])]


if __name__ == "__main__":
    main()
