"""Checks rewritten news stories against the wire texts they were made from.

    >>> import truecopy
    >>> report = truecopy.check("Rescuers reached 12 sailors on Tuesday.", "Rescuers reached 47 sailors on Tuesday.")
    >>> report.verdict, [finding.text for finding in report.findings]
    ('drifted', ['47'])

A string is always a text. A file is a ``pathlib.Path`` or an open file. ``docs/python.md`` of the project says the rest.
"""

from truecopy._errors import NotChecked, ReadError, SettingsError, TruecopyError
from truecopy._truecopy import (
    Archive,
    Checker,
    Evidence,
    Finding,
    Match,
    Report,
    Rule,
    Span,
    Wire,
    __version__,
    check,
    check_batch,
    match,
    rules,
    terms,
)

__all__ = [
    "Archive",
    "Checker",
    "Evidence",
    "Finding",
    "Match",
    "NotChecked",
    "ReadError",
    "Report",
    "Rule",
    "SettingsError",
    "Span",
    "TruecopyError",
    "Wire",
    "__version__",
    "check",
    "check_batch",
    "match",
    "rules",
    "terms",
]
