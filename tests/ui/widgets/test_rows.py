"""A table of rows: sorting, filter as you type, selection across reloads, keyboard, memory of its columns."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from models.terms import Priority
from tests.ui.attention import bring_up
from ui import theme
from ui.widgets.badge import paint_chip, priority_chip
from ui.widgets.cells import PADDING
from ui.widgets.empty import EmptyState
from ui.widgets.rows import Column, RowsModel, RowsTable


@dataclass(frozen=True, slots=True)
class OrderRow:
    id: int
    number: str
    customer: str
    minutes: int
    priority: Priority = Priority.NORMAL


ROWS = (
    OrderRow(1, "SO-1101", "Bakkerij Smit", 60, Priority.HIGH),
    OrderRow(2, "SO-1102", "Stadskantoor", 90),
    OrderRow(3, "SO-1103", "Koelhuis <b>West</b>", 1000, Priority.LOW),
)
COLUMNS = (
    Column[OrderRow]("priority", "Priority", 100, badge=lambda row: priority_chip(row.priority)),
    Column[OrderRow]("number", "Order", 120, weight=600, tip=lambda row: row.customer),
    Column[OrderRow]("customer", "Customer", 200, ink=lambda row: "bad" if row.id == 1 else ""),
    Column[OrderRow](
        "minutes", "Duration", 90, text=lambda row: f"{row.minutes} min", sort_key=lambda row: row.minutes,
        is_right=True, is_tabular=True,
    ),
)  # fmt: skip


@pytest.fixture
def model() -> RowsModel[OrderRow]:
    model = RowsModel(COLUMNS, identity=lambda row: row.id)
    model.set_rows(ROWS)
    return model


@pytest.fixture
def table(qtbot: QtBot, model: RowsModel[OrderRow]) -> RowsTable:
    return shown(qtbot, RowsTable(model, key="orders"))


def shown(qtbot: QtBot, table: RowsTable) -> RowsTable:
    qtbot.addWidget(table)
    table.resize(700, 300)
    bring_up(qtbot, table)
    return table


def numbers(model: RowsModel[OrderRow]) -> list[str]:
    return [row.number for row in model.rows]


def test_the_model_keeps_qt_s_rules(model: RowsModel[OrderRow]) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ROWS[:1])
    model.filter("nothing")
    assert model.rowCount() == 0
    assert model.rowCount(model.index(0, 0, QModelIndex())) == 0


def test_a_column_sorts_by_its_key_and_a_reload_keeps_it(model: RowsModel[OrderRow]) -> None:
    model.sort(3, Qt.SortOrder.DescendingOrder)
    assert numbers(model) == ["SO-1103", "SO-1102", "SO-1101"]
    model.set_rows(reversed(ROWS))
    assert numbers(model) == ["SO-1103", "SO-1102", "SO-1101"]
    model.sort(-1)
    assert numbers(model) == ["SO-1103", "SO-1102", "SO-1101"]


def test_the_filter_wants_every_word_in_any_column(model: RowsModel[OrderRow]) -> None:
    model.filter("BAKK 60")
    assert numbers(model) == ["SO-1101"]
    model.filter("high")
    assert numbers(model) == ["SO-1101"]
    model.filter("")
    assert (len(model.rows), model.total) == (3, 3)


def test_a_tip_never_speaks_markup(model: RowsModel[OrderRow]) -> None:
    tip = model.index(2, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>Koelhuis &lt;b&gt;West&lt;/b&gt;</qt>"
    assert model.index(2, 2).data() == "Koelhuis <b>West</b>"


def test_a_click_on_a_header_sorts(qtbot: QtBot, table: RowsTable, model: RowsModel[OrderRow]) -> None:
    head = table.horizontalHeader()
    at = head.viewport().rect().topLeft()
    at.setX(head.sectionViewportPosition(2) + 30)
    at.setY(12)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert numbers(model) == ["SO-1101", "SO-1103", "SO-1102"]


def test_the_selection_follows_its_rows_through_sort_filter_and_reload(
    table: RowsTable, model: RowsModel[OrderRow]
) -> None:
    assert table.choose(2)
    model.sort(3, Qt.SortOrder.DescendingOrder)
    model.set_rows((*ROWS, OrderRow(9, "SO-0001", "Aa", 5000)))
    assert [row.id for row in table.chosen_rows()] == [2]
    assert table.current_row().id == 2
    model.filter("bakkerij")
    assert table.chosen_rows() == ()
    assert not table.choose(2)


def test_enter_and_double_click_open_and_delete_asks(qtbot: QtBot, table: RowsTable) -> None:
    table.setFocus()
    table.choose(1)
    with qtbot.waitSignal(table.row_opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [ROWS[0]]
    with qtbot.waitSignal(table.rows_chosen):
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(table.delete_wanted) as deleted:
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert deleted.args == [ROWS[:2]]
    at = table.visualRect(table.model().index(2, 1)).center()
    with qtbot.waitSignal(table.row_opened) as opened:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == [ROWS[2]]


def test_widths_and_order_of_columns_are_remembered(qtbot: QtBot, model: RowsModel[OrderRow]) -> None:
    first = shown(qtbot, RowsTable(model, key="orders"))
    first.horizontalHeader().resizeSection(1, 177)
    first.horizontalHeader().moveSection(0, 2)
    first.hide()
    second = shown(qtbot, RowsTable(model, key="orders"))
    assert second.columnWidth(1) == 177
    assert second.horizontalHeader().visualIndex(0) == 2
    other = shown(qtbot, RowsTable(model, key="elsewhere"))
    assert other.columnWidth(1) != 177
    assert other.horizontalHeader().length() == other.viewport().width()


def test_an_empty_table_says_so_and_offers_a_way_on(
    qtbot: QtBot, table: RowsTable, model: RowsModel[OrderRow]
) -> None:
    clicked: list[int] = []
    state = EmptyState("No orders wait.", action="New order", on_action=lambda: clicked.append(1))
    table.set_empty(state)
    assert not state.isVisible()
    table.set_loading(is_loading=True)
    model.set_rows(())
    assert not state.isVisible()
    table.set_loading(is_loading=False)
    assert state.isVisible()
    qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)
    assert clicked == [1]


def test_rows_can_be_dragged_out_only_when_somebody_made_mime_data(table: RowsTable) -> None:
    assert not table.dragEnabled()
    table.set_drag(lambda rows: QMimeData())
    assert table.dragEnabled()


def test_rows_are_26_pixels_high_and_painted_in_both_schemes(
    dressed: QWidget, table: RowsTable, model: RowsModel[OrderRow]
) -> None:
    assert table.rowHeight(0) == theme.ROW
    light = table.grab().toImage()
    theme.apply(dressed, "dark")
    dark = table.grab().toImage()
    assert light.pixelColor(300, 250) == theme.LIGHT.surface
    assert dark.pixelColor(300, 250) == theme.DARK.surface


def test_what_a_cell_remembers_is_painted_as_the_first_time(
    dressed: QApplication, table: RowsTable, model: RowsModel[OrderRow]
) -> None:
    table.selectRow(0)
    first = table.viewport().grab().toImage()
    assert table.viewport().grab().toImage() == first
    theme.apply(dressed, "dark")
    assert table.viewport().grab().toImage() != first
    theme.apply(dressed, "light")
    assert table.viewport().grab().toImage() == first
    table.clearSelection()
    assert table.viewport().grab().toImage() != first


def test_a_remembered_chip_is_the_chip_itself_to_the_pixel(
    table: RowsTable, model: RowsModel[OrderRow]
) -> None:
    kept, straight = (QImage(100, theme.ROW, QImage.Format.Format_RGB32) for _turn in range(2))
    for image in (kept, straight):
        image.fill(theme.tokens.surface)
    option = QStyleOptionViewItem()
    option.rect = kept.rect()
    with QPainter(kept) as painter:
        table.itemDelegate().paint(painter, option, model.index(0, 0))
    with QPainter(straight) as painter:
        paint_chip(
            painter, QRectF(PADDING, 0, 100 - 2 * PADDING, theme.ROW - 1), priority_chip(Priority.HIGH)
        )
        painter.fillRect(0, theme.ROW - 1, 100, 1, theme.tokens.faint_line)
    assert kept == straight
