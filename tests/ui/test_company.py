"""The settings of the company: each says what it does, is saved, refused in words and undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.masters import KINDS
from models.company import Company
from models.terms import Validation
from tests.ui.pages import Person, at
from ui.company.dialog import COMPANY, CompanyDialog
from ui.company.effects import EFFECTS, GROUPS
from ui.jobs import Jobs
from ui.live import Live
from ui.records.specs import SPECS


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context) -> Iterator[Person]:
    """Somebody at the settings of the company."""

    def dialog(jobs: Jobs, live: Live, _edits: object) -> CompanyDialog:
        made = CompanyDialog(jobs, live)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        return made

    with at(dialog, sqlite_context, qtbot) as someone:
        yield someone


def stored(person: Person) -> dict[str, object]:
    return dict(person.stored("company", COMPANY).values)


def test_every_setting_stands_in_one_group_with_its_effect() -> None:
    grouped = [key for _title, _icon, keys in GROUPS for key in keys]
    assert sorted(grouped) == sorted(EFFECTS)
    assert set(grouped) == set(KINDS["company"].columns) == {spec.key for spec in SPECS["company"]}
    kept = {"id", "version", "next_voucher"}
    assert set(grouped) == {column.key for column in Company.__table__.columns} - kept


def test_an_effect_follows_its_value(person: Person) -> None:
    dialog: CompanyDialog = person.page
    said = dialog.effects
    assert said["allow_without_agreement"].text().startswith("An order may belong to no agreement")
    dialog.groups.setCurrentRow(1)
    person.clicks(dialog.fields["allow_without_agreement"].editor)
    assert (
        said["allow_without_agreement"].text()
        == "Every order belongs to an agreement; one without is refused."
    )
    person.types(dialog.fields["order_prefix"].editor, "W-")
    person.types(dialog.fields["next_order"].editor, "512")
    assert said["order_prefix"].text() == "The next order is W-00512."
    person.types(dialog.fields["next_order"].editor, "many")
    assert said["order_prefix"].text() == "Each new order takes the next number."


def test_settings_are_saved_together_and_undone(person: Person) -> None:
    dialog: CompanyDialog = person.page
    dialog.groups.setCurrentRow(3)
    person.types(dialog.fields["hour_journal"].editor, "UREN")
    dialog.fields["validation"].show_value(Validation.MANDATORY)
    dialog.fields["validation"].edited.emit()
    assert dialog.save_bar.isVisible()
    person.clicks(dialog.save_bar.save)
    assert (stored(person)["hour_journal"], stored(person)["validation"]) == ("UREN", Validation.MANDATORY)
    assert not dialog.save_bar.isVisible()
    person.clicks(dialog.undo_button)
    assert (stored(person)["hour_journal"], stored(person)["validation"]) == ("HOURS", Validation.NONE)
    assert dialog.fields["hour_journal"].read() == "HOURS"


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("clock_warning_percent", "0", "Warn from 1 to 100 percent of the limit."),
        ("clock_warning_percent", "101", "Warn from 1 to 100 percent of the limit."),
        ("time_zone", "Mars/Base", "“Mars/Base” is not a time zone"),
        ("currency", "eu", "Write a currency as three letters, such as EUR."),
        ("next_order", "0", "Numbers count from 1."),
        ("travel_factor", "0.5", "A road is never shorter than the straight line"),
        ("fee_journal", "", "Fill this in."),
    ],
)
def test_what_cannot_be_is_refused_beside_the_setting(
    person: Person, key: str, text: str, sentence: str
) -> None:
    dialog: CompanyDialog = person.page
    before = stored(person)
    dialog.fields[key].line.setText(text)
    dialog.fields[key].edited.emit()
    person.clicks(dialog.save_bar.save)
    assert sentence in dialog.save_bar.words.text()
    assert sentence in dialog.fields[key].complaint()
    group = next(at for at, (_title, _icon, keys) in enumerate(GROUPS) if key in keys)
    assert dialog.groups.currentRow() == group
    assert stored(person) == before


def test_unsaved_settings_are_not_lost_by_closing(person: Person) -> None:
    dialog: CompanyDialog = person.page
    person.types(dialog.fields["name"].editor, "Noord")
    dialog.reject()
    assert dialog.isVisible()
    assert dialog.save_bar.words.text() == "Save or discard your changes first."
    person.clicks(dialog.save_bar.discard)
    dialog.reject()
    assert not dialog.isVisible()


def test_a_colleagues_change_is_shown(person: Person) -> None:
    def change(work: object) -> None:
        work.company().phone = "050 1234"  # type: ignore[attr-defined]  # a Work

    person.run(change)
    person.until(lambda: person.page.fields["phone"].read() == "050 1234")
