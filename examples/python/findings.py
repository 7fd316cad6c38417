"""Findings as a table, and a plot of faults by rule and source.

    pip install truecopy pandas polars pyarrow matplotlib
    python examples/python/findings.py

The cells (``# %%``) can be run one by one in an editor or as a notebook. What is not installed is left out.
"""

# %% Pairs in, findings out
import json
import pathlib
from typing import Any

import truecopy

HERE = pathlib.Path(__file__).resolve().parent

pairs: list[dict[str, Any]] = [json.loads(line) for line in (HERE / "pairs.jsonl").open(encoding="utf-8")]
sources = {pair["id"]: pair["source"] for pair in pairs}

checker = truecopy.Checker(min_severity="minor")
reports = list(checker.check_batch(pairs))
for report in reports:
    print(f"{report.id:12} {report.verdict:13} {report.fidelity:5.1f}")

# %% A table: a row for each finding
rows: list[dict[str, Any]] = [
    {
        "id": report.id,
        "source": sources[report.id],
        "rule": finding.rule,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "words": finding.text,
        "wire": " … ".join(words.text for words in finding.evidence.wire),
    }
    for report in reports
    for finding in report.findings
]


# %% pandas
def with_pandas() -> None:
    import pandas as pd

    table = pd.DataFrame(rows)
    print(table[["id", "severity", "rule", "words", "wire"]].to_string(index=False))
    counts = table.groupby(["rule", "source"]).size().unstack(fill_value=0)
    print(counts.to_string())
    # The share of each source's stories in which something is wrong.
    verdicts = pd.DataFrame([{"source": sources[r.id], "faulty": bool(r.findings)} for r in reports])
    print(verdicts.groupby("source")["faulty"].mean().to_string())


# %% Polars: the check as an expression over two columns
def with_polars() -> None:
    import polars as pl

    def verdicts(texts: pl.Series) -> pl.Series:
        columns = texts.struct.unnest()
        done = checker.check_batch(zip(columns["original"], columns["rewrite"]))
        return pl.Series([report.verdict for report in done], dtype=pl.String)

    frame = pl.DataFrame([{key: pair[key] for key in ("id", "source", "original", "rewrite")} for pair in pairs])
    checked = frame.with_columns(
        pl.struct("original", "rewrite").map_batches(verdicts, return_dtype=pl.String).alias("verdict")
    )
    print(checked.group_by("source", "verdict").len().sort("source", "verdict"))


# %% A plot of faults by rule and source
def plot(file: pathlib.Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import pandas as pd
    from matplotlib.ticker import MaxNLocator

    counts = pd.DataFrame(rows).groupby(["rule", "source"]).size().unstack(fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values().index]
    axes = counts.plot.barh(stacked=True, figsize=(8, 0.4 * len(counts) + 1.5))
    axes.set_xlabel("findings")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel("")
    plt.tight_layout()
    plt.savefig(file, dpi=120)
    print(f"wrote {file.name}")


# %%
if __name__ == "__main__":
    import sys

    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for step in (with_pandas, with_polars, lambda: plot(folder / "faults.png")):
        try:
            step()
        except ModuleNotFoundError as missing:
            print(f"left out: {missing.name} is not installed")
