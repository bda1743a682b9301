"""Preferences, commands, changelog, about and the crash dialog: what they say and what they keep."""

from __future__ import annotations

import logging
import sys
import threading
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.settings import Settings
from models.errors import Refused
from ui import actions, errors
from ui.help import AboutDialog, ChangelogDialog
from ui.keymap import EVERYWHERE
from ui.prefs import PreferencesDialog
from ui.widgets.key_sheet import Here, KeySheet


def test_every_setting_has_a_place_in_the_preferences(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(Settings())
    qtbot.addWidget(dialog)
    assert set(dialog._parts) == {setting.name for setting in fields(Settings)}
    titles = [each for each in dialog.findChildren(QLabel) if each.buddy() is not None]
    keys = [each.text()[each.text().index("&") + 1].lower() for each in titles]
    assert len(keys) == len(set(keys)) == len(fields(Settings))


def test_what_is_chosen_arrives_whole(qtbot: QtBot) -> None:
    before = Settings(language="nl", database="/tmp/x.db")
    dialog = PreferencesDialog(before)
    qtbot.addWidget(dialog)
    scheme, font = dialog._parts["scheme"], dialog._parts["system_font"]
    assert isinstance(scheme, QComboBox)
    assert isinstance(font, QCheckBox)
    scheme.setCurrentIndex(scheme.findData("dark"))
    font.click()
    dialog.show()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen.args == [replace(before, scheme="dark", system_font=True)]


def test_cancel_keeps_nothing(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(Settings())
    qtbot.addWidget(dialog)
    database = dialog._parts["database"]
    assert isinstance(database, QLineEdit)
    database.setText("elsewhere")
    with qtbot.assertNotEmitted(dialog.chosen):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_commands_are_found_by_word_and_by_key(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    sheet = KeySheet(host, actions.commands(), lambda: Here(EVERYWHERE, "This page", "What it is for."))
    sheet.open()
    shown = [line for line in sheet.lines.lines if line[1]]
    assert len(shown) == sum(bool(spec.shortcut) and not spec.is_local for spec in actions.SPECS)
    assert (sheet.name.text(), sheet.about.text()) == ("This page", "What it is for.")
    qtbot.keyClicks(sheet.filter, "ctrl+n")
    assert sheet.lines.lines == [("Everywhere", ""), ("New order", "Ctrl+N")]
    sheet.filter.setText("zzz")
    assert sheet.lines.lines == []
    qtbot.keyClick(sheet.filter, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_what_is_new_and_who_made_what_can_be_read(qtbot: QtBot) -> None:
    changelog, about = ChangelogDialog(), AboutDialog("<plan>.db")
    qtbot.addWidget(changelog)
    qtbot.addWidget(about)
    assert "Added" in changelog.text.toPlainText()
    assert any("<plan>.db" in label.text() for label in about.findChildren(QLabel))


def test_a_bug_is_shown_with_its_report_and_a_refusal_is_not(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hook = errors.Hook()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hook.install()
    told: list[object] = []
    hook.expected.connect(told.append)
    sys.excepthook(Refused, Refused("no"), None)
    assert [str(each) for each in told] == ["no"]
    assert caplog.records == []


@pytest.mark.logs("uncaught exception")
@pytest.mark.parametrize("on_thread", [False, True])
def test_a_bug_on_any_thread_is_logged_and_reported(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, on_thread: bool
) -> None:
    hook = errors.Hook()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hook.install()
    with qtbot.waitSignal(hook.crashed) as crashed:
        if on_thread:
            threading.Thread(target=lambda: 1 / 0).start()
        else:
            sys.excepthook(ZeroDivisionError, ZeroDivisionError("x"), None)
    assert crashed.args[0].startswith("Servicebord ")
    assert "ZeroDivisionError" in crashed.args[0]


def test_the_crash_dialog_hands_over_its_report(qtbot: QtBot) -> None:
    dialog = errors.CrashDialog(errors.report("Traceback: <b>"))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    assert "Traceback: <b>" in dialog.text.toPlainText()
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


@pytest.mark.logs("no log in")
def test_where_no_log_can_be_written_the_program_works_without(tmp_path: Path, qapp: QObject) -> None:
    (tmp_path / "in_the_way").touch()
    before = logging.getLogger().handlers[:]
    errors.keep_log(tmp_path / "in_the_way")
    assert logging.getLogger().handlers == before
