"""Technicians: list, shift and skills, absences with the strip of months, visits to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.masters import records
from app.work import Work
from models.technicians import Technician
from tests.builders import a_skill, a_team, a_technician, a_visit, an_absence
from tests.ui.pages import Person, at
from ui.masters.technicians_page import TechniciansPage


def company(work: Work) -> Technician:
    """Anna of team Noord with a visit and leave on Monday, Bram of no team, and two skills."""
    gas = a_skill(work, code="G2", name="Gas 2")
    a_skill(work, code="L", name="Lift")
    anna = a_technician(work, code="T1", team_id=a_team(work).id, skills=[gas])
    a_visit(work, technician=anna, minutes=90)
    an_absence(work, technician=anna)
    a_technician(work, code="T2", name="Bram Bakker", active=False)
    return anna


@pytest.fixture
def anna(sqlite_context: Context) -> Technician:
    return sqlite_context.run(company)[0]


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context, anna: Technician) -> Iterator[Person]:
    with at(TechniciansPage, sqlite_context, qtbot) as somebody:
        yield somebody


def test_the_list_says_team_load_and_absence(person: Person) -> None:
    page: TechniciansPage = person.page
    row = [person.shows(page.table, column)[0] for column in range(6)]
    assert row == ["Noord", "Anna de Vries", "1 h 30 / 9 h", "08:00–17:00", "Mon 23 Nov · Verlof", "Gas 2"]
    person.clicks(page.chips.chip("all"))
    assert len(person.shows(page.table)) == 2


def test_skills_and_work_days_are_chips(person: Person, anna: Technician) -> None:
    page: TechniciansPage = person.page
    person.chooses(page.table, 0)
    fields = page.view.details.form.fields
    person.clicks(fields["skills"].chip(2))  # type: ignore[attr-defined]  # a field of chips
    person.clicks(fields["work_days"].chip("fri"))  # type: ignore[attr-defined]
    person.saves(fields["name"].editor)
    stored = person.stored("technician", anna.id)
    assert stored.names["skills"] == "Gas 2, Lift"
    assert stored.values["work_days"] == "mon;tue;wed;thu"
    person.undoes()
    assert person.stored("technician", anna.id).names["skills"] == "Gas 2"


def test_somebody_with_visits_stays_on_the_board(person: Person, anna: Technician) -> None:
    page: TechniciansPage = person.page
    person.chooses(page.table, 0)
    active = page.view.details.form.fields["active"]
    person.clicks(active.editor)
    person.saves(active.editor)
    assert "visits to make" in active.complaint()


def test_a_click_on_a_day_starts_an_absence(person: Person, anna: Technician) -> None:
    page: TechniciansPage = person.page
    person.chooses(page.table, 0)
    page.view.tabs.setCurrentIndex(1)
    person.settle()
    strip = page.view.strip
    assert strip.absence_on(date(2026, 11, 23)) == "Verlof"
    at_day = strip.rect_of(date(2026, 11, 26)).center().toPoint()
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at_day)
    person.settle()
    absences = page.view.absences
    person.types(absences.editor.form.fields["reason"].editor, "Cursus")
    person.saves(absences.editor.form.fields["reason"].editor)
    stored = person.context.read(records, "absence", {"technician_id": anna.id})
    assert (stored[1].values["starts_at"], stored[1].values["ends_at"]) == (
        datetime(2026, 11, 26, 7, tzinfo=UTC),
        datetime(2026, 11, 26, 16, tzinfo=UTC),
    )
    person.until(lambda: strip.absence_on(date(2026, 11, 26)) == "Cursus")
    person.undoes()
    person.until(lambda: strip.absence_on(date(2026, 11, 26)) is None)


def test_an_absence_is_changed_and_deleted(person: Person, anna: Technician) -> None:
    page: TechniciansPage = person.page
    page.open_technician(anna.id)
    person.settle()
    page.view.tabs.setCurrentIndex(1)
    person.settle()
    absences = page.view.absences
    person.chooses(absences.table, 0)
    until = absences.editor.form.fields["ends_at"]
    person.types(until.clock.line, "0730")  # type: ignore[attr-defined]  # a field of an instant
    person.saves(until.clock.line)  # type: ignore[attr-defined]
    assert "ends after it starts" in until.complaint()
    person.clicks(absences.editor.bar.discard)
    QTest.keyClick(absences.table, Qt.Key.Key_Delete)
    person.until(lambda: person.shows(absences.table) == [])
    person.undoes()
    person.until(lambda: len(person.shows(absences.table)) == 1)


def test_visits_to_come_open_their_order(person: Person) -> None:
    page: TechniciansPage = person.page
    wanted: list[int] = []
    page.order_wanted.connect(wanted.append)
    person.chooses(page.table, 0)
    page.view.tabs.setCurrentIndex(2)
    person.until(lambda: len(person.shows(page.view.visit_table)) == 1)
    person.opens(page.view.visit_table, 0)
    assert len(wanted) == 1


def test_a_new_technician_has_the_usual_shift(person: Person) -> None:
    page: TechniciansPage = person.page
    person.clicks(page.new_button)
    fields = page.view.details.form.fields
    person.types(fields["name"].editor, "Cas Willems")
    person.saves(fields["name"].editor)
    person.until(lambda: "Cas Willems" in person.shows(page.table, 1))
    assert fields["code"].read() == "T3"
