"""Checks in Spark: pairs in, a row for each pair out. Every executor needs the wheel and pyarrow.

    wires = truecopy_spark.terms(wires)                   # what each is known by: to be kept
    found = truecopy_spark.match(truecopy_spark.terms(rewrites), wires)   # rewrite, wire, score

    from truecopy import spark as truecopy_spark

    checked = truecopy_spark.check(pairs)                 # id, verdict, fidelity, findings, error
    findings = truecopy_spark.findings(checked)           # a row for each finding

``docs/spark.md`` of the project says how to run it.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import truecopy
from truecopy import _truecopy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import Column, DataFrame
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

TERMS = "id STRING, day INT, weight DOUBLE, firm ARRAY<BIGINT>, other ARRAY<BIGINT>"
"""The columns of what :func:`terms` gives. ``day`` counts from 1 January 1970; ``firm`` has names and figures, ``other`` all other words;
``weight`` is what they weigh together for a story."""

MATCHES = "rewrite STRING, wire STRING, score DOUBLE"
"""The columns of what :func:`match` gives."""

_ROWS = 500
"""So many rows are handed on at a time."""

_FINALISTS = 30
"""So many wires are compared with a text term by term: those that share most of its rare terms."""

_NO_DAY = -(2**31)
"""Stands for the days of wires whose day is not known."""


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


def terms(texts: DataFrame, *, id: str = "id", text: str = "text", date: str | None = None) -> DataFrame:
    """What every text is known by, for :func:`match`: the columns of :data:`TERMS`. ``id``, ``text`` and ``date`` name the columns.

    Write what it gives and read it back, at least for the wires: that is the index, and ``match`` goes through it several times. A text that is null
    or cannot be read has no terms, and no match.
    """
    columns = [id, text, *([date] if date else [])]
    return texts.selectExpr(*(f"CAST(`{name}` AS STRING)" for name in columns)).mapInArrow(_terms, TERMS)


def match(
    rewrites: DataFrame, wires: DataFrame, *, top: int = 1, threshold: float | None = None, days: int | None = None, entries: int = 20_000
) -> DataFrame:
    """The wires that rewrites were most likely made from, by the score of ``truecopy match``: the columns of :data:`MATCHES`.

    Both are what :func:`terms` gave; ids are to be told apart. ``top`` wires for each rewrite at most, the best first, none below
    ``threshold``. ``days`` looks only at wires from so many days before a rewrite to the day after it, and at wires without a day. A rewrite looks at
    so many ``entries`` of the lists of wires that have its rarest terms: more find what shares no rare term, and cost more.
    """
    from pyspark.sql import functions as F

    threshold = _truecopy.THRESHOLD if threshold is None else threshold
    postings = wires.selectExpr("id AS wire", "day AS wire_day", "explode(concat(firm, other)) AS term")
    asked = _asked(rewrites, wires, postings)
    if days is None:
        shares = _shares(asked, postings, entries, None)
    else:
        shares = _shares(asked.where("day IS NOT NULL"), postings, entries, days)
        shares = shares.union(_shares(asked.where("day IS NULL"), postings, entries, None))
    finalists = _first(shares, _FINALISTS, F.col("share").desc(), F.col("wire"))

    known = wires.selectExpr("id AS wire", "weight AS wire_weight", "concat(firm, other) AS terms")
    shared = finalists.select("rewrite", "wire").join(known, "wire").withColumn("term", F.explode("terms")).drop("terms")
    summed = (
        shared.join(asked.select("rewrite", "term", "weight", "rarity"), ["rewrite", "term"])
        .groupBy("rewrite", "wire")
        .agg(F.sum("weight").alias("shared"), F.sum("rarity").alias("told"), F.first("wire_weight").alias("wire_weight"))
        .join(asked.groupBy("rewrite").agg(F.sum("weight").alias("whole")), "rewrite")
        .select("rewrite", "wire", "shared", "whole", "told", "wire_weight")
    )
    scored = summed.mapInArrow(_score, MATCHES).where(F.col("score") >= threshold)
    return _first(scored, top, F.col("score").desc(), F.col("wire"))


def _asked(rewrites: DataFrame, wires: DataFrame, postings: DataFrame) -> DataFrame:
    """The terms of the rewrites with what they weigh and how many wires have them."""
    from pyspark.sql import functions as F

    told = rewrites.selectExpr(
        "id AS rewrite",
        "day",
        "inline(concat(transform(firm, t -> struct(t AS term, true AS firm)), transform(other, t -> struct(t AS term, false AS firm))))",
    )
    having = postings.groupBy("term").agg(F.count("*").alias("having"))
    stories = F.broadcast(wires.agg(F.count("*").alias("stories")))
    distinct = told.select("term").distinct().join(having, "term", "left").crossJoin(stories)
    weighed = distinct.mapInArrow(_weigh, "term BIGINT, having BIGINT, if_firm DOUBLE, if_not DOUBLE, rarity DOUBLE")
    asked = told.join(weighed, "term")
    return asked.selectExpr("rewrite", "day", "term", "having", "if(firm, if_firm, if_not) AS weight", "rarity")


def _shares(asked: DataFrame, postings: DataFrame, entries: int, days: int | None) -> DataFrame:
    """What every wire shares of the rare terms of every rewrite: rewrite, wire, share."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    rare = asked.where("having > 0")
    on = ["term"]
    if days is None:
        rare = rare.withColumn("length", F.col("having"))
    else:
        # Days in boxes, of which the window of a rewrite touches two at most: wires meet only rewrites of about their time.
        width = days + 2
        postings = postings.withColumn("box", F.coalesce(F.floor(F.col("wire_day") / width), F.lit(_NO_DAY)))
        on = ["term", "box"]
        first, last = F.floor((F.col("day") - days) / width), F.floor((F.col("day") + 1) / width)
        rare = rare.withColumn("box", F.explode(F.array_distinct(F.array(first, last, F.lit(_NO_DAY).cast("bigint")))))
        rare = rare.join(postings.groupBy(*on).agg(F.count("*").alias("length")), on)
    rarest = Window.partitionBy("rewrite").orderBy("having", "term", *on[1:]).rowsBetween(Window.unboundedPreceding, Window.currentRow)
    rare = rare.withColumn("seen", F.sum("length").over(rarest)).where(F.col("seen") <= entries)
    met = rare.join(postings, on)
    if days is not None:
        met = met.where((F.col("wire_day").isNull()) | F.col("wire_day").between(F.col("day") - days, F.col("day") + 1))
    return met.groupBy("rewrite", "wire").agg(F.sum("weight").alias("share"))


def _first(rows: DataFrame, most: int, *order: Column) -> DataFrame:
    """The first rows of each rewrite."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    place = F.row_number().over(Window.partitionBy("rewrite").orderBy(*order))
    return rows.withColumn("place", place).where(F.col("place") <= most).drop("place")


def _terms(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    hashes = pa.list_(pa.int64())
    schema = pa.schema([("id", pa.string()), ("day", pa.int32()), ("weight", pa.float64()), ("firm", hashes), ("other", hashes)])
    for batch in batches:
        rows = []
        for id, text, *date in zip(*(column.to_pylist() for column in batch.columns)):
            try:
                found = truecopy.terms(text or "")
            except truecopy.ReadError:
                found = []
            firm, other = ([term for term, is_firm in found if is_firm is wanted] for wanted in (True, False))
            weight = sum(_truecopy.term_rarity(term) for term, _ in found)
            rows.append({"id": id, "day": _day(date[0]) if date else None, "weight": weight, "firm": firm, "other": other})
        yield pa.RecordBatch.from_pylist(rows, schema)


def _day(text: str | None) -> int | None:
    """Days since 1 January 1970 to the day that a date or a time stamp begins with."""
    try:
        return datetime.date.fromisoformat((text or "")[:10]).toordinal() - datetime.date(1970, 1, 1).toordinal()
    except ValueError:
        return None


def _weigh(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        rows = []
        for term, having, stories in zip(*(column.to_pylist() for column in batch.columns)):
            weights = [_truecopy.term_weight(term, firm, having or 0, stories) for firm in (True, False)]
            rows.append((term, having or 0, *weights, _truecopy.term_rarity(term)))
        types = [pa.int64(), pa.int64(), pa.float64(), pa.float64(), pa.float64()]
        columns = list(zip(*rows)) or [()] * len(types)
        arrays = [pa.array(column, type) for column, type in zip(columns, types)]
        yield pa.RecordBatch.from_arrays(arrays, ["term", "having", "if_firm", "if_not", "rarity"])


def _score(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        rewrite, wire, *figures = batch.columns
        scores = [_truecopy.likeness(*row) for row in zip(*(column.to_pylist() for column in figures))]
        yield pa.RecordBatch.from_arrays([rewrite, wire, pa.array(scores, pa.float64())], ["rewrite", "wire", "score"])


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
