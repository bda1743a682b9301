"""Generating orders in the window: look, make, look at what was made, take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.context import Context
from app.queries.due import HeldBack
from app.work import Work
from models.agreements import Agreement
from models.orders import ServiceOrder
from models.terms import TransactionType
from models.users import Role, User
from tests.builders import a_visit
from tests.ui.agreements.seasons import seasons
from tests.ui.attention import bring_up
from tests.ui.pages import Person, at
from ui.agreements.generate_dialog import TYPING_MS, GenerateDialog
from ui.agreements.page import AgreementsPage
from ui.window import Window


@pytest.fixture
def agreement(sqlite_context: Context) -> Agreement:
    return sqlite_context.run(seasons)[0]


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context, agreement: Agreement) -> Iterator[Person]:
    with at(AgreementsPage, sqlite_context, qtbot) as somebody:
        yield somebody


@pytest.fixture
def dialog(person: Person) -> GenerateDialog:
    """The dialog with its preview, as the button of the page opens it."""
    person.clicks(person.page.generate_button)
    opened = person.page.generating.dialog
    assert opened is not None
    person.until(lambda: opened.generate_button.isEnabled())
    return opened


def made(context: Context) -> list[tuple[str, date | None]]:
    """Numbers and dates of all orders."""

    def rows(work: Work) -> list[tuple[str, date | None]]:
        found = work.session.execute(
            select(ServiceOrder.number, ServiceOrder.service_date).order_by(ServiceOrder.service_date)
        )
        return [(number, day) for number, day in found]

    return context.run(rows)[0]


def test_the_preview_says_what_would_be_made_and_writes_nothing(
    person: Person, dialog: GenerateDialog
) -> None:
    due = dialog.preview.tables["due"]
    assert person.shows(due, 0) == ["7 Dec 2026", "6 Dec 2026"]
    assert person.shows(due, 2) == ["A-1", "A-3"]
    assert person.shows(due, 4) == ["2", "1"]
    assert person.shows(due, 5) == ["", "Closed day"]
    assert dialog.headline.text() == ("2 orders would be made, with 3 lines; 1 of them is on a closed day.")
    assert dialog.generate_button.text() == "Generate 2 orders"
    assert made(person.context) == []


def test_what_is_held_back_is_listed_with_its_reason(person: Person, dialog: GenerateDialog) -> None:
    person.clicks(dialog.preview.chips.chip("held"))
    held = dialog.preview.tables["held"]
    reasons = dict(zip(person.shows(held, 0), person.shows(held, 4), strict=True))
    assert reasons["A-2"] == "The agreement is suspended."
    assert reasons["A-3"] == "The line is stopped."
    counts = dialog._preview.held_counts if dialog._preview else {}
    assert counts[HeldBack.SUSPENDED] == 1


def ticks(person: Person, kind: TransactionType) -> None:
    """Press the space bar on the box of a transaction type."""
    box = person.page.generating.dialog.options.types[kind].box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.qWait(TYPING_MS)
    person.settle()


def test_another_option_shows_another_preview(person: Person, dialog: GenerateDialog) -> None:
    ticks(person, TransactionType.HOUR)
    person.until(lambda: dialog.generate_button.text() == "Generate 1 order")
    assert person.shows(dialog.preview.tables["due"], 4) == ["1"]
    for kind in (TransactionType.EXPENSE, TransactionType.ITEM, TransactionType.FEE):
        ticks(person, kind)
    person.until(lambda: dialog.trouble.isVisible())
    assert dialog.trouble.sentence.text() == "Choose at least one transaction type."
    assert not dialog.generate_button.isEnabled()


def test_lines_leave_closed_days_where_that_is_asked(person: Person, dialog: GenerateDialog) -> None:
    box = dialog.options.closed.box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    person.until(lambda: "closed day" not in dialog.headline.text())
    assert person.shows(dialog.preview.tables["due"], 5) == ["", ""]
    assert "6 Dec 2026" not in person.shows(dialog.preview.tables["due"], 0)


def test_dates_are_typed_and_a_wrong_period_is_refused_in_words(
    person: Person, dialog: GenerateDialog
) -> None:
    person.types(dialog.options.last.line, "30-11-2026")
    QTest.keyClick(dialog.options.last.line, Qt.Key.Key_Tab)
    person.until(lambda: dialog.headline.text() == "Nothing is due: no order would be made.")
    assert dialog.options.preset.box.currentText() == "Other dates"
    person.types(dialog.options.last.line, "1-11-2026")
    QTest.keyClick(dialog.options.last.line, Qt.Key.Key_Tab)
    person.until(lambda: dialog.trouble.isVisible())
    assert dialog.trouble.sentence.text() == "The period ends before it begins."


def test_typing_filters_what_is_seen(person: Person, dialog: GenerateDialog) -> None:
    person.types(dialog.preview.filter, "smit")
    assert person.shows(dialog.preview.tables["due"], 2) == ["A-1"]


def test_a_run_is_made_listed_and_undone_in_one_step(person: Person, dialog: GenerateDialog) -> None:
    person.clicks(dialog.generate_button)
    person.until(lambda: dialog.undo_button.isVisible())
    assert dialog.headline.text() == "2 orders were made, with 3 lines."
    numbers = person.shows(dialog.results.tables["made"])
    dates = (date(2026, 12, 7), date(2026, 12, 6))
    assert sorted(made(person.context)) == sorted(zip(numbers, dates, strict=True))
    assert person.edits.stack.undoText() == "Generate 2 orders"
    person.clicks(dialog.undo_button)
    assert dialog.headline.text() == "2 orders were deleted again."
    assert made(person.context) == []
    assert not person.edits.stack.canRedo()
    person.clicks(dialog.generate_button)
    person.until(lambda: dialog.generate_button.text() == "Generate 2 orders")


def test_enter_on_an_order_that_was_made_opens_it(person: Person, dialog: GenerateDialog) -> None:
    wanted: list[int] = []
    person.page.order_wanted.connect(wanted.append)
    person.clicks(dialog.generate_button)
    person.until(lambda: dialog.undo_button.isVisible())
    person.opens(dialog.results.tables["made"], 0)
    assert len(wanted) == 1
    assert person.page.generating.dialog is None


def test_undo_leaves_what_somebody_has_worked_on_and_says_so(person: Person, dialog: GenerateDialog) -> None:
    person.clicks(dialog.generate_button)
    person.until(lambda: dialog.undo_button.isVisible())

    def plan(work: Work) -> None:
        order = work.session.scalars(select(ServiceOrder).order_by(ServiceOrder.id)).first()
        a_visit(work, order=order)

    person.run(plan)
    person.clicks(dialog.undo_button)
    assert dialog.headline.text() == (
        "1 order was deleted again. 1 order stays, because somebody has worked on it."
    )
    (why,) = person.shows(dialog.results.tables["kept"], 1)
    assert why.endswith("is planned.")


def test_undo_after_the_dialog_is_closed_is_told_in_the_message_bar(
    person: Person, dialog: GenerateDialog
) -> None:
    told: list[str] = []
    person.page.told.connect(told.append)
    person.clicks(dialog.generate_button)
    person.until(lambda: dialog.undo_button.isVisible())
    person.clicks(dialog.close_button)
    person.undoes()
    assert told == ["2 orders were deleted again."]
    assert made(person.context) == []


def test_closing_while_orders_are_made_stops_between_two_agreements(
    person: Person, dialog: GenerateDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.generating.BATCH", 1)
    QTest.mouseClick(dialog.generate_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    person.until(lambda: "topped" in dialog.headline.text() or dialog.undo_button.isVisible())
    assert dialog.isVisible()
    listed = person.shows(dialog.results.tables["made"])
    assert sorted(listed) == sorted(number for number, _day in made(person.context))


def test_whoever_may_not_is_told_so(qtbot: QtBot, sqlite_context: Context, agreement: Agreement) -> None:
    def demote(work: Work) -> None:
        reader = work.session.scalars(select(Role).where(Role.code == "reader")).one()
        work.get(User, work.user.id).role_id = reader.id

    sqlite_context.run(demote)
    reading = Context(sqlite_context.settings, clock=sqlite_context.clock)
    with at(AgreementsPage, reading, qtbot) as person:
        person.clicks(person.page.generate_button)
        dialog = person.page.generating.dialog
        person.until(lambda: dialog.generate_button.isEnabled())
        person.clicks(dialog.generate_button)
        person.until(lambda: dialog.trouble.isVisible())
        assert dialog.trouble.sentence.text().startswith("You may not do that.")
        dialog.close()
    reading.close()
    assert made(sqlite_context) == []


def test_only_those_of_the_filtered_list_are_meant_where_there_is_a_filter(person: Person) -> None:
    person.types(person.page.search, "A-3")
    person.until(lambda: person.shows(person.page.table) == ["A-3"])
    person.clicks(person.page.generate_button)
    dialog = person.page.generating.dialog
    person.until(lambda: dialog.generate_button.isEnabled())
    assert dialog.options.which.box.currentText() == "The 1 agreement in the list"
    assert person.shows(dialog.preview.tables["due"], 2) == ["A-3"]


def test_ctrl_shift_g_asks_from_any_page(qtbot: QtBot, sqlite_context: Context, agreement: Agreement) -> None:
    from ui.jobs import Jobs

    window = Window(Jobs(sqlite_context))
    waits: Callable[[Callable[[], bool]], None] = qtbot.waitUntil
    bring_up(qtbot, window)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_G, keys)
    page = window.page("agreements")
    assert isinstance(page, AgreementsPage)
    waits(lambda: page.generating.dialog is not None and page.generating.dialog.generate_button.isEnabled())
    waits(lambda: window.jobs.is_idle)
    page.generating.dialog.close()  # type: ignore[union-attr]  # it was waited for
    window.close()
    window.deleteLater()
