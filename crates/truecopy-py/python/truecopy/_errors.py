"""The exceptions, and what pickle makes results with."""

# `typing` would cost a start of the command a third of its time.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from truecopy._truecopy import Report


class TruecopyError(Exception):
    """Whatever truecopy raises of its own."""


class SettingsError(TruecopyError, ValueError):
    """A setting that is unknown or has a value that it does not take, or a settings file with mistakes."""


class ReadError(TruecopyError):
    """A file or an archive that cannot be read, or an archive that has no wire for a text."""


class NotChecked(TruecopyError):
    """A pair that could not be checked: a file that cannot be read, a text that is too long, a check that took too long.

    Texts that cannot be compared are no error: their report has the verdict ``not-comparable``.
    """

    id: str
    """The id of the pair."""
    error: str
    """Why it could not be checked."""

    def __init__(self, id: str, error: str, line: str) -> None:
        super().__init__(id, error, line)
        self.id = id
        self.error = error
        self._line = line

    def __str__(self) -> str:
        # A file that cannot be read is named there already.
        return self.error if self.error.startswith(f"{self.id}: ") else f"{self.id}: {self.error}"

    def to_json(self) -> str:
        """The line that ``truecopy batch`` writes for the pair, without a line end."""
        return self._line

    def to_dict(self) -> "dict[str, Any]":
        """The same as a dict, with the keys ``id`` and ``error``."""
        return {"id": self.id, "error": self.error}


def _report(line: str, reason: str, notes: "list[str]") -> "Report":
    """Makes a report again that was pickled."""
    from truecopy._truecopy import Report

    return Report.from_json(line, reason=reason, notes=notes)


def _again(name: str, line: str) -> "Any":
    """Makes an object of another class again that was pickled."""
    import truecopy._truecopy

    return getattr(truecopy._truecopy, name)._from_json(line)
