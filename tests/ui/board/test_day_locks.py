"""Days of technicians closed to planning: by menu or palette, seen on the board, and undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from models.technicians import DayLock
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import at_board
from tests.ui.board.rules_company import a_broken_company, knows
from ui import theme
from ui.board.verbs.table import BY_NAME
from ui.board.verbs.verb import Place, Target
from ui.jobs import Jobs


@pytest.fixture
def d(qtbot: QtBot, context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at a board on which Dirk's Tuesday is closed."""
    context.run(a_broken_company)
    with at_board(qtbot, jobs) as dispatcher:
        knows(dispatcher)
        yield dispatcher


def locked(context: Context) -> list[tuple[str, str]]:
    """Dates and reasons of the closed days."""
    rows = context.read(lambda session: list(session.scalars(select(DayLock).order_by(DayLock.on_date))))
    return [(row.on_date.isoformat(), row.reason) for row in rows]


def on(d: BoardDriver, name: str, at: str) -> Target:
    """Empty time of a lane."""
    return Target(Place.EMPTY, lane=d.lane(name), instant=d.instant(at))


def does(d: BoardDriver, verb: str, target: Target) -> None:
    BY_NAME[verb].run(d.page, target)
    d.settles()
    d.qtbot.waitUntil(lambda: not d.page.is_busy)


def test_a_day_is_closed_refuses_drops_and_opens_by_undo(d: BoardDriver, context: Context) -> None:
    target = on(d, "Anna", "14:00")
    assert BY_NAME["open_day"].why_not(d.page, target) == "The day is not closed to planning."
    does(d, "close_day", target)
    assert ("2026-11-23", "") in locked(context)
    d.qtbot.waitUntil(lambda: bool(d.page.view.scene.model.lanes[d.lane("Anna")].day_locks))
    d.settles()
    d.drags("SO-4", to="Anna", at="14:00")
    d.settles()
    assert d.sees("SO-4") == ("Dirk", "10:00", "11:00")
    assert "The day of Anna is closed to planning" in d.said()
    d.edits.undo()
    d.settles()
    assert locked(context) == [("2026-11-24", "Inventaris")]


def test_a_closed_day_is_opened_and_its_reason_comes_back_by_undo(d: BoardDriver, context: Context) -> None:
    day = 86_400
    target = Target(Place.LANE, lane=d.lane("Dirk"), instant=d.instant("12:00") + day)
    assert BY_NAME["close_day"].why_not(d.page, target) == "The day is closed to planning already."
    does(d, "open_day", target)
    assert locked(context) == []
    d.edits.undo()
    d.settles()
    assert locked(context) == [("2026-11-24", "Inventaris")]


def test_a_closed_day_is_painted_as_time_in_which_nobody_works(d: BoardDriver) -> None:
    d.page.view.go_to(d.instant("07:00") + 86_400)
    d.settles()
    lane, scene = d.lane("Dirk"), d.page.view.scene
    noon = QPoint(scene.x(d.instant("13:00") + 86_400) + 3, scene.lane_top(lane) + 6)
    other = QPoint(noon.x(), scene.lane_top(d.lane("Bram")) + 6)
    picture = d.page.view.viewport().grab().toImage()
    assert picture.pixelColor(noon) == theme.tokens.off_hours
    assert picture.pixelColor(other) != theme.tokens.off_hours
