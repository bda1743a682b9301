"""The draft plan: what is planned goes here first, is summed up, and is published or dropped as one step.

While it is on, everything that would move, make or drop visits goes into the draft (board.md 4, 5). Its
visits stand on the board, painted as a draft; a file keeps it over a crash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.queries.board import VisitColumns
from app.usecases.visits import TimeOff
from resources.texts import _, ngettext
from ui.board.draft.draft_book import DraftBook, Entries, Outcome
from ui.board.draft.draft_edits import DraftStep, PublishDraft
from ui.board.draft.draft_file import draft_path, keep, kept
from ui.board.draft.draft_sums import Balance, balance
from ui.board.editing.arrangement import Arrangement, rows_of, unsaved_ids
from ui.board.model import empty_columns, joined_rows, only_rows
from ui.widgets.toast import Kind

if TYPE_CHECKING:
    from ui.board.page import BoardPage

KEEP_MS = 200


class DraftDesk(QObject):
    """The draft of one board.

    Signals:
        changed(): what it holds, or whether it is on.
    """

    changed = Signal()

    def __init__(self, page: BoardPage) -> None:
        """Take up what a file has kept, as soon as the board is there."""
        super().__init__(page)
        self._page, self._view = page, page.view
        self.book = DraftBook()
        self.is_on = False
        self._held: set[int] = set()
        context = page.jobs.context
        self._path = draft_path(context.settings.url, context.user.name)
        self._kept = kept(self._path)
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keeping.timeout.connect(self.keep)
        page.planning.take_draft = self.take
        page.view.days_changed.connect(self._on_model)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.keep)

    # ------------------------------------------------------------------ on and off

    def turn(self, *, on: bool) -> None:
        """Turn it on or off; with something in it, it stays on."""
        if not on and self.book:
            self._page.messages.say(_("Publish or drop the draft first."), Kind.WARNING)
        else:
            self.is_on = on
            self._attach()
        self.changed.emit()

    def _attach(self) -> None:
        """Let the rows that arrive pass through the draft."""
        self._view.scene.model.draft = self.book if self.is_on else None

    def _on_model(self) -> None:
        """Other rows were read: lay the draft over them, or take up the one that was kept."""
        if self._kept is not None and self._view.scene.model.lanes:
            self.book, self._kept = self._kept, None
            self.is_on = True
            n = len(self.book.entries)
            words = ngettext("Your draft of {n} change is back.", "Your draft of {n} changes is back.", n)
            self._page.messages.say(words.format(n=n))
        if self.is_on and self._view.scene.model.draft is not self.book:
            self._attach()
            self._show(self.book.entries.keys(), is_fresh=True)
            self._hold_back()

    # ------------------------------------------------------------------ taking

    def take(self, wanted: Arrangement, text: str, moment: float = 0.0) -> bool:
        """Take what is wanted into the draft, if it is on; whether it did."""
        model = self._view.scene.model
        if not self.is_on or wanted.is_empty:
            return self.is_on
        table = model.table
        touched = [*(move.visit_id for move in wanted.moves), *wanted.drops]
        if any(table.slot(visit_id) < 0 for visit_id in touched):
            return True
        rows = {one: model.row(table.slot(one)) for one in touched if one not in self.book.rows}
        made = unsaved_ids(len(wanted.news))
        drawn = rows_of(model, self._page.waiting.rows_known(), wanted.news, made)
        rows |= {visit_id: row for visit_id, row in zip(made, _single(drawn), strict=True)}
        entries = self.book.after(wanted, rows, made)
        block = (*self.book.block, *wanted.block) if wanted.block else None
        step = DraftStep(self, text, entries=entries, rows=rows, block=block, moment=moment)
        self._page.edits.do(step)
        return True

    def put(self, entries: Entries, rows: Mapping[int, VisitColumns], block: tuple[TimeOff, ...]) -> None:
        """Make entries of the draft so, and show it; it is on when there is something in it."""
        self.is_on = self.is_on or any(entry is not None for entry in entries.values())
        self._attach()
        self.book.put(entries, rows)
        self.book.block = block
        self._show(entries.keys())
        self.book.forget_rows()
        self._hold_back()
        self._on_changed()

    def published(self, outcome: Outcome) -> None:
        """Take out what is in the database now, and note why the rest is not."""
        self.book.finish(outcome)
        gone = [one for one in outcome.visit_ids if one < 0]
        self._view.apply_rows(empty_columns(), removed=gone)
        self.is_on = bool(self.book)
        self._attach()
        self._on_changed()
        n = len(outcome.left) + len(outcome.away)
        if n:
            words = ngettext(
                "{n} change could not be published: {why}", "{n} changes could not be published: {why}", n
            )
            self._page.messages.say(words.format(n=n, why=" ".join(outcome.whys)), Kind.WARNING)

    def _show(self, visit_ids: Iterable[int], *, is_fresh: bool = False) -> None:
        """Show visits as the draft has them now; `is_fresh` when the board was read anew."""
        model = self._view.scene.model
        ids = list(visit_ids)
        if is_fresh:
            for visit_id in ids:
                slot = model.table.slot(visit_id)
                if slot >= 0:
                    self.book.rows[visit_id] = model.row(slot)
        rows, gone = self.book.shown(ids)
        together = joined_rows(rows) if rows else empty_columns()
        known = self._page.waiting.rows_known()
        needs = {
            order_id: known[order_id].needs
            for order_id in together.order_id.tolist()
            if order_id in known and known[order_id].needs
        }
        self._view.apply_rows(together, removed=gone, needs=needs)
        self._paint()

    def _paint(self) -> None:
        encoding, proposed = self._view.scene.encoding, self.book.proposed
        encoding.draft, encoding.proposed = self.book.ids - proposed, proposed
        self._view.viewport().update()

    def _hold_back(self) -> None:
        """Orders that the draft plans do not wait as long as it does."""
        waiting = self._page.waiting.rows_known()
        planned = {one.new.order_id for one in self.book.news() if one.new is not None}
        self._page.waiting.hold_back(sorted(self._held - planned), on=False)
        self._held = planned & waiting.keys()
        self._page.waiting.hold_back(sorted(self._held), on=True)

    def _on_changed(self) -> None:
        self._paint()
        self._keeping.start()
        if self.book.lost:
            names, self.book.lost = ", ".join(self.book.lost), []
            self._page.messages.say(
                _("Somebody took {order} off the board; the draft goes on without it.").format(order=names),
                Kind.WARNING,
            )
        self._page.planning.rows_changed.emit()
        self.changed.emit()

    # ------------------------------------------------------------------ publishing and dropping

    def balance(self) -> Balance:
        """What changes between the database and the draft."""
        return balance(self._view.scene.model, self.book)

    def publish(self) -> None:
        """Bring it into the database as one step."""
        n = len(self.book.entries) + len(self.book.block)
        if not n:
            return
        self._page.planning.publish(lambda versions: PublishDraft(self, versions), self.book.ids)

    def drop(self) -> None:
        """Forget it as one step."""
        n = len(self.book.entries) + len(self.book.block)
        text = ngettext("Drop draft of {n} change", "Drop draft of {n} changes", n).format(n=n)
        entries: Entries = dict.fromkeys(self.book.entries, None)

        def done(_answer: object) -> None:
            self._page.messages.say(text, action=_("Undo"), on_action=self._page.edits.undo)

        step = DraftStep(self, text, entries=entries, rows=self.book.rows, block=())
        self._page.edits.do(step, done=done)

    def keep(self) -> None:
        """Write it to its file."""
        self._keeping.stop()
        keep(self.book, self._path)


def _single(columns: VisitColumns) -> list[VisitColumns]:
    return [only_rows(columns, [at]) for at in range(len(columns.id))]
