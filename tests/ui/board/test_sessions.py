"""Long random sessions at the page, all of them undone; one meaning of move for every door."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from app.work import Work
from models.visits import Visit
from tests.app.board_sessions import snapshot
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.many_company import a_full_company
from tests.ui.board.opened import at_board
from ui.board.draft.draft_bar import Drafts
from ui.board.keyboard.clipboard import Clipboard
from ui.board.keyboard.move_dialog import MoveDialog
from ui.board.many.preview import Preview
from ui.board.verbs.table import BY_NAME
from ui.board.verbs.verb import Place, Target
from ui.jobs import Jobs

STEPS = 60
COMMANDS = (
    "swap", "push", "pull", "close_gaps", "chain", "align", "postpone", "split", "join", "duplicate",
    "lock_time", "lock_person", "unlock", "status", "unschedule",
)  # fmt: skip
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


def drags(d: BoardDriver, dice: random.Random) -> None:
    """Drag some visit somewhere."""
    d.drags(dice.choice(numbers(d)), to=dice.choice(PEOPLE), at=at(dice))


def plans(d: BoardDriver, dice: random.Random) -> None:
    """Drop some waiting order somewhere."""
    if d.waits():
        d.plans(dice.choice(sorted(d.waits())), to=dice.choice(PEOPLE), at=at(dice))


def commands(d: BoardDriver, dice: random.Random) -> None:
    """Give some command to some visits, agreeing to what it proposes."""
    table = d.page.view.scene.model.table
    known = table.order.tolist()
    slots = dice.sample(known, min(len(known), dice.randint(1, 3)))
    ids = tuple(int(table.id[slot]) for slot in slots)
    place = Place.VISIT if len(ids) == 1 else Place.SEVERAL
    verb = BY_NAME[dice.choice(COMMANDS)]
    target = Target(place, visit_ids=ids, lane=int(table.lane[slots[0]]))
    if place in verb.places and verb.why_not(d.page, target) is None:
        d.page.view.select(frozenset(ids))
        verb.run(d.page, target)
    for preview in d.page.findChildren(Preview):
        if preview.isVisible():
            preview.agree.click() if preview.agree.isEnabled() else preview.reject()


def undoes(d: BoardDriver, _dice: random.Random) -> None:
    """Change one's mind."""
    d.edits.undo()


def drafts(d: BoardDriver, dice: random.Random) -> None:
    """Turn the draft on, publish it, or drop it."""
    draft = d.page.parts["draft"]
    assert isinstance(draft, Drafts)
    if not draft.is_on:
        draft.turn(on=True)
    elif not draft.book:
        draft.turn(on=False)
    elif dice.random() < 0.6:
        draft.publish()
    else:
        draft.drop()


DEEDS: tuple[Callable[[BoardDriver, random.Random], None], ...] = (
    drags, drags, plans, commands, commands, commands, undoes, drafts,
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_a_session_at_the_page_is_undone_step_by_step(
    d: BoardDriver, sqlite_context: Context, seed: int
) -> None:
    before, dice = snapshot(sqlite_context), random.Random(seed)
    shown = {number: d.sees(number) for number in numbers(d)}
    for _step in range(STEPS):
        dice.choice(DEEDS)(d, dice)
        d.settles()
    assert d.edits.stack.index() > STEPS // 4
    while d.edits.stack.canUndo():
        count = d.edits.stack.index()
        d.edits.undo()
        d.settles()
        assert d.edits.stack.index() < count, d.said()
    draft = d.page.parts["draft"]
    assert isinstance(draft, Drafts)
    assert not draft.book
    after = snapshot(sqlite_context)
    assert {name for name in before if before[name] != after[name]} == set()
    assert {number: d.sees(number) for number in numbers(d)} == shown
    draft.turn(on=False)
    draft.keep()


# ---------------------------------------------------------------------- one meaning of move


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


def stored(context: Context) -> list[tuple[object, ...]]:
    """All visits as the database has them."""

    def read(work: Work) -> list[tuple[object, ...]]:
        visits = work.session.scalars(select(Visit).order_by(Visit.id))
        return [(v.id, v.technician_id, v.starts_at, v.ends_at, v.overlap_reason, v.status) for v in visits]

    return context.run(read)[0]


@pytest.mark.parametrize("seed", range(4))
def test_drag_dialog_and_paste_mean_the_same(d: BoardDriver, sqlite_context: Context, seed: int) -> None:
    dice = random.Random(seed)
    before = stored(sqlite_context)
    for _target in range(4):
        number, to, time = dice.choice(numbers(d)), dice.choice(PEOPLE), at(dice)
        found = []
        for door in (by_drag, by_dialog, by_paste):
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
        assert found[0] == found[1] == found[2], (number, to, time)
