"""The columns of the list of deadlines, and the delegate that draws the bar among them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from app.queries.watch_list import WatchRow
from models.terms import ClockState, ClockStatus
from resources.texts import N_, _, format_number, format_time, format_weekday_date
from ui.widgets.badge import Chip
from ui.widgets.cells import PADDING, RowDelegate
from ui.widgets.clocks import clock_chip, clock_tone, length_words, paint_clock_bar
from ui.widgets.columns import Column, ColumnsModel, Index

BAR = "percent"
"""Key of the column that is drawn as a bar."""
_HEIGHT = 6


class WatchDelegate(RowDelegate):
    """Paints the share of the limit as a bar, everything else as in every table."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell."""
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, ColumnsModel) or model.columns[index.column()].key != BAR:
            return
        row = model.row_at(index.row())
        if isinstance(row, WatchRow):
            rect = QRectF(option.rect).adjusted(PADDING, 0, -PADDING, -1)
            middle = rect.center().y() - _HEIGHT / 2
            bar = QRectF(rect.left(), middle, rect.width(), _HEIGHT)
            tone = clock_tone(row.state, status_of(row))
            paint_clock_bar(painter, bar, row.percent, tone, is_held=row.is_held)


def status_of(row: WatchRow) -> ClockStatus:
    """Running or held."""
    return ClockStatus.HELD if row.is_held else ClockStatus.RUNNING


def watch_columns(zone: Callable[[], str]) -> tuple[Column[WatchRow], ...]:
    """The columns; times are told in the zone of the moment."""

    def moment(instant: datetime | None) -> str:
        if instant is None:
            return ""
        local = instant.astimezone(ZoneInfo(zone()))
        return f"{format_weekday_date(local.date())} {format_time(local)}"

    def due(row: WatchRow) -> str:
        return moment(datetime.fromtimestamp(row.due, UTC))

    def visit(row: WatchRow) -> str:
        return " · ".join((moment(row.visit_at), row.technician)) if row.technician else _("Not planned")

    return (
        Column("left", N_("Left"), 168, badge=_chip, sort_key=lambda row: (row.is_held, row.remaining)),
        Column(
            BAR, N_("Of its limit"), 130, least=84, text=lambda _row: "", tip=_share,
            sort_key=lambda row: row.percent,
        ),
        Column("due", N_("Latest completion"), 150, text=due, sort_key=lambda row: row.due, is_tabular=True),
        Column("number", N_("Order"), 100, weight=600, is_tabular=True),
        Column("customer", N_("Customer"), 190, least=150),
        Column("town", N_("Town"), 120, least=84),
        Column(
            "visit", N_("Visit"), 240, least=176, text=visit,
            sort_key=lambda row: row.visit_at.timestamp() if row.visit_at else float("inf"), ink=_visit_ink,
        ),
        Column("stage", N_("Stage"), 120),
        Column("description", N_("Description"), 240, least=170, tip=lambda row: row.description),
        Column("level", N_("Service level"), 140, is_spare=True),
    )  # fmt: skip


def _chip(row: WatchRow) -> Chip | None:
    return clock_chip(status_of(row), row.state, row.remaining)


def _share(row: WatchRow) -> str:
    said = _("{recorded} of {limit} recorded, {percent} %")
    return said.format(
        recorded=length_words(row.recorded),
        limit=length_words(row.limit),
        percent=format_number(row.percent, 2),
    )


def _visit_ink(row: WatchRow) -> str:
    """A visit after the latest completion, or none where time runs short, is told in red."""
    if row.is_held:
        return ""
    if not row.technician:
        return "muted" if row.state is ClockState.OK else "bad"
    comes_late = row.visit_at is not None and row.visit_at.timestamp() > row.due
    return "bad" if comes_late and row.state is not ClockState.EXCEEDED else ""
