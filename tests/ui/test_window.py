"""The window and its start: pages by key, undo named, layout remembered, a lost database in view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.changes import Changes
from app.context import Context
from app.settings import Settings, load, settings_file
from app.work import Work
from models.customers import Customer
from models.errors import Refused, Unavailable
from tests.builders import a_customer
from tests.conftest import Clock
from tests.ui.attention import bring_up
from ui.connect import ConnectDialog, Welcome
from ui.edits import Call, Edit
from ui.jobs import Jobs
from ui.main import Start
from ui.status import StatusBar
from ui.window import PAGES, Window


class Rename(Edit):
    """Something that can be undone."""

    text = "Rename"

    def __init__(self, customer: Customer) -> None:
        self._id = customer.id

    def forward(self) -> Call:
        return Call(_rename, {"customer_id": self._id, "name": "B"})

    def backward(self) -> Call:
        return Call(_rename, {"customer_id": self._id, "name": "A"})


def _rename(work: Work, *, customer_id: int, name: str) -> None:
    work.get(Customer, customer_id).name = name


@pytest.fixture(autouse=True)
def _nothing_remembered(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Every test begins as on the first day, and leaves no settings."""
    qapp.setOrganizationName("servicebord")
    qapp.setApplicationName("servicebord")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "layout"))
    yield
    settings_file().unlink(missing_ok=True)


@pytest.fixture
def context(sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """A context on a file with one customer."""
    opened = Context(Settings(database=sqlite_url, language="en", scheme="light"), clock=clock)
    opened.run(a_customer)
    yield opened
    opened.close()


def shown(qtbot: QtBot, context: Context) -> Window:
    window = Window(Jobs(context))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    return window


def closed(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: window.jobs.is_idle and window.edits.is_settled)
    assert window.close()


def test_pages_come_to_the_front_by_key(qtbot: QtBot, context: Context) -> None:
    window = shown(qtbot, context)
    bring_up(qtbot, window)
    for number, name in enumerate(PAGES, 1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.stack.currentWidget() is window.page(name)
        assert window._actions[f"page_{name}"].isChecked()
        qtbot.waitUntil(lambda: window.jobs.is_idle)
    closed(qtbot, window)


def test_the_menu_names_what_can_be_undone(qtbot: QtBot, context: Context) -> None:
    window = shown(qtbot, context)
    undo, redo = window._actions["undo"], window._actions["redo"]
    assert (undo.text(), undo.isEnabled()) == ("&Undo", False)
    window.edits.do(Rename(context.run(a_customer)[0]))
    qtbot.waitUntil(lambda: window.edits.is_settled)
    assert (undo.text(), undo.isEnabled()) == ("&Undo: Rename", True)
    undo.trigger()
    qtbot.waitUntil(lambda: window.edits.is_settled)
    assert (redo.text(), undo.isEnabled()) == ("&Redo: Rename", False)
    closed(qtbot, window)


def test_size_and_page_are_remembered(qtbot: QtBot, context: Context) -> None:
    window = shown(qtbot, context)
    window.resize(960, 700)  # as wide as the screen of the tests allows
    window.show_page("customers")
    closed(qtbot, window)
    again = shown(qtbot, context)
    assert (again.width(), again.height()) == (960, 700)
    assert again.stack.currentWidget() is again.page("customers")
    closed(qtbot, again)


def test_a_lost_database_stays_in_view_with_two_ways_on(qtbot: QtBot, context: Context) -> None:
    window = shown(qtbot, context)
    assert not window.banner.isVisible()
    window.jobs.reached.emit(False)
    assert window.banner.isVisible()
    assert "servicebord.db is lost" in window.banner.words.text()
    assert window.stack.currentWidget().isEnabled()
    with qtbot.waitSignal(window.another_wanted):
        window.banner.second.click()
    with qtbot.waitSignal(window.jobs.reached):
        window.banner.first.click()
    assert not window.banner.isVisible()
    closed(qtbot, window)


def test_a_refusal_nobody_took_is_said_in_the_message_bar(qtbot: QtBot, context: Context) -> None:
    window = shown(qtbot, context)
    window.jobs.went_wrong.emit(Refused("<b>No.</b>", remedy="Ask."))
    said = window.messages.shown()
    assert said is not None
    assert said.text == "<b>No.</b> Ask."
    window.messages.dismiss()
    closed(qtbot, window)


def test_colours_change_at_once_and_are_kept(qtbot: QtBot, context: Context) -> None:
    window = shown(qtbot, context)
    window._actions["scheme_dark"].trigger()
    assert load().scheme == "dark"
    assert load().database == ""  # the address came with the command, not from the person's settings
    window._actions["scheme_light"].trigger()
    window.messages.dismiss()
    closed(qtbot, window)


def test_closing_waits_until_what_was_asked_for_is_written(
    qtbot: QtBot, context: Context, clock: Clock
) -> None:
    window = shown(qtbot, context)
    customer, _changes = context.run(a_customer)
    for _each in range(3):
        window.edits.do(Rename(customer))
    with qtbot.waitSignal(window.closed):
        assert not window.close()
    assert window.edits.stack.count() == 3
    again = Context(context.settings, clock=clock)
    name = again.read(lambda session: session.get_one(Customer, customer.id).name)
    again.close()
    assert name == "B"


def test_the_status_bar_says_where_and_when_and_who(qtbot: QtBot, context: Context) -> None:
    lanes = Jobs(context)
    bar = StatusBar(lanes, None)  # type: ignore[arg-type]  # a window of its own here
    qtbot.addWidget(bar)
    assert bar._place.text() == "Connected to servicebord.db"
    bar.heard(Changes(by="Mette", own=False))
    assert "(Mette)" in bar._place.text()
    lanes.reached.emit(False)
    assert bar._place.text().startswith("No connection to servicebord.db; trying again")
    bar.selected("2 visits")
    bar.hint("<i>Move</i>")
    assert (bar._selection.text(), bar._hint.text()) == ("2 visits", "<i>Move</i>")
    lanes.close()


def started(qtbot: QtBot, qapp: QApplication, database: str) -> Start:
    start = Start(qapp, Settings(database=database, language="en", scheme="light"))
    with qtbot.waitSignal(start.shown):
        start.open()
    assert start.window is not None
    return start


def test_the_start_shows_the_window_and_ends_with_it(
    qtbot: QtBot, qapp: QApplication, context: Context
) -> None:
    start = started(qtbot, qapp, context.settings.database)
    assert start.window is not None
    qtbot.waitUntil(lambda: start.window is not None and start.window.jobs.is_idle)
    with qtbot.waitSignal(start.finished):
        start.window.close()
    start.deleteLater()


def test_an_empty_database_asks_how_to_begin(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    start = started(qtbot, qapp, str(tmp_path / "new.db"))
    window = start.window
    assert window is not None
    qtbot.waitUntil(lambda: bool(window.findChildren(Welcome)))
    window.findChildren(Welcome)[0].accept()
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    window.close()
    start.deleteLater()


def test_a_database_that_will_not_do_leads_to_another(
    qtbot: QtBot, qapp: QApplication, context: Context, tmp_path: Path
) -> None:
    start = Start(qapp, Settings(database=str(tmp_path / "gone" / "x.db")))
    start.open()
    qtbot.waitUntil(lambda: bool(dialogs()))
    with qtbot.waitSignal(start.shown):
        dialogs()[0]._choose(context.settings.database)
    assert start.window is not None
    assert load().database == context.settings.database
    window = start.window
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    window.close()
    start.deleteLater()


def test_giving_up_ends_the_program(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    start = Start(qapp, Settings(database=str(tmp_path / "gone" / "x.db")))
    start.open()
    qtbot.waitUntil(lambda: bool(dialogs()))
    with qtbot.waitSignal(start.finished):
        dialogs()[0].reject()
    start.deleteLater()


def dialogs() -> list[ConnectDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, ConnectDialog)]


def test_another_database_replaces_the_window(
    qtbot: QtBot, qapp: QApplication, context: Context, tmp_path: Path
) -> None:
    second = Context(Settings(database=str(tmp_path / "second.db")))
    second.run(a_customer)
    second.close()
    start = started(qtbot, qapp, context.settings.database)
    first = start.window
    assert first is not None
    qtbot.waitUntil(lambda: first.jobs.is_idle)
    with qtbot.assertNotEmitted(start.finished), qtbot.waitSignal(start.shown):
        start._try(Settings(database=str(tmp_path / "second.db")))
    assert start.window is not None
    assert start.window is not first
    assert start.window.windowTitle().startswith("second.db")
    window = start.window
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    window.close()
    start.deleteLater()


def test_a_start_that_fails_beside_an_open_window_keeps_it(
    qtbot: QtBot, qapp: QApplication, context: Context, tmp_path: Path
) -> None:
    start = started(qtbot, qapp, context.settings.database)
    window = start.window
    assert window is not None
    with qtbot.assertNotEmitted(start.finished):
        start._on_failed(Settings(), Unavailable("away"))
        window.findChildren(ConnectDialog)[0].reject()
    assert window.isVisible()
    qtbot.waitUntil(lambda: window.jobs.is_idle)
    window.close()
    start.deleteLater()
