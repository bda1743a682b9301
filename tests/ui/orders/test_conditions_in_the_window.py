"""Conditions of domain.md 21 as a person meets them at orders: real keys and clicks, exact sentences.

Those of agreements, templates and stages are in tests/ui/test_conditions_in_the_window.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.queries.order_details import Choice, OrderFields
from app.usecases.orders import open_order
from app.work import Work
from models.orders import ServiceOrder
from models.requirements import ItemRequirement
from models.terms import ClockAction, LineStatus
from tests.builders import a_customer, a_line, a_service_level, an_agreement, an_item, an_order, the_stage
from tests.conftest import Clock
from tests.ui.orders.conftest import Desk
from ui.orders.batch_dialog import STAYING, BatchDialog
from ui.orders.clock_tab import ClockTab
from ui.orders.parts_tab import PartsTab


def opens_tab(desk: Desk, order_id: int, kind: type[ClockTab | PartsTab]) -> ClockTab | PartsTab:
    """Look at a tab of an order."""
    desk.open(order_id)
    sheet = desk.page.editor.sheet
    tab = next(tab for tab in sheet.own_tabs if isinstance(tab, kind))
    sheet.tabs.setCurrentWidget(tab)
    desk.settle()
    assert isinstance(tab, ClockTab | PartsTab)
    return tab


def stays(desk: Desk, command: str) -> str:
    """What the dialog of a batch says of the one order that it leaves alone."""
    desk.page.table.show_filter(desk.page.filters.shown())
    desk.settle()
    menu = desk.page.list_button.menu()
    next(action for action in menu.actions() if action.objectName() == command).trigger()
    desk.settle()
    dialog = desk.page.findChild(BatchDialog)
    assert dialog is not None
    dialog.sides.setFocus()
    QTest.keyClick(dialog.sides, Qt.Key.Key_Right)
    assert dialog.sides.current() == STAYING
    (row,) = dialog.model.rows
    return row.why


def test_a_date_outside_the_agreement(desk: Desk) -> None:
    def arrange(work: Work) -> ServiceOrder:
        agreement = an_agreement(work, code="A1")
        return an_order(work, customer_id=agreement.customer_id, agreement_id=agreement.id)

    order = desk.run(arrange)
    assert isinstance(order, ServiceOrder)
    desk.open(order.id)
    desk.types(desk.page.editor.sheet.form.fields["service_date"].editor, "1-1-2027")
    desk.saves()
    said = "2027-01-01 lies outside the validity of agreement A1."
    assert desk.page.editor.save_bar.problem.text().startswith(said)


def test_an_order_without_agreement_where_one_is_needed(desk: Desk) -> None:
    def arrange(work: Work) -> None:
        work.company().allow_without_agreement = False
        a_customer(work)

    desk.run(arrange)
    desk.page.new_order()
    desk.settle()
    customer = desk.page.editor.sheet.form.fields["customer"].editor
    desk.types(customer, "bakker")
    desk.until(lambda: customer.completer().popup().isVisible())
    QTest.keyClick(customer.completer().popup(), Qt.Key.Key_Return)
    desk.settle()
    desk.saves()
    said = desk.page.editor.save_bar.problem.text()
    assert said.startswith("An order belongs to an agreement. Choose one;")
    assert desk.page.editor.details is None


def a_required_part(work: Work) -> None:
    order = an_order(work, number="SO-1", lines=[a_line(line=1)])
    work.add(ItemRequirement(order_id=order.id, line=1, item_id=an_item(work).id))


def forbidding(flag: str) -> Callable[[Work], None]:
    def arrange(work: Work) -> None:
        setattr(the_stage(work), flag, False)
        an_order(work, number="SO-1", lines=[a_line(line=1)])

    return arrange


def a_posted_line(work: Work) -> None:
    an_order(work, number="SO-1", lines=[a_line(line=1, status=LineStatus.POSTED), a_line(line=2)])


@pytest.mark.parametrize(
    ("arrange", "command", "sentence"),
    [
        (a_required_part, "cancel_orders", "Order SO-1 has 1 item requirement; cancel or delete that first."),
        (a_required_part, "delete_orders", "Order SO-1 has 1 item requirement; delete that first."),
        (a_posted_line, "cancel_orders", "Line 1 of order SO-1 is posted, so the order cannot be canceled."),
        (
            forbidding("may_cancel"),
            "cancel_orders",
            "Stage Planning does not allow order SO-1 to be canceled.",
        ),
        (
            forbidding("may_delete"),
            "delete_orders",
            "Stage Planning does not allow order SO-1 to be deleted.",
        ),
    ],
)
def test_what_stays_of_a_batch_and_why(
    desk: Desk, arrange: Callable[[Work], None], command: str, sentence: str
) -> None:
    desk.run(arrange)
    assert stays(desk, command) == sentence


def test_deleting_without_saying_which(desk: Desk) -> None:
    desk.run(an_order)
    desk.page.filters.widen()
    desk.settle()
    menu = desk.page.list_button.menu()
    next(action for action in menu.actions() if action.objectName() == "delete_orders").trigger()
    desk.settle()
    dialog = desk.page.findChild(BatchDialog)
    assert dialog is not None
    assert dialog.headline.text() == "The list shows every order there is. Restrict it first."
    assert not dialog.go_button.isEnabled()


def test_a_part_that_nobody_can_charge(desk: Desk) -> None:
    order = desk.run(an_order, number="SO-1")
    assert isinstance(order, ServiceOrder)
    tab = opens_tab(desk, order.id, PartsTab)
    assert isinstance(tab, PartsTab)
    assert tab.problem.text().startswith("Order SO-1 has neither an agreement nor a project.")
    assert not tab.item.isEnabled()


def test_an_exceeded_clock_that_is_stopped_without_a_reason(desk: Desk, clock: Clock) -> None:
    def arrange(work: Work) -> tuple[int, int]:
        work.company().reason_on_exceeding = True
        return a_customer(work).id, a_service_level(work).id

    made = desk.run(arrange)
    assert isinstance(made, tuple)
    fields = OrderFields(customer=Choice(made[0]), level=Choice(made[1]), service_date=date(2026, 11, 23))
    order = desk.run(open_order, fields=fields)
    clock.forward(hours=9)
    tab = opens_tab(desk, order.id, ClockTab)  # type: ignore[attr-defined]  # an OrderSaved
    assert isinstance(tab, ClockTab)
    desk.clicks(tab.buttons[ClockAction.STOP])
    assert tab.question.isVisible()
    assert tab.question.reason.currentText() == "Choose a reason"
    assert not tab.question.go.isEnabled()
