"""Compares terms.tsv with another list of office-holders and reports where they disagree.

    python3 tools/knowledge/compare_office_holders.py OTHER.csv [--write]

OTHER.csv has the columns country_iso2, position, person, start, end. Positions are named as there: prime minister, president,
foreign minister, monarch, chancellor, defence minister, vice president. With --write the last column of terms.tsv is set from the
comparison; "settled" then stands for a difference of more than a week, which a person has to look at.
"""
import csv
import difflib
import pathlib
import sys
from fold import fold, rows

DATA = pathlib.Path(__file__).resolve().parents[2] / "crates/truecopy-data/tables"
POSITIONS = {"prime-minister": {"prime minister", "chancellor"}, "chancellor": {"chancellor", "prime minister"}, "president": {"president"},
             "foreign-minister": {"foreign minister"}, "monarch": {"monarch"}, "defence-minister": {"defence minister"},
             "deputy-president": {"vice president"}, "supreme-leader": {"president", "monarch"}, "head-of-government": {"prime minister"}}


def alike(ours, theirs):
    """Whether two names are probably one person's."""
    a, b = set(fold(ours).replace("-", " ").split()), set(fold(theirs).replace("-", " ").split())
    if a & b and (len(a & b) >= min(len(a), len(b)) or len(a & b) >= 2):
        return True
    return difflib.SequenceMatcher(None, " ".join(sorted(a)), " ".join(sorted(b))).ratio() > 0.8


def differ(ours, theirs):
    """Empty when two dates agree as far as both go; else what they are."""
    if not ours or not theirs:
        return ""
    n = min(len(ours), len(theirs))
    return "" if ours[:n] == theirs[:n] else f"{ours} / {theirs}"


def days(date):
    parts = [int(p) for p in date.split("-")] + [1, 1]
    return parts[0] * 365 + parts[1] * 30 + parts[2]


def gap(both):
    """Days between the two dates that `differ` gave."""
    ours, theirs = both.split(" / ")
    return abs(days(ours) - days(theirs))


def main():
    other = {}
    with open(sys.argv[1], encoding="utf-8") as f:
        for r in csv.DictReader(f):
            other.setdefault(r["country_iso2"], []).append(r)
    text = (DATA / "terms.tsv").read_text(encoding="utf-8").split("\n")
    heading = [line for line in text if line.startswith("#")]
    ours = list(rows(DATA / "terms.tsv"))
    used = set()
    for term in ours:
        state, office = term[0].split(" ")
        names = [term[3]] + term[7].split(";")
        candidates = [r for r in other.get(state, []) if r["position"] in POSITIONS.get(office, ()) and r["start"] and any(alike(n, r["person"]) for n in names if n)]
        candidates.sort(key=lambda r: abs(days(r["start"]) - days(term[1])))
        source = "own"
        # A term of the same person that began more than half a year away is another term.
        for c in candidates:
            if days(term[1]) - 400 < days(c["start"]) < (days(term[2]) if term[2] else days("9999")):
                used.add(id(c))
        if candidates and abs(days(candidates[0]["start"]) - days(term[1])) < 200:
            best = candidates[0]
            used.add(id(best))
            for c in candidates:
                if abs(days(c["start"]) - days(term[1])) < 400:
                    used.add(id(c))
            start, end = differ(term[1], best["start"]), differ(term[2], best["end"])
            # Whether the last day is the successor's first or the one before is a matter of habit.
            if end and abs(days(term[2]) - days(best["end"])) <= 2:
                end = ""
            far = [d for d in (start, end) if d and gap(d) > 7]
            source = "list" if not start and not end and len(best["start"]) == 10 else "settled" if far else "near"
            if far:
                print("DATES", term[0], term[3], "start", start or "ok", "end", end or "ok", sep="\t")
            if best["end"] and not term[2] and best["end"] >= "2015":
                print("ENDED", term[0], term[3], best["end"], sep="\t")
        elif candidates or state in other and any(r["position"] in POSITIONS.get(office, ()) for r in other[state]):
            print("OURS ONLY", term[0], term[3], term[1], term[2], sep="\t")
        term[8] = source
    have = {t[0] for t in ours}
    for state, list_ in sorted(other.items()):
        for r in list_:
            keys = [f"{state} {o}" for o, p in POSITIONS.items() if r["position"] in p]
            if id(r) not in used and any(k in have for k in keys) and (r["end"] or r["start"] or "9") >= "2015-01-02" and r["position"] != "monarch":
                print("THEIRS ONLY", state, r["position"], r["person"], r["start"], r["end"], sep="\t")
    if "--write" in sys.argv:
        with open(DATA / "terms.tsv", "w", encoding="utf-8") as out:
            out.write("\n".join(heading) + "\n")
            for term in ours:
                out.write("\t".join(term) + "\n")


main()
