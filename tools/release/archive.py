"""Packs the archive of one platform out of its wheel, and tries what it packs.

    python tools/release/archive.py TARGET FOLDER

The folder holds one wheel and gets beside it an archive, `truecopy-VERSION-TARGET.tgz`, or `.zip` for Windows, and the list of what the
binary is made of, `truecopy-VERSION-TARGET.cdx.json`, which maturin puts into the wheel. Both hold the same binary, so what was tried
is what is shipped. Needs Python 3.8 and nothing else.
"""

import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What goes into the archive beside the binary.
PAPERS = ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "NOTICE", "THIRD-PARTY.md"]
MOST = 20_000_000


def main(target, folder):
    folder = pathlib.Path(folder)
    (wheel,) = folder.glob("*.whl")
    size = wheel.stat().st_size
    if size >= MOST:
        sys.exit(f"{wheel.name} has {size} bytes, {MOST} at most")
    version = re.match(r"truecopy-([^-]+)-", wheel.name).group(1)
    name = f"truecopy-{version}-{target}"
    with tempfile.TemporaryDirectory() as scratch:
        inside = pathlib.Path(scratch, name)
        inside.mkdir()
        binary = unpack(wheel, inside)
        for paper in PAPERS:
            (inside / paper).write_bytes((ROOT / paper).read_bytes())
        attempt(binary, version)
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


def unpack(wheel, folder):
    """The binary of a wheel."""
    with zipfile.ZipFile(wheel) as packed:
        (script,) = [n for n in packed.namelist() if re.search(r"\.data/scripts/truecopy(\.exe)?$", n)]
        binary = folder / script.rsplit("/", 1)[1]
        binary.write_bytes(packed.read(script))
    binary.chmod(0o755)
    return binary


def parts(wheel):
    """The list of what the binary of a wheel is made of."""
    with zipfile.ZipFile(wheel) as packed:
        (listed,) = [n for n in packed.namelist() if n.endswith(".dist-info/sboms/truecopy.cyclonedx.json")]
        return packed.read(listed)


def attempt(binary, version):
    """A binary that does not run, or finds no fault where there is one, is not shipped."""
    said = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout
    if said.split() != ["truecopy", version]:
        sys.exit(f"--version says {said!r}")
    short = ROOT / "examples" / "short"
    done = subprocess.run([binary, "check", "--isolated", short / "wire.txt", short / "rewrite.txt"], capture_output=True, text=True)
    if done.returncode != 1 or "number-changed" not in done.stdout:
        sys.exit(f"the example ends with status {done.returncode}: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
