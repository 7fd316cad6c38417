"""Builds crates/truecopy-data/tables/people.tsv, the index of persons' names, from terms.tsv beside it.

    python3 tools/knowledge/build_people.py

A person is found by the full name, the surname, other names, and the first spelling of a surname that name_variants.tsv knows.
"""
import pathlib
from fold import fold, rows

DATA = pathlib.Path(__file__).resolve().parents[2] / "crates/truecopy-data/tables"
ARTICLES = ("al-", "el-", "al ", "el ")
GROUP = {r[0]: r[1] for r in rows(DATA / "name_variants.tsv")}

index = set()
for place, start, _end, name, _gender, _mark, surname, other, _source in rows(DATA / "terms.tsv"):
    full = fold(name)
    keys = {full, fold(surname)} | {fold(o) for o in other.split(";")}
    last = full.split(" ")[-1]
    if surname and fold(surname).split(" ")[0] != full.split(" ")[0]:
        keys.add(last)
    keys |= {k[len(a):] for k in keys for a in ARTICLES if k.startswith(a)}
    keys |= {GROUP[k] for k in keys if k in GROUP}
    keys |= {k.replace(".", "") for k in keys}
    for key in keys - {"", "jr.", "jr", "ii", "iii", "iv", "v", "vi", "x", "xiv"}:
        index.add((key, place, start, name))

with open(DATA / "people.tsv", "w", encoding="utf-8") as out:
    out.write("# Persons by folded name, with the terms they held. Made by tools/knowledge/build_people.py from terms.tsv.\n")
    out.write("# name\tstate or organisation, office\tstart\tfull name\n")
    for row in sorted(index, key=lambda r: (r[0].encode(), r[1].encode(), r[2], r[3])):
        out.write("\t".join(row) + "\n")
