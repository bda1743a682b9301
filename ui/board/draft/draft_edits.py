"""Steps of a draft, and publishing it, as edits that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.queries.board import VisitColumns
from app.usecases.visits import LeftOut, Placement, Rearranged, SeenVisit, TimeOff, publish_draft
from resources.texts import ngettext
from ui.board.draft.draft_book import DraftBook, Entries, Entry, Outcome, wish_of
from ui.board.editing.commands import MERGE_SECONDS, Rearrange, Versions, made_of, wanted_of
from ui.edits import Call, Edit, LocalEdit

if TYPE_CHECKING:
    from ui.board.draft.draft import DraftDesk

Block = tuple[TimeOff, ...]


class DraftStep(LocalEdit):
    """Something done to a draft: entries as they were and as they are."""

    def __init__(
        self,
        desk: DraftDesk,
        text: str,
        *,
        entries: Entries,
        rows: Mapping[int, VisitColumns],
        block: Block | None = None,
        moment: float = 0.0,
    ) -> None:
        """`moment` is a monotonic time in seconds for steps of the keyboard, 0 for what never merges."""
        self.text = text
        self._desk, self._rows, self._moment = desk, dict(rows), moment
        book = desk.book
        self._after = dict(entries)
        self._before: dict[int, Entry | None] = {one: book.entries.get(one) for one in entries}
        self._rows |= {one: book.rows[one] for one in entries if one in book.rows}
        self._block_before = book.block
        self._block_after = book.block if block is None else block

    def done(self, answer: object) -> None:
        """As it shall be."""
        self._desk.put(self._after, self._rows, self._block_after)

    def undone(self, answer: object) -> None:
        """As it was."""
        self._desk.put(self._before, self._rows, self._block_before)

    def absorb(self, later: Edit) -> bool:
        """Take a later step of the keyboard with the same visits into this one."""
        if not isinstance(later, DraftStep) or not (self._moment and later._moment):
            return False
        if later._after.keys() != self._after.keys() or later._moment - self._moment > MERGE_SECONDS:
            return False
        self._after, self._moment = later._after, later._moment
        return True


class PublishDraft(Rearrange):
    """A whole draft brought into the database; what cannot be done any more stays in the draft."""

    def __init__(self, desk: DraftDesk, versions: Versions) -> None:
        """Publish what is drafted now."""
        book = desk.book
        moves, news = book.moves(), book.news()
        super().__init__(
            versions,
            _text(len(book.entries) + len(book.block)),
            moves=[place for entry in moves for place in _placements(book, entry)],
            news=[place for entry in news for place in _made(entry)],
            drops=[SeenVisit(entry.visit_id, entry.seen) for entry in book.drops()],
            block=book.block,
        )
        self._desk = desk
        self._entries = dict(book.entries)
        self._rows = dict(book.rows)
        self._new_ids = [entry.visit_id for entry in news]
        self._drafted: dict[int, int] = {}
        self._published = frozenset(book.entries)

    def forward(self) -> Call:
        """Publish; as a redo, do again what was published."""
        call = super().forward()
        return call if self._answer is not None else Call(publish_draft, call.arguments)

    def done(self, answer: Rearranged) -> None:
        """Take what was published out of the draft, and note what was not and why."""
        self._name_made(answer)
        left = {self._draft_id(one): one.why for one in answer.left if one.time is None}
        away = {_unsaved(one.time): one.why for one in answer.left if one.time is not None}
        self._published = self._published.difference(left)
        super().done(answer)
        self.tells_left = False
        entered = tuple(_unsaved(time) for time in answer.blocked)
        outcome = Outcome(self._published, entered, left, away)
        self.text = _text(outcome.count)
        self._desk.published(outcome)

    def undone(self, answer: Rearranged) -> None:
        """What was published is a draft again, but for what somebody else has changed since."""
        Rearrange.done(self, answer)
        self.tells_left = True
        self._published -= {self._draft_id(one) for one in answer.left if one.time is None}
        entries: Entries = {one: self._entries[one] for one in self._published}
        freed = tuple(_unsaved(time) for time in answer.freed)
        self._desk.put(entries, self._rows, (*self._desk.book.block, *freed))

    def _name_made(self, answer: Rearranged) -> None:
        """Which drafted visit each of the made ones is; done again, one may have another id."""
        if self._answer is None:
            left = {one.at for one in answer.left}
            ids = [one for at, one in enumerate(self._new_ids) if at not in left]
        else:
            ids = [self._drafted[was.placement.visit_id] for was in self._answer.dropped]
        self._drafted |= {placed.visit_id: one for placed, one in zip(answer.made, ids, strict=True)}

    def _draft_id(self, left: LeftOut) -> int:
        """The drafted visit that something left out stands for."""
        return self._new_ids[left.at] if left.at >= 0 else self._drafted.get(left.visit_id, left.visit_id)


def _text(n: int) -> str:
    return ngettext("Publish {n} change", "Publish {n} changes", n).format(n=n)


def _unsaved(time: TimeOff) -> TimeOff:
    """Time off as a draft holds it: no row is there yet."""
    return replace(time, absence_id=0)


def _placements(book: DraftBook, entry: Entry) -> Sequence[Placement]:
    order_id = int(book.rows[entry.visit_id].order_id[0])
    return wanted_of([wish_of(entry)], [order_id], override=entry.override)


def _made(entry: Entry) -> Sequence[Placement]:
    return made_of([entry.new], override=entry.override) if entry.new else []
