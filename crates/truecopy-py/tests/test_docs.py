"""The Python on the pages of the project runs and says what the pages say it does."""

import pathlib
import re
import subprocess
import sys

from stories import ROOT


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)


def test_the_page_on_python(tmp_path: pathlib.Path) -> None:
    """The blocks run one after the other, in a folder with the files that they name; a line `# → TEXT` behind a `print` is what it prints."""
    short = ROOT / "examples" / "short"
    for name in ("wire.txt", "rewrite.txt", "wires/wire.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((short / pathlib.Path(name).name).read_bytes())
    (tmp_path / "pairs.jsonl").write_bytes((ROOT / "examples/python/pairs.jsonl").read_bytes())
    (tmp_path / "truecopy.toml").write_text('[rules]\nclaim-added = "off"\n', encoding="utf-8")
    program = "\n".join(blocks("docs/python.md", "python"))
    expected = re.findall(r"# → (.*)$", program, re.M)
    assert len(expected) > 5
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == expected


def test_the_example_runs(tmp_path: pathlib.Path) -> None:
    example = ROOT / "examples" / "python" / "findings.py"
    done = subprocess.run([sys.executable, example, tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "harbour-1    drifted" in done.stdout, done.stdout + done.stderr
    for module, sign in [("pandas", "number-changed"), ("polars", "agency desk"), ("matplotlib", "wrote faults.png")]:
        try:
            __import__(module)
        except ModuleNotFoundError:
            continue
        if module == "polars" or "pandas is not installed" not in done.stdout:
            assert sign in done.stdout, f"{module}: {done.stdout}"


def test_the_first_words_of_the_module_are_true() -> None:
    import doctest

    import truecopy

    assert doctest.testmod(truecopy).attempted > 1 and doctest.testmod(truecopy).failed == 0


def test_the_page_names_every_setting() -> None:
    from typing import get_type_hints

    from truecopy.types import Settings

    page = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    missing = [name for name in get_type_hints(Settings) if f"`{name}`" not in page]
    assert not missing


