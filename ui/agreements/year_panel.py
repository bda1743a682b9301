"""YearPanel: the year strip of an agreement with its legend, year by year; changes are saved at once."""

from __future__ import annotations

import time
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.changes import Changes
from app.queries.year_strip import StripMark, YearStrip, year_strip
from models.errors import Expected
from resources.texts import _
from ui import theme
from ui.agreements.occurrence_edits import Decisions, MoveOccurrence, RestoreOccurrence, SkipOccurrence
from ui.agreements.strip_legend import Legend
from ui.agreements.year_view import YearView
from ui.records.desk import Desk
from ui.widgets.cards import plain_label
from ui.widgets.empty import EmptyState

KINDS = (
    "agreement", "agreement_line", "occurrence", "service_order", "order_line", "item_requirement",
    "visit", "service_interval", "time_window", "closed_day", "company",
)  # fmt: skip


class YearPanel(QWidget):
    """One agreement's year.

    Signals:
        order_wanted(int): somebody wants to see the order of an occurrence.
        generate_wanted(): somebody wants orders made from this agreement.
        room_wanted(bool): whether the year is to have all the room there is.
    """

    order_wanted = Signal(int)
    generate_wanted = Signal()
    room_wanted = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._agreement_id, self._year, self._zone = 0, 0, ""
        self._asked = 0
        self._is_stale = False
        self._decisions = Decisions()
        self.view, self.legend = YearView(), Legend()
        self.title = plain_label(px=15, weight=600)
        self.title.setMinimumWidth(44)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.before, self.after, self.wide = QToolButton(), QToolButton(), QToolButton()
        self.wide.setCheckable(True)
        self.this_year = QPushButton(_("This year"))
        self.generate = QPushButton(_("Generate orders…"))
        theme.set_icon(self.generate, "calendar-plus")
        self.hint = plain_label(px=12, is_quiet=True)
        self.empty = EmptyState(
            _("This agreement has no lines yet, so there is nothing to show."), icon="calendar"
        )
        for button, icon, name in (
            (self.before, "left", _("The year before")),
            (self.after, "right", _("The year after")),
            (self.wide, "fit", _("Use the whole width")),
        ):
            theme.set_icon(button, icon)
            button.setToolTip(name)
            button.setAccessibleName(name)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(14, 8, 14, 4)
        top.setSpacing(6)
        for part in (self.before, self.title, self.after, self.this_year):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.generate)
        top.addWidget(self.wide)
        self.area = QScrollArea()
        self.area.setWidget(self.view)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.empty)
        below = QHBoxLayout()
        below.setContentsMargins(14, 4, 14, 8)
        below.addWidget(self.legend, 1)
        self.hint.setContentsMargins(14, 6, 14, 10)
        self.hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(below)
        column.addWidget(self.stack, 1)
        column.addWidget(self.hint)

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self.show_year(self._year - 1))
        self.after.clicked.connect(lambda: self.show_year(self._year + 1))
        self.this_year.clicked.connect(lambda: self.show_year(self._today().year))
        self.wide.toggled.connect(self.room_wanted)
        self.generate.clicked.connect(lambda: self.generate_wanted.emit())
        self.view.order_wanted.connect(self.order_wanted)
        self.view.hint.connect(self._say)
        self.view.move_wanted.connect(self._on_move)
        self.view.skip_wanted.connect(lambda mark: self._do(SkipOccurrence(self._decisions, mark)))
        self.view.restore_wanted.connect(lambda mark: self._do(RestoreOccurrence(self._decisions, mark)))
        self._desk.live.changed.connect(self._on_changed)

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self._year

    def show_agreement(self, agreement_id: int, zone: str) -> None:
        """Show the present year of an agreement; the same one stays in its year."""
        if agreement_id != self._agreement_id:
            self._agreement_id, self._zone = agreement_id, zone
            self._year = self._today().year
            self.view.show_strip(None)
        self.read()

    def show_year(self, year: int) -> None:
        """Show another year."""
        self._year = year
        self.read()

    def read(self) -> None:
        """Read the year, now or when it is seen."""
        self._is_stale = not self.isVisible()
        if self._is_stale or not self._agreement_id:
            return
        self._asked += 1
        asked = self._asked

        def done(strip: YearStrip | None) -> None:
            if asked == self._asked:  # an older answer may come later
                self._show(strip)

        self._desk.jobs.read(
            year_strip, self._agreement_id, self._year, today=self._today(), done=done, owner=self
        )

    def _show(self, strip: YearStrip | None) -> None:
        self.title.setText(str(self._year))
        self.view.show_strip(strip)
        self.legend.show_strip(strip)
        self.stack.setCurrentWidget(self.area if strip is not None and strip.lines else self.empty)
        self.this_year.setEnabled(self._year != self._today().year)
        if strip is not None:
            self.before.setEnabled(self._year > strip.first.year)
            self.after.setEnabled(strip.last is None or self._year < strip.last.year)
            self._say("")

    def _say(self, text: str) -> None:
        strip = self.view.strip
        why = [line.held for line in strip.lines] if strip is not None else []
        held = why[0] if why and all(why) else ""
        usual = _("Drag a planned one to another day, or use Alt and the arrow keys; Del skips it.")
        self.hint.setText(text or held or usual)

    def _on_move(self, mark: StripMark, to: date, by_keyboard: bool) -> None:  # noqa: FBT001 - a signal's
        moment = time.monotonic() if by_keyboard else 0.0
        self._do(MoveOccurrence(self._decisions, mark, to, moment=moment))

    def _do(self, edit: MoveOccurrence | SkipOccurrence | RestoreOccurrence) -> None:
        self._desk.edits.do(edit, failed=self._on_refused)

    def _on_refused(self, error: Expected) -> None:
        self._desk.jobs.went_wrong.emit(error)
        self.read()

    def _on_changed(self, changes: Changes) -> None:
        if self._agreement_id and changes.touches(*KINDS):
            self.read()

    def _today(self) -> date:
        return self._desk.today(self._zone)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while it was out of sight."""
        super().showEvent(event)
        if self._is_stale:
            self.read()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give back the room; what is seen instead needs the list."""
        self.wide.setChecked(False)
        super().hideEvent(event)
