"""A list of a million rows fetches only what is looked at."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.ui.attention import bring_up
from ui.widgets.paged import PAGE, PAGES_KEPT, Answer, Ids, PagedModel
from ui.widgets.rows import Column, RowsTable


@dataclass(frozen=True, slots=True)
class OrderRow:
    id: int
    number: str


COLUMNS = (Column[OrderRow]("number", "Order", 120), Column[OrderRow]("id", "Id", 120))


class Desk:
    """Notes what is asked and answers when told to: a database that takes its time."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.waiting: list[tuple[list[int], Answer[OrderRow]]] = []
        self.prefix = "SO-"

    def fetch(self, ids: Ids, answer: Answer[OrderRow]) -> None:
        self.asked.append(ids.tolist())
        self.waiting.append((ids.tolist(), answer))

    def answer_all(self) -> None:
        waiting, self.waiting = self.waiting, []
        for ids, answer in waiting:
            rows: Mapping[int, OrderRow] = {n: OrderRow(n, f"{self.prefix}{n}") for n in ids}
            answer(rows)

    def pages(self) -> set[int]:
        return {(ids[0] - 1) // PAGE for ids in self.asked}


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def model(desk: Desk) -> PagedModel[OrderRow]:
    model = PagedModel(COLUMNS, desk.fetch)
    model.set_ids(np.arange(1, 1_000_001, dtype=np.int64))
    return model


@pytest.fixture
def table(qtbot: QtBot, model: PagedModel[OrderRow]) -> RowsTable:
    table = RowsTable(model, key="orders")
    qtbot.addWidget(table)
    table.resize(500, 400)
    bring_up(qtbot, table)
    return table


def painted(qtbot: QtBot, table: RowsTable) -> None:
    """Paint, and wait until what painting asks for has been asked: a timer begun later fires later."""
    table.grab()
    after = QTimer(table, singleShot=True, interval=0)
    with qtbot.waitSignal(after.timeout):
        after.start()


def test_only_visible_pages_are_fetched(qtbot: QtBot, desk: Desk, table: RowsTable) -> None:
    painted(qtbot, table)
    assert desk.pages() == {0}
    desk.answer_all()
    assert table.model().index(3, 0).data() == "SO-4"
    table.scrollTo(table.model().index(700_000, 0))
    painted(qtbot, table)
    assert desk.pages() <= {0, 700_000 // PAGE - 1, 700_000 // PAGE, 700_000 // PAGE + 1}


def test_a_row_is_a_placeholder_until_it_arrives(qtbot: QtBot, desk: Desk, table: RowsTable) -> None:
    painted(qtbot, table)
    assert table.model().index(0, 0).data() is None
    table.selectRow(0)
    assert table.chosen_rows() == ()
    before = table.grab().toImage()
    desk.answer_all()
    assert table.chosen_rows() == (OrderRow(1, "SO-1"),)
    assert table.grab().toImage() != before


def test_pages_only_scrolled_past_are_never_fetched(qtbot: QtBot, desk: Desk, table: RowsTable) -> None:
    bar = table.verticalScrollBar()
    for step in range(200):
        bar.setValue(bar.maximum() * step // 200)
        table.grab()  # paints without letting the event loop run, as a fast drag of the bar does
    qtbot.waitUntil(lambda: bar.value() // 26 // PAGE in desk.pages())
    assert len(desk.asked) <= 4


def test_no_more_than_64_pages_are_held(qtbot: QtBot, desk: Desk, model: PagedModel[OrderRow]) -> None:
    for page in range(PAGES_KEPT + 10):
        assert model.row_at(page * PAGE) is None
        qtbot.waitUntil(lambda: bool(desk.waiting))
        desk.answer_all()
        assert model.row_at(page * PAGE) == OrderRow(page * PAGE + 1, f"SO-{page * PAGE + 1}")
    assert model.row_at(0) is None
    assert model.row_at(PAGES_KEPT * PAGE) is not None


def test_an_answer_to_an_older_question_is_dropped(
    qtbot: QtBot, desk: Desk, model: PagedModel[OrderRow]
) -> None:
    model.row_at(0)
    qtbot.waitUntil(lambda: bool(desk.waiting))
    model.set_ids(np.array([900, 5], dtype=np.int32))
    desk.answer_all()
    assert model.row_at(0) is None
    qtbot.waitUntil(lambda: bool(desk.waiting))
    desk.answer_all()
    assert model.row_at(0) == OrderRow(900, "SO-900")
    assert (model.position_of(5), model.position_of(6)) == (1, None)


def test_changed_rows_are_asked_for_again_and_show_the_old_until_then(
    qtbot: QtBot, desk: Desk, table: RowsTable, model: PagedModel[OrderRow]
) -> None:
    painted(qtbot, table)
    desk.answer_all()
    desk.prefix = "NEW-"
    model.refresh({2, 800_000})
    painted(qtbot, table)
    assert model.index(1, 0).data() == "SO-2"
    desk.answer_all()
    assert model.index(1, 0).data() == "NEW-2"
    assert len(desk.asked) == 2


def test_choosing_all_of_a_million_fetches_nothing_more(
    qtbot: QtBot, desk: Desk, table: RowsTable, model: PagedModel[OrderRow]
) -> None:
    painted(qtbot, table)
    desk.answer_all()
    began = time.perf_counter()
    table.selectAll()
    painted(qtbot, table)
    assert time.perf_counter() - began < 0.5
    assert table.chosen_count() == 1_000_000
    assert len(table.chosen_rows()) == PAGE
    assert model.chosen_ids(table.chosen_ranges()).size == 1_000_000
    assert len(desk.asked) == 1
    table.clearSelection()
    assert model.chosen_ids(table.chosen_ranges()).size == 0


def test_a_header_asks_for_another_order(qtbot: QtBot, table: RowsTable, model: PagedModel[OrderRow]) -> None:
    with qtbot.waitSignal(model.sort_wanted) as wanted:
        table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert wanted.args == ["id", True]


def test_the_model_keeps_qt_s_rules(desk: Desk) -> None:
    model = PagedModel(COLUMNS, desk.fetch)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_ids(np.arange(1, 201, dtype=np.int64))
    model.set_ids(np.zeros(0, dtype=np.int64))
    assert model.row_at(0) is None


def test_a_million_rows_and_a_random_jump_are_instant(
    qtbot: QtBot, desk: Desk, table: RowsTable, model: PagedModel[OrderRow]
) -> None:
    taken = []
    for position in (10, 999_990, 123_456, 500_000, 77):
        began = time.perf_counter()
        table.scrollTo(model.index(position, 0))
        painted(qtbot, table)
        desk.answer_all()
        taken.append(time.perf_counter() - began)
    assert sorted(taken)[2] < 0.05
