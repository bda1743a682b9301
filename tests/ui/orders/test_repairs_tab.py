"""The repairs of an order through real keys and clicks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from app.queries.repairs import RepairRow, repair_sheet
from app.work import Work
from models.customers import Customer
from models.orders import ServiceOrder
from models.repairs import Diagnosis, DiagnosisArea, RepairLine, RepairStage, Resolution, Symptom, SymptomArea
from tests.builders import a_customer, an_object, an_order
from tests.ui.orders.conftest import Desk
from ui.orders.repairs_tab import RepairsTab


def set_up(work: Work) -> Customer:
    """Two areas on either side; a worn switch that was replaced three times, a drain cleaned once."""
    customer = a_customer(work, name="De Terp")
    cooling, water = (work.add(SymptomArea(code=name, name=name)) for name in ("Cooling", "Water"))
    stops = work.add(Symptom(area_id=cooling.id, code="1", name="Stops"))
    work.add(Symptom(area_id=water.id, code="1", name="Leaks"))
    controls, drain = (work.add(DiagnosisArea(code=name, name=name)) for name in ("Controls", "Drain"))
    switch = work.add(Diagnosis(area_id=controls.id, code="1", name="Worn switch"))
    blocked = work.add(Diagnosis(area_id=drain.id, code="1", name="Blocked drain"))
    replaced, cleaned = (work.add(Resolution(code=name, name=name)) for name in ("Replaced", "Cleaned"))
    ready = work.add(RepairStage(code="ready", name="Ready", finished=True, position=99))
    past = an_order(work)
    at = datetime(2026, 3, 12, 9, tzinfo=UTC)
    for number, (found, done) in enumerate([(switch, replaced)] * 3 + [(blocked, cleaned)], start=1):
        work.add(
            RepairLine(
                order_id=past.id, line=number, created_at=at, finished_at=at, stage_id=ready.id,
                symptom_area_id=cooling.id, symptom_id=stops.id, diagnosis_area_id=found.area_id,
                diagnosis_id=found.id, resolution_id=done.id,
            )
        )  # fmt: skip
    return customer


class Bench:
    """A person at the tab of repairs of one order."""

    def __init__(self, desk: Desk, **fields: object) -> None:
        self.desk = desk
        self.customer = desk.run(set_up)
        order = desk.run(an_order, customer=self.customer, **fields)
        assert isinstance(order, ServiceOrder)
        self.order = order
        desk.open(order.id)
        sheet = desk.page.editor.sheet
        self.tab = next(tab for tab in sheet.own_tabs if isinstance(tab, RepairsTab))
        sheet.tabs.setCurrentWidget(self.tab)
        desk.settle()

    def rows(self) -> tuple[RepairRow, ...]:
        """What is stored."""
        return self.desk.context.read(repair_sheet, self.order.id).rows

    def chooses(self, key: str, text: str) -> None:
        """Choose in a box by keys, as a person does."""
        box = self.tab.form.fields[key].editor
        assert isinstance(box, QComboBox)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        while box.currentText() != text:
            assert box.currentIndex() < box.count() - 1, text
            QTest.keyClick(box, Qt.Key.Key_Down)
        self.desk.settle()

    def begins(self, title: str) -> None:
        """Begin a repair and say what is wrong."""
        self.desk.clicks(self.tab.new_button)
        self.desk.types(self.tab.form.fields["title"].editor, title)
        self.tab.save_now()
        self.desk.settle()

    def helped(self) -> list[tuple[str, str]]:
        """What is suggested."""
        return [(each.diagnosis, each.resolution) for each in self.tab.suggestions.shown()]


def test_an_order_without_repairs_offers_to_begin_one(desk: Desk) -> None:
    bench = Bench(desk)
    assert not bench.tab.below.isVisible()
    desk.clicks(bench.tab.new_button)
    assert bench.tab.below.isVisible()
    assert "Say what is wrong" in bench.tab.hint.text()
    assert bench.rows() == ()


def test_a_repair_is_saved_once_it_says_what_is_wrong(desk: Desk) -> None:
    bench = Bench(desk)
    bench.begins("Wet floor")
    (row,) = bench.rows()
    assert (row.line, row.fields.title) == (1, "Wet floor")
    assert bench.tab.hint.text() == ""
    assert desk.page.editor.sheet.tabs.tabText(2) == "Repairs (1)"
    assert desk.edits.stack.undoText() == "New repair"


def test_what_is_typed_is_saved_when_the_person_pauses_or_leaves(desk: Desk) -> None:
    bench = Bench(desk)
    desk.clicks(bench.tab.new_button)
    desk.types(bench.tab.form.fields["title"].editor, "Wet floor")
    desk.page.editor.sheet.tabs.setCurrentIndex(0)
    desk.settle()
    assert [row.fields.title for row in bench.rows()] == ["Wet floor"]


def test_what_is_typed_is_saved_before_another_repair_or_order_is_shown(desk: Desk) -> None:
    bench = Bench(desk)
    bench.begins("Wet floor")
    bench.begins("It hums")
    title = bench.tab.form.fields["title"].editor
    bench.tab.form.fields["stage"].editor.setFocus()
    QTest.keyClick(bench.tab.form.fields["stage"].editor, Qt.Key.Key_Down)  # under way when the next comes
    desk.types(title, "It hums loudly")
    bench.tab.table.selectRow(0)
    desk.until(lambda: bench.tab.form.fields["title"].read() == "Wet floor")
    desk.types(title, "Very wet floor")
    other = desk.run(an_order, customer=bench.customer)
    assert isinstance(other, ServiceOrder)
    desk.open(other.id)
    assert [row.fields.title for row in bench.rows()] == ["Very wet floor", "It hums loudly"]


def test_a_symptom_brings_its_area_and_what_worked_before(desk: Desk) -> None:
    bench = Bench(desk)
    bench.begins("It stops")
    bench.chooses("symptom", "Cooling: Stops")
    assert bench.tab.form.fields["symptom_area"].editor.currentText() == "Cooling"
    assert bench.helped() == [("Worn switch", "Replaced"), ("Blocked drain", "Cleaned")]
    model = bench.tab.suggestions.model
    said = [str(model.index(0, column).data()) for column in range(3)]
    assert said == ["1", "Worn switch → Replaced", "3 times, last on 12 Mar 2026"]


@pytest.mark.parametrize("by_key", [True, False])
def test_a_key_or_a_click_fills_in_what_worked_before(desk: Desk, *, by_key: bool) -> None:
    bench = Bench(desk)
    bench.begins("It stops")
    bench.chooses("symptom", "Cooling: Stops")
    table = bench.tab.suggestions.table
    if by_key:
        QTest.keyClick(bench.tab.form.fields["symptom"].editor, Qt.Key.Key_2)
    else:
        place = table.visualRect(table.model().index(1, 1)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.settle()
    (row,) = bench.rows()
    assert (row.diagnosis, row.resolution) == ("Blocked drain", "Cleaned")
    assert bench.tab.form.fields["diagnosis_area"].editor.currentText() == "Drain"


def test_all_symptoms_can_be_walked_through_by_keys(desk: Desk) -> None:
    bench = Bench(desk)
    bench.begins("Something")
    box = bench.tab.form.fields["symptom"].editor
    box.setFocus()
    for area, symptom in (("Cooling", "Stops"), ("Water", "Leaks")):
        QTest.keyClick(box, Qt.Key.Key_Down)
        desk.settle()
        assert box.currentText() == f"{area}: {symptom}"
        assert bench.tab.form.fields["symptom_area"].editor.currentText() == area
        assert bench.rows()[0].symptom == symptom


def test_a_digit_typed_into_a_text_is_a_digit(desk: Desk) -> None:
    bench = Bench(desk)
    bench.begins("It stops")
    bench.chooses("symptom", "Cooling: Stops")
    desk.types(bench.tab.form.fields["title"].editor, "Stops 2 times")
    bench.tab.save_now()
    desk.settle()
    (row,) = bench.rows()
    assert (row.fields.title, row.fields.resolution_id) == ("Stops 2 times", 0)


def test_another_area_drops_a_code_that_is_not_of_it(desk: Desk) -> None:
    bench = Bench(desk)
    bench.begins("Something")
    bench.chooses("symptom", "Cooling: Stops")
    bench.chooses("symptom_area", "Water")
    box = bench.tab.form.fields["symptom"].editor
    assert [box.itemText(n) for n in range(box.count())] == ["", "Leaks"]
    assert bench.rows()[0].fields.symptom_id == 0


def test_a_finished_stage_stamps_the_end_and_undo_takes_it_back(desk: Desk) -> None:
    bench = Bench(desk)
    bench.begins("Wet floor")
    begun = bench.rows()[0].stage
    bench.chooses("stage", "Ready")
    assert bench.rows()[0].finished_at == desk.context.clock()
    assert bench.helped() == []
    while desk.edits.stack.undoText() == "Change repair 1":
        desk.edits.undo()
        desk.settle()
    (row,) = bench.rows()
    assert (row.stage, row.finished_at) == (begun, None)
    assert bench.tab.form.fields["stage"].editor.currentText() == begun
    desk.edits.undo()
    desk.settle()
    assert bench.rows() == ()
    assert not bench.tab.below.isVisible()


def test_a_removed_repair_comes_back_with_undo(desk: Desk) -> None:
    bench = Bench(desk)
    bench.begins("Wet floor")
    bench.tab.table.setFocus()
    bench.tab.table.selectRow(0)
    QTest.keyClick(bench.tab.table, Qt.Key.Key_Delete)
    desk.settle()
    assert bench.rows() == ()
    desk.edits.undo()
    desk.settle()
    assert [row.fields.title for row in bench.rows()] == ["Wet floor"]


def test_the_next_repair_is_of_the_same_object(desk: Desk) -> None:
    bench = Bench(desk)
    thing = desk.run(an_object, customer=bench.customer, name="Freezer 2")
    bench.begins("Wet floor")
    lookup = bench.tab.form.fields["object"].editor
    lookup.setFocus()
    QTest.keyClicks(lookup, "Freez")
    desk.until(lambda: lookup.completer().popup().isVisible())
    QTest.keyClick(lookup.completer().popup(), Qt.Key.Key_Return)
    desk.settle()
    bench.begins("It hums")
    assert {row.fields.object_id for row in bench.rows()} == {thing.id}


def test_a_stage_without_changes_shows_repairs_and_lets_none_be_written(desk: Desk) -> None:
    bench = Bench(desk, stage="canceled")
    assert not bench.tab.new_button.isEnabled()
    assert "does not allow changes" in bench.tab.new_button.toolTip()


def test_what_a_colleague_changed_is_shown(desk: Desk) -> None:
    bench = Bench(desk)
    bench.begins("Wet floor")

    def rename(work: Work) -> None:
        work.session.get_one(RepairLine, bench.rows()[0].id).title = "Dry floor"

    desk.run(rename)
    desk.until(lambda: bench.tab.form.fields["title"].read() == "Dry floor")
