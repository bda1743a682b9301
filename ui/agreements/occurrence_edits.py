"""Undoable decisions about one occurrence: move it, skip it, take that back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.queries.year_strip import MarkState, StripMark
from app.usecases.generation import (
    OccurrenceSaved,
    move_occurrence,
    restore_occurrence,
    skip_occurrence,
)
from resources.texts import _, format_date
from ui.edits import Call, Edit

Turn = Callable[..., OccurrenceSaved]
"""A use case that decides about an occurrence."""

MERGE_SECONDS = 1.5
"""Moves of one occurrence by the keyboard within this time are one step."""


@dataclass(slots=True, eq=False)
class Decided:
    """What was decided about an occurrence, under the version it has now; edits that meet in it share it."""

    version: int
    moved_to: date | None = None
    skipped: bool = False
    note: str = ""


class Decisions:
    """Finds what earlier edits left again: undo gives an old decision a new version.

    A version that somebody else made is a decision of its own: undoing past it is a conflict.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, date, int], Decided] = {}

    def of(self, mark: StripMark) -> Decided:
        """What is decided about an occurrence as it is shown."""
        key = mark.line_id, mark.calculated, mark.version
        if key not in self._known:
            moved_to = mark.on if mark.is_moved else None
            is_skipped = mark.state is MarkState.SKIPPED
            self._known[key] = Decided(mark.version, moved_to, is_skipped, mark.note)
        return self._known[key]

    def note(self, mark: StripMark, decided: Decided, version: int) -> None:
        """A decision was stored, perhaps again, and has this version now."""
        name = mark.line_id, mark.calculated
        if self._known.get((*name, decided.version)) is decided:
            del self._known[(*name, decided.version)]
        decided.version = version
        self._known[(*name, version)] = decided


class _OccurrenceEdit(Edit):
    """From what was decided about an occurrence to something else, and back."""

    def __init__(self, decisions: Decisions, mark: StripMark, after: Decided) -> None:
        self.mark, self._decisions = mark, decisions
        self._before, self._after = decisions.of(mark), after
        self._answer: OccurrenceSaved | None = None

    def forward(self) -> Call:
        """Decide it."""
        if self._after.skipped:
            return self._call(skip_occurrence, self._before, note=self._after.note)
        if self._after.moved_to is None:
            return self._call(restore_occurrence, self._before)
        return self._call(move_occurrence, self._before, to=self._after.moved_to)

    def backward(self) -> Call:
        """Decide as before; an order goes back to its date, its line to the order it was taken from."""
        before, answer = self._before, self._answer
        if before.skipped:
            return self._call(skip_occurrence, self._after, note=before.note)
        if answer is not None and answer.order_id:
            return self._call(move_occurrence, self._after, to=answer.was_on, into_order_id=answer.split_from)
        if before.moved_to is not None:
            return self._call(move_occurrence, self._after, to=before.moved_to)
        return self._call(restore_occurrence, self._after)

    def done(self, answer: OccurrenceSaved) -> None:
        """Remember the version, and where its order was."""
        self._answer = answer
        self._decisions.note(self.mark, self._after, answer.version)

    def undone(self, answer: OccurrenceSaved) -> None:
        """Remember the version that the old decision has now."""
        self._decisions.note(self.mark, self._before, answer.version)

    def _call(self, usecase: Turn, seen: Decided, **more: object) -> Call:
        named = {"line_id": self.mark.line_id, "calculated": self.mark.calculated}
        return Call(usecase, {**named, "seen": seen.version, **more})


class MoveOccurrence(_OccurrenceEdit):
    """One occurrence gets another date; moment is a monotonic time for the keyboard, 0 never merges."""

    def __init__(self, decisions: Decisions, mark: StripMark, to: date, *, moment: float = 0.0) -> None:
        super().__init__(decisions, mark, Decided(0, moved_to=to))
        self._to, self._moment = to, moment
        self._name()

    def _name(self) -> None:
        self.text = _("Move one visit to {date}").format(date=format_date(self._to, "medium"))

    def absorb(self, later: Edit) -> bool:
        """Take a later step of the keyboard with the same occurrence into this one."""
        if not isinstance(later, MoveOccurrence) or not (self._moment and later._moment):
            return False
        if later._before is not self._after or later._moment - self._moment > MERGE_SECONDS:
            return False
        self._after, self._to, self._moment = later._after, later._to, later._moment
        self._name()
        return True


class SkipOccurrence(_OccurrenceEdit):
    """No order for one occurrence."""

    def __init__(self, decisions: Decisions, mark: StripMark) -> None:
        super().__init__(decisions, mark, Decided(0, skipped=True))
        self.text = _("Skip the visit of {date}").format(date=format_date(mark.on, "medium"))


class RestoreOccurrence(_OccurrenceEdit):
    """An occurrence is as its interval says again."""

    def __init__(self, decisions: Decisions, mark: StripMark) -> None:
        super().__init__(decisions, mark, Decided(0))
        self.text = _("Put the visit of {date} back").format(date=format_date(mark.calculated, "medium"))
