"""A window promised to a customer from a place on the board (board.md 5, 52); undone like any edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.queries.board import WaitingRow
from app.usecases.orders import Promise
from resources.texts import _, format_time, format_weekday_date
from ui.board.editing.order_edits import PromiseOrders
from ui.widgets.toast import Kind

if TYPE_CHECKING:
    from ui.board.model import BoardModel
    from ui.board.page import BoardPage

HOURS = 2
"""Length of a promised window: what service companies offer on the telephone."""


@dataclass(frozen=True, slots=True)
class Window:
    """A promised window in epoch seconds: the visit starts in it."""

    starts: int
    ends: int


def window_around(model: BoardModel, instant: int) -> Window:
    """The window of two hours that begins with the hour of an instant, and ends on the same local day."""
    wall = model.days.wall(instant)
    begins = instant - wall.minute * 60 - wall.second
    last = int((wall.replace(hour=23, minute=59, second=0, microsecond=0)).timestamp())
    return Window(begins, min(begins + HOURS * 3600, last))


def window_words(model: BoardModel, window: Window) -> str:
    """The window as it is told to a customer."""
    begin, end = model.days.wall(window.starts), model.days.wall(window.ends)
    return f"{format_weekday_date(begin.date())} {format_time(begin)}–{format_time(end)}"


def promise(page: BoardPage, row: WaitingRow, window: Window) -> None:
    """Promise the window of an order; told in the message bar, with Undo."""
    model = page.view.scene.model
    begin, end = model.days.wall(window.starts), model.days.wall(window.ends)
    first, last = (wall.time().replace(second=0, microsecond=0) for wall in (begin, end))
    wanted = Promise(row.order_id, row.version, row.priority, begin.date(), first, last)
    text = _("Promise of {order}").format(order=row.number)
    told = _("Promised {order}: {window}").format(order=row.number, window=window_words(model, window))
    page.edits.do(
        PromiseOrders([wanted], text=text),
        done=lambda _answer: page.messages.say(told, Kind.GOOD, action=_("Undo"), on_action=page.edits.undo),
        failed=lambda error: page.messages.say(str(error), Kind.BAD),
    )
