"""The top of the order editor: what, who, where, when, its state, and what comes next."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from app.queries.order_details import NewOrderForm, OrderDetails, OrderVisitRow
from models.terms import Progress, VisitStatus
from resources.texts import _, format_minutes, format_time, format_weekday_date
from ui import theme
from ui.orders.list_columns import one_line, progress_chip
from ui.orders.stage_bar import StageBar
from ui.widgets.badge import Chip, priority_chip
from ui.widgets.cards import Facts, HeaderCard


class OrderHead(QWidget):
    """Header card with the stage bar in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = HeaderCard()
        self.stage_bar = StageBar()
        self.print_button, self.board_button = QPushButton(_("Print")), QPushButton(_("Show on board"))
        for button, icon in ((self.board_button, "board"), (self.print_button, "print")):
            theme.set_icon(button, icon)
            self.card.add_action(button)
        self.more_button, self.more_menu = QPushButton(_("More")), QMenu(self)
        self.more_button.setMenu(self.more_menu)
        self.card.add_action(self.more_button)
        self._more = (Facts(label_width=64), Facts(label_width=64))
        self._lay_out()

    def show_order(self, details: OrderDetails, *, today: date) -> None:
        """Tell an order as it is stored."""
        fields, place = details.fields, details.place
        self.card.show_head(
            f"{details.number} · {fields.customer.name}",
            one_line(fields.description) or _("No description"),
            chips=(progress_chip(details.progress), priority_chip(fields.priority)),
        )
        where = one_line(fields.one_time_address) or " · ".join(
            part for part in (fields.site.name, place.street, place.town) if part
        )
        who = _who(details)
        self.card.facts.show_facts(((_("Where"), where or _("No site")), (_("Contact"), who)))
        self._more[0].show_facts(((_("Promised"), promised(details)), (_("Visit"), visits_said(details))))
        self._more[1].show_facts(
            ((_("Next"), next_action(details, today=today)), (_("Access"), one_line(place.access_notes)))
        )
        self.stage_bar.show_stages(details.stages, details.reasons)
        self._set_stored(is_stored=True)

    def show_new(self, form: NewOrderForm) -> None:
        """Tell what a new order will be."""
        self.card.show_head(
            _("New order {number}").format(number=form.number),
            _("It starts in stage {stage}. The number is given when it is saved.").format(stage=form.stage),
            chips=(Chip(_("Not saved yet"), tone="warning"),),
        )
        for facts in (self.card.facts, *self._more):
            facts.show_facts(())
        self._set_stored(is_stored=False)

    def _set_stored(self, *, is_stored: bool) -> None:
        buttons = (self.print_button, self.board_button, self.more_button)
        stored = (*buttons, self.stage_bar, self.card.facts, *self._more)
        for part in stored:
            part.setVisible(is_stored)

    def _lay_out(self) -> None:
        inside = self.card.layout()
        if isinstance(inside, QVBoxLayout):
            inside.removeWidget(self.card.facts)
            grid = QGridLayout()
            grid.setHorizontalSpacing(32)
            for position, facts in enumerate((self.card.facts, *self._more)):
                grid.addWidget(facts, 0, position, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(position, 2 - position % 2)
            inside.addLayout(grid)
            inside.addSpacing(6)
            inside.addWidget(self.stage_bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)


def _who(details: OrderDetails) -> str:
    """Whom to ask: the contact, else who called, each with a telephone."""
    fields, place = details.fields, details.place
    if not fields.contact and (fields.caller or fields.caller_phone):
        return " · ".join(part for part in (fields.caller, fields.caller_phone) if part)
    phone = place.contact_phone or place.contact_email or place.customer_phone
    return " · ".join(part for part in (fields.contact.name, phone) if part)


def promised(details: OrderDetails) -> str:
    """The promised day and the bounds of the start."""
    words = _promised(details)
    if details.conflict:
        return _("{promised} · closed: {reason}").format(promised=words, reason=details.conflict)
    return words


def _promised(details: OrderDetails) -> str:
    fields = details.fields
    if fields.service_date is None:
        return _("No date promised")
    day = format_weekday_date(fields.service_date)
    if fields.earliest_start and fields.latest_start:
        return f"{day}, {format_time(fields.earliest_start)}–{format_time(fields.latest_start)}"
    if fields.earliest_start:
        return _("{day}, from {time}").format(day=day, time=format_time(fields.earliest_start))
    if fields.latest_start:
        return _("{day}, until {time}").format(day=day, time=format_time(fields.latest_start))
    return day


def visits_said(details: OrderDetails) -> str:
    """The visit that counts, and how many others there are."""
    counted = [visit for visit in details.visits if visit.status is not VisitStatus.CANCELLED]
    if not counted:
        return _("Not planned")
    open_visits = [visit for visit in counted if visit.status is not VisitStatus.DONE]
    first = open_visits[0] if open_visits else counted[-1]
    words = f"{_when(first, details.zone)} · {first.technician}"
    others = len(counted) - 1
    return words + (_(", {n} more").format(n=others) if others else "")


def next_action(details: OrderDetails, *, today: date) -> str:
    """What is to be done next with an order in process."""
    if details.progress is not Progress.IN_PROCESS:
        return _("Nothing; the order is finished")
    counted = [visit for visit in details.visits if visit.status is not VisitStatus.CANCELLED]
    if not counted:
        on = details.fields.service_date
        if on is not None and on < today:
            days = (today - on).days
            return _("Plan a visit: promised {days} days ago").format(days=days)
        return _("Plan a visit of {duration}").format(
            duration=format_minutes(details.fields.duration_minutes)
        )
    if any(visit.status is not VisitStatus.DONE for visit in counted):
        return _("Wait for the visit")
    if not all(line.fields.signed_off for line in details.lines):
        return _("Sign off the lines")
    return _("Finish the order")


def _when(visit: OrderVisitRow, zone: str) -> str:
    local = visit.starts.astimezone(ZoneInfo(zone))
    return f"{format_weekday_date(local.date())} {format_time(local)}"
