"""Choosing a database: by hand, from last time, and for the first time; opening it off the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.context import Context
from app.database import parse
from app.queries.presence import has_rows
from app.settings import Settings
from models.errors import Expected, Unavailable
from tests.conftest import Clock
from ui.connect import ConnectDialog, Welcome
from ui.jobs import Jobs
from ui.opening import Opening, OpeningCard


@pytest.fixture
def jobs(sqlite_url: str, clock: Clock, qapp: QObject) -> Iterator[Jobs]:
    """The lanes of a window on an empty file."""
    context = Context(Settings(database=sqlite_url), clock=clock)
    lanes = Jobs(context)
    yield lanes
    lanes.close()
    context.close()


def press(qtbot: QtBot, dialog: QObject, text: str) -> None:
    button = next(each for each in dialog.findChildren(QPushButton) if each.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_server_of_last_time_is_filled_in_and_only_the_password_is_missing(qtbot: QtBot) -> None:
    last = Settings(database="postgresql://mette@plan.example.dk:5433/service")
    dialog = ConnectDialog(last, Unavailable("Wrong password.", remedy="Type it again."))
    qtbot.addWidget(dialog)
    dialog.show()
    assert (dialog.host.text(), dialog.port.text()) == ("plan.example.dk", "5433")
    assert (dialog.name.text(), dialog.user.text(), dialog.password.text()) == ("service", "mette", "")
    assert dialog.focusWidget() is dialog.password
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClicks(dialog.password, "p@ss/w0rd")
        qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    url = parse(chosen.args[0])
    assert (url.password, url.host, url.port, url.database) == (
        "p@ss/w0rd",
        "plan.example.dk",
        5433,
        "service",
    )


def test_an_address_that_is_not_whole_cannot_be_connected_to(qtbot: QtBot) -> None:
    dialog = ConnectDialog(Settings(), None)
    qtbot.addWidget(dialog)
    assert dialog.connect_button.isEnabled()
    for field in (dialog.host, dialog.name, dialog.port):
        text = field.text()
        field.setText("")
        assert not dialog.connect_button.isEnabled()
        field.setText(text)
    dialog.port.setText("70000")
    assert not dialog.connect_button.isEnabled()


def test_an_address_of_version_six_is_put_in_brackets(qtbot: QtBot) -> None:
    dialog = ConnectDialog(Settings(), None)
    qtbot.addWidget(dialog)
    dialog.host.setText("::1")
    assert parse(dialog.address()).host == "::1"


def test_ones_own_file_and_another_try_are_one_press_away(qtbot: QtBot) -> None:
    for text, wanted in (("My own file", ""), ("Try again", "postgresql://x/y")):
        dialog = ConnectDialog(Settings(database="postgresql://x/y"), Unavailable("away"))
        qtbot.addWidget(dialog)
        with qtbot.waitSignal(dialog.chosen) as chosen:
            press(qtbot, dialog, text)
        assert chosen.args == [wanted]


def test_what_is_wrong_is_shown_as_plain_text(qtbot: QtBot) -> None:
    dialog = ConnectDialog(Settings(), Unavailable("<b>no</b>"))
    qtbot.addWidget(dialog)
    labels = [each for each in dialog.findChildren(QObject) if each.property("wrong")]
    assert [(each.text(), each.textFormat()) for each in labels] == [("<b>no</b>", Qt.TextFormat.PlainText)]


def test_an_empty_database_offers_four_ways_to_begin(qtbot: QtBot, jobs: Jobs) -> None:
    welcome = Welcome(jobs)
    qtbot.addWidget(welcome)
    assert [each.accessibleName() for each in welcome.choices] == [
        "Look at a demo company",
        "Import data",
        "Connect to PostgreSQL",
        "Start empty",
    ]
    with qtbot.waitSignals([welcome.import_wanted, welcome.accepted]):
        qtbot.mouseClick(welcome.choices[1], Qt.MouseButton.LeftButton)
    with qtbot.waitSignals([welcome.other_database_wanted, welcome.accepted]):
        qtbot.keyClick(welcome.choices[2], Qt.Key.Key_Space)


def test_the_demo_company_fills_the_database_while_the_window_waits(qtbot: QtBot, jobs: Jobs) -> None:
    welcome = Welcome(jobs)
    welcome.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(welcome)
    with qtbot.waitSignals([jobs.wrote, welcome.accepted]):
        welcome.choices[0].click()
        assert not any(each.isEnabled() for each in welcome.choices)
    assert jobs.context.read(has_rows)


def test_a_database_is_opened_on_another_thread(qtbot: QtBot, sqlite_url: str) -> None:
    opening = Opening(Settings(database=sqlite_url))
    with qtbot.waitSignal(opening.opened) as opened:
        opening.start()
    assert isinstance(opened.args[0], Context)
    opened.args[0].close()


def test_one_that_cannot_be_opened_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    opening = Opening(Settings(database=str(tmp_path / "gone" / "x.db")))
    with qtbot.waitSignal(opening.failed) as failed:
        opening.start()
    assert isinstance(failed.args[0], Expected)


@pytest.mark.parametrize("delivered", [False, True])
def test_one_that_nobody_waits_for_is_closed_again(qtbot: QtBot, sqlite_url: str, *, delivered: bool) -> None:
    opening = Opening(Settings(database=sqlite_url))
    got: list[object] = []
    opening.opened.connect(got.append)
    opening.start()
    if delivered:
        next(each for each in threading.enumerate() if each.name == "opening").join(10)
    opening.drop()
    qtbot.waitUntil(lambda: all(each.name != "opening" for each in threading.enumerate()))
    qtbot.wait(20)
    assert got == []


def test_a_slow_one_is_named_and_can_be_given_up(qtbot: QtBot) -> None:
    card = OpeningCard("plan @ server")
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.rejected):
        press(qtbot, card, "Open another database…")
