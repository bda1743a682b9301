"""Undoable edits that say something of visits where they stand: how far they are, what is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.queries.board import VisitColumns
from app.usecases.visits import NewLock, NewStatus, SeenVisit, set_lock, set_status
from models.terms import Lock, VisitStatus
from ui.board.editing.commands import BoardEdit, Versions
from ui.edits import Call


@dataclass(frozen=True, slots=True)
class Said:
    """What a visit is to be, and what it was; `seen` is its version."""

    visit_id: int
    seen: int
    status: VisitStatus | None = None
    was_status: VisitStatus | None = None
    lock: Lock | None = None
    was_lock: Lock | None = None


class Say(BoardEdit):
    """Status or lock of visits; `is_lock` tells which."""

    def __init__(self, said: Sequence[Said], versions: Versions, text: str, *, is_lock: bool) -> None:
        """Say it of all of them or of none."""
        super().__init__(versions, text)
        self._said = {one.visit_id: one for one in said}
        self._is_lock = is_lock
        self._sent: Mapping[int, int] = {}

    def forward(self) -> Call:
        """Say it."""
        return self._call(is_back=False)

    def backward(self) -> Call:
        """As it was."""
        return self._call(is_back=True)

    def done(self, answer: VisitColumns) -> None:
        """Remember the versions."""
        for visit_id, version in zip(answer.id.tolist(), answer.version.tolist(), strict=True):
            self._note(visit_id, seen=self._sent[visit_id], version=version)

    def undone(self, answer: VisitColumns) -> None:
        """Remember the versions."""
        self.done(answer)

    def _call(self, *, is_back: bool) -> Call:
        known = bool(self._marks)
        seen = [
            SeenVisit(one.visit_id, self._version(one.visit_id) if known else self._newest(one))
            for one in self._said.values()
        ]
        self._sent = {one.visit_id: one.seen for one in seen}
        if self._is_lock:
            return Call(set_lock, {"visits": [self._lock(one, is_back=is_back) for one in seen]})
        return Call(set_status, {"visits": [self._status(one, is_back=is_back) for one in seen]})

    def _newest(self, one: Said) -> int:
        return self._versions.after(one.visit_id, one.seen)

    def _lock(self, seen: SeenVisit, *, is_back: bool) -> NewLock:
        one = self._said[seen.visit_id]
        return NewLock(seen.visit_id, seen.seen, one.was_lock if is_back else one.lock)

    def _status(self, seen: SeenVisit, *, is_back: bool) -> NewStatus:
        one = self._said[seen.visit_id]
        status = one.was_status if is_back else one.status
        if status is None:
            raise ValueError("no status was said")
        return NewStatus(seen.visit_id, seen.seen, status)
