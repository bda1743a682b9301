"""Columns of the list of orders, and the words for what they show."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from app.queries.order_list import OrderListRow
from models.terms import Progress
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


def progress_chip(progress: Progress) -> Chip:
    """The chip of an order's progress."""
    tone, mark = _PROGRESS_LOOKS[progress]
    return Chip(_(PROGRESS_NAMES[progress]), tone=tone, mark=mark)


def one_line(text: str) -> str:
    """A text of any length as its first words on one line."""
    return " ".join(text[:300].split())


def columns(zone: Callable[[], str]) -> tuple[Column[OrderListRow], ...]:
    """The columns; visits are told in the company's time zone, which may be learnt later."""
    return (
        Column("number", N_("Order"), 104, weight=600, is_tabular=True),
        Column("customer", N_("Customer"), 200),
        Column("town", N_("Town"), 110),
        Column(
            "description", N_("Description"), 300,
            text=lambda row: one_line(row.description), tip=lambda row: row.description[:2000],
        ),
        Column("priority", N_("Priority"), 92, badge=lambda row: priority_chip(row.priority)),
        Column("stage", N_("Stage"), 132),
        Column("service_date", N_("Service date"), 116, text=_service_date, is_tabular=True),
        Column(
            "visit_at", N_("Visit"), 232,
            text=lambda row: _visit(row, zone()), ink=lambda row: "" if row.visit_at else "muted",
            is_tabular=True,
        ),
        Column("progress", N_("Progress"), 132, badge=lambda row: progress_chip(row.progress)),
        Column("agreement", N_("Agreement"), 112, ink=lambda _row: "muted"),
    )  # fmt: skip


def _service_date(row: OrderListRow) -> str:
    return format_weekday_date(row.service_date) if row.service_date else "–"


def _visit(row: OrderListRow, zone: str) -> str:
    if row.visit_at is None:
        return _("Not planned") if row.progress is Progress.IN_PROCESS else "–"
    local = row.visit_at.astimezone(ZoneInfo(zone))
    return f"{format_weekday_date(local.date())} {format_time(local)} · {row.technician}"
