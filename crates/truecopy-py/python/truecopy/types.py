"""Types for annotations. Nothing of truecopy itself needs them when it runs."""

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol, TypedDict, Union

from truecopy._truecopy import Wire

Verdict = Literal["faithful", "minor-faults", "drifted", "different-story", "identical", "not-comparable"]
Severity = Literal["neutral", "minor", "major", "critical"]
Level = Literal["off", "on", "neutral", "minor", "major", "critical"]


class Readable(Protocol):
    """An open file, of text or of bytes."""

    def read(self) -> Union[str, bytes]: ...


Text = Union[str, bytes, "os.PathLike[str]", Readable]
"""A text. A string is the text itself, never the name of a file; a path is one."""

Takes = Union[Text, "list[Text]", "list[str]", "tuple[Text, ...]", Wire]
"""A wire: a text, its takes, or one that was read before."""

Path = Union[str, "os.PathLike[str]"]
Day = Union[datetime.date, str]

Pair = Union["tuple[Takes, Text]", "tuple[Union[str, int], Takes, Text]", "dict[str, Any]"]
"""``(wire, rewrite)``, ``(id, wire, rewrite)``, or a dict with the keys of a line of ``truecopy batch``."""


class Settings(TypedDict, total=False):
    """Settings by name; what is None is left as it is. ``docs/gate.md`` says what each is for."""

    config: Union[Path, None]
    select: Union[str, Sequence[str], None]
    ignore: Union[str, Sequence[str], None]
    kind: Union[Literal["auto", "story", "summary"], None]
    language: Union[Literal["auto", "en"], None]
    lexicon: Union[Path, None]
    facts: Union[Path, Sequence[Path], None]
    house: Union[Path, Sequence[Path], None]
    learnt: Union[Path, None]
    reader: Union[Literal["auto", "all", "off"], None]
    reader_model: Union[Path, None]
    max_words: Union[int, None]
    max_seconds: Union[int, None]
    min_severity: Union[Severity, None]
    min_confidence: Union[float, None]
    accepted: Union[Path, None]
    baseline: Union[Path, None]
    cache: Union[Path, None]
    rules: Union[Mapping[str, Level], None]
    categories: Union[Mapping[str, Level], None]
