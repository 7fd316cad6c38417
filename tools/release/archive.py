"""Packs the archive of one platform, and tries it and the wheel.

    python tools/release/archive.py TARGET FOLDER WEIGHTS

WEIGHTS is a folder with the wheel `truecopy_reader`, which is tried with the other. FOLDER holds one wheel and gets beside it an archive, `truecopy-VERSION-TARGET.tgz`, or `.zip` for Windows, with the binary that
`cargo build --profile dist --target TARGET` made, and the list of what both are made of, `truecopy-VERSION-TARGET.cdx.json`, which maturin
puts into the wheel. What was tried is what is shipped. Needs Python 3.9 and nothing else.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What goes into the archive beside the binary.
PAPERS = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "NOTICE", "THIRD-PARTY.md"]
# Installed in seconds: the tables take most of it, and the weights of the reader have a wheel of their own.
MOST = 20_000_000
PROFILE = "dist"


def main(target, folder, weights):
    folder = pathlib.Path(folder)
    (weights,) = pathlib.Path(weights).glob("truecopy_reader-*.whl")
    (wheel,) = folder.glob("*.whl")
    size = wheel.stat().st_size
    if size >= MOST:
        sys.exit(f"{wheel.name} has {size} bytes, {MOST} at most")
    version = re.match(r"truecopy-([^-]+)-", wheel.name).group(1)
    name = f"truecopy-{version}-{target}"
    with tempfile.TemporaryDirectory() as scratch:
        inside = pathlib.Path(scratch, name)
        inside.mkdir()
        binary = inside / ("truecopy.exe" if "windows" in target else "truecopy")
        shutil.copy(ROOT / "target" / target / PROFILE / binary.name, binary)
        for paper in PAPERS:
            (inside / paper).write_bytes((ROOT / paper).read_bytes())
        attempt([binary], version)
        reads([binary])
        python, command = installed(wheel, pathlib.Path(scratch, "wheel"))
        attempt(command, version)
        lacks(command)
        install(python, weights)
        reads(command)
        if "windows" in target:
            archive = folder / f"{name}.zip"
            with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
                for file in sorted(inside.iterdir()):
                    out.write(file, f"{name}/{file.name}")
        else:
            archive = folder / f"{name}.tgz"
            with tarfile.open(archive, "w:gz") as out:
                out.add(inside, name)
    (folder / f"{name}.cdx.json").write_bytes(parts(wheel))
    print(f"{wheel.name}: {size} bytes; {archive.name}: {archive.stat().st_size} bytes")


def installed(wheel, folder):
    """A Python that has a wheel, and the command that starts the program in it."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install(python, wheel)
    return python, [python, "-m", "truecopy"]


def install(python, wheel):
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel], check=True)


def parts(wheel):
    """The list of what a wheel is made of; the binary is of the same crates, but for those that speak with Python."""
    with zipfile.ZipFile(wheel) as packed:
        (listed,) = [n for n in packed.namelist() if n.endswith(".dist-info/sboms/truecopy-py.cyclonedx.json")]
        return packed.read(listed)


def attempt(command, version):
    """A program that does not run, or finds no fault where there is one, is not shipped."""
    said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout
    if said.split() != ["truecopy", version]:
        sys.exit(f"--version says {said!r}")
    done = example(command)
    if done.returncode != 1 or "number-changed" not in done.stdout:
        sys.exit(f"the example ends with status {done.returncode}: {done.stdout}{done.stderr}")


def example(command, *options):
    short = ROOT / "examples" / "short"
    arguments = ["check", "--isolated", *options, short / "wire.txt", short / "rewrite.txt"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True)


def reads(command):
    """A reader that has its weights says how many sentences it read."""
    done = example(command, "--reader", "all", "--format", "json")
    if done.returncode != 1 or json.loads(done.stdout)["reader"]["sentences"] == 0:
        sys.exit(f"the reader ends with status {done.returncode}: {done.stdout}{done.stderr}")


def lacks(command):
    """Whoever asks for the reader and has no weights is told what to install."""
    done = example(command, "--reader", "auto")
    if done.returncode != 2 or "truecopy[reader]" not in done.stderr:
        sys.exit(f"without weights the reader ends with status {done.returncode}: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
