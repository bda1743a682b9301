"""Copying lines to an order from the editor's menu (domain.md 1.7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.order_details import order_details
from app.work import Work
from models.orders import ServiceOrder
from tests.builders import a_line, an_agreement, an_agreement_line, an_order
from tests.ui.pages import Person, at
from ui.orders.copy_command import copy_lines
from ui.orders.page import OrdersPage
from ui.records.copy_dialog import CopyDialog


def orders(work: Work) -> ServiceOrder:
    """An order without lines, one with two, and an agreement with one."""
    an_agreement(work, code="A-1", name="Yearly", lines=[an_agreement_line(line=1, description="Check")])
    lines = [a_line(line=1, description="Hours"), a_line(line=2, description="Filter")]
    an_order(work, number="SO-1", lines=lines)
    return an_order(work, number="SO-2")


@pytest.fixture
def order(sqlite_context: Context) -> ServiceOrder:
    return sqlite_context.run(orders)[0]


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context, order: ServiceOrder) -> Iterator[Person]:
    with at(OrdersPage, sqlite_context, qtbot) as somebody:
        yield somebody


def copying(person: Person, order: ServiceOrder) -> CopyDialog:
    """The dialog over the page, for that order."""
    desk: Any = person.page._desk  # what the page gives to every command
    copy_lines(desk, [order.id])
    person.until(lambda: person.page.window().findChild(CopyDialog) is not None)
    found = person.page.window().findChild(CopyDialog)
    assert isinstance(found, CopyDialog)
    person.settle()
    return found


def descriptions(person: Person, order: ServiceOrder) -> list[str]:
    return [line.fields.description for line in person.context.read(order_details, order.id).lines]


@pytest.mark.parametrize(("text", "expected"), [("SO-1", ["Hours", "Filter"]), ("Yearly", ["Check"])])
def test_lines_come_from_orders_and_agreements(
    person: Person, order: ServiceOrder, text: str, expected: list[str]
) -> None:
    dialog = copying(person, order)
    assert dialog.windowTitle() == "Copy lines to SO-2"
    QTest.keyClicks(dialog.sources.search, text)
    person.until(lambda: len(dialog.ticked()) == len(expected))
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: descriptions(person, order) == expected)
    person.undoes()
    assert descriptions(person, order) == []
