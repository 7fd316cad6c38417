"""Checks in Spark: pairs in, a row for each pair out. Every executor needs the wheel and pyarrow.

    from truecopy import spark as truecopy_spark

    checked = truecopy_spark.check(pairs)                 # id, verdict, fidelity, findings, error
    findings = truecopy_spark.findings(checked)           # a row for each finding

``docs/spark.md`` of the project says how to run it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import truecopy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame
    from typing_extensions import Unpack

    from truecopy.types import Settings

_WORDS = "ARRAY<STRUCT<take: INT, start: INT, `end`: INT, text: STRING>>"

SCHEMA = (
    "id STRING, verdict STRING, fidelity DOUBLE, findings ARRAY<STRUCT<"
    "rule: STRING, category: STRING, severity: STRING, confidence: DOUBLE, start: INT, `end`: INT, text: STRING, fault: INT, "
    f"message: STRING, evidence: STRUCT<wire: {_WORDS}, rewrite: {_WORDS}, knowledge: STRING>, replacement: STRING>>, error STRING"
)
"""The columns of what :func:`check` gives: those of a line of ``truecopy batch``. ``error`` is null unless the pair could not be checked, and
then it is all that a row has beside the id."""

_ROWS = 500
"""So many rows are handed on at a time."""


def check(
    pairs: DataFrame,
    *,
    id: str = "id",
    original: str = "original",
    rewrite: str = "rewrite",
    date: str | None = None,
    threads: int = 1,
    **settings: Unpack[Settings],
) -> DataFrame:
    """Checks every row: ``id`` and the others name the columns; ``original`` may be a list of takes.

    A pair that cannot be checked gives a row with ``error`` and stops nothing. ``threads`` is for each task: 1 where Spark gives a task one
    core, as it does unless ``spark.task.cpus`` says otherwise. Files that settings name must be on every executor under that name.
    """
    # A mistake in the settings is told here and not on the executors.
    truecopy.Checker(**settings)
    columns = [id, original, rewrite, *([date] if date else [])]
    return pairs.select(*columns).mapInArrow(_work(threads, settings), SCHEMA)


def findings(checked: DataFrame) -> DataFrame:
    """A row for each finding of what :func:`check` gave: the id of the pair and the fields of the finding."""
    return checked.selectExpr("id", "inline(findings)")


def _work(threads: int, settings: Settings) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        schema = _schema(pa)
        checker = truecopy.Checker(**settings)
        rows: list[dict[str, Any]] = []
        for answer in checker.check_batch(_pairs(batches), threads=threads, return_exceptions=True):
            rows.append(answer.to_dict())
            if len(rows) == _ROWS:
                yield pa.RecordBatch.from_pylist(rows, schema)
                rows = []
        if rows:
            yield pa.RecordBatch.from_pylist(rows, schema)

    return work


def _pairs(batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """The pairs of the rows, whose columns are in the order of :func:`check`."""
    keys = ("id", "original", "rewrite", "date")
    for batch in batches:
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns):
            yield dict(zip(keys, row))


def _schema(pa: Any) -> Any:
    """:data:`SCHEMA` as Arrow has it."""
    text, count = pa.string(), pa.int32()
    words = pa.list_(pa.struct([("take", count), ("start", count), ("end", count), ("text", text)]))
    evidence = pa.struct([("wire", words), ("rewrite", words), ("knowledge", text)])
    finding = [("rule", text), ("category", text), ("severity", text), ("confidence", pa.float64()), ("start", count), ("end", count)]
    finding += [("text", text), ("fault", count), ("message", text), ("evidence", evidence), ("replacement", text)]
    columns = [("id", text), ("verdict", text), ("fidelity", pa.float64()), ("findings", pa.list_(pa.struct(finding)))]
    return pa.schema([*columns, ("error", text)])
