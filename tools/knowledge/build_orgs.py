"""Builds crates/truecopy-data/tables/org_names.tsv, the look-up table of organisations, from orgs.tsv beside it.

    python3 tools/knowledge/build_orgs.py
"""
import pathlib
from fold import fold, rows

DATA = pathlib.Path(__file__).resolve().parents[2] / "crates/truecopy-data/tables"
# Names that are everyday words as well.
WORDS = set("""apple amazon meta target shell total orange alphabet league vox renaissance x fed met labour greens conservatives
liberals tories guardian interpol pace quad ice is it who rand saab ford intel visa ge telegram reliance tata total commons lords
diet cas sec bis ap rt duma adani hill house senate parliament church party agency bureau fund bank bloc alliance brotherhood times post
journal treasury commission union eta ani sana ing eni bp au pa po pt pri isi cis sis who un fed democratic republican democrat congress
amnesty marines wagner mercedes citi goldman sputnik spiegel total fox morena tisza junts politburo security service tory left coke chevron mod plo""".split())
table = {}


def add(name, org, kind, state, loose):
    for spelling in {name, name.replace(".", "") if "." in name else name}:
        key = fold(spelling)
        key = key[4:] if key.startswith("the ") else key
        marks = "e" if loose else ""
        bare = spelling.replace(".", "")
        short = bare.isupper() and len(bare) <= 5 and "." not in spelling
        if short:
            marks += "c"
        if key in WORDS:
            marks += "w"
        table.setdefault(key, {}).setdefault(org, (org, kind, state, name, "".join(sorted(marks))))


for org, kind, state, name, other, loose in rows(DATA / "orgs.tsv"):
    for n in [name] + [o for o in other.split(";") if o]:
        add(n, org, kind, state, False)
    for n in [o for o in loose.split(";") if o]:
        add(n, org, kind, state, True)

with open(DATA / "org_names.tsv", "w", encoding="utf-8") as out:
    out.write("# Names of organisations by folded key. Made by tools/knowledge/build_orgs.py from orgs.tsv.\n")
    out.write("# key\torganisation\tkind\thome state\tas written\tmarks\n")
    for key in sorted(table, key=lambda k: k.encode()):
        for row in sorted(table[key].values(), key=lambda r: ("e" in r[4], r[0])):
            out.write("\t".join((key,) + row) + "\n")
