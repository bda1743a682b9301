"""Lines of an order through real keys."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.queries.order_details import Choice, LineFields, OrderDetails, order_details
from models.orders import ServiceOrder
from models.terms import LineStatus, TransactionType
from tests.builders import MONDAY, a_category, a_line, a_price, a_technician, an_item, an_order
from tests.ui.orders.conftest import Desk
from ui.orders.drafts import new_line
from ui.orders.line_columns import COLUMNS, amount, as_type
from ui.orders.line_model import MARK_ROLE, LinesModel
from ui.orders.lines import NoteEdit

T = TransactionType
TIP = Qt.ItemDataRole.ToolTipRole
AT = {column.field or column.title: position for position, column in enumerate(COLUMNS)}


def opened(desk: Desk, **fields: object) -> int:
    order = desk.run(an_order, **fields)
    assert isinstance(order, ServiceOrder)
    desk.open(order.id)
    return order.id


def stored(desk: Desk, order_id: int) -> OrderDetails:
    return desk.context.read(order_details, order_id)


def at(desk: Desk, row: int, name: str) -> None:
    """Put the keyboard on a cell."""
    table = desk.page.editor.sheet.lines.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(row, AT[name]))


def types(desk: Desk, text: str) -> None:
    """Type over the cell and press Enter."""
    table = desk.page.editor.sheet.lines.table
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.until(lambda: table.findChild(QLineEdit) is None)


def test_a_line_is_typed_by_keyboard_alone(desk: Desk) -> None:
    order_id = opened(desk, lines=[a_line(line=1)])
    at(desk, 0, "quantity")
    types(desk, "2.5")
    at(desk, 0, "sales_price")
    types(desk, "75")
    at(desk, 0, "starts_after")
    types(desk, "9:30")
    desk.saves()
    fields = stored(desk, order_id).lines[0].fields
    assert (fields.quantity, fields.sales_price, fields.starts_after) == (Decimal("2.5"), 7500, time(9, 30))


def test_what_cannot_be_understood_is_said_and_changes_nothing(desk: Desk) -> None:
    opened(desk, lines=[a_line(line=1)])
    at(desk, 0, "quantity")
    types(desk, "many")
    assert "is not a number" in desk.page.editor.save_bar.problem.text()
    assert not desk.page.editor.is_dirty()


def test_an_item_found_by_typing_brings_name_unit_and_prices(desk: Desk) -> None:
    desk.run(an_item, code="F-100", name="Filter G4", sales_price=1250, cost_price=800)
    order_id = opened(desk)
    lines = desk.page.editor.sheet.lines
    desk.clicks(lines.add_buttons[T.ITEM])
    editor = lines.table.findChild(QLineEdit)
    QTest.keyClicks(editor, "filt")
    desk.until(lambda: editor.completer().popup().isVisible())
    QTest.keyClick(editor.completer().popup(), Qt.Key.Key_Return)
    desk.settle()
    desk.saves()
    (line,) = stored(desk, order_id).lines
    assert (line.fields.item.name, line.unit) == ("F-100 Filter G4", "pcs")
    assert (line.fields.sales_price, line.fields.cost_price) == (1250, 800)
    assert line.fields.description == "Filter G4"


def test_delete_removes_and_insert_adds_one_alike(desk: Desk) -> None:
    opened(desk, lines=[a_line(line=1, type=T.FEE)])
    lines = desk.page.editor.sheet.lines
    at(desk, 0, "type")
    QTest.keyClick(lines.table, Qt.Key.Key_Insert)
    assert [line.fields.type for line in lines.model.lines] == [T.FEE, T.FEE]
    lines.finish_typing()
    at(desk, 0, "type")
    QTest.keyClick(lines.table, Qt.Key.Key_Delete)
    assert len(lines.model.lines) == 1


def test_space_signs_off(desk: Desk) -> None:
    order_id = opened(desk, lines=[a_line(line=1)])
    at(desk, 0, "signed_off")
    QTest.keyClick(desk.page.editor.sheet.lines.table, Qt.Key.Key_Space)
    desk.saves()
    assert stored(desk, order_id).lines[0].fields.signed_off


def test_a_posted_line_stays_and_says_why(desk: Desk) -> None:
    opened(desk, lines=[a_line(line=1), a_line(line=2, status=LineStatus.POSTED)])
    lines = desk.page.editor.sheet.lines
    at(desk, 1, "quantity")
    assert not lines.model.flags(lines.table.currentIndex()) & Qt.ItemFlag.ItemIsEditable
    QTest.keyClick(lines.table, Qt.Key.Key_Delete)
    assert "is posted" in desk.page.editor.save_bar.problem.text()
    assert len(lines.model.lines) == 2


def test_a_new_line_is_for_the_preferred_technician(desk: Desk) -> None:
    anna = desk.run(a_technician, name="Anna")
    opened(desk, preferred_technician_id=anna.id)
    lines = desk.page.editor.sheet.lines
    lines.add(T.HOUR)
    lines.finish_typing()
    lines.add(T.FEE)
    lines.finish_typing()
    assert [line.fields.technician for line in lines.model.lines] == [Choice(anna.id), Choice()]


def test_totals_follow(desk: Desk) -> None:
    opened(desk, lines=[a_line(line=1, quantity=Decimal("1.5"), sales_price=7500, cost_price=4000)])
    assert desk.page.editor.sheet.lines._totals.text() == "1.5 h  ·  cost €60.00  ·  sales €112.50"


@pytest.mark.parametrize(
    ("kind", "closed"),
    [
        (T.HOUR, set()),
        (T.EXPENSE, set()),
        (T.ITEM, {"technician", "starts_after", "ends_before", "started", "ended"}),
        (T.FEE, {"technician", "starts_after", "ends_before", "started", "ended", "cost_price"}),
    ],
)
def test_each_type_has_its_own_fields(kind: TransactionType, closed: set[str]) -> None:
    line = new_line(LineFields(type=kind))
    assert {column.field for column in COLUMNS if column.field and column.why_not(line)} == closed


def test_another_type_empties_what_it_does_not_have() -> None:
    hour = LineFields(technician=Choice(3, "Anna"), cost_price=100, sales_price=200, starts_after=time(9))
    fee = as_type(hour, T.FEE)
    assert fee == LineFields(type=T.FEE, sales_price=200)


@pytest.mark.parametrize(
    ("quantity", "price", "cents"),
    [("1.5", 7501, 11252), ("0.333", 100, 33), ("2", None, None), ("0.005", 100, 1)],
)
def test_an_amount_is_rounded_half_up(quantity: str, price: int | None, cents: int | None) -> None:
    assert amount(new_line(LineFields(quantity=Decimal(quantity), sales_price=price))) == cents


def test_a_list_that_can_only_be_read_takes_nothing() -> None:
    model = LinesModel(lambda _row_id: None, today=date(2026, 11, 23))
    model.show_lines((new_line(LineFields()),), is_read_only=True)
    assert not model.setData(model.index(0, AT["quantity"]), "3")
    assert model.remove([0]) == ""
    assert model.rowCount() == 1


def test_a_price_says_where_it_came_from(desk: Desk) -> None:
    order_id = opened(desk, lines=[a_line(line=1)])
    desk.run(a_price, amount=8250)
    at(desk, 0, "quantity")
    types(desk, "2")
    at(desk, 0, "sales_price")
    types(desk, "75")
    model = desk.page.editor.sheet.lines.model
    cell = model.index(0, AT["sales_price"])
    assert (model.data(cell, MARK_ROLE), "Typed here" in model.data(cell, TIP)) == ("", True)
    types(desk, "")
    desk.saves()
    assert stored(desk, order_id).lines[0].fields.sales_price == 8250
    cell = model.index(0, AT["sales_price"])
    assert model.data(cell, MARK_ROLE) == "list"
    assert model.data(cell, TIP) == "From the price list: 2026-01-01."


def test_a_category_found_by_typing_is_one_of_the_lines_type(desk: Desk) -> None:
    desk.run(a_category, name="Mounting")
    desk.run(a_category, name="Mount plates", type=T.ITEM)
    order_id = opened(desk, lines=[a_line(line=1)])
    lines = desk.page.editor.sheet.lines
    at(desk, 0, "category")
    QTest.keyClick(lines.table, Qt.Key.Key_F2)
    editor = lines.table.findChild(QLineEdit)
    QTest.keyClicks(editor, "mou")
    desk.until(lambda: editor.completer().popup().isVisible())
    assert editor.completer().completionModel().rowCount() == 1
    QTest.keyClick(editor.completer().popup(), Qt.Key.Key_Return)
    desk.settle()
    desk.saves()
    assert stored(desk, order_id).lines[0].fields.category.name == "Mounting"


def test_when_it_was_done_is_typed_as_people_say_it(desk: Desk) -> None:
    order_id = opened(desk, lines=[a_line(line=1)])
    for name, text in (("executed_on", "20-11"), ("started", "2230"), ("ended", "0:15"), ("currency", "dkk")):
        at(desk, 0, name)
        types(desk, text)
    desk.saves()
    fields = stored(desk, order_id).lines[0].fields
    assert (fields.executed_on, fields.started, fields.ended) == (
        date(2026, 11, 20),
        time(22, 30),
        time(0, 15),
    )
    assert fields.currency == "DKK"
    at(desk, 0, "currency")
    types(desk, "euro")
    assert "three letters" in desk.page.editor.save_bar.problem.text()


def test_a_note_of_several_lines_is_written_in_its_cell(desk: Desk) -> None:
    order_id = opened(desk, lines=[a_line(line=1)])
    lines = desk.page.editor.sheet.lines
    at(desk, 0, "note")
    QTest.keyClick(lines.table, Qt.Key.Key_F2)
    editor = lines.table.findChild(NoteEdit)
    editor.setPlainText("Twice\nby phone")
    lines.finish_typing()
    desk.saves()
    assert stored(desk, order_id).lines[0].fields.note == "Twice\nby phone"
    assert lines.model.data(lines.model.index(0, AT["note"])) == "Twice by phone"


def test_a_signed_line_tells_by_whom_and_when(desk: Desk) -> None:
    opened(desk, lines=[a_line(line=1, signed_off=True, signed_off_at=MONDAY, signed_off_by="Mette")])
    model = desk.page.editor.sheet.lines.model
    cell = model.index(0, AT["signed_off"])
    assert model.data(cell) == "✓ Mette"
    assert "Signed off by Mette on 23 Nov 2026 at 09:00." in model.data(cell, TIP)
