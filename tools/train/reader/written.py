"""Quadruples written for this project: two wires that differ in one fact, and a free retelling of each.

`written/*.jsonl`, one a line: {"kind", "wire", "wire2", "told", "told2"}. `told` retells `wire`, `told2` retells `wire2`, each is false of the
other's wire; of the kind `addition`, `wire2` and `told2` have a detail more, so that `told` is true of both. As every sentence stands on the true
side and on the false one, no words give the answer away."""
import difflib, json, pathlib, re, zlib

WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
# One in so many quadruples is kept aside.
ASIDE = 16


def changed(text, beside):
    """Spans of the words of a text that stand otherwise in its twin; where words are only missing, those around the gap."""
    a, b = ([m for m in WORD.finditer(t)] for t in (text, beside))
    spans = []
    for op, i, j, _, _ in difflib.SequenceMatcher(None, [m[0].lower() for m in a], [m[0].lower() for m in b], autojunk=False).get_opcodes():
        if op == "delete" or op == "replace":
            spans.append((a[i].start(), a[j - 1].end()))
        elif op == "insert" and a:
            spans.append((a[max(0, i - 1)].start(), a[min(i, len(a) - 1)].end()))
    return spans


def read(folder):
    rows = []
    for path in sorted(pathlib.Path(folder).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            r = json.loads(line)
            if r["wire"] != r["wire2"] and r["told"] != r["told2"]:
                rows.append(r)
    return rows


def units(rows, rng):
    """(unit, kind, kept aside, records), a record being (wire, rewrite, y, spans of the wire, spans of the rewrite)."""
    for n, r in enumerate(rows):
        aside = zlib.crc32(r["wire"].encode()) % ASIDE == 0
        w, v, t, u = (r[k] for k in ("wire", "wire2", "told", "told2"))
        more = r["kind"] == "addition"
        out = [[(w, t, 0, (), ()), (w, u, 2 if more else 1, () if more else changed(w, v), changed(u, t))]]
        if more:
            out += [[(v, u, 0, (), ()), (v, t, 0, (), ())], [(t, w, 0, (), ()), (t, v, 2, (), changed(v, w))]]
        else:
            out += [[(v, u, 0, (), ()), (v, t, 1, changed(v, w), changed(t, u))],
                    [(t, w, 0, (), ()), (t, v, 1, changed(t, u), changed(v, w))],
                    [(u, v, 0, (), ()), (u, w, 1, changed(u, t), changed(w, v))]]
        for k, records in enumerate(out):
            if not aside and k < 2 and rng.random() < 0.35:
                # What a rewrite is read beside is often more than the sentence that tells it.
                other = rng.choice(rows)[rng.choice(("wire", "wire2"))]
                first = rng.random() < 0.5
                shift = len(other) + 1 if first else 0
                records = [(f"{other} {a}" if first else f"{a} {other}", b, y, [(s + shift, e + shift) for s, e in sa], sb) for a, b, y, sa, sb in records]
            yield f"{n}.{k}", r["kind"], aside, records
