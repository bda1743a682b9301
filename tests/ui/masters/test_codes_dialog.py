"""The tables of the menu: each opens, is edited, refused and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.masters import records
from tests.ui.pages import Person, at
from ui.jobs import Jobs
from ui.live import Live
from ui.masters.codes_dialog import CodesDialog
from ui.masters.tables import TITLES

Open = Callable[[str], AbstractContextManager[Person]]


@pytest.fixture
def opened(qtbot: QtBot, sqlite_context: Context) -> Iterator[Open]:
    """Opens the dialog of a table."""

    def make(name: str) -> AbstractContextManager[Person]:
        def dialog(jobs: Jobs, live: Live, _edits: object) -> CodesDialog:
            made = CodesDialog(jobs, live, name)
            made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
            return made

        return at(dialog, sqlite_context, qtbot)

    return make  # type: ignore[return-value]  # a fixture that only returns


@pytest.mark.parametrize("name", list(TITLES))
def test_every_table_opens(opened: Open, name: str) -> None:
    with opened(name) as person:
        dialog: CodesDialog = person.page
        assert dialog.windowTitle()
        for panel in dialog.panels[:1]:
            person.clicks(panel.new_button)
            assert panel.editor.is_open()
            person.clicks(panel.editor.bar.discard)
            assert panel.editor.isHidden()


def test_a_team_is_made_changed_and_undone(opened: Open) -> None:
    with opened("team") as person:
        panel = person.page.panels[0]
        person.clicks(panel.new_button)
        person.types(panel.editor.form.fields["code"].editor, "N")
        person.types(panel.editor.form.fields["name"].editor, "Noord")
        person.saves(panel.editor.form.fields["name"].editor)
        person.until(lambda: person.shows(panel.table, 1) == ["Noord"])
        assert person.page.undo_button.text() == "Undo: New team"
        person.types(panel.editor.form.fields["name"].editor, "Midden")
        person.saves(panel.editor.form.fields["name"].editor)
        person.until(lambda: person.shows(panel.table, 1) == ["Midden"])
        person.clicks(person.page.undo_button)
        person.until(lambda: person.shows(panel.table, 1) == ["Noord"])
        person.clicks(person.page.undo_button)
        person.until(lambda: person.shows(panel.table, 1) == [])
        person.edits.redo()
        person.until(lambda: person.shows(panel.table, 1) == ["Noord"])


def test_a_stage_in_use_says_why_it_stays(opened: Open) -> None:
    with opened("stage") as person:
        stages = person.page.stages
        person.until(stages.editor.is_open)
        person.clicks(stages.delete_button)
        assert "still used by stages (2)" in stages.editor.bar.words.text()


def test_closing_saves_what_was_changed(opened: Open, sqlite_context: Context) -> None:
    with opened("reason") as person:
        panel = person.page.panels[0]
        person.clicks(panel.new_button)
        person.types(panel.editor.form.fields["code"].editor, "K")
        person.types(panel.editor.form.fields["name"].editor, "Klant belt af")
        QTest.keyClick(person.page, Qt.Key.Key_Escape)
        person.until(lambda: not person.page.isVisible())
        assert [row.values["code"] for row in sqlite_context.read(records, "reason")] == ["K"]
