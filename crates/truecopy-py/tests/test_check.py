"""One check: what may be given, what comes of it, what goes wrong."""

import copy
import datetime
import io
import json
import pathlib
import pickle
import threading
import time

import pytest
import truecopy
from stories import REWRITE, WIRE, pairs


def found(report: truecopy.Report) -> dict[str | None, str]:
    return {finding.text: finding.rule for finding in report.findings}


def test_a_fault_is_found_where_it_is() -> None:
    report = truecopy.check(WIRE, REWRITE)
    assert report.verdict == "drifted" and report.fidelity < 100 and report.reason
    assert "47" in found(report) and "Brekka" in found(report)
    for finding in report.findings:
        assert finding.start is not None and finding.end is not None
        # Indices of a string, whatever signs it holds.
        assert REWRITE[finding.start : finding.end] == finding.text
        for words in finding.evidence.wire:
            assert WIRE[words.start : words.end] == words.text and words.take == 0


def test_a_text_may_be_a_string_bytes_a_path_or_a_file(tmp_path: pathlib.Path) -> None:
    expected = truecopy.check(WIRE, REWRITE).findings
    wire, rewrite = tmp_path / "wire.txt", tmp_path / "rewrite.txt"
    wire.write_text(WIRE, encoding="utf-8")
    rewrite.write_text(REWRITE, encoding="utf-16")
    assert truecopy.check(WIRE.encode(), REWRITE.encode("utf-16")).findings == expected
    by_path = truecopy.check(wire, rewrite)
    assert by_path.findings == expected and by_path.id == str(rewrite)
    with wire.open(encoding="utf-8") as text, rewrite.open("rb") as raw:
        by_file = truecopy.check(text, raw)
    assert by_file.findings == expected and by_file.id == str(rewrite)
    assert truecopy.check(io.StringIO(WIRE), io.BytesIO(REWRITE.encode())).findings == expected


def test_a_string_is_a_text_even_where_a_file_has_its_name(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pathlib.Path("wire.txt").write_text(WIRE, encoding="utf-8")
    assert truecopy.check("wire.txt", WIRE).verdict == "not-comparable"


def test_several_takes_are_one_wire() -> None:
    other = "The coast guard said on Tuesday that 47 sailors were reached by rescuers."
    assert "47" in found(truecopy.check([WIRE], REWRITE))
    for takes in ([WIRE, other], (WIRE, other), truecopy.Wire(WIRE, other)):
        assert "47" not in found(truecopy.check(takes, REWRITE))
    assert truecopy.Wire(WIRE, other).texts == [WIRE, other]
    with pytest.raises(ValueError):
        truecopy.check([], REWRITE)


def test_the_day_gives_names_of_days_their_meaning() -> None:
    wire, rewrite = "The ferry sailed yesterday, the owner said.", "The ferry sailed on Monday, the owner said."
    # 2 March 2026 was a Monday.
    for day, faults in [(datetime.date(2026, 3, 3), 0), ("2026-03-03", 0), (datetime.date(2026, 3, 4), 1)]:
        assert len(truecopy.check(wire, rewrite, date=day).findings) == faults, day
    for bad in ("soon", 3):
        with pytest.raises((TypeError, ValueError)):
            truecopy.check(wire, rewrite, date=bad)  # type: ignore[arg-type]


def test_results_are_values() -> None:
    report = truecopy.check(WIRE, REWRITE, id="ferry")
    assert report.to_dict() == json.loads(report.to_json()) and report.to_dict()["id"] == "ferry"
    assert [finding.to_dict() for finding in report.findings] == report.to_dict()["findings"]
    assert report == truecopy.check(WIRE, REWRITE, id="ferry") != truecopy.check(WIRE, REWRITE, id="other")
    assert pickle.loads(pickle.dumps(report)) == copy.deepcopy(report) == report
    assert truecopy.Report.from_json(report.to_json()).findings == report.findings
    for part in (report.findings[0], report.findings[0].evidence, report.findings[0].evidence.wire[0], truecopy.rules()[0]):
        assert pickle.loads(pickle.dumps(part)) == copy.copy(part) == part
    assert hash(report) == hash(copy.copy(report)) and report.findings is report.findings
    assert repr(report.findings[0]).startswith("Finding(rule='")
    assert repr(report).startswith("Report(id='ferry', verdict='drifted', fidelity=")
    with pytest.raises(AttributeError):
        report.findings[0].text = "48"  # type: ignore[misc]
    assert report.__match_args__ == ("id", "verdict", "fidelity", "findings")


def test_a_line_of_a_batch_is_read_again() -> None:
    with pytest.raises(truecopy.NotChecked) as fault:
        truecopy.Report.from_json('{"id":"a","error":"no story"}\n')
    assert (fault.value.id, fault.value.error) == ("a", "no story")
    with pytest.raises(ValueError):
        truecopy.Report.from_json('{"id":"a"}')


def test_texts_that_cannot_be_compared_are_a_result() -> None:
    report = truecopy.check(WIRE, "Das Schiff erreichte am Dienstag den Hafen, sagte die Küstenwache in der Hauptstadt.")
    assert report.verdict == "not-comparable" and report.reason and not report.findings


def test_settings_are_given_by_name(tmp_path: pathlib.Path) -> None:
    off = truecopy.check(WIRE, REWRITE, rules={"number-changed": "off"})
    assert "47" not in found(off) and "Brekka" in found(off)
    milder = truecopy.Checker(categories={"Accuracy": "minor"}).check(WIRE, REWRITE)
    assert {finding.severity for finding in milder.findings} == {"minor"} and milder.verdict == "minor-faults"
    graver = truecopy.check(WIRE, REWRITE, min_severity="critical")
    assert {finding.severity for finding in graver.findings} == {"critical"}
    file = tmp_path / "truecopy.toml"
    file.write_text('[rules]\nnumber-changed = "off"\n', encoding="utf-8")
    assert "47" not in found(truecopy.check(WIRE, REWRITE, config=file))
    assert "47" in found(truecopy.check(WIRE, REWRITE, config=file, rules={"number-changed": "on"}))
    assert truecopy.check(WIRE, REWRITE, kind=None, facts=[]) == truecopy.check(WIRE, REWRITE)
    for names in ["names", ["names"], ["NAMES", "figures"]]:
        chosen = {finding.rule for finding in truecopy.check(WIRE, REWRITE, select=names).findings}
        assert "figures" in names or "number-changed" not in chosen
    assert "47" not in found(truecopy.check(WIRE, REWRITE, ignore=["figures"]))
    house = tmp_path / "house.toml"
    house.write_text('[[ban]]\nid = "ours"\ntext = "Brekka"\n', encoding="utf-8")
    assert "house/ours" in {finding.rule for finding in truecopy.check(WIRE, REWRITE, house=house).findings}


def test_mistakes_in_settings_are_told(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "truecopy.toml"
    file.write_text("[check]\nkindd = 3\n", encoding="utf-8")
    for settings, said in [
        ({"min_severty": "major"}, "did you mean `min_severity`?"),
        ({"kind": "poem"}, "expected one of auto, story, summary"),
        ({"rules": {"number-chnged": "off"}}, "did you mean `number-changed`?"),
        ({"rules": {"number-changed": "loud"}}, "expected one of off, on"),
        ({"categories": {"Acuracy": "off"}}, "did you mean `Accuracy`?"),
        ({"facts": [pathlib.Path("no-such-file")]}, "no-such-file"),
        ({"config": file}, "kindd"),
        ({"fail_on": "major"}, "unknown setting"),
    ]:
        with pytest.raises(truecopy.SettingsError, match=".*") as fault:
            truecopy.Checker(**settings)  # type: ignore[arg-type]
        assert said in str(fault.value), fault.value
        assert isinstance(fault.value, ValueError) and isinstance(fault.value, truecopy.TruecopyError)


def test_what_cannot_be_checked_is_an_exception() -> None:
    with pytest.raises(truecopy.NotChecked, match="no-such-file") as fault:
        truecopy.check(pathlib.Path("no-such-file"), REWRITE, id="ferry")
    assert fault.value.id == "ferry" and json.loads(fault.value.to_json()) == fault.value.to_dict()
    assert pickle.loads(pickle.dumps(fault.value)).to_json() == fault.value.to_json()
    with pytest.raises(truecopy.NotChecked, match="no such file"):
        truecopy.check(pathlib.Path("-"), REWRITE)
    with pytest.raises(truecopy.NotChecked, match="has more than 5 words"):
        truecopy.check(WIRE, REWRITE, max_words=5)
    for bad in (None, 7, ["a", 7]):
        with pytest.raises(TypeError):
            truecopy.check(WIRE, bad)  # type: ignore[arg-type]
    with pytest.raises(UnicodeEncodeError):
        truecopy.check(WIRE, "\ud800")


def test_other_threads_run_during_a_check() -> None:
    steps, running = [0], True

    def count() -> None:
        while running:
            steps[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    long = "\n\n".join(pair["original"] for pair in pairs())[:400_000]
    before, began = steps[0], time.monotonic()
    truecopy.check(long, long.replace("said", "told"))
    during, took = steps[0] - before, time.monotonic() - began
    running = False
    thread.join()
    # With Python's lock held there would be none, or one.
    assert during > 5, f"{during} steps in {took} s"


def test_one_checker_serves_many_threads() -> None:
    checker = truecopy.Checker()
    some = pairs()[:40]
    expected = [checker.check(pair["original"], pair["rewrite"]).to_json() for pair in some]
    answers: list[list[str]] = [[] for _ in range(4)]

    def work(out: list[str]) -> None:
        out.extend(checker.check(pair["original"], pair["rewrite"]).to_json() for pair in some)

    threads = [threading.Thread(target=work, args=(out,)) for out in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(out == expected for out in answers)


def test_rules_are_listed() -> None:
    rules = {rule.id: rule for rule in truecopy.rules()}
    assert rules["number-changed"].severity == "critical" and rules["number-changed"].summary
    assert "# Example" in rules["number-changed"].docs
