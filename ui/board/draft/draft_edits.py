"""Steps of a draft, and publishing it, as edits that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.queries.board import VisitColumns
from app.usecases.visits import Placement, Rearranged, SeenVisit, TimeOff, publish_draft
from ui.board.draft.draft_book import DraftBook, Entries, Entry, wish_of
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

    tells_left = False

    def __init__(self, desk: DraftDesk, versions: Versions, text: str) -> None:
        """Publish what is drafted now."""
        book = desk.book
        moves, news = book.moves(), book.news()
        super().__init__(
            versions,
            text,
            moves=[place for entry in moves for place in _placements(book, entry)],
            news=[place for entry in news for place in _made(entry)],
            drops=[SeenVisit(entry.visit_id, entry.seen) for entry in book.drops()],
            block=book.block,
        )
        self._desk = desk
        self._entries = dict(book.entries)
        self._rows = dict(book.rows)
        self._new_ids = [entry.visit_id for entry in news]
        self._published: set[int] = set()

    def forward(self) -> Call:
        """Publish; as a redo, do again what was published."""
        call = super().forward()
        return call if self._answer is not None else Call(publish_draft, call.arguments)

    def done(self, answer: Rearranged) -> None:
        """Take what was published out of the draft, and note what was not and why."""
        if self._answer is None:
            left = {one.visit_id or self._new_ids[one.at]: one.why for one in answer.left}
            self._published = self._entries.keys() - left.keys()
        else:
            left = {}
        super().done(answer)
        self._desk.published(self._published, left)

    def undone(self, answer: Rearranged) -> None:
        """What was published is a draft again."""
        Rearrange.done(self, answer)
        self._published -= {one.visit_id for one in answer.left}
        entries: Entries = {one: self._entries[one] for one in self._published}
        self._desk.put(entries, self._rows, self._block)


def _placements(book: DraftBook, entry: Entry) -> Sequence[Placement]:
    order_id = int(book.rows[entry.visit_id].order_id[0])
    return wanted_of([wish_of(entry)], [order_id], reason=entry.reason, override=entry.override)


def _made(entry: Entry) -> Sequence[Placement]:
    return made_of([entry.new], reason=entry.reason, override=entry.override) if entry.new else []
