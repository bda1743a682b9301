"""What a person can meet: a refusal, a conflict, an unreachable database. Anyone may import it.

Everything else that is raised is a bug and ends in the crash dialog.
"""

from __future__ import annotations


class Expected(Exception):
    """Base of what is not a bug: carries a sentence for a person.

    Attributes:
        sentence: what happened, where, and what would be right; already translated.
        remedy: what would fix it, or an empty string.
    """

    def __init__(self, sentence: str, *, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


class Refused(Expected):
    """A rule said no."""

    def __init__(self, sentence: str, *, remedy: str = "", field: str = "") -> None:
        super().__init__(sentence, remedy=remedy)
        self.field = field


class Overlap(Refused):
    """The technician is booked already; the database or the rule said so."""


class Missing(Refused):
    """The row is gone, or this person may not see it."""


class Conflict(Expected):
    """Somebody was first: the row has another version than the one this person saw."""

    def __init__(self, sentence: str, *, kind: str = "", row_id: int = 0, by: str = "") -> None:
        super().__init__(sentence)
        self.kind = kind
        self.row_id = row_id
        self.by = by


class Unavailable(Expected):
    """The database is away, locked or read-only; the work is not lost and may be tried again."""
