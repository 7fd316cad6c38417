"""What type checkers are told is so."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
from typing import get_type_hints

import pytest
import truecopy
from stories import ROOT
from truecopy.types import Settings

CACHE = tempfile.mkdtemp(prefix="truecopy-mypy-")
PACKAGE = pathlib.Path(truecopy.__file__).parent


def mypy(*arguments: object, module: str = "mypy") -> None:
    pytest.importorskip("mypy", reason="SKIPPED: mypy is not installed; the types were not checked")
    command = [sys.executable, "-m", module, *map(str, arguments)]
    installed = PACKAGE.parent.name in ("site-packages", "dist-packages")
    environment = os.environ if installed else {**os.environ, "MYPYPATH": str(PACKAGE.parent)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT / "examples", env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stub_says_what_the_module_has() -> None:
    mypy("truecopy._truecopy", module="mypy.stubtest")


def test_the_package_is_typed() -> None:
    # Where pandas and Spark bring no types, that is theirs.
    lenient = ["--disable-error-code=import-untyped", "--disable-error-code=import-not-found"]
    mypy("--strict", "--cache-dir", CACHE, *lenient, "--disable-error-code=no-any-return", "-p", "truecopy")


def test_the_example_is_typed() -> None:
    lenient = ["--disable-error-code=import-untyped", "--disable-error-code=import-not-found"]
    mypy("--strict", "--cache-dir", CACHE, *lenient, ROOT / "examples" / "python" / "findings.py")


def test_every_setting_has_a_type() -> None:
    with pytest.raises(truecopy.SettingsError) as fault:
        truecopy.Checker(no_such_setting_at_all=True)  # type: ignore[call-arg]
    assert "unknown setting" in str(fault.value)
    for name in get_type_hints(Settings):
        truecopy.Checker(**{name: None})
    file = (ROOT / "src" / "config" / "keys.rs").read_text(encoding="utf-8")
    tables = re.split(r'^    \["(\w+)"\]$', file.split("settings! {", 1)[1], flags=re.M)
    keys = dict(zip(tables[1::2], tables[2::2]))
    named = {key.replace("-", "_") for table in ("check", "report") for key in re.findall(r'^    "([a-z-]+)" \w+:', keys[table], re.M)}
    assert named and named | {"accepted", "baseline", "cache", "config", "rules", "categories"} == set(get_type_hints(Settings))
