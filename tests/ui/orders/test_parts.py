"""Asking for parts on an order and noting that they come, through real keys and clicks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.queries.requirements import RequirementRow, requirements_of
from app.work import Work
from models.orders import ServiceOrder
from models.terms import RequirementStatus
from tests.builders import a_line, an_agreement, an_item, an_order
from tests.ui.orders.conftest import Desk
from ui.orders.parts_tab import PartsTab


def an_order_with_parts(work: Work) -> ServiceOrder:
    agreement = an_agreement(work)
    an_item(work, code="FLT-1", name="Filter")
    return an_order(
        work, customer_id=agreement.customer_id, agreement_id=agreement.id, lines=[a_line(line=1)]
    )


@pytest.fixture
def tab(desk: Desk) -> PartsTab:
    """The tab of an order under an agreement, seen."""
    order = desk.run(an_order_with_parts)
    assert isinstance(order, ServiceOrder)
    return seen(desk, order)


def seen(desk: Desk, order: ServiceOrder) -> PartsTab:
    desk.open(order.id)
    sheet = desk.page.editor.sheet
    shown = next(tab for tab in sheet.own_tabs if isinstance(tab, PartsTab))
    sheet.tabs.setCurrentWidget(shown)
    desk.settle()
    return shown


def rows(desk: Desk) -> tuple[RequirementRow, ...]:
    details = desk.page.editor.details
    assert details is not None
    return desk.context.read(requirements_of, details.id).rows


def asks(desk: Desk, tab: PartsTab, quantity: str = "3", day: str = "25-11-2026") -> None:
    """Type item, Enter, quantity, Enter, date, Enter."""
    tab.item.setFocus()
    QTest.keyClicks(tab.item, "flt")
    QTest.keyClick(tab.item, Qt.Key.Key_Return)
    desk.until(lambda: tab.item.choice() is not None)
    QTest.keyClicks(tab.quantity.line, quantity)
    QTest.keyClick(tab.quantity.line, Qt.Key.Key_Return)
    QTest.keyClicks(tab.needed_on.line, day)
    QTest.keyClick(tab.needed_on.line, Qt.Key.Key_Return)
    desk.settle()


def test_parts_are_asked_for_in_one_line_by_keyboard(desk: Desk, tab: PartsTab) -> None:
    asks(desk, tab)
    (row,) = rows(desk)
    assert (row.item_code, row.quantity, row.needed_on) == ("FLT-1", Decimal(3), date(2026, 11, 25))
    assert tab.item.text() == ""
    assert tab.item.hasFocus()
    assert "(1)" in desk.page.editor.sheet.tabs.tabText(desk.page.editor.sheet.tabs.indexOf(tab))


def test_a_key_orders_and_a_number_delivers_a_part(desk: Desk, tab: PartsTab) -> None:
    asks(desk, tab)
    tab.table.setFocus()
    tab.table.selectRow(0)
    QTest.keyClick(tab.table, Qt.Key.Key_O)
    desk.settle()
    assert rows(desk)[0].status is RequirementStatus.ORDERED
    tab.table.selectRow(0)
    desk.types(tab.coming.editor, "1")
    QTest.keyClick(tab.coming.editor, Qt.Key.Key_Return)
    desk.settle()
    assert (rows(desk)[0].delivered, rows(desk)[0].status) == (Decimal(1), RequirementStatus.ORDERED)
    tab.table.selectRow(0)
    desk.clicks(tab.deliver_button)
    desk.settle()
    assert rows(desk)[0].status is RequirementStatus.DELIVERED


def test_more_than_was_asked_for_is_refused_in_a_sentence(desk: Desk, tab: PartsTab) -> None:
    asks(desk, tab)
    tab.table.selectRow(0)
    desk.types(tab.coming.editor, "4")
    desk.clicks(tab.deliver_button)
    desk.settle()
    assert tab.problem.text() == "Item requirement 1: only 3 are still to come."


def test_each_step_can_be_undone_and_done_again(desk: Desk, tab: PartsTab) -> None:
    asks(desk, tab)
    tab.table.selectRow(0)
    desk.clicks(tab.order_button)
    desk.settle()
    for _step in range(2):
        desk.edits.undo()
        desk.settle()
    assert rows(desk) == ()
    for _step in range(2):
        desk.edits.redo()
        desk.settle()


def test_without_agreement_or_project_the_tab_says_what_is_missing(desk: Desk) -> None:
    order = desk.run(an_order)
    assert isinstance(order, ServiceOrder)
    tab = seen(desk, order)
    assert "neither an agreement nor a project" in tab.problem.text()
    assert not tab.item.isEnabled()


def test_what_cannot_be_done_is_grey_and_says_why(desk: Desk, tab: PartsTab) -> None:
    asks(desk, tab)
    tab.table.selectRow(0)
    desk.clicks(tab.deliver_button)
    desk.settle()
    tab.table.selectRow(0)
    assert not tab.cancel_button.isEnabled()
    assert "is delivered" in tab.cancel_button.toolTip()
    assert not tab.delete_button.isEnabled()
