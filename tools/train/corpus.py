#!/usr/bin/env python3
"""Texts for the fluency table, as JSON lines {"text"}: originals, and rewrites in which no error is marked.

usage: corpus.py FILE.jsonl.gz... > texts.jsonl
Only sets under MIT or Apache-2.0 may be given."""
import gzip, json, sys

seen = set()
for name in sys.argv[1:]:
    with gzip.open(name, "rt", encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            texts = [r["original"]]
            if not r.get("errors") and "rewrite" in r:
                texts.append(r["rewrite"])
            for t in texts:
                if t not in seen:
                    seen.add(t)
                    print(json.dumps({"text": t}, ensure_ascii=False))
