"""The page of deadlines: what runs out next, filtered, opened, and true as time goes by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.usecases.clocks import ClockWish, change_clock
from app.work import Work
from models.clocks import begin_clock
from models.orders import ServiceOrder
from models.terms import ClockAction, ClockState
from tests.builders import a_customer, a_service_level, a_visit, an_order
from tests.conftest import Clock
from tests.ui.pages import Person, at
from ui.watch.page import WatchPage

LEFT, NUMBER, VISIT = 0, 3, 6


def clocked(work: Work, hours: int = 8, **fields: object) -> ServiceOrder:
    order = an_order(work, service_level_id=a_service_level(work, hours=hours).id, **fields)
    begin_clock(work.session, order, now=work.now, by=work.user.name, company=work.company())
    work.session.flush()
    return order


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context) -> Iterator[Person]:
    """Somebody at the page, with three clocks of 2, 4 and 8 hours."""
    hotel, _ = sqlite_context.run(a_customer, name="Hotel Zuid")
    for number, hours, customer in (("SO-8", 8, None), ("SO-2", 2, None), ("SO-4", 4, hotel)):
        sqlite_context.run(clocked, hours=hours, number=number, customer=customer)
    with at(lambda jobs, live, _edits: WatchPage(jobs, live), sqlite_context, qtbot) as found:
        yield found


def test_what_runs_out_first_stands_first(person: Person) -> None:
    assert person.shows(person.page.table, NUMBER) == ["SO-2", "SO-4", "SO-8"]
    assert person.shows(person.page.table, LEFT) == ["2 h left", "4 h left", "8 h left"]
    assert person.shows(person.page.table, VISIT) == ["Not planned"] * 3
    assert person.page.said.text() == "3 clocks"


def test_it_is_read_again_each_minute(person: Person, clock: Clock) -> None:
    clock.forward(hours=3)
    person.page._minute.timeout.emit()
    person.settle()
    assert person.shows(person.page.table, LEFT) == ["1 h late", "1 h left", "5 h left"]


def test_it_hears_what_others_do(person: Person) -> None:
    row = person.page.model.rows[0]
    wish = ClockWish(ClockAction.HOLD)
    person.run(change_clock, order_id=row.order_id, seen=row.version, wish=wish)
    person.until(lambda: person.shows(person.page.table, NUMBER) == ["SO-4", "SO-8", "SO-2"])
    assert person.shows(person.page.table, LEFT)[-1] == "Held, 2 h left"


def test_chips_and_words_narrow_it_and_show_all_widens_it_again(person: Person, clock: Clock) -> None:
    clock.forward(hours=3)
    page = person.page
    person.clicks(page.states.chip(ClockState.EXCEEDED.value))
    assert person.shows(page.table, NUMBER) == ["SO-2"]
    person.clicks(page.states.chip(ClockState.EXCEEDED.value))
    person.types(page.search, "hotel")
    person.until(lambda: person.shows(page.table, NUMBER) == ["SO-4"])
    person.types(page.search, "nobody at all")
    person.until(lambda: page.model.total == 0)
    assert page._empty.sentence.text() == "No clock answers these questions."
    person.clicks(page._empty.button)
    assert page.model.total == 3


def test_enter_opens_the_order_and_the_button_shows_it_on_the_board(person: Person) -> None:
    page, first = person.page, person.page.model.rows[0].order_id
    with person.bot.waitSignal(page.order_wanted) as opened:
        person.opens(page.table, 0)
    with person.bot.waitSignal(page.board_wanted) as shown:
        QTest.mouseClick(page.board_button, Qt.MouseButton.LeftButton)
    assert (opened.args, shown.args) == ([first], [first])


def test_a_visit_that_comes_too_late_is_told_in_red(person: Person) -> None:
    order_id = person.page.model.rows[0].order_id

    def late(work: Work) -> None:
        a_visit(work, order=work.get(ServiceOrder, order_id), starts=work.now + timedelta(hours=5))

    person.run(late)
    person.until(lambda: "Anna de Vries" in person.shows(person.page.table, VISIT)[0])
    ink = person.page.model.columns[VISIT].ink
    assert ink(person.page.model.rows[0]) == "bad"
