"""Stages as a drawing: chosen, added after one another, joined by further ways, with roles and colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.context import Context
from app.queries.stages import StageMap, stage_map
from tests.ui.pages import Person, at
from ui.masters.stages_view import StagesView
from ui.records.desk import Desk


@pytest.fixture
def person(qtbot: QtBot, sqlite_context: Context) -> Iterator[Person]:
    """Somebody at the stages that every new database has."""
    with at(lambda jobs, live, edits: StagesView(Desk(jobs, live, edits)), sqlite_context, qtbot) as found:
        found.until(found.page.editor.is_open)
        yield found


def drawn(person: Person) -> StageMap:
    return person.context.read(stage_map)


def picks(person: Person, name: str) -> None:
    box = next(box for box in drawn(person).boxes if box.name == name)
    graph = person.page.graph
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=QPoint(graph.rect_of(box).center()))
    person.settle()


def test_stages_stand_in_columns_by_their_distance_from_the_first(person: Person) -> None:
    assert {(box.name, box.column) for box in drawn(person).boxes} == {
        ("Planning", 0),
        ("In process", 1),
        ("Canceled", 1),
        ("Waiting for parts", 2),
        ("Finished", 2),
    }
    assert not drawn(person).problems


def test_a_click_or_an_arrow_chooses_a_stage_and_its_parent_is_fixed(person: Person) -> None:
    picks(person, "Finished")
    form = person.page.editor.form
    assert form.fields["name"].read() == "Finished"
    assert not form.fields["parent_id"].isEnabled()
    QTest.keyClick(person.page.graph, Qt.Key.Key_Left)
    person.settle()
    assert form.fields["name"].read() in ("In process", "Canceled")


def test_a_stage_is_added_after_another_with_a_role_and_a_colour_and_taken_back(person: Person) -> None:
    picks(person, "Waiting for parts")
    person.clicks(person.page.new_button)
    form = person.page.editor.form
    person.types(form.fields["code"].editor, "ready")
    person.types(form.fields["name"].editor, "Parts are in")
    form.fields["roles"].show_value((2,))
    person.clicks(form.fields["colour"].swatches["#15803d"])
    person.saves(form.fields["name"].editor)
    (box,) = [box for box in drawn(person).boxes if box.name == "Parts are in"]
    assert (box.column, box.colour, box.for_roles) == (3, "#15803d", "Planner")
    person.undoes()
    assert all(box.name != "Parts are in" for box in drawn(person).boxes)


def test_a_way_is_added_and_removed_again(person: Person) -> None:
    picks(person, "Waiting for parts")
    ways = person.page.ways
    ways.target.setCurrentIndex(ways.target.findText("Finished"))
    person.clicks(ways.add)
    person.until(lambda: len(ways.removers) == 1)
    (way,) = [way for way in drawn(person).ways if way.id and way.from_id == person.page.graph.current]
    person.clicks(ways.removers[way.to_id])
    person.until(lambda: not ways.removers)
    person.undoes()
    person.until(lambda: len(ways.removers) == 1)


def test_a_stage_that_others_follow_is_not_deleted(person: Person) -> None:
    picks(person, "In process")
    person.clicks(person.page.delete_button)
    assert "still used by stages (2)" in person.page.editor.bar.words.text()
