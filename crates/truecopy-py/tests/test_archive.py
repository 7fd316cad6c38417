"""Which wire a text was made from."""

import pathlib
import pickle
import subprocess
import sys

import pytest
import truecopy

FERRY = (
    "Rescuers reached 12 sailors off Ardhaven on Tuesday after the ferry Norland lost its rudder, coast guard captain Marit Sund said.\n\n"
    "The Norland had left Brekka at dawn with 90 tonnes of herring, she said.\n"
)
ROOF = (
    "The fish market of Lervik is to get a new roof before winter, mayor Ilse Brandt said on Monday.\n\n"
    "The repair costs 2.3 million crowns and starts in August, the operator Havn said.\n"
)
RETOLD = "Twelve of the Norland's crew are safe: captain Marit Sund of the coast guard said they were reached off Ardhaven on Tuesday."


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    wires = tmp_path / "wires"
    wires.mkdir()
    (wires / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (wires / "roof.txt").write_text(ROOF, encoding="utf-8")
    return wires


def test_the_wire_of_a_text_is_found(folder: pathlib.Path) -> None:
    index = folder.parent / "wires.index"
    subprocess.run([sys.executable, "-m", "truecopy", "index", "-o", index, folder], check=True, capture_output=True)
    for archive in (truecopy.Archive(folder), truecopy.Archive(index), truecopy.Archive(str(index))):
        (best,) = archive.match(RETOLD)
        assert best.wire.endswith("ferry.txt") and best.matched and 0 < best.score <= 1 and "Sund" in best.shared
        assert archive.match(RETOLD, top=1, threshold=1.0)[0].matched is False
        wire = archive.wire_of(RETOLD)
        assert wire.texts == [FERRY]
        report = truecopy.check(wire, RETOLD.replace("Tuesday", "Friday"))
        assert "Friday" in {finding.text for finding in report.findings}
    assert truecopy.match(index, RETOLD) == truecopy.match(truecopy.Archive(index), RETOLD)
    (best,) = truecopy.match(folder, RETOLD)
    assert best.to_dict()["score"] > 0.25 and pickle.loads(pickle.dumps(best)) == best


def test_what_has_no_wire_is_an_exception(folder: pathlib.Path) -> None:
    archive = truecopy.Archive(folder)
    with pytest.raises(truecopy.ReadError, match="no wire found|no story of the archive"):
        archive.wire_of("A choir from Tarsund sang at the opening of the new library on Friday, its conductor said.")
    with pytest.raises(truecopy.ReadError, match="no-such"):
        truecopy.Archive(folder / "no-such")


def test_a_text_is_known_by_its_words_names_and_figures() -> None:
    terms = dict(truecopy.terms("Boats left. Later Lindahl counted 14 boats."))
    assert len(terms) == 6 and sum(terms.values()) == 2
    assert set(dict(truecopy.terms("On Monday 14 were with Lindahl."))) & set(terms) == {term for term, firm in terms.items() if firm}
    assert truecopy.terms("It is so.") == []
