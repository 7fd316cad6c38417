"""The key form of the knowledge tables; the same as `fold` in src/knowledge/key.rs."""
import unicodedata

SINGLE = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n", "ə": "a",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u02bb": "'", "`": "'", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-",
})


def fold(text):
    """Lower case, no diacritics, straight apostrophes, hyphens kept, single spaces."""
    text = unicodedata.normalize("NFD", text.lower())
    text = "".join(c for c in text if unicodedata.category(c) != "Mn")
    return " ".join(text.translate(SINGLE).split())


def rows(path):
    """Rows of a TSV table without its heading lines."""
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line and not line.startswith("#"):
                yield line.split("\t")
