"""What others do: rows they committed, and what they have in hand this moment."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from app.presence import Presence, announce
from ui.jobs import Jobs

AGAIN_MS = 4_000
"""Who has something in hand says so again, for those who came later or heard nothing."""
FORGET_S = 13.0
"""Who has not said so for this long has gone."""


class Live(QObject):
    """Tells pages what changed, and colleagues what is in hand here.

    Signals:
        changed(Changes): rows were committed; `changes.own` says by whom.
        present(): somebody took something in hand, or put it down.
    """

    changed = Signal(object)
    present = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._others: dict[str, tuple[Presence, float]] = {}
        self._visits: frozenset[int] = frozenset()
        self._order_id = 0
        self._is_saying, self._says_more, self._asks = False, False, False
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._remind)
        jobs.wrote.connect(self.changed)
        jobs.heard.connect(self.changed)
        jobs.noted.connect(self._on_note)
        if self.is_shared:
            self._again.start()

    @property
    def is_shared(self) -> bool:
        """Whether colleagues can be at the same database."""
        return not self._jobs.context.database.is_sqlite

    @property
    def others(self) -> tuple[Presence, ...]:
        """What colleagues have in hand."""
        return tuple(note for note, _heard in self._others.values())

    def hold(self, visit_ids: Iterable[int]) -> None:
        """Say which visits are held here; none when they were let go."""
        held = frozenset(visit_ids)
        if held != self._visits:
            self._visits = held
            self._say()

    def open(self, order_id: int) -> None:
        """Say which order is open here; 0 for none."""
        if order_id != self._order_id:
            self._order_id = order_id
            self._say()

    def ask(self) -> None:
        """Ask colleagues what they have in hand."""
        self._say(asks=True)

    def _say(self, *, asks: bool = False) -> None:
        """One note at a time: readers run side by side, and an older one must not arrive last."""
        if not self.is_shared:
            return
        self._asks = self._asks or asks
        if self._is_saying:
            self._says_more = True
            return
        self._is_saying, self._says_more = True, False
        context = self._jobs.context
        note = Presence(context.origin, context.user.name, self._visits, self._order_id, self._asks)
        self._asks = False
        # a note that cannot be sent is not worth a word: the next one says the same
        self._jobs.gather(announce, note, done=self._said, failed=self._said, owner=self)

    def _said(self, _answer: object) -> None:
        self._is_saying = False
        if self._says_more:
            self._say()

    def _remind(self) -> None:
        if self._visits or self._order_id:
            self._say()
        gone = [origin for origin, (_note, at) in self._others.items() if monotonic() - at > FORGET_S]
        for origin in gone:
            del self._others[origin]
        if gone:
            self.present.emit()

    def _on_note(self, note: Presence) -> None:
        if note.asks and (self._visits or self._order_id):
            self._say()
        before = self._others.get(note.origin)
        if note:
            self._others[note.origin] = note, monotonic()
        else:
            self._others.pop(note.origin, None)
        if (before[0] if before else None) != (note or None):
            self.present.emit()
