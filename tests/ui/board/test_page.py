"""The board's page on a real database: plan, move, undo, find, and what others do meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from app.usecases.visits import SeenVisit, unschedule_visits
from app.work import Work
from models.terms import Right
from models.visits import Visit
from tests.builders import (
    MONDAY,
    a_customer,
    a_site,
    a_skill,
    a_team,
    a_technician,
    a_visit,
    an_absence,
    an_order,
)
from tests.ui.board.dispatcher import BoardDriver
from tests.ui.board.opened import at_board
from ui.board.colleagues.colleagues import Colleagues
from ui.board.keyboard.move_dialog import MoveDialog
from ui.board.page import BoardPage
from ui.edits import Edits
from ui.jobs import Jobs
from ui.live import Live

HOUR = timedelta(hours=1)
ALT = Qt.KeyboardModifier.AltModifier


def a_small_company(work: Work) -> None:
    """Anna (gas) with a visit at 9, Bram with one at 13, Cas on leave; two orders wait, one for gas."""
    team, gas = a_team(work), a_skill(work, name="Gas 2")
    anna = a_technician(work, name="Anna", team_id=team.id, skills=[gas])
    bram = a_technician(work, name="Bram", team_id=team.id)
    cas = a_technician(work, name="Cas", team_id=team.id)
    an_absence(work, technician=cas)
    customer = a_customer(work, name="Bakkerij <b>Smit</b>")
    site = a_site(work, customer=customer)
    usual = {"customer": customer, "site_id": site.id, "duration_minutes": 60}
    a_visit(work, order=an_order(work, number="SO-1", **usual), technician=anna)
    a_visit(work, order=an_order(work, number="SO-2", **usual), technician=bram, starts=MONDAY + 4 * HOUR)
    an_order(work, number="SO-3", skills=[gas], **usual)
    an_order(work, number="SO-4", **{**usual, "duration_minutes": 90})


@pytest.fixture
def d(qtbot: QtBot, context: Context, jobs: Jobs) -> Iterator[BoardDriver]:
    """A dispatcher at the board of a small company."""
    context.run(a_small_company)
    with at_board(qtbot, jobs) as dispatcher:
        yield dispatcher


def stored(context: Context) -> dict[str, tuple[int, str]]:
    """Technician and start of every visit in the database, by order number."""

    def read(work: Work) -> dict[str, tuple[int, str]]:
        visits = work.session.scalars(select(Visit))
        return {v.order_number: (v.technician_id, f"{v.starts_at:%H:%M}") for v in visits}

    return context.run(read)[0]


def test_the_board_shows_lanes_visits_and_what_waits(d: BoardDriver) -> None:
    assert [lane.name for lane in d.page.view.scene.model.lanes] == ["Anna", "Bram", "Cas"]
    assert d.sees("SO-1") == ("Anna", "09:00", "10:00")
    assert d.sees("SO-2") == ("Bram", "13:00", "14:00")
    assert d.waits() == {"SO-3", "SO-4"}
    assert d.page.stack.currentWidget() is d.page.view


def test_an_order_is_planned_by_dragging_and_undone_and_redone(d: BoardDriver, context: Context) -> None:
    before = stored(context)
    d.plans("SO-3", to="Anna", at="11:00")
    d.settles()
    assert d.sees("SO-3") == ("Anna", "11:00", "12:00")
    assert d.waits() == {"SO-4"}
    assert "SO-3" in d.edits.stack.undoText()
    d.edits.undo()
    d.settles()
    assert d.sees("SO-3") is None
    assert d.waits() == {"SO-3", "SO-4"}
    assert stored(context) == before
    d.edits.redo()
    d.settles()
    assert d.sees("SO-3") == ("Anna", "11:00", "12:00")


def test_a_visit_is_dragged_and_the_database_has_it(d: BoardDriver, context: Context) -> None:
    d.drags("SO-1", to="Bram", at="10:00")
    assert d.sees("SO-1") == ("Bram", "10:00", "11:00")  # at once, before the database has agreed
    d.settles()
    assert stored(context)["SO-1"][1] == "09:00"  # UTC
    assert not d.page.view.scene.model.pending
    d.edits.undo()
    d.settles()
    assert d.sees("SO-1") == ("Anna", "09:00", "10:00")


def test_a_missing_skill_springs_back_with_a_sentence(d: BoardDriver, context: Context) -> None:
    before = stored(context)
    d.plans("SO-3", to="Bram", at="10:00")
    d.settles()
    assert "Bram lacks Gas 2" in d.said()
    assert stored(context) == before
    assert d.waits() == {"SO-3", "SO-4"}


def test_a_visit_goes_back_to_the_list_and_returns_by_undo(d: BoardDriver) -> None:
    d.sends_back("SO-2")
    d.settles()
    assert d.sees("SO-2") is None
    assert "SO-2" in d.waits()
    d.edits.undo()
    d.settles()
    assert d.sees("SO-2") == ("Bram", "13:00", "14:00")


def test_steps_of_the_keyboard_are_one_step_to_undo(d: BoardDriver) -> None:
    d.clicks("SO-2")
    for _step in range(3):
        d.presses(Qt.Key.Key_Right, ALT)
    d.settles()
    step = d.page.view.scene.axis.snap // 60
    assert d.sees("SO-2") == ("Bram", f"13:{3 * step:02}", f"14:{3 * step:02}")
    d.edits.undo()
    d.settles()
    assert d.sees("SO-2") == ("Bram", "13:00", "14:00")
    d.edits.redo()
    d.settles()
    assert d.sees("SO-2") == ("Bram", f"13:{3 * step:02}", f"14:{3 * step:02}")


def test_what_somebody_else_did_appears(d: BoardDriver, context: Context) -> None:
    other = Context(context.settings, clock=context.clock)
    _answer, changes = other.run(unschedule_visits, visits=[SeenVisit(1, 1)])
    other.close()
    d.jobs.heard.emit(changes)
    d.settles()
    assert d.sees("SO-1") is None
    assert "SO-1" in d.waits()


def test_a_move_against_a_newer_version_shows_theirs(d: BoardDriver, context: Context) -> None:
    other = Context(context.settings, clock=context.clock)

    def later(work: Work) -> None:
        visit = work.session.scalars(select(Visit).where(Visit.order_number == "SO-1")).one()
        visit.starts_at, visit.ends_at = MONDAY + 2 * HOUR, MONDAY + 3 * HOUR

    other.run(later)
    other.close()
    d.drags("SO-1", to="Bram", at="09:00")
    d.settles()
    assert d.sees("SO-1") == ("Anna", "11:00", "12:00")
    colleagues = d.page.parts["colleagues"]
    assert isinstance(colleagues, Colleagues)
    d.qtbot.waitUntil(colleagues.merging.card.isVisible)


def test_the_dialog_moves_by_typing(d: BoardDriver) -> None:
    d.clicks("SO-1")
    d.presses(Qt.Key.Key_M)
    dialog = d.page.findChildren(MoveDialog)[0]
    dialog.technician.setCurrentIndex(2)
    assert "Cas is away" in dialog.box.words()[1]
    assert not dialog.agree.isEnabled()
    assert not dialog.anyway.isEnabled()
    dialog.technician.setCurrentIndex(1)
    assert dialog.agree.isEnabled()
    d.qtbot.mouseClick(dialog.agree, Qt.MouseButton.LeftButton)
    d.settles()
    assert d.sees("SO-1") == ("Bram", "09:00", "10:00")


def test_an_overlap_is_planned_anyway_with_a_reason(d: BoardDriver) -> None:
    d.page.plan_by_dialog(next(row.order_id for row in d.page.waiting.rows.values() if row.number == "SO-4"))
    dialog = d.page.findChildren(MoveDialog)[0]
    starts, ends = dialog.period.period()
    dialog.period.set_period(MONDAY, MONDAY + (ends - starts))
    dialog._judge()
    assert not dialog.agree.isEnabled()
    assert not dialog.anyway.isEnabled()
    dialog.reason.setText("Two people needed")
    d.qtbot.mouseClick(dialog.anyway, Qt.MouseButton.LeftButton)
    d.settles()
    assert d.sees("SO-4") == ("Anna", "09:00", "10:30")
    assert d.page.view.scene.rows.is_stacked


def test_who_may_not_override_gives_no_reason_for_an_overlap(d: BoardDriver) -> None:
    role = d.jobs.context.user.role
    role.rights = ";".join(right for right in Right if right is not Right.OVERRIDE)
    d.page.plan_by_dialog(next(row.order_id for row in d.page.waiting.rows.values() if row.number == "SO-4"))
    dialog = d.page.findChildren(MoveDialog)[0]
    starts, ends = dialog.period.period()
    dialog.period.set_period(MONDAY, MONDAY + (ends - starts))
    dialog.technician.setCurrentIndex(0)
    assert not dialog.agree.isEnabled()
    assert not dialog.reason.isVisible()
    assert not dialog.anyway.isVisible()


def test_typing_narrows_the_lanes_and_enter_goes_to_the_hit(d: BoardDriver) -> None:
    d.page.toolbar.filter.setText("so-2")
    d.qtbot.waitUntil(lambda: d.page.view.scene.hidden == {0, 2})
    d.presses(Qt.Key.Key_Return, on=d.page.toolbar.filter)
    assert d.page.view.selected_ids == {2}
    d.presses(Qt.Key.Key_Escape, on=d.page.toolbar.filter)
    assert d.page.view.scene.hidden == frozenset()
    d.page.find_text("nobody of this name")
    assert d.page.stack.currentWidget() is d.page.nothing
    d.page.find_text("gas")
    assert d.page.stack.currentWidget() is d.page.view
    assert d.page.view.scene.hidden == {1, 2}
    d.page.find_text("")


def test_the_inspector_tells_whether_it_fits_first(d: BoardDriver) -> None:
    d.clicks("SO-1")
    d.settles()
    assert d.page.inspector.verdict.words()[0].endswith("Anna")
    assert d.page.inspector.title.text() == "SO-1 · Bakkerij <b>Smit</b>"
    d.page.waiting.table.selectRow(0)
    d.settles()
    assert d.page.inspector.title.text().startswith("SO-3")
    assert d.page.view.selected_ids == frozenset()


def test_days_and_scales_are_gone_through(d: BoardDriver) -> None:
    d.page.days.step(1)
    assert d.page.days.day_in_view() == date(2026, 11, 24)
    d.page.days.go_to(date(2027, 3, 1))
    d.settles()
    assert d.page.days.day_in_view() == date(2027, 3, 1)
    d.page.days.go_to(None)
    d.settles()
    assert d.page.days.day_in_view() == date(2026, 11, 23)
    assert d.sees("SO-1") is not None


def test_an_order_is_shown_from_another_page(d: BoardDriver) -> None:
    rows = d.page.waiting.rows
    d.page.show_order(1)
    assert d.page.view.scene.focused == 1
    d.page.show_order(next(iter(rows)))
    assert d.page.waiting.table.chosen_rows()[0].order_id == next(iter(rows))


def test_f6_goes_round_the_panes(d: BoardDriver) -> None:
    d.page.view.setFocus()
    d.page._next_pane()
    assert d.page.waiting.table.hasFocus()


def test_a_company_without_technicians_says_so(qtbot: QtBot, jobs: Jobs) -> None:
    page = BoardPage(jobs, Live(jobs), Edits(jobs), day=date(2026, 11, 23))
    page.show()
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.nobody)
    page.close()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, 52)


def test_the_hover_card_waits_and_leaves_on_a_key(d: BoardDriver) -> None:
    d.page.view.hovered.emit(1)
    assert not d.page.hover.isVisible()
    d.qtbot.waitUntil(d.page.hover.isVisible)
    assert ("Technician", "Anna") in d.page.hover.facts.facts()
    d.presses(Qt.Key.Key_Right)
    assert not d.page.hover.isVisible()
