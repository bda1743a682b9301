"""The service level of an order in its editor: held for a part, resumed, and all of it taken back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.queries.order_clock import clock_now
from app.queries.order_details import order_details
from app.usecases.masters import save_row
from app.work import Work
from models.clocks import begin_clock
from models.orders import ServiceOrder
from models.terms import ClockAction, ClockStatus
from models.users import Role
from tests.builders import a_reason, a_service_level, a_stage, an_order, the_stage
from tests.conftest import Clock
from tests.ui.orders.conftest import Desk
from ui.orders.clock_tab import ClockTab
from ui.orders.sheet import OWN_TABS
from ui.orders.stage_tab import StageTab

HOLD, RESUME, STOP = ClockAction.HOLD, ClockAction.RESUME, ClockAction.STOP


def clocked(work: Work) -> ServiceOrder:
    order = an_order(work, service_level_id=a_service_level(work).id, stage="in_process")
    begin_clock(work.session, order, now=work.now, by=work.user.name, company=work.company())
    work.session.flush()
    return order


@pytest.fixture
def tab(desk: Desk) -> ClockTab:
    """The tab of an order with a level of eight hours that has just begun."""
    desk.context.run(a_reason, name="Part on order")
    order, _ = desk.context.run(clocked)
    desk.open(order.id)
    sheet = desk.page.editor.sheet
    sheet.tabs.setCurrentIndex(2 + OWN_TABS.index(ClockTab))
    desk.settle()
    found = sheet.tabs.currentWidget()
    assert isinstance(found, ClockTab)
    return found


def status(desk: Desk, tab: ClockTab) -> ClockStatus:
    assert tab.shown is not None
    return desk.context.read(clock_now, tab.shown.order_id, now=desk.context.clock()).status


def test_it_says_whose_level_it_is_and_what_counts(tab: ClockTab) -> None:
    assert tab.name.text() == "Gold: 8 h"
    assert tab.why.text() == (
        "Chosen for this order. All time counts, day and night, as the level has no calendar."
    )
    assert tab.share.text() == "0.00 % of 8 h"
    shown = {action for action, button in tab.buttons.items() if not button.isHidden()}
    assert shown == {HOLD, STOP, ClockAction.CANCEL}


def test_it_is_held_for_a_part_resumed_and_both_are_taken_back(
    desk: Desk, tab: ClockTab, clock: Clock
) -> None:
    clock.forward(hours=2)
    desk.clicks(tab.buttons[HOLD])
    tab.question.reason.setCurrentIndex(1)
    desk.clicks(tab.question.go)
    desk.settle()
    assert status(desk, tab) is ClockStatus.HELD
    assert tab.badge._chip.text == "Held, 6 h left"
    clock.forward(hours=3)
    desk.clicks(tab.buttons[RESUME])
    desk.clicks(tab.question.go)
    desk.settle()
    assert ("Held", "3 h: Part on order") in tab.facts[1].facts()
    assert [tab.table.model().index(row, 1).data() for row in range(3)] == ["Resumed", "Held", "Started"]
    for expected in (ClockStatus.HELD, ClockStatus.RUNNING):
        desk.edits.undo()
        desk.settle()
        assert status(desk, tab) is expected
    assert desk.edits.stack.redoText().startswith("Hold the clock of SO-")


def test_a_time_of_today_may_be_typed_and_one_to_come_is_refused_in_place(
    desk: Desk, tab: ClockTab, clock: Clock
) -> None:
    clock.forward(hours=2)
    desk.clicks(tab.buttons[HOLD])
    desk.types(tab.question.at.clock.line, "14:00")
    desk.clicks(tab.question.go)
    desk.settle()
    assert tab.question._wrong.text().startswith("23 Nov 2026 14:00 has not come yet")
    desk.types(tab.question.at.clock.line, "9:00")
    desk.clicks(tab.question.go)
    desk.settle()
    assert tab.shown is not None
    assert tab.shown.clock is not None
    assert (tab.shown.clock.status, tab.shown.clock.recorded) == (ClockStatus.HELD, 3600)


def test_an_undo_of_the_clock_is_no_obstacle_to_that_of_the_header(desk: Desk, tab: ClockTab) -> None:
    assert tab.shown is not None
    before = desk.context.read(order_details, tab.shown.order_id).fields.description
    desk.types(desk.page.editor.sheet.form.fields["description"].editor, "Pump leaks")
    desk.saves()
    desk.clicks(tab.buttons[HOLD])
    desk.clicks(tab.question.go)
    desk.settle()
    for _time in range(2):
        desk.edits.undo()
        desk.settle()
    assert desk.context.read(order_details, tab.shown.order_id).fields.description == before


def test_the_head_says_what_is_left_minute_by_minute(desk: Desk, tab: ClockTab, clock: Clock) -> None:
    badge = desk.page.editor.sheet.clock_badge
    assert badge._chip.text == "8 h left"
    clock.forward(hours=9)
    badge._minute.timeout.emit()
    desk.settle()
    assert (badge._chip.text, badge._chip.tone) == ("1 h late", "bad")


def test_a_stage_for_others_is_grey_and_says_for_whom(desk: Desk) -> None:
    def for_technicians(work: Work) -> int:
        stage = a_stage(work, name="On site", parent_id=the_stage(work).id, position=9)
        role = work.session.scalars(select(Role).where(Role.code == "technician")).one()
        saved = {"roles": (role.id,)}
        save_row(work, kind="stage", row_id=stage.id, seen=stage.version, values=saved)
        return stage.id

    stage_id, _ = desk.context.run(for_technicians)
    order, _ = desk.context.run(an_order)
    desk.open(order.id)
    button = desk.page.editor.sheet.head.stage_bar.buttons[stage_id]
    assert not button.isEnabled()
    assert button.accessibleDescription() == "Only Technician may take orders to stage On site."


def test_a_remark_is_written_in_the_log_removed_and_brought_back(desk: Desk) -> None:
    desk.context.run(a_reason, name="Customer called")
    order, _ = desk.context.run(an_order)
    desk.open(order.id)
    sheet = desk.page.editor.sheet
    sheet.tabs.setCurrentIndex(2 + OWN_TABS.index(StageTab))
    tab = sheet.tabs.currentWidget()
    assert isinstance(tab, StageTab)
    tab.reason.setCurrentIndex(1)
    desk.types(tab.note, "wants it before noon")
    desk.clicks(tab.add_button)
    desk.until(lambda: tab.model.total == 1)
    (row,) = desk.context.read(order_details, order.id).stage_log
    assert (row.reason, row.note) == ("Customer called", "wants it before noon")
    tab.table.selectRow(0)
    desk.clicks(tab.remove_button)
    desk.until(lambda: tab.model.total == 0)
    for expected in (1, 0):
        desk.edits.undo()
        desk.settle()
        desk.until(lambda expected=expected: tab.model.total == expected)
