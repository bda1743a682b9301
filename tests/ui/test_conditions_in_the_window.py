"""Conditions of domain.md 21 as a person meets them at agreements and set-up: real keys and clicks.

Those of orders are in tests/ui/orders/test_conditions_in_the_window.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.stages import stage_map
from app.work import Work
from models.agreements import Agreement
from tests.builders import an_agreement, an_order
from tests.ui.pages import Person, at
from ui.agreements.page import AgreementsPage
from ui.masters.stages_view import StagesView
from ui.records.desk import Desk


def with_an_order(work: Work) -> Agreement:
    agreement = an_agreement(work, code="A1")
    an_order(work, customer_id=agreement.customer_id, agreement_id=agreement.id)
    return agreement


@pytest.fixture
def agreement(sqlite_context: Context) -> Agreement:
    return sqlite_context.run(with_an_order)[0]


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context, agreement: Agreement) -> Iterator[Person]:
    with at(AgreementsPage, sqlite_context, qtbot) as somebody:
        somebody.page.open_agreement(agreement.id)
        somebody.settle()
        yield somebody


def test_an_agreement_that_ends_before_it_starts(person: Person) -> None:
    until = person.page.editor.details.form.fields["ends_on"]
    person.types(until.editor, "1-1-2025")
    person.saves(until.editor)
    assert until.complaint().startswith("Agreement A1 ends before it starts.")


def test_an_agreement_without_a_start(person: Person) -> None:
    since = person.page.editor.details.form.fields["starts_on"]
    person.types(since.editor, "")
    person.saves(since.editor)
    assert since.complaint()
    assert person.page.editor.details.is_dirty()


@pytest.fixture
def stages(qtbot: QtBot, sqlite_context: Context) -> Iterator[Person]:
    sqlite_context.run(an_order, stage="canceled")
    with at(lambda jobs, live, edits: StagesView(Desk(jobs, live, edits)), sqlite_context, qtbot) as found:
        found.until(found.page.editor.is_open)
        yield found


def picks(person: Person, name: str) -> None:
    """Click a stage of the drawing."""
    graph = person.page.graph
    box = next(box for box in person.context.read(stage_map).boxes if box.name == name)
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=QPoint(graph.rect_of(box).center()))
    person.settle()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("In process", "“In process” is still used by stages (2)."),
        ("Canceled", "“Canceled” is still used by orders (1)."),
    ],
)
def test_a_stage_in_use_or_with_others_after_it(stages: Person, name: str, sentence: str) -> None:
    picks(stages, name)
    stages.clicks(stages.page.delete_button)
    assert stages.page.editor.bar.words.text().startswith(sentence)


def test_a_stage_keeps_the_stage_it_follows(stages: Person) -> None:
    picks(stages, "Finished")
    assert not stages.page.editor.form.fields["parent_id"].isEnabled()
