"""Generate orders from agreements: ask, look at what would be made, make it, look at what was made."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.generating import Result
from app.queries.due import Preview, Request, due_preview
from app.queries.generation_settings import GenerationSettings, generation_settings
from app.usecases.generation import Undone
from models.errors import Expected
from resources.texts import _, format_number, ngettext
from ui import theme
from ui.agreements.generate_options import GenerateOptions, Scope
from ui.agreements.generate_results import (
    HELD_COUNTS,
    KEPT,
    MADE,
    REFUSED,
    GenerationRun,
    MadeRow,
    did_make,
    did_undo,
    held_rows,
    made_rows,
    run_generator,
    would_make,
)
from ui.agreements.generate_tables import DUE, HELD, Listing, Listings
from ui.edits import Edit
from ui.jobs import Ticket
from ui.records.desk import Desk
from ui.widgets.cards import plain_label
from ui.widgets.empty import EmptyState
from ui.widgets.progress import Progress

TYPING_MS = 150


class GenerateDialog(QDialog):
    """Orders are made only after they were seen; the run is one step of the undo history.

    Signals:
        order_wanted(int): somebody wants to see an order that was made.
    """

    order_wanted = Signal(int)

    def __init__(self, desk: Desk, scope: Scope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._preview: Preview | None = None
        self._request: Request | None = None
        self._looking: Ticket | None = None
        self._running: Ticket | None = None
        self._is_stale = False
        self._run: GenerationRun | None = None
        self.setWindowTitle(_("Generate orders"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1120, 680)
        self.options = GenerateOptions(scope, today=desk.today(), parent=self)
        self.headline = plain_label(_("Looking what is due…"), px=15, weight=600)
        self.headline.setWordWrap(True)
        self.preview = Listings(_preview_listings(), key="generate", parent=self)
        self.results = Listings(_result_listings(), key="generated", parent=self)
        self.trouble = EmptyState("–", icon="info", action=_("Look again"), on_action=self.look, parent=self)
        self.progress = Progress(self)
        self.close_button = QPushButton(_("Close"), self)
        self.undo_button = QPushButton(_("Undo this run"), self)
        self.generate_button = QPushButton(_("Generate"), self)
        self.generate_button.setProperty("primary", True)
        theme.set_icon(self.undo_button, "undo")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPING_MS)
        self._lay_out()
        self._connect()
        self.preview.set_loading(is_loading=True)
        self._show_state()
        desk.jobs.read(generation_settings, done=self._on_settings, owner=self)

    def look(self) -> None:
        """Work out what would be made, off the GUI thread, one after another."""
        self._is_stale = self._looking is not None
        if self._is_stale or self._running is not None:
            return  # the answer that is on its way comes back here
        self._request = request = self.options.request()
        self._preview = None
        self.undo_button.hide()
        self._pages.setCurrentWidget(self.preview)
        if request is None:
            self._say_trouble(self.options.complaint, can_look=False)
            return
        self.progress.start(_("Looking what is due…"))
        self.preview.set_loading(is_loading=True)
        self._looking = self._desk.jobs.read(
            due_preview, request, done=self._on_preview, failed=self._on_failed, owner=self
        )
        self._show_state()

    def generate(self) -> None:
        """Make what the preview showed; after a run, look again."""
        if self._pages.currentWidget() is self.results:
            self.look()
        if self._preview is None or self._request is None or self._running is not None:
            return
        self.progress.start(_("Making orders…"), total=self._preview.agreements)
        self._running = self._desk.jobs.long(
            run_generator,
            self._request,
            done=self._on_generated,
            failed=self._on_failed,
            progress=self._advance,
            owner=self,
        )
        self._show_state()

    def reject(self) -> None:
        """Close; while a run is under way, stop that first."""
        if self._running is not None:
            self._stop()
        else:
            super().reject()

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._pages = QStackedWidget(self)
        for page in (self.preview, self.results, self.trouble):
            self._pages.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.headline)
        right.addWidget(self._pages, 1)
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addWidget(self.options)
        body.addLayout(right, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self.progress, 1)
        bottom.addStretch(0)
        for button in (self.undo_button, self.close_button, self.generate_button):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(body, 1)
        column.addLayout(bottom)
        self.undo_button.hide()

    def _connect(self) -> None:
        self.options.changed.connect(self._soon.start)
        self._soon.timeout.connect(self.look)
        self.progress.cancel_wanted.connect(self._stop)
        self.generate_button.clicked.connect(lambda: self.generate())
        self.close_button.clicked.connect(lambda: self.reject())
        self.undo_button.clicked.connect(lambda: self._undo())
        self.results.row_opened.connect(self._on_opened)
        self._desk.edits.applied.connect(self._on_applied)
        self._desk.edits.failed.connect(self._on_undo_failed)
        self._desk.edits.dropped.connect(self._on_undo_dropped)

    # -- looking -------------------------------------------------------------------------------------

    def _on_settings(self, settings: GenerationSettings) -> None:
        self.options.show_settings(settings)
        self.look()

    def _on_preview(self, preview: Preview) -> None:
        self._end()
        if self._is_stale:
            self.look()
            return
        self._preview = preview
        self.preview.set_loading(is_loading=False)
        self.headline.setText(would_make(preview))
        self.preview.set_rows("due", preview.orders)
        self.preview.set_rows("held", preview.held, count=sum(preview.held_counts.values()))
        if not preview.orders and preview.held:
            self.preview.show_listing("held")
        elif preview.orders:
            self.preview.show_listing("due")
        self._pages.setCurrentWidget(self.preview)
        self._show_state()

    # -- running -------------------------------------------------------------------------------------

    def _advance(self, done: int, total: int) -> None:
        told = ngettext("{done} of {n} agreement", "{done} of {n} agreements", total)
        self.progress.advance(
            done, total=total, words=told.format(done=format_number(done), n=format_number(total))
        )

    def _stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
        elif self._looking is not None:
            self._looking.cancel()
            self._end()
            self._say_trouble(_("Looking was stopped."), can_look=True)

    def _on_generated(self, result: Result) -> None:
        preview = self._preview
        self._end()
        self._preview = None
        if result.run_id and result.orders:
            self._run = GenerationRun(result)
            self._desk.edits.took(self._run)
        self.headline.setText(did_make(result))
        self.results.set_rows("made", made_rows(result, preview) if preview is not None else ())
        self.results.set_rows("refused", result.refused)
        self.results.set_rows("held", held_rows(result.held), count=sum(result.held.values()))
        self.results.set_rows("kept", ())
        self.results.chips.chip("kept").hide()
        self.results.show_listing("refused" if result.refused and not result.orders else "made")
        self._pages.setCurrentWidget(self.results)
        self.undo_button.setVisible(bool(result.orders))
        self._show_state()
        self.close_button.setFocus()

    def _undo(self) -> None:
        """Take the run back: it is the last step, as nothing else can be done while this is open."""
        self.undo_button.setEnabled(False)
        self._desk.edits.undo()

    def _on_applied(self, edit: Edit, answer: object) -> None:
        if edit is not self._run or not isinstance(answer, Undone):
            return
        self._run = None
        self.headline.setText(did_undo(answer))
        kept = {order.order_id for order in answer.kept}
        made = [row for row in self.results.models["made"].rows if row.id in kept]
        self.results.set_rows("made", made)
        self.results.set_rows("kept", answer.kept)
        self.results.chips.chip("kept").setVisible(bool(answer.kept))
        self.results.show_listing("kept" if answer.kept else "made")
        self.undo_button.hide()

    def _on_undo_failed(self, error: Expected) -> None:
        if self._run is not None and not self.undo_button.isEnabled():
            self.undo_button.setEnabled(True)
            self.headline.setText(str(error))

    def _on_undo_dropped(self, error: Expected) -> None:
        """The run is no step any more: another undo would take back something else."""
        if self._run is not None and not self.undo_button.isEnabled():
            self._run = None
            self.undo_button.hide()
            self.headline.setText(str(error))

    def _on_opened(self, row: object) -> None:
        if isinstance(row, MadeRow):
            self.order_wanted.emit(row.id)
            self.accept()

    # -- states --------------------------------------------------------------------------------------

    def _on_failed(self, error: Expected) -> None:
        self._end()
        self._say_trouble(str(error), can_look=True)

    def _end(self) -> None:
        self._looking = self._running = None
        self.progress.finish()

    def _say_trouble(self, sentence: str, *, can_look: bool) -> None:
        self._preview = None
        self.headline.setText("")
        self.trouble.say(sentence)
        self.trouble.button.setVisible(can_look)
        self._pages.setCurrentWidget(self.trouble)
        self._show_state()

    def _show_state(self) -> None:
        """Generate says how many, and can be pressed when exactly those were seen."""
        is_idle = self._looking is None and self._running is None
        count = len(self._preview.orders) if self._preview is not None else 0
        told = ngettext("Generate {n} order", "Generate {n} orders", count)
        is_over = self._pages.currentWidget() is self.results
        usual = _("Look again") if is_over else _("Generate")
        self.generate_button.setText(told.format(n=format_number(count)) if count else usual)
        self.generate_button.setEnabled(is_idle and (count > 0 or is_over))
        self.generate_button.setDefault(is_idle and count > 0)
        self.options.setEnabled(self._running is None)


def _preview_listings() -> tuple[Listing, ...]:
    return (
        Listing("due", _("Would be made"), DUE, _("No order is due in this period."), "calendar"),
        Listing("held", _("Held back"), HELD, _("Nothing is held back."), "good"),
    )


def _result_listings() -> tuple[Listing, ...]:
    return (
        Listing("made", _("Made"), MADE, _("There is no order of this run."), "orders"),
        Listing("refused", _("Refused"), REFUSED, _("Nothing was refused."), "good"),
        Listing("held", _("Held back"), HELD_COUNTS, _("Nothing was held back."), "good"),
        Listing("kept", _("Kept"), KEPT, _("Nothing stays."), "good"),
    )
