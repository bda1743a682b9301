"""Posting from the window: the preview, the run, the page of postings and taking back (domain.md 5.10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.order_details import order_details
from app.usecases.posting import Selection, post_lines
from models.orders import ServiceOrder
from models.terms import LineStatus, TransactionType
from tests.builders import a_line, an_agreement, an_order
from tests.conftest import NOW, Clock
from tests.ui.orders.conftest import Desk, desk  # noqa: F401 - a fixture
from tests.ui.pages import Person, at
from ui.orders.postings_tab import PostingsTab
from ui.post_dialog import PostDialog, PostScope
from ui.postings.page import PostingsPage
from ui.records.postings import ReverseDialog

T = TransactionType
EVERYTHING = PostScope("Everything")


def an_order_to_post(context: Context, *, number: str = "SO-77") -> ServiceOrder:
    """An hour that is signed off, a fee that is too, an expense that is not."""
    agreement, _ = context.run(an_agreement)
    lines = [
        a_line(line=1, signed_off=True, sales_price=7500),
        a_line(line=2, signed_off=True, sales_price=2000, type=T.FEE),
        a_line(line=3, type=T.EXPENSE),
    ]
    order, _ = context.run(
        an_order, number=number, stage="finished", agreement_id=agreement.id,
        customer_id=agreement.customer_id, lines=lines,
    )  # fmt: skip
    return order


def statuses(context: Context, order: ServiceOrder) -> list[LineStatus]:
    return [line.status for line in context.read(order_details, order.id).lines]


@pytest.fixture
def posting(qtbot: QtBot, sqlite_context: Context) -> Iterator[Callable[[PostScope], Person]]:
    """Opens the dialog over a scope."""
    opened = []

    def make(scope: PostScope) -> Person:
        def dialog(jobs: object, _live: object, _edits: object) -> PostDialog:
            made = PostDialog(jobs, scope)  # type: ignore[arg-type]  # the Jobs that `at` made
            made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
            return made

        held = at(dialog, sqlite_context, qtbot)
        opened.append(held)
        return held.__enter__()

    yield make
    for held in opened:
        held.__exit__(None, None, None)


def test_nothing_is_posted_before_it_was_shown(
    posting: Callable[[PostScope], Person], sqlite_context: Context
) -> None:
    order = an_order_to_post(sqlite_context)
    person = posting(EVERYTHING)
    dialog: PostDialog = person.page
    assert dialog.headline.text() == "2 lines of 1 order will be posted: €95.00 sales."
    assert dialog.tabs.tabText(1) == "Left out (1)"
    assert person.shows(dialog.left_table, 2) == ["Line 3 is not signed off."]
    assert statuses(sqlite_context, order) == [LineStatus.CREATED] * 3
    person.clicks(dialog.post_button)
    assert dialog.headline.text() == "2 lines are posted under voucher 1."
    assert statuses(sqlite_context, order) == [LineStatus.POSTED, LineStatus.POSTED, LineStatus.CREATED]
    assert dialog.show_button.isVisible()
    assert not dialog.post_button.isEnabled()


def test_at_night_the_ledgers_date_is_the_companys(
    posting: Callable[[PostScope], Person], sqlite_context: Context, clock: Clock
) -> None:
    clock.forward(hours=16, minutes=30)  # 23:30 UTC, half an hour into Tuesday in Amsterdam
    dialog: PostDialog = posting(EVERYTHING).page
    assert dialog.posted_on.read() == dialog.last.read() == NOW.date() + timedelta(days=1)


def test_what_is_ticked_and_typed_narrows_the_preview(
    posting: Callable[[PostScope], Person], sqlite_context: Context
) -> None:
    an_order_to_post(sqlite_context)
    person = posting(EVERYTHING)
    dialog: PostDialog = person.page
    dialog.types[T.FEE].click()
    person.until(lambda: dialog.post_button.text() == "Post 1 line")
    person.types(dialog.first.editor, "1-12-2026")
    person.until(lambda: dialog.wrong.text() == "The period ends before it starts.")
    person.types(dialog.last.editor, "31-12-2026")
    person.until(lambda: dialog.headline.text() == "Nothing can be posted.")
    person.types(dialog.first.editor, "soon")
    person.until(lambda: "soon" in dialog.wrong.text())
    assert not dialog.post_button.isEnabled()


@pytest.fixture
def page(qtbot: QtBot, sqlite_context: Context) -> Iterator[Person]:
    """Somebody at the page of postings, with two of them."""
    an_order_to_post(sqlite_context)
    sqlite_context.run(post_lines, selection=Selection(), posted_on=NOW.date())
    with at(PostingsPage, sqlite_context, qtbot) as person:
        yield person


def dialogs(kind: type) -> list[ReverseDialog]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind)]


def test_the_page_lists_filters_and_sums(page: Person) -> None:
    shown: PostingsPage = page.page
    page.until(lambda: page.shows(shown.table, 3) == ["SO-77 / 2", "SO-77 / 1"])
    assert shown.totals.text() == "2 postings  ·  cost €0.00  ·  sales €95.00"
    page.clicks(shown.types.chip("fee"))
    page.until(lambda: page.shows(shown.table, 3) == ["SO-77 / 2"])
    page.clicks(shown.states.chip("reversed"))
    page.until(lambda: shown.totals.text().startswith("0 postings"))
    page.clicks(shown.states.chip(""))
    page.clicks(shown.types.chip("fee"))
    page.types(shown.search, "so-77 / nobody")
    page.until(lambda: shown.table.paged.rowCount() == 0)
    shown.show_voucher(1)
    page.until(lambda: shown.table.paged.rowCount() == 2)


def test_chosen_postings_are_taken_back_after_a_question(page: Person, qtbot: QtBot) -> None:
    shown: PostingsPage = page.page
    page.until(lambda: shown.table.paged.rowCount() == 2)
    told: list[str] = []
    shown.told.connect(told.append)
    assert not shown.reverse_button.isEnabled()
    page.chooses(shown.table, 1)
    page.clicks(shown.reverse_button)
    (dialog,) = dialogs(ReverseDialog)
    QTest.keyClicks(dialog.note, "Twice")
    page.clicks(dialog.go)
    page.until(lambda: told == ["1 posting is taken back under voucher 2."])
    page.until(lambda: shown.totals.text() == "3 postings  ·  cost €0.00  ·  sales €20.00")
    page.until(lambda: page.shows(shown.table, 9) == ["Counter · 1", "Posted", "Taken back · 2"])
    qtbot.waitUntil(lambda: not dialogs(ReverseDialog))


def test_the_file_for_the_ledger_is_written_from_the_page(page: Person, tmp_path: Path) -> None:
    told: list[str] = []
    page.page.told.connect(told.append)
    file = tmp_path / "postings.csv"
    page.page.export_to(file)
    page.until(lambda: told == [f"2 postings are in {file}."])
    assert file.read_text(encoding="utf-8-sig").count("\n") == 3


# -- from the order editor --------------------------------------------------------------------------------


def test_an_order_is_signed_off_and_opened_again_from_its_menu(desk: Desk) -> None:  # noqa: F811 - the fixture
    order = desk.run(an_order, lines=[a_line(line=1), a_line(line=2)])
    assert isinstance(order, ServiceOrder)
    desk.open(order.id)
    editor = desk.page.editor

    def chooses(name: str) -> None:
        menu = editor.sheet.head.more_menu
        menu.aboutToShow.emit()
        action = next(each for each in menu.actions() if each.objectName() == name)
        assert action.isEnabled()
        action.trigger()
        desk.settle()

    chooses("sign_off")
    desk.until(lambda: all(line.fields.signed_off for line in editor.sheet.lines.model.lines))
    desk.edits.undo()
    desk.until(lambda: not any(line.fields.signed_off for line in editor.sheet.lines.model.lines))
    desk.edits.redo()
    desk.until(lambda: all(line.fields.signed_off for line in editor.sheet.lines.model.lines))
    chooses("take_back_sign_off")
    desk.until(lambda: not any(line.fields.signed_off for line in editor.sheet.lines.model.lines))


def test_the_editor_lists_what_was_posted_from_an_order(desk: Desk) -> None:  # noqa: F811 - the fixture
    order = an_order_to_post(desk.context)
    desk.context.run(post_lines, selection=Selection(), posted_on=NOW.date())
    desk.open(order.id)
    sheet = desk.page.editor.sheet
    tab = next(each for each in sheet.own_tabs if isinstance(each, PostingsTab))
    sheet.tabs.setCurrentWidget(tab)
    desk.until(lambda: len(tab.model.rows) == 2)
    assert sheet.tabs.tabText(sheet.tabs.indexOf(tab)) == "Postings (2)"
    assert not tab.reverse_button.isEnabled()
    tab.table.selectRow(0)
    assert tab.reverse_button.isEnabled()
