"""The service level of an order: whose it is and why, how much is left, what it was held for, and its log."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.queries.order_clock import ClockLogRow, ClockNow, OrderClock, order_clock
from app.queries.order_details import OrderDetails
from app.usecases.clocks import ClockWish
from models.errors import Expected, Refused
from models.terms import ClockAction, ClockState, ClockStatus
from resources.texts import N_, _, format_instant, format_number, ngettext
from ui import theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders.clock_badge import MINUTE
from ui.orders.clock_edits import ChangeClock
from ui.orders.clock_question import ClockQuestion
from ui.orders.clock_words import ACTION_NAMES, level_said
from ui.orders.tab import OrderTab
from ui.widgets.badge import Badge, Chip
from ui.widgets.cards import Facts, plain_label
from ui.widgets.clocks import ClockBar, clock_chip, clock_tone, length_words, remaining_words
from ui.widgets.columns import Column
from ui.widgets.empty import EmptyState
from ui.widgets.rows import RowsModel
from ui.widgets.table import RowsTable

_BUTTONS = (
    (ClockAction.START, N_("Start"), "play"),
    (ClockAction.HOLD, N_("Hold…"), "pause"),
    (ClockAction.RESUME, N_("Resume"), "play"),
    (ClockAction.STOP, N_("Stop…"), "check"),
    (ClockAction.CANCEL, N_("Cancel…"), "x"),
)


class ClockTab(OrderTab):
    """What the clock says, what can be done to it, and what was."""

    title = N_("Service level")

    def __init__(self, jobs: Jobs, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(jobs, edits, parent)
        self._order_id = 0
        self.shown: OrderClock | None = None
        self.name, self.why = plain_label(px=15, weight=600), plain_label(is_quiet=True)
        self.badge, self.bar = Badge(Chip("")), ClockBar()
        self.share = plain_label()
        self.facts = (Facts(label_width=110), Facts(label_width=110))
        self.buttons = {action: QPushButton(_(text)) for action, text, _icon in _BUTTONS}
        self.question = ClockQuestion(today=jobs.context.clock().date())
        self.model: RowsModel[ClockLogRow] = RowsModel(self._columns())
        self.table = RowsTable(self.model, key="order_clock", parent=self)
        self.table.set_empty(EmptyState(_("The clock was never started."), icon="clock"))
        self._lay_out()
        for action, _text, icon in _BUTTONS:
            theme.set_icon(self.buttons[action], icon)
            self.buttons[action].clicked.connect(lambda _checked, action=action: self._ask(action))
        self.question.given.connect(self._do)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE)
        self._minute.timeout.connect(lambda: self._read() if self.isVisible() else None)
        self._minute.start()

    def show_order(self, details: OrderDetails) -> None:
        """Read the clock of a stored order."""
        if details.id != self._order_id:
            self.question.hide()
        self._order_id = details.id
        self._read()

    def _read(self) -> None:
        if self._order_id:
            now = self.jobs.context.clock()
            self.jobs.read(order_clock, self._order_id, done=self._show, owner=self, now=now)

    def _show(self, clock: OrderClock) -> None:
        if clock.order_id != self._order_id:
            return
        self.shown = clock
        name, why = level_said(clock.level)
        self.name.setText(name)
        self.why.setText(why)
        self._show_now(clock)
        for action, button in self.buttons.items():
            button.setVisible(not clock.why_not[action])
        self.model.set_rows(reversed(clock.log))
        if self.question.isVisible() and clock.why_not[self.question.action]:
            self.question.hide()

    def _show_now(self, shown: OrderClock) -> None:
        clock = shown.clock
        chip = clock_chip(clock.status, clock.state, clock.remaining) if clock is not None else None
        if clock is not None and clock.status is ClockStatus.CANCELED:
            chip = Chip(_("Canceled"))
        self.badge.setVisible(chip is not None)
        for part in (self.bar, self.share, *self.facts):
            part.setVisible(clock is not None)
        if chip is not None:
            self.badge.show_chip(chip)
        if clock is not None:
            tone = clock_tone(clock.state, clock.status)
            is_held = clock.status is ClockStatus.HELD
            self.bar.show_clock(float(clock.compliance), tone, is_held=is_held)
            self.share.setText(_share(clock))
            self.facts[0].show_facts(self._times(shown, clock))
            self.facts[1].show_facts(_lengths(shown, clock))

    def _times(self, shown: OrderClock, clock: ClockNow) -> tuple[tuple[str, str], ...]:
        begun = clock.started <= shown.now
        due = self._said(clock.due)
        if clock.status is ClockStatus.HELD:
            due = _("{time}, if it is resumed now").format(time=due)
        ends = {ClockStatus.STOPPED: _("Stopped"), ClockStatus.CANCELED: _("Canceled")}
        return (
            (_("Started") if begun else _("Starts"), self._said(clock.started)),
            (_("Latest completion"), due),
            (ends.get(clock.status, ""), self._said(clock.ended) if clock.ended else ""),
        )

    def _said(self, seconds: int) -> str:
        zone = self.shown.zone if self.shown is not None else "UTC"
        return format_instant(datetime.fromtimestamp(seconds, UTC), zone)

    # -- acting --------------------------------------------------------------------------------------

    def _ask(self, action: ClockAction) -> None:
        """Ask when and why; starting and resuming now need neither."""
        if self.shown is None:
            return
        is_plain = action in (ClockAction.START, ClockAction.RESUME)
        self.question.ask(
            action, self.shown, needs_reason=action in self.shown.wants_reason, is_plain=is_plain
        )

    def _do(self, wish: ClockWish) -> None:
        if self.shown is not None:
            edit = ChangeClock(self.shown, wish, self.renamed)
            self.edits.do(edit, done=lambda _answer: self._done(), failed=self._on_failed)

    def _done(self) -> None:
        self.question.hide()
        self._read()

    def _on_failed(self, error: Expected) -> None:
        if self.question.isVisible() and isinstance(error, Refused):
            self.question.complain(str(error))
        else:
            self.failed.emit(error)
        self._read()

    # -- layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.name)
        top.addWidget(self.badge)
        top.addStretch(1)
        for button in self.buttons.values():
            top.addWidget(button)
        measured = QHBoxLayout()
        measured.setSpacing(12)
        measured.addWidget(self.bar, 1)
        measured.addWidget(self.share)
        facts = QGridLayout()
        facts.setHorizontalSpacing(32)
        for position, part in enumerate(self.facts):
            facts.addWidget(part, 0, position, Qt.AlignmentFlag.AlignTop)
            facts.setColumnStretch(position, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        self.why.setWordWrap(True)
        column.addWidget(self.why)
        column.addWidget(self.question)
        column.addLayout(measured)
        column.addLayout(facts)
        column.addWidget(self.table, 1)
        self.question.hide()

    def _columns(self) -> tuple[Column[ClockLogRow], ...]:
        return (
            Column(
                "at", N_("At"), 150, text=lambda row: self._said(int(row.at.timestamp())), is_tabular=True
            ),
            Column("action", N_("What"), 110, text=lambda row: _(ACTION_NAMES[row.action]), weight=600),
            Column(
                "recorded", N_("On the clock"), 110, text=lambda row: length_words(row.recorded),
                is_tabular=True,
            ),
            Column("reason", N_("Why"), 170),
            Column("note", N_("Note"), 240, tip=lambda row: row.note),
            Column("made_by", N_("Who"), 120, least=110),
        )  # fmt: skip


def _share(clock: ClockNow) -> str:
    percent = format_number(clock.compliance, 2)
    said = _("{percent} % of {limit}").format(percent=percent, limit=length_words(clock.limit))
    return said + (" · " + _("exceeded") if clock.state is ClockState.EXCEEDED else "")


def _lengths(shown: OrderClock, clock: ClockNow) -> tuple[tuple[str, str], ...]:
    held = "\n".join(
        _("{time}: {cause}").format(time=length_words(row.seconds), cause=row.cause or _("no reason given"))
        + (
            " " + ngettext("({n} time)", "({n} times)", row.times).format(n=row.times)
            if row.times > 1
            else ""
        )
        for row in shown.held
    )
    left = remaining_words(clock.remaining) if clock.status is not ClockStatus.CANCELED else ""
    return ((_("Recorded"), length_words(clock.recorded)), (_("Remaining"), left), (_("Held"), held))
