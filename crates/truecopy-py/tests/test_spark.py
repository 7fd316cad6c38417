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


def test_the_program_of_the_page_runs(
    session: SparkSession, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "spark.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```$", page, re.M | re.S)
    monkeypatch.chdir(tmp_path)
    frame(session, pairs()[:20]).write.parquet(str(tmp_path / "pairs"))
    absolute = re.sub(r'"(pairs|checked)"', lambda name: repr(str(tmp_path / name.group(1))), program)
    exec(absolute, {"session": session})
    assert "|rule|count|" in capsys.readouterr().out.replace(" ", "")


def test_the_example_is_submitted(tmp_path: pathlib.Path) -> None:
    submit = pathlib.Path(pyspark.__file__).parent / "bin" / "spark-submit"
    example = ROOT / "examples" / "python"
    command = [submit, "--master", "local[2]", example / "spark_check.py", example / "pairs.jsonl", tmp_path / "checked"]
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    environment.pop("PYSPARK_GATEWAY_PORT", None)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0 and re.search(r"12 pairs in .* s, 0 not checked", done.stdout), done.stdout + done.stderr
