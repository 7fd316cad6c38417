"""Many checks: the answers of the program, in order, with bounded memory, and an end when somebody wants it."""

import itertools
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
import truecopy
from stories import REWRITE, WIRE, batch, pairs


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_answers_are_those_of_the_program(threads: int) -> None:
    given = pairs()
    assert len(given) > 150
    reports = truecopy.check_batch(given, threads=threads)
    assert [report.to_json() for report in reports] == batch(given)


def test_answers_are_those_of_the_program_for_odd_pairs_too() -> None:
    given = [
        {"id": "takes", "original": [WIRE, "47 sailors were reached."], "rewrite": REWRITE},
        {"id": "day", "original": "It sailed yesterday, he said.", "rewrite": "It sailed on Monday, he said.", "date": "2026-03-04"},
        {"id": "page", "original": f"<html><body><p>{WIRE}</p></body></html>", "rewrite": REWRITE},
        {"id": "same", "original": WIRE, "rewrite": WIRE},
        {"id": "empty", "original": "", "rewrite": ""},
        {"id": "\u202e\x07", "original": WIRE, "rewrite": REWRITE.replace("by", "\u202eby\x07")},
        {"id": "long", "original": WIRE + " again" * 200, "rewrite": REWRITE},
    ]
    answers = truecopy.check_batch(given, return_exceptions=True, max_words=100)
    assert [answer.to_json() for answer in answers] == batch(given, "--max-words", "100")


def test_settings_are_those_of_the_program() -> None:
    given = pairs()[::5]
    reports = truecopy.Checker(min_severity="major", reader="auto", kind="summary").check_batch(given)
    said = batch(given, "--min-severity", "major", "--reader", "auto", "--summary")
    assert [report.to_json() for report in reports] == said


def test_a_pair_may_be_a_tuple() -> None:
    reports = list(truecopy.check_batch([(WIRE, REWRITE), ("b", WIRE, REWRITE), (7, [WIRE], REWRITE)]))
    assert [report.id for report in reports] == ["0", "b", "7"]
    assert reports[0].findings == reports[1].findings == reports[2].findings


@pytest.mark.parametrize("threads", [1, 3])
def test_a_bad_pair_is_told_in_its_place(threads: int) -> None:
    given: list[Any] = [
        (WIRE, REWRITE), (WIRE,), ("id", WIRE, 7), {"id": "c", "original": WIRE}, 5, ("e", [], ""), (WIRE, "\ud800"), (WIRE, WIRE),
    ]
    answers = list(truecopy.check_batch(given, threads=threads, return_exceptions=True))
    kinds = [type(answer) for answer in answers]
    assert kinds == [truecopy.Report] + [truecopy.NotChecked] * 6 + [truecopy.Report]
    assert [answer.id for answer in answers] == ["0", "1", "id", "c", "4", "e", "6", "7"]
    reports = truecopy.check_batch(given, threads=threads)
    assert next(reports).id == "0"
    with pytest.raises(truecopy.NotChecked):
        next(reports)
    assert list(reports) == []


@pytest.mark.parametrize("threads", [1, 4])
def test_few_pairs_are_read_ahead(threads: int) -> None:
    asked = 0

    def endless() -> Iterator[tuple[str, str]]:
        nonlocal asked
        for number in itertools.count():
            asked = number + 1
            yield (WIRE, REWRITE)

    reports = truecopy.check_batch(endless(), threads=threads)
    assert asked == 0
    for taken in range(1, 200):
        next(reports)
        assert asked <= taken + (threads * 16 if threads > 1 else 0)


@pytest.mark.parametrize("threads", [1, 3])
def test_what_the_pairs_raise_comes_after_the_reports_before_it(threads: int) -> None:
    def broken() -> Iterator[tuple[str, str]]:
        yield (WIRE, REWRITE)
        yield (WIRE, WIRE)
        raise OSError("the line is down")

    reports = truecopy.check_batch(broken(), threads=threads)
    assert [next(reports).verdict, next(reports).verdict] == ["drifted", "identical"]
    with pytest.raises(OSError, match="the line is down"):
        next(reports)
    assert list(reports) == []


def test_arguments_are_looked_at() -> None:
    with pytest.raises(ValueError):
        truecopy.check_batch([], threads=0)
    with pytest.raises(TypeError):
        truecopy.check_batch(5)  # type: ignore[arg-type]
    assert list(truecopy.check_batch([])) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to another process")
@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_ends_a_batch(threads: int) -> None:
    program = f"""
import signal
# Who starts the tests in the background has it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
import itertools, truecopy
pairs = (({WIRE!r}, {REWRITE!r}) for _ in itertools.count())
print("ready", flush=True)
for report in truecopy.check_batch(pairs, threads={threads}): pass
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode != 0 and b"KeyboardInterrupt" in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to another process")
def test_ctrl_c_ends_a_long_check() -> None:
    # No story: it takes minutes.
    program = """
import signal
# Who starts the tests in the background has it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
import random, truecopy
words = ["harbour", "ferry", "said", "twelve", "Ardhaven", "the", "of", "Tuesday", "crew", "reached"]
text = lambda seed: ". ".join(" ".join(random.Random(f"{seed}{i}").choices(words, k=12)).capitalize() for i in range(60_000))
wire, rewrite = text(1), text(2)
print("ready", flush=True)
truecopy.check(wire, rewrite)
print("done", flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    out, said = process.communicate(timeout=60)
    assert b"KeyboardInterrupt" in said and b"done" not in out
    # A step of a check that does not ask may take some seconds of a text as long as this.
    assert time.monotonic() - began < 30


def test_lines_of_a_batch_go_in_as_they_are() -> None:
    lines = [json.dumps(pair) for pair in pairs()[:5]]
    assert [report.to_json() for report in truecopy.check_batch(map(json.loads, lines))] == batch(pairs()[:5])
