"""Columns of the list of orders, and the words for what they show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.queries.order_list import OrderListRow
from models.terms import ClockStatus, Progress
from resources.texts import N_, _, format_time, format_weekday_date
from ui.widgets.badge import Chip, Mark, priority_chip
from ui.widgets.columns import Column

PROGRESS_NAMES = {
    Progress.IN_PROCESS: N_("In process"),
    Progress.POSTED: N_("Posted"),
    Progress.CANCELED: N_("Canceled"),
}
"""What a progress is called, in English; translate at the place of speaking."""

_PROGRESS_LOOKS = {
    Progress.IN_PROCESS: ("accent", Mark.NONE),
    Progress.POSTED: ("done", Mark.TICK),
    Progress.CANCELED: ("cancelled", Mark.CROSS),
}


_SOON = timedelta(hours=2)
"""How long before it a deadline is a warning."""


def progress_chip(progress: Progress) -> Chip:
    """The chip of an order's progress."""
    tone, mark = _PROGRESS_LOOKS[progress]
    return Chip(_(PROGRESS_NAMES[progress]), tone=tone, mark=mark)


def one_line(text: str) -> str:
    """A text of any length as its first words on one line."""
    return " ".join(text[:300].split())


def columns(zone: Callable[[], str], now: Callable[[], datetime]) -> tuple[Column[OrderListRow], ...]:
    """The columns; visits are told in the company's time zone, which may be learnt later."""
    return (
        Column("number", N_("Order"), 98, weight=600, is_tabular=True),
        Column("customer", N_("Customer"), 200, least=150),
        Column("town", N_("Town"), 110, least=84),
        Column(
            "description", N_("Description"), 300, least=120,
            text=lambda row: one_line(row.description), tip=lambda row: row.description[:2000],
        ),
        Column("priority", N_("Priority"), 86, badge=lambda row: priority_chip(row.priority)),
        Column("stage", N_("Stage"), 132, least=84),
        Column(
            "service_date", N_("Service date"), 106, text=_service_date, is_tabular=True,
            ink=lambda row: "warning" if row.has_conflict else "",
            tip=lambda row: _("Closed in the company’s calendar") if row.has_conflict else "",
        ),
        Column(
            "visit_at", N_("Visit"), 232, least=146,
            text=lambda row: _visit(row, zone()), ink=lambda row: "" if row.visit_at else "muted",
            is_tabular=True,
        ),
        Column(
            "due_at", N_("Ready by"), 140, text=lambda row: _ready_by(row, zone()),
            ink=lambda row: _urgency(row, now()), tip=lambda row: row.level, is_tabular=True,
        ),
        Column("progress", N_("Progress"), 132, badge=lambda row: progress_chip(row.progress)),
        Column("agreement", N_("Agreement"), 112, ink=lambda _row: "muted", is_spare=True),
        Column("responsible", N_("Responsible"), 132, ink=lambda _row: "muted", is_spare=True),
    )  # fmt: skip


def _service_date(row: OrderListRow) -> str:
    return format_weekday_date(row.service_date) if row.service_date else "–"


def _ready_by(row: OrderListRow, zone: str) -> str:
    """The latest completion by the service level, while that counts."""
    if row.clock is ClockStatus.HELD:
        return _("On hold")
    if row.clock is not ClockStatus.RUNNING or row.due_at is None:
        return "–"
    local = row.due_at.astimezone(ZoneInfo(zone))
    return f"{format_weekday_date(local.date())} {format_time(local)}"


def _urgency(row: OrderListRow, now: datetime) -> str:
    """The ink of that: late is bad, within the next hours a warning."""
    if row.clock is not ClockStatus.RUNNING or row.due_at is None:
        return "muted"
    if row.due_at <= now:
        return "bad"
    return "warning" if row.due_at - now <= _SOON else ""


def _visit(row: OrderListRow, zone: str) -> str:
    if row.visit_at is None:
        return _("Not planned") if row.progress is Progress.IN_PROCESS else "–"
    local = row.visit_at.astimezone(ZoneInfo(zone))
    return f"{format_weekday_date(local.date())} {format_time(local)} · {row.technician}"
