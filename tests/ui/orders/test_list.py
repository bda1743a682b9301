"""The list of orders through real keys and clicks."""

from __future__ import annotations

from datetime import date

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.queries.order_list import OrderSort
from app.work import Work
from models.agreements import Agreement
from models.orders import ServiceOrder
from models.technicians import Technician
from models.terms import ClockStatus, LineStatus, Priority
from tests.builders import a_customer, a_line, a_technician, a_visit, an_agreement, an_order
from tests.ui.orders.conftest import Desk
from ui.orders.filters import period
from ui.widgets.chips import FilterChip


def many_orders(work: Work, *, count: int) -> None:
    """Orders of one customer, numbered from 1."""
    customer = a_customer(work)
    for number in range(1, count + 1):
        an_order(work, customer=customer, number=f"SO-{number:05d}")


def searches(desk: Desk, text: str) -> None:
    """Press Ctrl+F and type."""
    QTest.keyClick(desk.page.window(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    desk.until(desk.page.filters.search.hasFocus)
    desk.types(desk.page.filters.search, text)
    QTest.keyClick(desk.page.filters.search, Qt.Key.Key_Return)
    desk.settle()


def catches_up(desk: Desk, count: int) -> None:
    desk.until(lambda: desk.page.table.orders.rowCount() == count)
    desk.settle()


def test_an_empty_list_offers_a_new_order(desk: Desk) -> None:
    state = desk.page.table._empty
    assert state is not None
    assert state.isVisible()
    desk.clicks(state.button)
    desk.settle()
    assert desk.page.stack.currentWidget() is desk.page.editor
    assert desk.page.editor.details is None


def test_what_others_open_appears_and_is_counted(desk: Desk) -> None:
    desk.run(many_orders, count=3)
    catches_up(desk, 3)
    assert desk.shows() == ["SO-00003", "SO-00002", "SO-00001"]
    assert desk.page.count.text() == "3 orders"


def test_ctrl_f_searches_and_enter_goes_on_in_the_list(desk: Desk) -> None:
    desk.run(many_orders, count=12)
    catches_up(desk, 12)
    searches(desk, "so-0001")
    assert desk.shows() == ["SO-00012", "SO-00011", "SO-00010"]
    assert desk.page.table.hasFocus()


def test_a_search_in_vain_offers_finished_orders_and_then_all(desk: Desk) -> None:
    desk.run(an_order, number="R-1", lines=[a_line(status=LineStatus.POSTED)])
    searches(desk, "r-1")
    in_vain = desk.page.table._empty
    assert in_vain is not None
    assert in_vain.sentence.text() == "No order matches."
    desk.clicks(in_vain.button)
    desk.settle()
    assert desk.shows() == ["R-1"]
    searches(desk, "nothing")
    still = desk.page.table._empty
    assert still is not None
    desk.clicks(still.button)
    desk.settle()
    assert desk.page.filters.search.text() == ""
    assert desk.shows() == ["R-1"]


def test_chips_and_choices_restrict_and_clear_takes_it_back(desk: Desk) -> None:
    planned = desk.run(an_order, number="SO-1", priority=Priority.HIGH)
    desk.run(an_order, number="SO-2")
    assert isinstance(planned, ServiceOrder)
    desk.run(a_visit, order=planned)
    catches_up(desk, 2)
    filters = desk.page.filters
    desk.clicks(filters.chips.chip("unplanned"))
    desk.settle()
    assert desk.shows() == ["SO-2"]
    desk.clicks(filters.chips.chip("planned"))
    desk.settle()
    assert desk.shows() == ["SO-1"]
    filters.priority.setFocus()
    QTest.keyClick(filters.priority, Qt.Key.Key_End)
    filters.priority.activated.emit(filters.priority.currentIndex())
    desk.settle()
    assert desk.shows() == []
    desk.clicks(filters.clear_button)
    desk.settle()
    assert desk.shows() == ["SO-2", "SO-1"]


def test_a_click_on_a_title_sorts_in_the_database(desk: Desk) -> None:
    desk.run(many_orders, count=3)
    catches_up(desk, 3)
    header = desk.page.table.horizontalHeader()
    at = header.sectionViewportPosition(0) + 20
    QTest.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().center().__class__(at, 10)
    )
    desk.settle()
    assert desk.page.table.view.sort is OrderSort.NUMBER
    assert desk.shows() == ["SO-00001", "SO-00002", "SO-00003"]


def test_enter_opens_and_escape_comes_back_to_the_same_row(desk: Desk) -> None:
    desk.run(many_orders, count=3)
    catches_up(desk, 3)
    desk.page.table.setFocus()
    desk.page.table.selectRow(1)
    QTest.keyClick(desk.page.table, Qt.Key.Key_Return)
    desk.until(lambda: desk.page.editor.details is not None)
    assert desk.page.editor.details is not None
    assert desk.page.editor.details.number == "SO-00002"
    QTest.keyClick(desk.page.window(), Qt.Key.Key_Escape)
    desk.settle()
    assert desk.page.table.hasFocus()
    assert desk.page.table.currentIndex().row() == 1


def test_place_and_selection_stay_when_others_open_orders(desk: Desk) -> None:
    desk.run(many_orders, count=200)
    catches_up(desk, 200)
    table = desk.page.table
    table.verticalScrollBar().setValue(60 * 26 + 7)
    desk.settle()
    desk.until(lambda: table.orders.peek(70) is not None)
    table.selectRow(70)
    held, chosen = table.orders.id_at(table.rowAt(0)), table.chosen_ids()
    desk.run(an_order, number="SO-99999")
    catches_up(desk, 201)
    assert table.orders.id_at(table.rowAt(0)) == held
    assert table.verticalScrollBar().value() == 61 * 26 + 7
    assert table.chosen_ids() == chosen


def test_a_change_of_a_shown_order_shows_at_once(desk: Desk) -> None:
    order = desk.run(an_order)
    assert isinstance(order, ServiceOrder)
    catches_up(desk, 1)

    def describe(work: Work) -> None:
        work.get(ServiceOrder, order.id).description = "Pump leaks"

    desk.run(describe)
    desk.until(lambda: desk.shows(3) == ["Pump leaks"])


def test_only_the_pages_in_sight_are_fetched(desk: Desk) -> None:
    desk.run(many_orders, count=1)
    catches_up(desk, 1)
    asked: list[int] = []
    table = desk.page.table
    fetch = table.orders._fetch
    table.orders._fetch = lambda ids, answer: (asked.append(len(ids)), fetch(ids, answer))[1]
    table.orders.set_ids(np.arange(1, 1_000_001))
    desk.settle()
    table.verticalScrollBar().setValue(500_000 * 26)
    desk.settle()
    assert asked
    assert sum(asked) <= 4 * 64


def test_the_menu_offers_to_open_to_print_and_to_show_on_the_board(desk: Desk) -> None:
    desk.run(many_orders, count=3)
    catches_up(desk, 3)
    table = desk.page.table
    table.selectAll()
    menu = table.menu()
    usable = [action.text() for action in menu.actions() if action.isEnabled() and action.text()]
    assert usable[0] == "&Print work descriptions…"
    with desk.bot.waitSignal(desk.page.print_wanted) as wanted:
        next(action for action in menu.actions() if "Print" in action.text()).trigger()
    assert len(wanted.args[0]) == 3
    menu.deleteLater()
    table.selectRow(0)
    menu = table.menu()
    with desk.bot.waitSignal(desk.page.show_on_board_wanted) as shown:
        menu.actions()[1].trigger()
    assert shown.args == [table.chosen_ids()[0]]
    menu.deleteLater()


def test_all_orders_of_a_customer_can_be_asked_for(desk: Desk) -> None:
    order = desk.run(an_order, lines=[a_line(status=LineStatus.POSTED)])
    desk.run(an_order)
    assert isinstance(order, ServiceOrder)
    desk.page.show_customer(order.customer_id, "Bakkerij Smit")
    desk.settle()
    assert desk.shows() == [order.number]


def test_periods_are_those_around_today() -> None:
    wednesday = date(2026, 11, 25)
    assert period("week", wednesday) == (date(2026, 11, 23), date(2026, 11, 29))
    assert period("next_week", wednesday) == (date(2026, 11, 30), date(2026, 12, 6))
    assert period("month", wednesday) == (date(2026, 11, 1), date(2026, 11, 30))
    assert period("month", date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
    assert period("overdue", wednesday) == (None, date(2026, 11, 24))
    assert period("later", wednesday) == (date(2026, 11, 26), None)
    assert period("today", wednesday) == (wednesday, wednesday)
    assert period("", wednesday) == (None, None)


def test_what_is_ready_to_post_is_one_chip_away(desk: Desk) -> None:
    agreement = desk.run(an_agreement)
    assert isinstance(agreement, Agreement)
    under = {"customer_id": agreement.customer_id, "agreement_id": agreement.id, "stage": "finished"}
    desk.run(an_order, number="SO-READY", lines=[a_line(signed_off=True)], **under)
    desk.run(an_order, number="SO-OPEN", lines=[a_line()], **under)
    chip = next(chip for chip in desk.page.filters.chips.findChildren(FilterChip) if chip.key == "ready")
    desk.clicks(chip)
    desk.settle()
    assert desk.shows() == ["SO-READY"]


def test_the_clock_and_who_answers_restrict_the_list(desk: Desk) -> None:
    person = desk.run(a_technician, name="Bas Mulder")
    assert isinstance(person, Technician)
    desk.run(an_order, number="SO-1", responsible_id=person.id)
    desk.run(an_order, number="SO-2", clock=ClockStatus.HELD)
    filters = desk.page.filters
    filters.clock.setFocus()
    filters.clock.setCurrentIndex(filters.clock.findData(ClockStatus.HELD))
    filters.clock.activated.emit(filters.clock.currentIndex())
    desk.settle()
    assert desk.shows() == ["SO-2"]
    assert "On hold" in desk.shows(8)
    desk.clicks(filters.clear_button)
    filters.responsible.setFocus()
    QTest.keyClicks(filters.responsible, "bas")
    desk.until(lambda: desk.jobs.is_idle and filters.responsible.completer().popup().isVisible())
    QTest.keyClick(filters.responsible.completer().popup(), Qt.Key.Key_Return)
    desk.settle()
    assert desk.shows() == ["SO-1"]
