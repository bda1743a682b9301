"""Canceling, revoking and deleting many orders from the list, through real keys and clicks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.order_details import order_details
from models.orders import ServiceOrder
from models.terms import LineStatus, Progress
from tests.builders import a_line, a_visit, an_order
from tests.ui.orders.conftest import Desk
from ui.orders.batch_dialog import LISTED, STAYING, BatchDialog
from ui.orders.page import OrdersPage


def count_orders(session: Session) -> int:
    return session.scalar(select(func.count(ServiceOrder.id))) or 0


def orders(desk: Desk, count: int, **fields: object) -> list[ServiceOrder]:
    made = [desk.run(an_order, **{"lines": [a_line(line=1)], **fields}) for _each in range(count)]
    desk.page.table.show_filter(desk.page.filters.shown())
    desk.settle()
    return [order for order in made if isinstance(order, ServiceOrder)]


def dialog(desk: Desk, command: str) -> BatchDialog:
    """Choose an entry of the page's menu for the list."""
    menu = desk.page.list_button.menu()
    next(action for action in menu.actions() if action.objectName() == command).trigger()
    desk.settle()
    opened = desk.page.findChild(BatchDialog)
    assert opened is not None
    return opened


def test_many_orders_are_deleted_only_when_their_number_is_typed(desk: Desk) -> None:
    orders(desk, 3)
    asked = dialog(desk, "delete_orders")
    assert asked.headline.text() == "3 orders will be deleted"
    assert "type their number, 3" in asked.ask.text()
    assert not asked.go_button.isEnabled()
    desk.types(asked.number, "2")
    QTest.keyClick(asked.number, Qt.Key.Key_Return)
    assert desk.context.read(count_orders) == 3
    desk.types(asked.number, "3")
    QTest.keyClick(asked.number, Qt.Key.Key_Return)
    desk.settle()
    assert desk.context.read(count_orders) == 0
    assert desk.edits.stack.undoText() == "Delete 3 orders"
    desk.edits.undo()
    desk.settle()
    assert desk.context.read(count_orders) == 3
    desk.edits.redo()
    desk.settle()
    assert desk.context.read(count_orders) == 0


def test_a_list_that_nothing_restricts_is_not_taken_whole(desk: Desk) -> None:
    orders(desk, 2)
    desk.page.filters.widen()
    desk.settle()
    asked = dialog(desk, "delete_orders")
    assert asked.headline.text() == "The list shows every order there is. Restrict it first."
    assert not asked.go_button.isEnabled()
    QTest.keyClick(asked, Qt.Key.Key_Return)
    desk.settle()
    assert desk.context.read(count_orders) == 2


def test_canceling_shows_what_is_left_out_and_why(desk: Desk) -> None:
    good, finished = orders(desk, 1)[0], orders(desk, 1, stage="finished")[0]
    desk.run(a_visit, order=good)
    asked = dialog(desk, "cancel_orders")
    assert asked.headline.text() == (
        "1 order will be canceled  ·  1 planned visit leaves the board  ·  1 is left out"
    )
    assert [row.number for row in asked.model.rows] == [good.number]
    asked.sides.setFocus()
    QTest.keyClick(asked.sides, Qt.Key.Key_Right)
    assert asked.sides.current() == STAYING
    assert [row.number for row in asked.model.rows] == [finished.number]
    assert "Stage Finished" in asked.model.rows[0].why
    desk.clicks(asked.go_button)
    desk.settle()
    assert desk.context.read(order_details, good.id).progress is Progress.CANCELED
    assert desk.context.read(order_details, finished.id).progress is Progress.IN_PROCESS
    assert asked.headline.text() == "1 order was canceled."
    assert [row.why for row in asked.model.rows]


def test_undo_brings_canceled_orders_and_their_visits_back(desk: Desk) -> None:
    made = orders(desk, 2)
    for order in made:
        desk.run(a_visit, order=order)
    desk.clicks(dialog(desk, "cancel_orders").go_button)
    desk.settle()
    assert all(not desk.context.read(order_details, order.id).visits for order in made)
    desk.edits.undo()
    desk.settle()
    assert all(desk.context.read(order_details, order.id).visits for order in made)


def test_revoking_the_list_of_canceled_orders(desk: Desk) -> None:
    made = orders(desk, 2, lines=[a_line(status=LineStatus.CANCELED)])
    desk.page.filters.chips.set_current(("canceled",))
    desk.page.table.show_filter(desk.page.filters.shown())
    desk.settle()
    asked = dialog(desk, "revoke_orders")
    assert asked.headline.text() == "2 orders will be in process again"
    desk.clicks(asked.go_button)
    desk.settle()
    assert all(desk.context.read(order_details, order.id).progress is Progress.IN_PROCESS for order in made)


def test_the_chosen_rows_come_first_and_the_list_is_one_click_away(desk: Desk) -> None:
    made = orders(desk, 3)
    page: OrdersPage = desk.page
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    asked = dialog(desk, "cancel_orders")
    assert asked.headline.text() == "2 orders will be canceled"
    asked.scope.setFocus()
    QTest.keyClick(asked.scope, Qt.Key.Key_Right)
    desk.settle()
    assert asked.scope.current() == LISTED
    assert asked.headline.text() == f"{len(made)} orders will be canceled"


def test_deleting_the_order_in_the_editor_goes_back_to_the_list(desk: Desk) -> None:
    order = orders(desk, 1)[0]
    desk.open(order.id)
    menu = desk.page.editor.sheet.head.more_menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.objectName() == "delete_orders").trigger()
    desk.settle()
    asked = desk.page.editor.findChild(BatchDialog)
    assert asked is not None
    assert not asked.number.isVisible()
    QTest.keyClick(asked.go_button, Qt.Key.Key_Return)
    desk.settle()
    assert desk.context.read(count_orders) == 0
    assert desk.page.stack.currentWidget() is not desk.page.editor


def test_what_cannot_be_done_in_the_editor_is_grey_and_says_why(desk: Desk) -> None:
    order = orders(desk, 1, stage="finished")[0]
    desk.open(order.id)
    menu = desk.page.editor.sheet.head.more_menu
    menu.aboutToShow.emit()
    by_name = {action.objectName(): action for action in menu.actions()}
    assert not by_name["cancel_orders"].isEnabled()
    assert "Stage Finished does not allow" in by_name["cancel_orders"].toolTip()
    assert "is not canceled" in by_name["revoke_orders"].toolTip()
