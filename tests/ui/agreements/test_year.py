"""The year of an agreement: occurrences are carried, moved by a day, skipped and opened, and it is undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.context import Context
from app.generating import generate
from app.queries.due import Choice, Period, Request
from app.queries.year_strip import MarkState, StripMark
from app.usecases.agreements import stop_line, suspend_agreement
from app.usecases.generation import move_occurrence
from models.agreements import Agreement
from tests.ui.agreements.seasons import seasons
from tests.ui.pages import Person, at
from ui.agreements.page import AgreementsPage
from ui.agreements.year_view import YearView

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
DECEMBER = date(2026, 12, 3)


@pytest.fixture
def agreement(sqlite_context: Context) -> Agreement:
    return sqlite_context.run(seasons)[0]


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context, agreement: Agreement) -> Iterator[Person]:
    """Somebody at the year of A-1."""
    with at(AgreementsPage, sqlite_context, qtbot) as somebody:
        page: AgreementsPage = somebody.page
        page.open_agreement(agreement.id)
        somebody.settle()
        page.editor.tabs.setCurrentWidget(page.editor.year)
        somebody.until(lambda: page.editor.year.view.strip is not None)
        page.editor.year.view.setFocus()
        yield somebody


@pytest.fixture
def view(person: Person) -> YearView:
    found: YearView = person.page.editor.year.view
    return found


def mark(view: YearView, calculated: date = DECEMBER, row: int = 0) -> StripMark:
    """An occurrence of the first line as it is shown now."""
    assert view.strip is not None
    return next(each for each in view.strip.lines[row].marks if each.calculated == calculated)


def place(view: YearView, day: date) -> QPoint:
    """Where a day is on the track of the first line."""
    laid = view.place()
    assert laid is not None
    return QPointF(laid.axis.middle(day), laid.track(0)).toPoint()


def carries(view: YearView, start: QPoint, *stops: QPoint) -> None:
    """Press on a mark and carry it along, without letting go."""
    QTest.mousePress(view, LEFT, NO_KEY, start)
    for stop in stops:
        QTest.mouseMove(view, stop)


def lets_go(person: Person, view: YearView, at_point: QPoint) -> None:
    """Release the button."""
    QTest.mouseRelease(view, LEFT, NO_KEY, at_point)
    person.settle()


def test_the_legend_counts_what_became_of_each(person: Person) -> None:
    assert person.page.editor.year.legend.words() == ("Planned 2", "No order made 22")


def test_dragging_moves_one_and_undo_puts_it_back(person: Person, view: YearView) -> None:
    start, end = place(view, DECEMBER), place(view, date(2026, 12, 9))
    carries(view, start, start + QPoint(20, 0), end)
    moving = view.moving
    assert moving is not None
    assert moving.head == "Wednesday, 9 December 2026 · 6 days later"
    assert moving.details == ("Inside its time window, 1 Dec 2026 to 20 Dec 2026",)
    lets_go(person, view, end)
    moved = mark(view)
    assert (moved.on, moved.is_moved, moved.state) == (date(2026, 12, 9), True, MarkState.PLANNED)
    assert person.edits.stack.undoText() == "Move one visit to 9 Dec 2026"
    assert len(mark_dates(view)) == 12
    person.undoes()
    assert (mark(view).on, mark(view).version) == (DECEMBER, 0)
    person.edits.redo()
    person.settle()
    assert mark(view).on == date(2026, 12, 9)


def mark_dates(view: YearView) -> list[date]:
    """Where the occurrences of the first line stand."""
    assert view.strip is not None
    return [each.on for each in view.strip.lines[0].marks]


def test_outside_the_validity_of_its_line_nothing_can_be_put(person: Person, view: YearView) -> None:
    start, end = place(view, DECEMBER), place(view, date(2026, 12, 24))
    carries(view, start, start + QPoint(20, 0), end)
    assert view.moving is not None
    assert view.moving.why_not == "Line 10 is valid from 3 Jan 2026 to 20 Dec 2026."
    assert view.cursor().shape() == Qt.CursorShape.ForbiddenCursor
    assert "valid from" in person.page.editor.year.hint.text()
    lets_go(person, view, end)
    assert mark(view).on == DECEMBER
    assert not person.edits.stack.canUndo()


def test_a_closed_day_and_a_date_outside_the_window_are_told(view: YearView) -> None:
    start = place(view, DECEMBER)
    carries(view, start, start + QPoint(-20, 0), place(view, date(2026, 11, 28)))
    assert view.moving is not None
    assert view.moving.details == (
        "A closed day",
        "Outside its time window, 1 Dec 2026 to 20 Dec 2026",
    )
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.moving is None


def test_arrows_go_along_and_alt_moves_by_a_day_in_one_step(person: Person, view: YearView) -> None:
    assert view.current() == mark(view)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current() == mark(view, date(2026, 12, 7), row=1)
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.current() == mark(view, date(2026, 11, 3))
    assert "No order made" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_Right)
    for _press in range(3):
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        person.settle()
    assert mark(view).on == date(2026, 12, 6)
    assert person.edits.stack.count() == 1
    person.undoes()
    assert mark(view).on == DECEMBER


def test_delete_skips_one_and_takes_that_back(person: Person, view: YearView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Delete)
    person.settle()
    assert mark(view).state is MarkState.SKIPPED
    request = Request(Period(date(2026, 12, 1), date(2026, 12, 31)), choice=Choice(codes=("A-1",)))
    assert len(generate(person.context, request).orders) == 1
    QTest.keyClick(view, Qt.Key.Key_Delete)
    person.settle()
    assert mark(view).state is MarkState.PLANNED
    person.undoes()
    assert mark(view).state is MarkState.SKIPPED
    person.undoes()
    assert mark(view).state is MarkState.PLANNED


def generates(person: Person) -> None:
    """Orders of December are made; the page hears of it."""
    request = Request(Period(date(2026, 12, 1), date(2026, 12, 31)))
    person.jobs.heard.emit(generate(person.context, request).changes)
    person.settle()


def test_an_order_opens_by_a_click_and_by_enter(person: Person, view: YearView) -> None:
    wanted: list[int] = []
    person.page.order_wanted.connect(wanted.append)
    generates(person)
    assert mark(view).state is MarkState.GENERATED
    view.choose(mark(view))
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.mouseClick(view, LEFT, NO_KEY, view.point_of(mark(view)).toPoint())
    assert wanted == [mark(view).order_id] * 2


def test_an_order_goes_along_and_comes_back_to_the_other_line(person: Person, view: YearView) -> None:
    generates(person)
    before = mark(view)
    assert before.on == date(2026, 12, 7)
    start, end = place(view, before.on), place(view, date(2026, 12, 14))
    carries(view, start, start + QPoint(20, 0), end)
    assert view.moving is not None
    assert f"Order {before.number} goes along." in view.moving.details
    lets_go(person, view, end)
    apart = mark(view)
    assert apart.on == date(2026, 12, 14)
    assert apart.order_id != before.order_id
    person.undoes()
    assert (mark(view).on, mark(view).order_id) == (before.on, before.order_id)


def test_somebody_elses_decision_is_not_undone_over(person: Person, view: YearView) -> None:
    start, end = place(view, DECEMBER), place(view, date(2026, 12, 9))
    carries(view, start, start + QPoint(20, 0), end)
    lets_go(person, view, end)
    line_id = mark(view).line_id
    person.run(
        move_occurrence, line_id=line_id, calculated=DECEMBER, to=date(2026, 12, 11), seen=mark(view).version
    )
    person.settle()
    dropped: list[object] = []
    person.edits.dropped.connect(dropped.append)
    person.undoes()
    assert len(dropped) == 1
    assert mark(view).on == date(2026, 12, 11)


def test_a_stopped_line_says_why_nothing_comes_of_it(person: Person, view: YearView) -> None:
    assert view.strip is not None
    person.run(stop_line, line_id=view.strip.lines[0].id, seen=1)
    person.settle()
    assert view.strip.lines[0].held == "Line 10 of agreement A-1 is stopped."
    assert person.page.editor.year.hint.text().startswith("Drag a planned one")


def test_a_suspended_agreement_says_so_below_its_year(
    person: Person, view: YearView, agreement: Agreement
) -> None:
    person.run(suspend_agreement, agreement_id=agreement.id, seen=1)
    person.settle()
    assert person.page.editor.year.hint.text() == "Agreement A-1 is suspended."


def test_resting_on_a_mark_says_what_when_and_why(view: YearView) -> None:
    at_point = view.point_of(mark(view)).toPoint()
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at_point, view.mapToGlobal(at_point)))
    assert "Thursday, 3 December 2026" in QToolTip.text()
    assert "Time window: 1 Dec 2026 to 20 Dec 2026" in QToolTip.text()


def test_the_menu_offers_what_is_possible(person: Person, view: YearView) -> None:
    menu = view.menu_of(mark(view))
    possible = [action.text() for action in menu.actions() if action.isEnabled()]
    assert possible == ["A day earlier", "A day later", "Skip this one"]
    menu.actions()[3].trigger()
    person.settle()
    assert mark(view).state is MarkState.SKIPPED
    again = view.menu_of(mark(view))
    assert [action.text() for action in again.actions() if action.isEnabled()] == ["Back to its own date"]
    for each in (menu, again):
        each.close()


def test_other_years_are_a_click_away_within_the_validity(person: Person) -> None:
    panel = person.page.editor.year
    assert not panel.before.isEnabled()
    assert not panel.after.isEnabled()
    assert panel.title.text() == "2026"
    person.clicks(panel.wide)
    assert not person.page.table.isVisible()
    person.page.editor.tabs.setCurrentIndex(0)
    person.settle()
    assert person.page.table.isVisible()
