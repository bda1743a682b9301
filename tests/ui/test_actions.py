"""Every action once: no key twice, drawings that exist, keys that work where they should."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from resources import files
from tests.ui.attention import bring_up
from ui import actions


def test_names_and_keys_are_used_once() -> None:
    for values in ([s.name for s in actions.SPECS], [s.shortcut for s in actions.SPECS if s.shortcut]):
        assert [value for value, n in Counter(values).items() if n > 1] == []


def test_every_action_has_a_help_and_a_drawing_that_is_shipped() -> None:
    for spec in actions.SPECS:
        assert spec.help
        assert not spec.icon or files.path(f"icons/{spec.icon}.svg").exists()


@pytest.mark.parametrize("spec", actions.SPECS, ids=lambda spec: spec.name)
def test_every_action_can_be_made_and_its_key_is_understood(spec: actions.Spec, qapp: QObject) -> None:
    owner = QObject()
    action = actions.make(spec.name, owner)
    assert action.objectName() == spec.name
    assert action.shortcut().isEmpty() == (not spec.shortcut)
    assert action.isCheckable() == spec.is_checkable
    assert action.icon().isNull() == (not spec.icon)
    assert ("(" in action.toolTip()) == bool(spec.shortcut)


def test_single_letters_belong_to_a_widget_and_never_to_the_window() -> None:
    for spec in actions.SPECS:
        if spec.shortcut and "+" not in spec.shortcut and not spec.shortcut.startswith("F"):
            assert spec.is_local, spec.name


def test_a_letter_works_on_the_board_and_is_typed_elsewhere(qtbot: QtBot) -> None:
    window, board, field = QWidget(), QWidget(), QLineEdit()
    column = QVBoxLayout(window)
    column.addWidget(board)
    column.addWidget(field)
    board.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    heard: list[str] = []
    board.addAction(actions.make("today", board, on_triggered=lambda: heard.append("today")))
    qtbot.addWidget(window)
    bring_up(qtbot, window)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_T)
    assert (heard, field.text()) == ([], "t")
    board.setFocus()
    qtbot.keyClick(board, Qt.Key.Key_T)
    assert heard == ["today"]


def test_words_for_lists_have_no_marks() -> None:
    assert actions.words(actions.BY_NAME["print_job_sheets"]) == "Print work descriptions"
