"""Builds crates/truecopy-data/packs/phrases.bin from the hand-kept paraphrases.tsv and falsefriends.tsv. See README.md."""
from collections import defaultdict

from common import csr, fnv, rows, slots, strings, u24, u32, words_of, write

KINDS = "fnv"
PAIR_BITS = 1 << 15
WHOLE_BITS = 1 << 17


def fold(phrase):
    return " ".join(phrase.lower().replace("’", "'").split())


def main():
    members, groups_of, longest = [], defaultdict(list), defaultdict(int)
    for group, (kind, *phrases) in enumerate(rows("paraphrases.tsv")):
        phrases = list(dict.fromkeys(fold(p) for p in phrases if p.strip()))
        members.append(phrases)
        for phrase in phrases:
            groups_of[phrase].append(group | KINDS.index(kind) << 24)
            first = phrase.split(" ")[0]
            longest[first] = max(longest[first], phrase.count(" ") + 1)
    words = sorted(set(groups_of) | set(longest), key=str.encode)
    ident = {w: i for i, w in enumerate(words)}
    blob, offsets = strings(words)
    group_at, groups = csr([groups_of.get(w, []) for w in words])
    member_at, member_list = csr([[ident[p] for p in phrases] for phrases in members])

    # One bit for the first two words of each longer phrase, so that most places of a text are passed over at once.
    pairs = bytearray(PAIR_BITS // 8)
    for phrase in groups_of:
        if " " in phrase:
            bit = fnv(" ".join(phrase.split(" ")[:2]).encode()) % PAIR_BITS
            pairs[bit // 8] |= 1 << bit % 8

    # One bit for each phrase as a whole: what is no phrase costs no search.
    whole = bytearray(WHOLE_BITS // 8)
    for word in words:
        bit = fnv(word.encode()) % WHOLE_BITS
        whole[bit // 8] |= 1 << bit % 8

    friends = {}
    for wrong, meant, languages, note in rows("falsefriends.tsv"):
        for phrase in words_of(wrong):
            friends.setdefault(fold(phrase), (meant, languages, note))
    keys = sorted(friends, key=str.encode)
    friend_blob, friend_offsets = strings(keys)
    cells, cell_offsets = strings([cell for k in keys for cell in friends[k]])
    write("phrases.bin", b"TCPHR1", [
        blob, offsets, slots(words), bytes(longest.get(w, 0) for w in words), group_at, u32(groups), member_at, u32(member_list),
        friend_blob, friend_offsets, slots(keys), cells, cell_offsets, bytes(pairs), bytes(whole),
    ])
    print(len(members), "groups", len(groups_of), "phrases", len(keys), "false friends")


if __name__ == "__main__":
    main()
