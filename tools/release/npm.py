"""Makes the npm packages out of the archives of a release.

    python tools/release/npm.py FOLDER OUT

FOLDER holds the archives that archive.py packed. OUT gets a package for each, `truecopy-PLATFORM`, which npm installs on that platform only,
and `truecopy`, which has the command and names the others. A package is a folder for `npm publish`. Needs Python 3.9 and nothing else.
"""

import json
import pathlib
import re
import shutil
import sys
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# What Node calls the platforms that a release is built for.
PLATFORMS = {
    "x86_64-unknown-linux-gnu": ("linux", "x64"),
    "aarch64-unknown-linux-gnu": ("linux", "arm64"),
    "x86_64-apple-darwin": ("darwin", "x64"),
    "aarch64-apple-darwin": ("darwin", "arm64"),
    "x86_64-pc-windows-msvc": ("win32", "x64"),
}


def main(folder, out):
    out = pathlib.Path(out)
    made = {}
    for archive in sorted(pathlib.Path(folder).glob("truecopy-*")):
        packed = re.fullmatch(r"truecopy-([^-]+)-(.+)\.(tgz|zip)", archive.name)
        if packed:
            version, target, _ = packed.groups()
            made[platform(archive, version, target, out)] = version
    if not made or len(set(made.values())) > 1:
        sys.exit(f"{folder} holds {len(made)} archives of {len(set(made.values()))} versions")
    (version,) = set(made.values())
    command = out / "truecopy"
    command.mkdir(parents=True)
    shutil.copy(HERE / "npm" / "truecopy.js", command)
    for paper in ["README.md", "LICENSE-APACHE", "LICENSE-MIT", "NOTICE", "THIRD-PARTY.md"]:
        shutil.copy(ROOT / paper, command)
    more = {"bin": {"truecopy": "truecopy.js"}, "engines": {"node": ">=18"}, "optionalDependencies": made}
    describe(command, "truecopy", version, more)
    print("\n".join(str(out / name) for name in [*made, "truecopy"]))


def platform(archive, version, target, out):
    """Makes the package of one platform; gives its name."""
    system, processor = PLATFORMS[target]
    name = f"truecopy-{system}-{processor}"
    package = out / name
    package.mkdir(parents=True)
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(package)
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(package, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    # The archive holds one folder, of its own name.
    inside = package / f"truecopy-{version}-{target}"
    for file in inside.iterdir():
        file.rename(package / file.name)
    inside.rmdir()
    (package / "bin").mkdir()
    binary = "truecopy.exe" if system == "win32" else "truecopy"
    (package / binary).rename(package / "bin" / binary)
    libc = {"libc": ["glibc"]} if system == "linux" else {}
    describe(package, name, version, {"os": [system], "cpu": [processor], **libc})
    return name


def describe(package, name, version, more):
    """Writes the package.json; what it says is what Cargo.toml says, and pyproject.toml of the licences of all that is inside."""
    about = {
        "name": name,
        "version": version,
        "description": said("Cargo.toml", "description"),
        "license": said("pyproject.toml", "license"),
        "repository": {"type": "git", "url": f"git+{said('Cargo.toml', 'repository')}.git"},
        **more,
    }
    (package / "package.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")


def said(file, key):
    """The first value of this name in a file of TOML."""
    return re.search(rf'^{key} = "(.*)"$', (ROOT / file).read_text(encoding="utf-8"), re.M).group(1)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
