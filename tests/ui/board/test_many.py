"""Commands over many visits: what they do at once, what they show before, and one step to undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from models.terms import VisitStatus
from models.visits import Visit
from tests.builders import MONDAY
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.many_company import HOUR, a_full_company, gives
from tests.ui.board.opened import at_board
from ui.board.many.block_time import TimeOffDialog
from ui.board.many.hand_over import HandOver
from ui.board.many.preview import Preview
from ui.board.many.rows import THEN, VERDICT, WHY
from ui.board.verbs.sayings import NOT_FROM, set_statuses
from ui.board.verbs.verb import Place, Target
from ui.jobs import Jobs

VISIT = {"order_id": 1, "technician_id": 1, "starts_at": MONDAY, "ends_at": MONDAY + HOUR}


@pytest.fixture
def d(qtbot: QtBot, sqlite_context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at the board."""
    sqlite_context.run(a_full_company)
    with at_board(qtbot, jobs) as dispatcher:
        yield dispatcher


def stands(d: BoardDriver) -> dict[str, tuple[str, str, str] | None]:
    """Where the visits stand, by order number."""
    return {number: d.sees(number) for number in ("SO-1", "SO-2", "SO-3", "SO-4", "SO-5")}


def preview(d: BoardDriver) -> Preview:
    """The open preview."""
    found = [one for one in d.page.findChildren(Preview) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def undone(d: BoardDriver, before: dict[str, tuple[str, str, str] | None]) -> None:
    """One step back restores everything."""
    d.edits.undo()
    d.settles()
    assert stands(d) == before


def test_two_selected_visits_swap_technician_and_time(d: BoardDriver) -> None:
    before = stands(d)
    gives(d, "swap", "SO-1", "SO-5")
    d.settles()
    assert d.sees("SO-1") == ("Bram", "13:00", "14:00")
    assert d.sees("SO-5") == ("Anna", "09:00", "10:00")
    assert d.said() == "Swapped SO-1 and SO-5"
    undone(d, before)
    d.edits.redo()
    d.settles()
    assert d.sees("SO-1") == ("Bram", "13:00", "14:00")


def test_a_marked_visit_swaps_with_the_next_one_that_is_marked(d: BoardDriver) -> None:
    gives(d, "swap", "SO-1")
    gives(d, "swap", "SO-2")
    d.settles()
    assert (d.sees("SO-2"), d.sees("SO-1")) == (("Anna", "09:00", "10:00"), ("Anna", "10:00", "11:00"))


def test_what_follows_is_pushed_by_minutes_after_a_preview_with_a_tick_for_each(d: BoardDriver) -> None:
    before = stands(d)
    gives(d, "push", "SO-1")
    dialog = preview(d)
    assert [dialog.rows.text(row, THEN) for row in range(dialog.rows.rowCount())] == [
        "Anna · 10:30–11:30",
        "Anna · 11:30–12:30",
    ]
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.rows.ticked == {1}
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    d.settles()
    assert (d.sees("SO-2"), d.sees("SO-3")) == (("Anna", "10:30", "11:30"), ("Anna", "11:30", "12:30"))
    undone(d, before)


def test_gaps_of_a_day_are_closed(d: BoardDriver) -> None:
    before = stands(d)
    gives(d, "close_gaps", lane="Anna", at="10:00")
    preview(d).agree.click()
    d.settles()
    assert [d.sees(number)[1] for number in ("SO-1", "SO-2", "SO-3", "SO-4")] == [  # type: ignore[index]
        "08:00", "09:00", "10:00", "11:00",
    ]  # fmt: skip
    undone(d, before)


def test_what_follows_is_pulled_up(d: BoardDriver) -> None:
    gives(d, "pull", "SO-3")
    d.settles()
    assert d.sees("SO-4") == ("Anna", "12:00", "13:00")


def test_several_are_chained_behind_the_first(d: BoardDriver) -> None:
    before = stands(d)
    gives(d, "chain", "SO-4", "SO-5")
    d.settles()
    assert d.sees("SO-5") == ("Anna", "14:00", "15:00")
    undone(d, before)


def test_several_start_together(d: BoardDriver) -> None:
    gives(d, "align", "SO-3", "SO-5")
    d.settles()
    assert d.sees("SO-5") == ("Bram", "11:00", "12:00")


def test_a_visit_is_split_and_joined_again(d: BoardDriver) -> None:
    before = stands(d)
    gives(d, "split", "SO-4", at="13:15")
    d.settles()
    table = d.page.view.scene.model.table
    slots = [slot for slot in table.order.tolist() if table.number[slot] == "SO-4"]
    assert sorted(int(table.ends[slot] - table.starts[slot]) for slot in slots) == [900, 2700]
    ids = tuple(int(table.id[slot]) for slot in slots)
    from ui.board.verbs.table import BY_NAME

    BY_NAME["join"].run(d.page, Target(Place.SEVERAL, visit_ids=ids))
    d.settles()
    assert stands(d) == before
    d.edits.undo()
    d.edits.undo()
    d.settles()
    assert stands(d) == before


def test_a_copy_stands_at_the_next_free_time(d: BoardDriver) -> None:
    gives(d, "duplicate", "SO-1")
    d.settles()
    table = d.page.view.scene.model.table
    slots = [slot for slot in table.order.tolist() if table.number[slot] == "SO-1"]
    days = d.page.view.scene.model.days
    assert sorted(f"{days.wall(int(table.starts[slot])):%H:%M}" for slot in slots) == ["09:00", "12:00"]
    d.edits.undo()
    d.settles()
    assert d.sees("SO-1") == ("Anna", "09:00", "10:00")


def test_visits_are_postponed_by_days(d: BoardDriver) -> None:
    gives(d, "postpone", "SO-1", "SO-2")
    d.settles()
    table, days = d.page.view.scene.model.table, d.page.view.scene.model.days
    assert f"{days.wall(int(table.starts[d.slot('SO-2')])):%d %H:%M}" == "24 10:00"


def test_a_sick_technicians_visits_go_to_others_with_reasons_and_the_illness_is_entered(
    d: BoardDriver,
) -> None:
    before = stands(d)
    gives(d, "sick", lane="Anna", at="08:00")
    dialog = preview(d)
    assert isinstance(dialog, HandOver)
    assert dialog.rows.rowCount() == 4
    thens = {dialog.rows.text(row, THEN) for row in range(4)}
    assert "Bram · 11:00–12:00" in thens
    assert all("same time" in dialog.rows.text(row, WHY) for row in range(4))
    assert {dialog.rows.text(row, VERDICT) for row in range(4)} == {"Fits"}
    dialog.agree.click()
    d.settles()
    assert all(seen is not None and seen[0] != "Anna" for seen in stands(d).values())
    absences = d.page.view.scene.model.lanes[d.lane("Anna")].absences
    assert [absence[2] for absence in absences] == ["Ill"]
    undone(d, before)
    assert d.page.view.scene.model.lanes[d.lane("Anna")].absences == ()


def test_what_nobody_can_take_waits_again_when_somebody_is_sick(d: BoardDriver) -> None:
    gives(d, "sick", lane="Anna", at="08:00")
    dialog = preview(d)
    assert isinstance(dialog, HandOver)
    dialog.people.tick(frozenset({d.lane("Cas")}))
    dialog.renew()
    row = next(n for n, item in enumerate(dialog.rows.proposal.items) if item.before.number == "SO-3")
    assert dialog.rows.text(row, THEN) == "back to the waiting list"
    assert dialog.rows.text(row, WHY) == "Nobody else can do Gas 2"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_some_visits_are_handed_to_one_other(d: BoardDriver) -> None:
    gives(d, "hand_over", "SO-1", "SO-2")
    dialog = preview(d)
    assert isinstance(dialog, HandOver)
    dialog.people.tick(frozenset({d.lane("Cas")}))
    dialog.renew()
    dialog.agree.click()
    d.settles()
    assert (d.sees("SO-1"), d.sees("SO-2")) == (("Cas", "09:00", "10:00"), ("Cas", "10:00", "11:00"))


def test_time_is_blocked_and_free_again(d: BoardDriver) -> None:
    gives(d, "block_time", lane="Cas", at="10:00")
    dialog = d.page.findChild(TimeOffDialog)
    assert dialog is not None
    dialog.reason.setText("Training")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    d.settles()
    assert [one[2] for one in d.page.view.scene.model.lanes[d.lane("Cas")].absences] == ["Training"]
    d.edits.undo()
    d.settles()
    assert d.page.view.scene.model.lanes[d.lane("Cas")].absences == ()


def test_locks_and_statuses_are_said_and_taken_back(d: BoardDriver) -> None:
    table = d.page.view.scene.model.table
    gives(d, "lock_time", "SO-1", "SO-2")
    d.settles()
    assert [int(table.lock[d.slot(number)]) for number in ("SO-1", "SO-2")] == [1, 1]
    gives(d, "lock_person", "SO-1")
    d.settles()
    assert int(table.lock[d.slot("SO-1")]) == 3
    target = Target(Place.VISIT, visit_ids=(int(table.id[d.slot("SO-4")]),))
    set_statuses(d.page, target, VisitStatus.SENT)
    d.settles()
    assert int(table.status[d.slot("SO-4")]) == tuple(VisitStatus).index(VisitStatus.SENT)
    for _step in range(3):
        d.edits.undo()
    d.settles()
    assert int(table.status[d.slot("SO-4")]) == 0
    assert [int(table.lock[d.slot(number)]) for number in ("SO-1", "SO-2")] == [0, 0]


def test_what_cannot_be_done_is_said(d: BoardDriver) -> None:
    before = stands(d)
    gives(d, "swap", "SO-3", "SO-5")
    d.settles()
    gives(d, "lock_time", "SO-1")
    d.settles()
    gives(d, "swap", "SO-1", "SO-2")
    assert "locked" in d.said()
    d.edits.undo()
    d.edits.undo()
    d.settles()
    assert stands(d) == before


def test_the_statuses_that_are_offered_are_those_the_database_allows() -> None:
    for now in VisitStatus:
        for then in VisitStatus:
            allowed = Visit.why_not_become(Visit(**VISIT, status=now), then) is None
            assert allowed == (then not in NOT_FROM.get(now, frozenset())), (now, then)
