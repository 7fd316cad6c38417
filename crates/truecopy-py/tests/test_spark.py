"""Spark: what two executors say is what the program says, also where one of them is killed."""

import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import truecopy
from stories import ROOT, batch, pairs

pyspark = pytest.importorskip("pyspark", reason="SKIPPED: pyspark is not installed; nothing was tried in Spark")
pytest.importorskip("pyarrow", reason="SKIPPED: pyarrow is not installed; nothing was tried in Spark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("SKIPPED: there is no Java; nothing was tried in Spark", allow_module_level=True)
if sys.platform == "win32":
    pytest.skip("SKIPPED: a cluster of several processes is not tried on Windows", allow_module_level=True)

from pyspark.sql import SparkSession  # noqa: E402
from truecopy import spark as truecopy_spark  # noqa: E402


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    # Executors are processes of their own and need the package of this one.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(pathlib.Path(truecopy.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("truecopy")
    options = {
        "spark.executorEnv.PYTHONPATH": os.environ["PYTHONPATH"],
        "spark.executor.memory": "512m",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
    }
    for key, value in options.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def given() -> list[dict[str, Any]]:
    bad = {"id": "nothing", "original": None, "rewrite": "The ferry sailed."}
    return [*pairs(), bad]


def frame(session: SparkSession, rows: list[dict[str, Any]]) -> Any:
    return session.createDataFrame(rows, "id STRING, original STRING, rewrite STRING").repartition(8, "id")


def lines(rows: Iterable[Any]) -> dict[str, Any]:
    """What rows of ``check`` say, as a batch would have it."""

    def kept(value: Any, without: tuple[str, ...] = ()) -> Any:
        if isinstance(value, dict):
            return {key: kept(v) for key, v in value.items() if not (v is None and key in (*without, "fault", "take"))}
        return [kept(v) for v in value] if isinstance(value, list) else value

    full = {row["id"]: kept(row.asDict(recursive=True), ("error",)) for row in rows}
    return {id: row if "error" not in row else {"id": id, "error": row["error"]} for id, row in full.items()}


def test_two_executors_say_what_the_program_says(session: SparkSession) -> None:
    checked = truecopy_spark.check(frame(session, given())).cache()
    answers = lines(checked.collect())
    assert answers.pop("nothing")["error"].startswith("expected a text")
    expected = {line["id"]: line for line in map(json.loads, batch(pairs()))}
    assert answers == expected
    total = sum(len(line["findings"]) for line in expected.values())
    findings = truecopy_spark.findings(checked)
    assert findings.count() == total > 150
    assert findings.columns[:4] == ["id", "rule", "category", "severity"]


def test_columns_takes_and_settings_may_be_others(session: SparkSession) -> None:
    rows = [(1, ["The ferry has 12 crew.", "The ferry has 21 crew."], "The ferry has 21 crew.", "2026-03-03")]
    takes = session.createDataFrame(rows, "n BIGINT, wires ARRAY<STRING>, text STRING, day STRING")
    names = {"id": "n", "original": "wires", "rewrite": "text", "date": "day"}
    (row,) = truecopy_spark.check(takes, **names, rules={"number-changed": "off"}, threads=2).collect()
    assert (row["id"], row["error"], row["findings"]) == ("1", None, [])
    with pytest.raises(truecopy.SettingsError):
        truecopy_spark.check(takes, **names, kind="poem")  # type: ignore[arg-type]


def test_a_killed_executor_loses_nothing(session: SparkSession, tmp_path: pathlib.Path) -> None:
    mark = tmp_path / "killed"

    def deadly(batches: Iterable[Any]) -> Iterator[Any]:
        from pyspark import TaskContext

        context = TaskContext.get()
        for number, rows in zip(itertools.count(), batches):
            if context is not None and context.partitionId() == 0 and context.attemptNumber() == 0 and not mark.exists():
                mark.write_text(str(number))
                # The parent of a worker is the daemon that it was forked from, whose parent is the executor.
                asked = ["ps", "-o", "ppid=", "-p", str(os.getppid())]
                os.kill(int(subprocess.run(asked, capture_output=True, check=True).stdout), signal.SIGKILL)
            yield rows

    rows = frame(session, pairs())
    checked = truecopy_spark.check(rows.mapInArrow(deadly, rows.schema))
    assert lines(checked.collect()) == {line["id"]: line for line in map(json.loads, batch(pairs()))}
    assert mark.exists(), "no executor was killed"


PLACES = ["Ardhaven", "Brekka", "Lervik", "Tarsund", "Holmvik", "Sandnes", "Eidfjord", "Norhavn"]
PERSONS = ["Marit Sund", "Ilse Brandt", "Tora Lindahl", "Per Aksnes", "Jon Havik", "Siri Moen", "Odd Falk"]
GOODS = ["herring", "timber", "gravel", "barley", "salmon", "cement", "apples", "copper", "wool"]


def wire(n: int) -> dict[str, Any]:
    place, person, goods = PLACES[n % 8], PERSONS[n % 7], GOODS[n % 9]
    text = f"The ferry to {place} lost {10 + n} tonnes of {goods} in a storm, {person} of the harbour office said. It had sailed from {PLACES[n // 8 % 8]}."
    return {"id": f"wire-{n}", "text": text, "day": f"2026-03-{1 + n % 28:02}" if n % 11 else None}


def retold(n: int) -> dict[str, Any]:
    place, person, goods = PLACES[n % 8], PERSONS[n % 7], GOODS[n % 9]
    text = f"In heavy seas {10 + n} tonnes of {goods} went overboard off {place}, says {person}."
    return {"id": f"rewrite-{n}", "text": text, "day": f"2026-03-{1 + n % 28:02}" if n % 5 else None}


def test_the_wires_are_those_that_the_program_finds(session: SparkSession, tmp_path: pathlib.Path) -> None:
    wires, rewrites = [wire(n) for n in range(120)], [retold(n) for n in range(0, 120, 7)]
    strange = {"id": "strange", "text": "A choir from Sogndal sang at the opening of the new library.", "day": None}
    empty = {"id": "empty", "text": None, "day": "2026-03-03"}
    (tmp_path / "archive").mkdir()
    for row in wires:
        named = {"uri": row["id"], "type": "text", "language": "en", "versioncreated": row["day"], "body_text": row["text"], "pubstatus": "usable"}
        (tmp_path / "archive" / f"{row['id']}.json").write_text(json.dumps(named), encoding="utf-8")
    archive = truecopy.Archive(tmp_path / "archive")
    columns = "id STRING, text STRING, day STRING"
    stored = str(tmp_path / "terms")
    truecopy_spark.terms(session.createDataFrame(wires, columns), date="day").write.parquet(stored)
    known = session.read.parquet(stored)
    told = truecopy_spark.terms(session.createDataFrame([*rewrites, strange, empty], columns), date="day")
    found = {row["rewrite"]: row for row in truecopy_spark.match(told, known).collect()}
    expected = {row["id"]: archive.match(row["text"])[0] for row in rewrites}
    assert {id: row["wire"] for id, row in found.items()} == {id: best.id for id, best in expected.items() if best.matched}
    assert found.keys() == expected.keys()
    assert all(round(found[id]["score"], 3) == pytest.approx(best.score, abs=0.0011) for id, best in expected.items())
    several = truecopy_spark.match(told, known, top=3, threshold=0.0).groupBy("rewrite").count().collect()
    assert {row["count"] for row in several if row["rewrite"] != "strange"} == {3}
    # Of the same words, only those of the days around it.
    days = truecopy_spark.match(told, known, days=2, top=100, threshold=0.0).collect()
    day = {row["id"]: row["day"] for row in [*wires, *rewrites, strange]}
    gaps = {int(day[row["rewrite"]][8:]) - int(day[row["wire"]][8:]) for row in days if day[row["rewrite"]] and day[row["wire"]]}
    assert {0} <= gaps <= {-1, 0, 1, 2}
    assert {row["rewrite"] for row in days} >= expected.keys()
    assert any(day[row["wire"]] is None for row in days)


def test_the_program_of_the_page_runs(
    session: SparkSession, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "spark.md").read_text(encoding="utf-8")
    programs = re.findall(r"^```python\n(.*?)^```$", page, re.M | re.S)
    monkeypatch.chdir(tmp_path)
    frame(session, pairs()[:20]).write.parquet(str(tmp_path / "pairs"))
    columns = "id STRING, text STRING, sent STRING"
    for name, row in [("wires", wire), ("rewrites", retold)]:
        rows = [tuple(row(n).values()) for n in range(1, 40, 9)]
        session.createDataFrame(rows, columns).write.parquet(str(tmp_path / name))
    names: dict[str, Any] = {"session": session}
    for program in programs:
        exec(re.sub(r'"(pairs|checked|wires|rewrites|wire-terms|found)"', lambda name: repr(str(tmp_path / name.group(1))), program), names)
    assert len(programs) == 2 and "|rule|count|" in capsys.readouterr().out.replace(" ", "")
    assert session.read.parquet(str(tmp_path / "found")).count() == 5
    assert {row["id"] for row in names["checked"].collect()} == {f"rewrite-{n}" for n in range(1, 40, 9)}


def test_the_example_is_submitted(tmp_path: pathlib.Path) -> None:
    submit = pathlib.Path(pyspark.__file__).parent / "bin" / "spark-submit"
    example = ROOT / "examples" / "python"
    command = [submit, "--master", "local[2]", example / "spark_check.py", example / "pairs.jsonl", tmp_path / "checked"]
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    environment.pop("PYSPARK_GATEWAY_PORT", None)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0 and re.search(r"12 pairs in .* s, 0 not checked", done.stdout), done.stdout + done.stderr
