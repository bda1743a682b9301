"""Sheets: the board's set-up kept by name, opened exactly, also after a crash; every step of it undone."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.sheets import SheetRow, sheets_for
from models.terms import SheetKind
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import a_board, a_company
from ui.board.finding.finding import BoardFilter
from ui.board.layout.docking import Spot
from ui.board.layout.scales import Scale
from ui.board.sheets.set_up import taken
from ui.board.sheets.sheets import Sheets


@pytest.fixture
def context(sqlite_context: Context) -> Context:
    """A small company."""
    sqlite_context.run(a_company)
    return sqlite_context


@pytest.fixture
def d(qtbot: QtBot, context: Context) -> Iterator[BoardDriver]:
    """A dispatcher at its board."""
    with a_board(qtbot, context) as dispatcher:
        yield dispatcher


def sheets(d: BoardDriver) -> Sheets:
    """The page's sheets."""
    found = d.page.parts["sheets"]
    assert isinstance(found, Sheets)
    return found


def stored(context: Context, kind: SheetKind = SheetKind.BOARD) -> list[SheetRow]:
    """What the database has."""
    return list(context.read(sheets_for, context.user.id, kind))


def makes(d: BoardDriver, name: str) -> int:
    """Keep the board as a sheet of that name."""
    sheets(d).make(name)
    d.qtbot.waitUntil(lambda: any(row.name == name for row in sheets(d).rows))
    d.settles()
    return sheets(d).current


def arranges(d: BoardDriver) -> None:
    """A set-up that is unlike the usual one in every respect."""
    d.page.docking.send("waiting", Spot.LEFT)
    d.page.waiting.filter.setText("smit")
    d.page.filtering.want(BoardFilter(text="linde", hides=True))
    d.page.show_scale(Scale.WEEK)
    d.page.toolbar.compact.setChecked(True)
    d.clicks("SO-5")
    d.settles()


def test_a_sheet_opens_exactly_as_it_was_left(d: BoardDriver) -> None:
    plain = makes(d, "Plain")
    arranges(d)
    own = makes(d, "Own")
    before = taken(d.page)
    sheets(d).open(plain)
    d.settles()
    assert d.page.docking.spot("waiting") is Spot.LEFT  # what was changed while it was open belongs to it
    d.page.docking.send("waiting", Spot.BELOW)
    d.page.filtering.clear()
    d.page.show_scale(Scale.DAY)
    d.page.view.select(frozenset())
    sheets(d).open(own)
    d.qtbot.waitUntil(lambda: taken(d.page) == before)


def test_after_a_crash_the_sheet_stands_as_it_was_a_second_before(qtbot: QtBot, context: Context) -> None:
    """Nothing is closed properly: the second board finds what the first wrote while working."""
    with a_board(qtbot, context) as first:
        makes(first, "Mine")
        arranges(first)
        before = taken(first.page)
        qtbot.waitUntil(lambda: json.loads(_kept(first)) == before)
        assert json.loads(stored(context)[0].content) != before
        with a_board(qtbot, context) as second:
            qtbot.waitUntil(
                lambda: sheets(second).current != 0 and taken(second.page) == before, timeout=10_000
            )


def _kept(d: BoardDriver) -> str:
    return str(QSettings().value(sheets(d)._key(str(sheets(d).current)), "{}"))


def test_leaving_a_sheet_writes_it_to_the_database(d: BoardDriver, context: Context) -> None:
    first, second = makes(d, "One"), makes(d, "Two")
    d.page.show_scale(Scale.WEEK)
    sheets(d).open(first)
    d.settles()
    rows = {row.sheet_id: json.loads(row.content) for row in stored(context)}
    assert rows[second]["scale"] == "week"


def test_every_step_is_undone_and_done_again(d: BoardDriver, context: Context) -> None:
    one, two = makes(d, "One"), makes(d, "Two")
    desk = sheets(d)
    desk.rename(one, "Uno")
    desk.lock(two, on=True)
    desk.order([two, one])
    desk.remove(one)
    d.settles()
    assert [(row.name, row.locked) for row in stored(context)] == [("Two", True)]
    seen = []
    for _step in range(4):
        d.edits.undo()
        d.settles()
        seen.append([(row.name, row.locked) for row in stored(context)])
    assert seen == [
        [("Two", True), ("Uno", False)],
        [("Uno", False), ("Two", True)],
        [("Uno", False), ("Two", False)],
        [("One", False), ("Two", False)],
    ]
    for _step in range(4):
        d.edits.redo()
    d.settles()
    assert [(row.name, row.locked) for row in stored(context)] == [("Two", True)]


def test_a_locked_sheet_opens_as_it_was_saved(d: BoardDriver, context: Context) -> None:
    sheet = makes(d, "Monday")
    sheets(d).lock(sheet, on=True)
    d.settles()
    other = makes(d, "Other")
    sheets(d).open(sheet)
    d.settles()
    content = stored(context)[0].content
    d.page.show_scale(Scale.WEEK)
    sheets(d).open(other)
    d.settles()
    assert stored(context)[0].content == content
    sheets(d).open(sheet)
    d.settles()
    assert d.page.days.scale is Scale.DAY


def test_tabs_stand_under_the_board_and_are_dragged_into_order(d: BoardDriver, context: Context) -> None:
    assert not sheets(d).bar.isVisible()
    makes(d, "One")
    makes(d, "Two")
    tabs = sheets(d).bar.tabs
    assert [tabs.tabText(at) for at in range(tabs.count())] == ["One", "Two"]
    tabs.moveTab(1, 0)
    d.settles()
    assert [row.name for row in stored(context)] == ["Two", "One"]


def test_a_tab_of_the_waiting_list_is_saved_by_name(d: BoardDriver, context: Context) -> None:
    waiting = d.page.waiting
    waiting.filter.setText("linde")
    waiting.tabs.save_wanted.emit("Linde")
    d.qtbot.waitUntil(lambda: len(waiting.tabs.own_tabs) == 1)
    d.settles()
    key, tab = waiting.tabs.own_tabs[0]
    assert (tab.name, waiting.tabs.current) == ("Linde", key)
    assert waiting.tabs.chip(key).accessibleName() == "Linde 1"
    waiting.tabs.chip("all").click()
    assert d.waits() == {"SO-3", "SO-4", "SO-6"}
    waiting.tabs.chip(key).click()
    assert d.waits() == {"SO-4"}
    waiting.tabs.remove_wanted.emit(tab.sheet_id)
    d.qtbot.waitUntil(lambda: not waiting.tabs.own_tabs)
    d.settles()
    assert waiting.tabs.current == "all"
    d.edits.undo()
    d.settles()
    assert [row.name for row in stored(context, SheetKind.WAITING)] == ["Linde"]
