from collections.abc import Iterable, Iterator
from typing import Any, Literal, final, overload

from typing_extensions import Unpack

from truecopy._errors import NotChecked
from truecopy.types import Day, Pair, Path, Settings, Severity, Takes, Text, Verdict

__all__ = [
    "Archive",
    "Batch",
    "Checker",
    "Evidence",
    "Finding",
    "Match",
    "Report",
    "Rule",
    "Span",
    "THRESHOLD",
    "Wire",
    "__version__",
    "check",
    "check_batch",
    "likeness",
    "main",
    "match",
    "rules",
    "term_rarity",
    "term_weight",
    "terms",
]
THRESHOLD: float
__version__: str

@final
class Span:
    """Words of a text. ``start`` and ``end`` are indices of the string that was read."""

    __match_args__: tuple[str, ...]
    @property
    def take(self) -> int | None: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Evidence:
    """What a finding rests on: words of the wire, other words of the rewrite, an entry of the tables."""

    __match_args__: tuple[str, ...]
    @property
    def wire(self) -> list[Span]: ...
    @property
    def rewrite(self) -> list[Span]: ...
    @property
    def knowledge(self) -> str | None: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Finding:
    """One likely fault at one place. ``start``, ``end`` and ``text`` are None where only the wire has the words."""

    __match_args__: tuple[str, ...]
    @property
    def rule(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def confidence(self) -> float: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def fault(self) -> int | None: ...
    @property
    def message(self) -> str: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def replacement(self) -> str | None: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Report:
    """What a check comes to: what a line of ``truecopy batch`` says, with the reason for the verdict and notes besides."""

    __match_args__: tuple[str, ...]
    @property
    def id(self) -> str: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def fidelity(self) -> float: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def reason(self) -> str: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    def to_json(self) -> str:
        """The line that ``truecopy batch`` writes, without a line end."""

    def to_dict(self) -> dict[str, Any]:
        """The same as a dict."""

    @staticmethod
    def from_json(line: str, *, reason: str = "", notes: list[str] = ...) -> Report:
        """Reads a line of ``truecopy batch``. Raises ``NotChecked`` for one with an error."""

@final
class Rule:
    """One kind of fault that is looked for."""

    __match_args__: tuple[str, ...]
    @property
    def id(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def summary(self) -> str: ...
    @property
    def docs(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Wire:
    """A wire, read and analysed once for any number of rewrites: one text, or its takes."""

    def __new__(cls, *takes: Text) -> Wire: ...
    @property
    def texts(self) -> list[str]: ...

@final
class Checker:
    """The checker with settings: made once, for many checks and any number of threads."""

    def __new__(cls, **settings: Unpack[Settings]) -> Checker: ...
    def check(self, wire: Takes, rewrite: Text, *, id: str | None = None, date: Day | None = None) -> Report:
        """Checks one rewrite against its wire. Raises ``NotChecked`` where that cannot be done."""

    @overload
    def check_batch(
        self, pairs: Iterable[Pair], *, threads: int | None = None, return_exceptions: Literal[False] = False
    ) -> Iterator[Report]: ...
    @overload
    def check_batch(
        self, pairs: Iterable[Pair], *, threads: int | None = None, return_exceptions: bool
    ) -> Iterator[Report | NotChecked]: ...

@final
class Batch(Iterator[Report | NotChecked]):
    """The reports on many pairs, as they come."""

    def __iter__(self) -> Batch: ...
    def __next__(self) -> Report | NotChecked: ...

@final
class Match:
    """A story that a text may have been made from."""

    __match_args__: tuple[str, ...]
    @property
    def wire(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def matched(self) -> bool: ...
    @property
    def shared(self) -> list[str]: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Archive:
    """An index that ``truecopy index`` made, or a folder, a feed or a story that is indexed on the spot."""

    def __new__(cls, path: Path) -> Archive: ...
    def match(self, text: Text, *, top: int = 1, threshold: float | None = None, days: int | None = None, section: str | None = None) -> list[Match]:
        """The stories that a text was most likely made from, the best first."""

    def wire_of(self, text: Text, *, threshold: float | None = None, days: int | None = None, section: str | None = None) -> Wire:
        """The wire that a text was made from. Raises ``ReadError`` where the archive has none."""

def check(
    wire: Takes, rewrite: Text, *, id: str | None = None, date: Day | None = None, **settings: Unpack[Settings]
) -> Report:
    """Checks one rewrite against its wire. Raises ``NotChecked`` where that cannot be done."""

@overload
def check_batch(
    pairs: Iterable[Pair],
    *,
    threads: int | None = None,
    return_exceptions: Literal[False] = False,
    **settings: Unpack[Settings],
) -> Iterator[Report]:
    """Checks many pairs, on several threads; gives the reports in order, as they come."""

@overload
def check_batch(
    pairs: Iterable[Pair], *, threads: int | None = None, return_exceptions: bool, **settings: Unpack[Settings]
) -> Iterator[Report | NotChecked]: ...
def match(archive: Archive | Path, text: Text, *, top: int = 1, threshold: float | None = None, days: int | None = None, section: str | None = None) -> list[Match]:
    """The stories of an archive that a text was most likely made from, the best first."""

def terms(text: Text) -> list[tuple[int, bool]]:
    """What a text is known by: the hashes of its distinct words, names and figures, each with whether it is a name or a figure."""

def term_rarity(term: int) -> float:
    """What a term weighs for a story, whatever archive that is in."""

def term_weight(term: int, firm: bool, having: int, stories: int) -> float:
    """What a term weighs for a text that is searched for, where so many of all stories have it."""

def likeness(shared: float, whole: float, told: float, weight: float) -> float:
    """How likely a text was made from a story, by what both have of the text's weight and of the story's."""

def rules() -> list[Rule]:
    """What truecopy looks for."""

def main() -> None:
    """The command ``truecopy``; does not return."""
