"""The story pairs of the project, and small ones of these tests."""

import json
import pathlib
import subprocess
import sys
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[3]

WIRE = "Rescuers reached 12 sailors on Tuesday, the coast guard said. The ferry “Łódź” 🚢 was towed to Ardhaven by noon."
REWRITE = "Rescuers reached 47 sailors on Tuesday, the coast guard said. The ferry “Łódź” 🚢 was towed to Brekka by noon."


def pairs() -> list[dict[str, Any]]:
    """The pairs of ``tests/stories`` with one take, as lines of a batch."""
    out: list[dict[str, Any]] = []
    for folder in sorted((ROOT / "tests" / "stories").iterdir()):
        wire, rewrite = folder / "wire.txt", folder / "rewrite.txt"
        if wire.is_file() and rewrite.is_file():
            texts = [path.read_bytes().decode("utf-8", "replace") for path in (wire, rewrite)]
            out.append({"id": folder.name, "original": texts[0], "rewrite": texts[1]})
    return out


def batch(lines: list[dict[str, Any]], *arguments: str) -> list[str]:
    """What ``truecopy batch`` answers."""
    given = "".join(json.dumps(line) + "\n" for line in lines)
    command = [sys.executable, "-m", "truecopy", "batch", "--isolated", *arguments, "-"]
    done = subprocess.run(command, input=given.encode(), capture_output=True, check=False)
    return done.stdout.decode().splitlines()
