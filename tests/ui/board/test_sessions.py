"""Drag, dialog, keys and paste mean the same: equal results for equal targets, refusals included."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from app.work import Work
from models.visits import Visit
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.many_company import a_full_company
from tests.ui.board.opened import at_board
from ui.board.keyboard.assigning import open_assign
from ui.board.keyboard.clipboard import Clipboard
from ui.board.keyboard.move_dialog import MoveDialog
from ui.board.verbs.verb import Place, Target
from ui.jobs import Jobs

PEOPLE = ("Anna", "Bram", "Cas")


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at the board."""
    sqlite_context.run(a_full_company)
    with at_board(qtbot, jobs) as dispatcher:
        yield dispatcher


def numbers(d: BoardDriver) -> list[str]:
    """Orders with a visit on the board."""
    table = d.page.view.scene.model.table
    return sorted({table.number[slot] for slot in table.order.tolist()})


def at(dice: random.Random) -> str:
    """Some time of the day, on a quarter."""
    return f"{dice.randrange(8, 16):02}:{dice.choice(('00', '15', '30', '45'))}"


def by_drag(d: BoardDriver, number: str, to: str, time: str) -> None:
    """Drag it there."""
    d.drags(number, to=to, at=time)


def by_dialog(d: BoardDriver, number: str, to: str, time: str) -> None:
    """Type it."""
    table, slot = d.page.view.scene.model.table, d.slot(number)
    length = int(table.ends[slot] - table.starts[slot])
    d.page.move_by_dialog(int(table.id[slot]))
    dialog = next(one for one in d.page.findChildren(MoveDialog) if one.isVisible())
    dialog.technician.setCurrentIndex(d.lane(to))
    starts = d.instant(time)
    dialog.period.set_period(*(datetime.fromtimestamp(one, UTC) for one in (starts, starts + length)))
    dialog.period.changed.emit()
    dialog.agree.click() if dialog.agree.isEnabled() else dialog.reject()


def by_paste(d: BoardDriver, number: str, to: str, time: str) -> None:
    """Cut and paste."""
    clipboard, table = d.page.parts["clipboard"], d.page.view.scene.model.table
    assert isinstance(clipboard, Clipboard)
    clipboard.take([int(table.id[d.slot(number)])], is_cut=True)
    clipboard.paste(d.lane(to), d.instant(time))


def by_keys(d: BoardDriver, number: str, to: str, time: str) -> None:
    """A, the name and the time, Enter; what is refused is not taken."""
    table, slot = d.page.view.scene.model.table, d.slot(number)
    target = Target(Place.VISIT, visit_ids=(int(table.id[slot]),), lane=int(table.lane[slot]))
    picker = open_assign(d.page, target)
    assert picker is not None
    d.qtbot.keyClicks(picker.line, f"{to} {time}")
    d.qtbot.keyClick(picker.line, Qt.Key.Key_Return)
    picker.leave()


def stored(context: Context) -> list[tuple[object, ...]]:
    """All visits as the database has them."""

    def read(work: Work) -> list[tuple[object, ...]]:
        visits = work.session.scalars(select(Visit).order_by(Visit.id))
        return [(v.id, v.technician_id, v.starts_at, v.ends_at, v.overlap_reason, v.status) for v in visits]

    return context.run(read)[0]


@pytest.mark.parametrize("seed", range(4))
def test_drag_dialog_keys_and_paste_mean_the_same(d: BoardDriver, sqlite_context: Context, seed: int) -> None:
    dice = random.Random(seed)
    before = stored(sqlite_context)
    for _target in range(4):
        number, to, time = dice.choice(numbers(d)), dice.choice(PEOPLE), at(dice)
        found = []
        for door in (by_drag, by_dialog, by_keys, by_paste):
            steps = d.edits.stack.index()
            door(d, number, to, time)
            d.settles()
            found.append(stored(sqlite_context))
            seen = d.sees(number)
            if door is by_drag and seen is not None and d.edits.stack.index() > steps:
                time = seen[1]  # a pixel may be more than a minute
            if d.edits.stack.index() > steps:
                d.edits.undo()
                d.settles()
            assert stored(sqlite_context) == before
        assert found == [found[0]] * 4, (number, to, time)
