"""Undo goes on past steps of another kind on the same order, and never over a colleague's change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.queries.order_details import OrderDetails, order_details
from app.usecases.orders import SeenOrder, change_order, revoke_orders
from models.errors import Conflict, Expected
from models.orders import ServiceOrder
from models.terms import Progress
from tests.builders import a_line, a_site, an_order
from tests.ui.orders.conftest import Desk
from tests.ui.orders.test_editor import QUANTITY, describes
from ui.board.editing.order_edits import CancelOrders
from ui.orders.ending_edits import EndLines


def stored(desk: Desk, order_id: int) -> OrderDetails:
    return desk.context.read(order_details, order_id)


def goes(desk: Desk, *, back: int = 0, forth: int = 0) -> None:
    """Undo and redo so many steps."""
    for _step in range(back):
        desk.edits.undo()
        desk.settle()
    for _step in range(forth):
        desk.edits.redo()
        desk.settle()


def changed(desk: Desk) -> ServiceOrder:
    """An order whose header and line were changed in one save."""
    order = desk.run(an_order, lines=[a_line(line=1), a_line(line=2)])
    assert isinstance(order, ServiceOrder)
    desk.open(order.id)
    describes(desk, "Pump leaks")
    model = desk.page.editor.sheet.lines.model
    model.setData(model.index(0, QUANTITY), "3")
    desk.saves()
    return order


def said(desk: Desk, order_id: int) -> tuple[str, int, Progress]:
    """Description, quantity of the first line and progress."""
    details = stored(desk, order_id)
    quantity = int(details.lines[0].fields.quantity or 0) if details.lines else 0
    return details.fields.description, quantity, details.progress


def test_undo_goes_past_a_cancellation_to_an_earlier_save(desk: Desk) -> None:
    order = changed(desk)
    desk.edits.do(CancelOrders([order.id], named=order.number))
    desk.settle()
    for _time in range(2):
        goes(desk, back=2)
        assert said(desk, order.id) == ("Compressor slaat af", 1, Progress.IN_PROCESS)
        goes(desk, forth=2)
        assert said(desk, order.id) == ("Pump leaks", 3, Progress.CANCELED)


def test_undo_goes_past_canceled_lines_to_an_earlier_save(desk: Desk) -> None:
    order = changed(desk)
    details = stored(desk, order.id)
    seen = SeenOrder(order.id, details.version)
    desk.edits.do(EndLines(order.number, seen, [details.lines[0].id], cancels=True))
    desk.settle()
    for _time in range(2):
        goes(desk, back=2)
        assert said(desk, order.id)[:2] == ("Compressor slaat af", 1)
        goes(desk, forth=2)
        assert said(desk, order.id)[:2] == ("Pump leaks", 3)
    assert desk.edits.stack.count() == 2


def test_a_colleague_amid_a_cancellation_ends_the_way_back(desk: Desk) -> None:
    order = changed(desk)
    desk.edits.do(CancelOrders([order.id], named=order.number))
    desk.settle()
    desk.run(revoke_orders, orders=[SeenOrder(order.id)])
    theirs = replace(stored(desk, order.id).fields, description="Boiler leaks")
    desk.run(change_order, order_id=order.id, seen=stored(desk, order.id).version, fields=theirs)
    dropped: list[Expected] = []
    desk.edits.dropped.connect(dropped.append)
    goes(desk, back=2)
    assert said(desk, order.id)[0] == "Boiler leaks"
    assert [type(error) for error in dropped] == [Conflict]


def test_a_new_order_is_undone_and_comes_back_with_what_was_changed_since(desk: Desk) -> None:
    desk.run(a_site)
    desk.page.new_order()
    desk.settle()
    form = desk.page.editor.sheet.form
    customer = form.fields["customer"].editor
    desk.types(customer, "bakker")
    desk.until(lambda: customer.completer().popup().isVisible())
    QTest.keyClick(customer.completer().popup(), Qt.Key.Key_Return)
    desk.until(lambda: form.fields["site"].read() is not None)
    desk.saves()
    made = desk.page.editor.details
    assert made is not None
    describes(desk, "Pump leaks")
    desk.saves()
    assert desk.edits.stack.count() == 2
    wrong: list[Expected] = []
    desk.jobs.went_wrong.connect(wrong.append)
    for _time in range(2):
        goes(desk, back=2)
        assert not desk.page.editor.isVisible()
        assert desk.context.read(lambda session: session.get(ServiceOrder, made.id)) is None
        goes(desk, forth=2)
        assert (stored(desk, made.id).number, said(desk, made.id)[0]) == (made.number, "Pump leaks")
    assert wrong == []
