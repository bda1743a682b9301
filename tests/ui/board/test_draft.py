"""The draft plan: nothing is saved before it is published; one step; colleagues; a crash."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from app.usecases.visits import (
    Placement,
    SeenVisit,
    TimeOff,
    move_visits,
    rearrange_visits,
    unschedule_visits,
)
from app.work import Work
from models.visits import Visit
from tests.builders import MONDAY
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.many_company import HOUR, a_full_company, gives
from tests.ui.board.opened import at_board
from ui.board.draft.draft_bar import Drafts
from ui.board.editing.arrangement import Arrangement
from ui.board.many.hand_over import HandOver
from ui.jobs import Jobs

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at the board."""
    sqlite_context.run(a_full_company)
    with at_board(qtbot, jobs) as dispatcher:
        yield dispatcher
        drafts(dispatcher).book.entries.clear()
        drafts(dispatcher).keep()


def drafts(d: BoardDriver) -> Drafts:
    """The board's draft."""
    found = d.page.parts["draft"]
    assert isinstance(found, Drafts)
    return found


def stored(context: Context) -> dict[str, str]:
    """Local start of each visit in the database, by order number."""

    def read(work: Work) -> dict[str, str]:
        visits = work.session.scalars(select(Visit))
        return {v.order_number: f"{v.starts_at.astimezone(ZONE):%H:%M}" for v in visits}

    return context.run(read)[0]


def a_draft(d: BoardDriver) -> None:
    """SO-1 moves to 16:00, SO-5 goes to Cas, SO-6 is planned, SO-4 is dropped."""
    drafts(d).turn(on=True)
    d.drags("SO-1", to="Anna", at="16:00")
    d.settles()
    d.drags("SO-5", to="Cas", at="13:00")
    d.plans("SO-6", to="Bram", at="09:00")
    d.sends_back("SO-4")
    d.settles()


def shown(d: BoardDriver) -> dict[str, tuple[str, str, str] | None]:
    """Where visits stand on the board."""
    return {number: d.sees(number) for number in ("SO-1", "SO-4", "SO-5", "SO-6")}


def is_a_draft_of_four(d: BoardDriver) -> bool:
    """Whether the board shows that draft."""
    return shown(d) == {
        "SO-1": ("Anna", "16:00", "17:00"),
        "SO-4": None,
        "SO-5": ("Cas", "13:00", "14:00"),
        "SO-6": ("Bram", "09:00", "10:00"),
    }


def test_a_draft_stands_on_the_board_and_not_in_the_database(d: BoardDriver, sqlite_context: Context) -> None:
    before = stored(sqlite_context)
    a_draft(d)
    assert is_a_draft_of_four(d)
    assert stored(sqlite_context) == before
    assert d.waits() == {"SO-7"}
    assert d.page.view.scene.encoding.draft == drafts(d).book.ids
    drafts(d).bar.renew()
    assert drafts(d).bar.head.text() == "Draft: 4 changes, 4 h"
    assert "Conflicts 0" in drafts(d).bar.sums.text()
    d.page.refresh()
    d.settles()
    assert is_a_draft_of_four(d)


def test_a_draft_is_published_undone_and_published_again_as_one_step(
    d: BoardDriver, sqlite_context: Context
) -> None:
    before = stored(sqlite_context)
    a_draft(d)
    drafts(d).bar.publishing.click()
    d.settles()
    after = {"SO-1": "16:00", "SO-2": "10:00", "SO-3": "11:00", "SO-5": "13:00", "SO-6": "09:00"}
    assert stored(sqlite_context) == after
    assert is_a_draft_of_four(d)
    assert not drafts(d).is_on
    assert d.waits() == {"SO-4", "SO-7"}
    d.edits.undo()
    d.settles()
    assert stored(sqlite_context) == before
    assert is_a_draft_of_four(d)
    assert len(drafts(d).book.entries) == 4
    d.edits.redo()
    d.settles()
    assert stored(sqlite_context) == after
    assert not drafts(d).book


def test_steps_inside_a_draft_are_undone_one_by_one(d: BoardDriver, sqlite_context: Context) -> None:
    before = shown(d)
    a_draft(d)
    for _step in range(4):
        d.edits.undo()
    d.settles()
    assert shown(d) == before
    assert not drafts(d).book
    assert d.waits() == {"SO-6", "SO-7"}
    for _step in range(4):
        d.edits.redo()
    d.settles()
    assert is_a_draft_of_four(d)


def test_a_draft_is_dropped_as_one_step_that_can_be_undone(d: BoardDriver) -> None:
    before = shown(d)
    a_draft(d)
    drafts(d).bar.dropping.click()
    d.settles()
    assert shown(d) == before
    d.edits.undo()
    d.settles()
    assert is_a_draft_of_four(d)


def test_commands_over_many_go_into_the_draft(d: BoardDriver, sqlite_context: Context) -> None:
    before = stored(sqlite_context)
    drafts(d).turn(on=True)
    gives(d, "swap", "SO-1", "SO-5")
    gives(d, "duplicate", "SO-2")
    gives(d, "split", "SO-4", at="13:30")
    d.settles()
    assert stored(sqlite_context) == before
    assert d.sees("SO-1") == ("Bram", "13:00", "14:00")
    assert len(drafts(d).book.entries) == 5
    drafts(d).publish()
    d.settles()
    assert len(d.page.view.scene.model.table) == 7


def move_elsewhere(context: Context, number: str, hours: float) -> None:
    """A colleague moves a visit."""

    def wish(work: Work) -> Placement:
        visit = work.session.scalars(select(Visit).where(Visit.order_number == number)).one()
        start = visit.starts_at + hours * HOUR
        return Placement(visit.id, visit.order_id, visit.technician_id, start, start + HOUR, visit.version)

    place, _changes = context.run(wish)
    context.run(move_visits, placements=[place])


def test_what_a_colleague_moved_is_marked_left_out_and_the_rest_published(
    d: BoardDriver, sqlite_context: Context
) -> None:
    a_draft(d)
    move_elsewhere(sqlite_context, "SO-1", -1)
    d.page.refresh()
    d.settles()
    assert [entry.theirs for entry in drafts(d).book.marked] == ["moved by somebody else meanwhile"]
    drafts(d).publish()
    d.settles()
    assert stored(sqlite_context)["SO-1"] == "08:00"
    assert stored(sqlite_context)["SO-6"] == "09:00"
    assert len(drafts(d).book.entries) == 1
    assert d.sees("SO-1") == ("Anna", "16:00", "17:00")
    d.drags("SO-1", to="Anna", at="16:30")
    d.settles()
    drafts(d).publish()
    d.settles()
    assert stored(sqlite_context)["SO-1"] == "16:30"


def test_what_a_colleague_took_off_the_board_leaves_the_draft(
    d: BoardDriver, sqlite_context: Context
) -> None:
    a_draft(d)
    table = d.page.view.scene.model.table
    slot = d.slot("SO-1")
    seen = SeenVisit(int(table.id[slot]), int(table.version[slot]))
    sqlite_context.run(unschedule_visits, visits=[seen])
    d.page.planning.renew([seen.visit_id])
    d.settles()
    assert d.sees("SO-1") is None
    assert len(drafts(d).book.entries) == 3


def test_other_changes_of_a_drafted_visit_do_not_disturb_it(d: BoardDriver, sqlite_context: Context) -> None:
    a_draft(d)
    gives(d, "lock_person", "SO-1")
    d.settles()
    assert not drafts(d).book.marked
    drafts(d).publish()
    d.settles()
    assert stored(sqlite_context)["SO-1"] == "16:00"


def test_a_draft_survives_a_crash(qtbot: QtBot, sqlite_context: Context, jobs: Jobs) -> None:
    sqlite_context.run(a_full_company)
    with at_board(qtbot, jobs) as first:
        a_draft(first)
        drafts(first).keep()
    with at_board(qtbot, jobs) as second:
        assert drafts(second).is_on
        assert is_a_draft_of_four(second)
        assert "back" in second.said()
        drafts(second).publish()
        second.settles()
        drafts(second).keep()
        assert stored(sqlite_context)["SO-5"] == "13:00"
    with at_board(qtbot, jobs) as third:
        assert not drafts(third).is_on


def test_publishing_asks_only_when_promises_break(d: BoardDriver, sqlite_context: Context) -> None:
    drafts(d).turn(on=True)
    d.drags("SO-1", to="Anna", at="16:00")
    d.settles()
    entry = next(iter(drafts(d).book.entries.values()))
    row = drafts(d).book.rows[entry.visit_id]
    model = d.page.view.scene.model
    late = int(row.starts[0]) + 600
    row.promise_to[0] = late
    model.table.promise_to[model.table.slot(entry.visit_id)] = late
    drafts(d).bar.publishing.click()
    box = d.page.findChild(QMessageBox)
    assert box is not None
    assert "breaks 1 promise" in box.text()
    yes = next(one for one in box.findChildren(QPushButton) if one.text() == "Publish")
    yes.click()
    d.settles()
    assert stored(sqlite_context)["SO-1"] == "16:00"


def test_what_the_program_placed_in_a_draft_is_dotted_until_somebody_moves_it(d: BoardDriver) -> None:
    drafts(d).turn(on=True)
    gives(d, "sick", lane="Anna", at="08:00")
    dialog = d.page.findChildren(HandOver)[0]
    d.qtbot.waitUntil(lambda: dialog.rows.rowCount() == 4 and dialog.agree.isEnabled())
    dialog.agree.click()
    d.settles()
    encoding, book = d.page.view.scene.encoding, drafts(d).book
    assert encoding.proposed == book.ids
    assert encoding.draft == frozenset()
    one = next(iter(encoding.proposed))
    table = d.page.view.scene.model.table
    d.drags(table.number[table.slot(one)], to="Cas", at="17:00")
    d.settles()
    assert encoding.draft == {one}
    assert encoding.proposed == book.ids - {one}


def sick_for_an_hour(d: BoardDriver) -> TimeOff:
    """Anna is away at eight on Tuesday; it goes into the draft."""
    anna = d.page.view.scene.model.lanes[d.lane("Anna")].technician_id
    away = TimeOff(anna, MONDAY + 24 * HOUR, MONDAY + 25 * HOUR, "Ill")
    d.page.planning.rearrange(Arrangement(block=[away]), text="Block")
    d.settles()
    return away


def test_time_off_that_was_entered_meanwhile_stays_in_the_draft_and_the_rest_is_published(
    d: BoardDriver, sqlite_context: Context
) -> None:
    a_draft(d)
    away = sick_for_an_hour(d)
    sqlite_context.run(rearrange_visits, block=[away])
    drafts(d).publish()
    d.settles()
    book = drafts(d).book
    assert (book.entries, book.block) == ({}, (away,))
    assert book.whys == ["Anna is away from then already."]
    assert stored(sqlite_context)["SO-1"] == "16:00"
    assert "1 change could not be published: Anna is away" in d.said() + str(d.page.messages.log)
    d.edits.undo()
    d.settles()
    assert len(book.entries) == 4
    assert is_a_draft_of_four(d)
    assert book.block == (away,)
    d.edits.redo()
    d.settles()
    assert (book.entries, book.block) == ({}, (away,))


def test_a_published_visit_that_a_colleague_moved_is_no_draft_again(
    d: BoardDriver, sqlite_context: Context
) -> None:
    a_draft(d)
    drafts(d).publish()
    d.settles()
    move_elsewhere(sqlite_context, "SO-6", 1)
    d.edits.undo()
    d.settles()
    book = drafts(d).book
    assert not book.news()
    assert len(book.entries) == 3
    assert stored(sqlite_context)["SO-6"] == "10:00"
    d.edits.redo()
    d.settles()
    assert not book.entries
    assert stored(sqlite_context)["SO-1"] == "16:00"
