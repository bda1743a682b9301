"""What is known of the selected visit or order: whether it fits and where best come before all the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.queries.board import CardVisit, OrderCard, order_card
from models import fit
from models.errors import Expected
from models.terms import Priority, VisitStatus
from resources.texts import _, format_date, format_minutes, format_time, format_weekday_date, ngettext
from ui.board.conflicts.verdict_box import VerdictBox
from ui.board.slots.places_box import PlacesBox
from ui.jobs import Jobs, Ticket
from ui.widgets.badge import Badge, priority_chip, status_chip
from ui.widgets.cards import Facts, plain_label
from ui.widgets.empty import EmptyState

WIDTH = 296
WHOLE_DAY = 23 * 3600
"""A promise of at least this many seconds is one of the day, not of a time."""


class Inspector(QWidget):
    """Details of one order, or a sum of several visits.

    Signals:
        order_wanted(int): the order is to be opened.
    """

    order_wanted = Signal(int)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._jobs = jobs
        self._ticket: Ticket | None = None
        self._zone = ZoneInfo("UTC")
        self._visit_id = 0
        self.order_id = 0
        self.title = plain_label(px=15, weight=600)
        self.line = plain_label(is_quiet=True)
        self.priority = Badge(priority_chip(Priority.NORMAL))
        self.status = Badge(status_chip(VisitStatus.PLANNED))
        self.verdict = VerdictBox()
        self.places = PlacesBox()
        self.facts = Facts()
        self.work = plain_label()
        self.past = plain_label(px=12, is_quiet=True)
        self.open_button = QPushButton(_("Open order"))
        self.empty = EmptyState(_("Select a visit or a waiting order."), icon="info")
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.addWidget(self.status)
        chips.addWidget(self.priority)
        chips.addStretch(1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        for label in (self.title, self.line, self.work, self.past):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.title)
        column.addWidget(self.line)
        column.addLayout(chips)
        for part in (self.verdict, self.places, self.facts, self.work, self.past):
            column.addWidget(part)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        whole.addWidget(self.empty)
        self.setMinimumWidth(220)
        self.open_button.clicked.connect(lambda: self.order_wanted.emit(self.order_id))

    def set_zone(self, zone: str) -> None:
        """Show times in the company's zone."""
        self._zone = ZoneInfo(zone)

    # ------------------------------------------------------------------ what is shown

    def show_nothing(self) -> None:
        """Say what to do."""
        self._forget()
        self._area.hide()
        self.empty.say(_("Select a visit or a waiting order."))
        self.empty.show()

    def show_several(self, sentence: str) -> None:
        """Sum up what is selected."""
        self._forget()
        self._area.hide()
        self.empty.say(sentence)
        self.empty.show()

    def show_order(
        self, order_id: int, *, visit_id: int = 0, verdict: fit.Verdict | None = None, where: str = ""
    ) -> None:
        """Show one order, and of its visit whether it fits where it stands."""
        same = (order_id, visit_id) == (self.order_id, self._visit_id)
        self.order_id, self._visit_id = order_id, visit_id
        self.verdict.setVisible(verdict is not None)
        if verdict is not None:
            self.verdict.show_verdict(verdict, where=where)
        self.read(keep=same)

    def read(self, *, keep: bool = True) -> None:
        """Read the order again; with `keep` the old words stay until the new ones are here."""
        if not self.order_id:
            return
        if self._ticket is not None:
            self._ticket.cancel()
        if not keep:
            self._area.hide()
            self.empty.hide()
        self._ticket = self._jobs.read(
            order_card, self.order_id, done=self._show_card, failed=self._on_failed, owner=self
        )

    def _on_failed(self, error: Expected) -> None:
        self.show_several(str(error))

    def _forget(self) -> None:
        self.order_id = self._visit_id = 0
        if self._ticket is not None:
            self._ticket.cancel()

    # ------------------------------------------------------------------ words

    def _show_card(self, card: OrderCard) -> None:
        self.empty.hide()
        self._area.show()
        self.title.setText(f"{card.number} · {card.customer}")
        line = " · ".join(part for part in (card.description, card.agreement) if part)
        self.line.setText(line)
        self.line.setVisible(bool(line))
        self.priority.show_chip(priority_chip(card.priority))
        self.priority.setVisible(card.priority is not Priority.NORMAL)
        visit = next((one for one in card.visits if one.visit_id == self._visit_id), None)
        self.status.setVisible(visit is not None)
        if visit is not None:
            self.status.show_chip(status_chip(visit.status))
        self.facts.show_facts([fact for fact in self._facts(card, visit) if fact[1]])
        work = "\n".join(self._work(card))
        self.work.setText(work)
        self.work.setVisible(bool(work))
        past = "\n".join(self._past(card.last_visits))
        self.past.setText(past)
        self.past.setVisible(bool(past))

    def _facts(self, card: OrderCard, visit: CardVisit | None) -> Iterator[tuple[str, str]]:
        if visit is not None:
            yield _("Visit"), self._when(visit)
            yield _("Technician"), visit.technician
            yield _("Overlap"), visit.overlap_reason
        else:
            yield _("Duration"), format_minutes(card.duration_minutes)
            yield _("Preferred"), card.preferred_technician
        yield _("Promised"), self._promise(card)
        yield _("Skills"), ", ".join(name for _id, name in card.needs)
        of_site = (card.site, card.street, f"{card.postal_code} {card.town}".strip())
        only_now = ", ".join(card.one_time_address.splitlines())
        yield (
            _("One-time address") if only_now else _("Address"),
            only_now or ", ".join(filter(None, of_site)),
        )
        yield _("Access"), card.access_notes
        yield _("Contact"), _who(card)
        yield _("Stage"), card.stage
        due = _("{level}, due {time}").format(level=card.service_level, time=self._moment(card.due))
        yield _("Service level"), due if card.due and card.service_level else card.service_level

    def _moment(self, instant: int) -> str:
        wall = self._wall(instant)
        return f"{format_weekday_date(wall.date())} {format_time(wall)}"

    def _when(self, visit: CardVisit) -> str:
        starts, ends = self._wall(visit.starts), self._wall(visit.ends)
        return f"{format_weekday_date(starts.date())} {format_time(starts)}–{format_time(ends)}"

    def _promise(self, card: OrderCard) -> str:
        bounds = [format_time(self._wall(one)) for one in (card.promise_from, card.promise_to) if one]
        first = card.promise_from or card.promise_to
        on = self._wall(first).date() if first else card.service_date
        if on is None:
            return ""
        if card.promise_from and card.promise_to - card.promise_from >= WHOLE_DAY:
            return format_weekday_date(on)
        return " ".join((format_weekday_date(on), "–".join(bounds))).strip()

    def _work(self, card: OrderCard) -> Iterator[str]:
        for thing in card.objects:
            serial = _("serial {number}").format(number=thing.serial_number) if thing.serial_number else ""
            yield " · ".join(filter(None, (thing.code, thing.name, serial)))
        for task in card.tasks:
            yield " – ".join(filter(None, (task.name or task.code, task.internal_note)))

    def _past(self, visits: Sequence[CardVisit]) -> Iterator[str]:
        if visits:
            yield ngettext("Last visit here", "Last visits here", len(visits))
        for visit in visits:
            on = format_date(self._wall(visit.starts).date(), "medium")
            yield " · ".join((on, visit.technician, visit.description or visit.number))

    def _wall(self, instant: int) -> datetime:
        return datetime.fromtimestamp(instant, self._zone)


def _who(card: OrderCard) -> str:
    """Whom to ask: the contact, else who called, with a telephone."""
    if card.contact or not (card.caller or card.caller_phone):
        parts = (card.contact, card.contact_phone or card.customer_phone)
    else:
        parts = (card.caller, card.caller_phone)
    return " · ".join(part for part in parts if part)
