"""Shared by the pack builders: fetching packages by name, hashing, writing sections.

Every pack file has the same shape (all integers little endian):

    magic   8 bytes, e.g. b"TCLEX\\0\\0\\1"
    count   u32, number of sections
    ends    u32 per section, byte offset of its end from the start of the file
    data    the sections, one after another

so a reader finds section i at ends[i-1]..ends[i] without parsing anything.
"""
import os
import struct
import subprocess
import tarfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CACHE = os.path.join(ROOT, "tools", ".cache")
TABLES = os.path.join(ROOT, "crates", "truecopy-data", "tables")
PACKS = os.path.join(ROOT, "crates", "truecopy-data", "packs")
VECTORS = os.path.join(ROOT, "crates", "truecopy-vectors")


def npm(name, version):
    """Unpacked folder of an npm package, fetched with `npm pack` on first use."""
    target = os.path.join(CACHE, f"{name}-{version}")
    if not os.path.isdir(target):
        os.makedirs(target)
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=CACHE, check=True)
        with tarfile.open(os.path.join(CACHE, f"{name}-{version}.tgz")) as tar:
            tar.extractall(target, filter="data")
    return os.path.join(target, "package")


def debian(name):
    """Unpacked folder of a Debian package, fetched with `apt-get download` on first use."""
    target = os.path.join(CACHE, f"deb-{name}")
    if not os.path.isdir(target):
        os.makedirs(target)
        subprocess.run(["apt-get", "download", name], cwd=CACHE, check=True)
        deb = [f for f in sorted(os.listdir(CACHE)) if f.startswith(name + "_") and f.endswith(".deb")]
        subprocess.run(["dpkg-deb", "-x", os.path.join(CACHE, deb[0]), target], check=True)
    return target


def crate(name, version):
    """Source folder of a crate, fetched with `cargo fetch` in a scratch project on first use."""
    target = os.path.join(CACHE, f"crate-{name}")
    home = os.environ.get("CARGO_HOME", os.path.expanduser("~/.cargo"))
    found = lambda: [
        os.path.join(home, "registry", "src", d, f"{name}-{version}")
        for d in sorted(os.listdir(os.path.join(home, "registry", "src")))
        if os.path.isdir(os.path.join(home, "registry", "src", d, f"{name}-{version}"))
    ] if os.path.isdir(os.path.join(home, "registry", "src")) else []
    if not found():
        os.makedirs(os.path.join(target, "src"), exist_ok=True)
        open(os.path.join(target, "src", "lib.rs"), "w").close()
        with open(os.path.join(target, "Cargo.toml"), "w") as out:
            out.write(f'[package]\nname = "scratch"\nversion = "0.0.0"\nedition = "2021"\n'
                      f'[workspace]\n[dependencies]\n{name} = "={version}"\n')
        subprocess.run(["cargo", "fetch"], cwd=target, check=True)
    return found()[0]


def fnv(data):
    """32-bit FNV-1a with a final mix; the readers compute the same."""
    h = 0x811C9DC5
    for byte in data:
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    h ^= h >> 15
    h = (h * 0x2C1B3C6D) & 0xFFFFFFFF
    return h ^ (h >> 13)


def u24(values):
    out = bytearray()
    for v in values:
        assert 0 <= v < 1 << 24, v
        out += v.to_bytes(3, "little")
    return bytes(out)


def u32(values):
    return struct.pack(f"<{len(values)}I", *values)


def u16(values):
    return struct.pack(f"<{len(values)}H", *values)


def strings(words):
    """(blob, u24 offsets): word i is blob[offsets[i]:offsets[i + 1]], UTF-8."""
    blob, offsets = bytearray(), [0]
    for word in words:
        blob += word.encode()
        offsets.append(len(blob))
    return bytes(blob), u24(offsets)


def slots(words, width=3):
    """Open-addressing hash table over the words: power-of-two slots, linear probing,
    each slot the index of its word plus one, or 0 when free."""
    size = 1
    while size * 3 < len(words) * 4:
        size *= 2
    table = [0] * size
    for index, word in enumerate(words):
        at = fnv(word.encode()) & (size - 1)
        while table[at]:
            at = (at + 1) & (size - 1)
        table[at] = index + 1
    return u24(table) if width == 3 else u16(table)


def csr(rows):
    """(u24 offsets, flat list) of a list of lists."""
    offsets, flat = [0], []
    for row in rows:
        flat.extend(row)
        offsets.append(len(flat))
    return u24(offsets), flat


def write(name, magic, sections, folder=PACKS):
    ends, at = [], 8 + 4 + 4 * len(sections)
    for section in sections:
        at += len(section)
        ends.append(at)
    with open(os.path.join(folder, name), "wb") as out:
        out.write(magic.ljust(8, b"\0"))
        out.write(struct.pack("<I", len(sections)))
        out.write(u32(ends))
        for section in sections:
            out.write(section)
    print(f"{name}: {at} bytes", [len(s) for s in sections])


def rows(name):
    """Rows of a hand-kept table: tab separated, `#` starts a comment line."""
    with open(os.path.join(TABLES, name), encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                yield line.split("\t")


def words_of(cell):
    return [w.strip() for w in cell.split(",") if w.strip()]
