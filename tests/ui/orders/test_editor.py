"""The order editor through real keys and clicks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.queries.order_details import OrderDetails, order_details
from app.usecases.orders import LineChange, change_order
from models.orders import ServiceOrder
from models.terms import LineStatus, Priority, TransactionType
from tests.builders import a_customer, a_line, a_reason, a_site, a_visit, an_agreement, an_order
from tests.ui.orders.conftest import Desk
from ui.orders.line_columns import COLUMNS

QUANTITY = [column.field for column in COLUMNS].index("quantity")


def an_open_order(desk: Desk, **fields: object) -> ServiceOrder:
    order = desk.run(an_order, **fields)
    assert isinstance(order, ServiceOrder)
    desk.open(order.id)
    return order


def stored(desk: Desk, order_id: int) -> OrderDetails:
    return desk.context.read(order_details, order_id)


def field(desk: Desk, name: str) -> object:
    return desk.page.editor.sheet.form.fields[name]


def describes(desk: Desk, text: str) -> None:
    desk.types(desk.page.editor.sheet.form.fields["description"].editor, text)


def test_the_bar_to_save_appears_only_when_something_was_changed(desk: Desk) -> None:
    an_open_order(desk)
    bar = desk.page.editor.save_bar
    assert not bar.isVisible()
    describes(desk, "Pump leaks")
    assert bar.isVisible()
    assert bar.words.text() == "One change"
    describes(desk, "Compressor slaat af")
    assert not bar.isVisible()


def test_ctrl_s_saves_header_and_lines_together(desk: Desk) -> None:
    order = an_open_order(desk)
    describes(desk, "Pump leaks")
    desk.types(desk.page.editor.sheet.form.fields["service_date"].editor, "24-11-2026")
    desk.clicks(desk.page.editor.sheet.lines.add_buttons[TransactionType.HOUR])
    desk.saves()
    saved = stored(desk, order.id)
    assert (saved.fields.description, saved.fields.service_date) == ("Pump leaks", date(2026, 11, 24))
    assert len(saved.lines) == 1
    assert not desk.page.editor.save_bar.isVisible()


def test_undo_puts_header_and_lines_back_and_redo_does_it_again(desk: Desk) -> None:
    order = an_open_order(desk, lines=[a_line(line=1)])
    before = stored(desk, order.id)
    describes(desk, "Pump leaks")
    table = desk.page.editor.sheet.lines.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Delete)
    desk.saves()
    assert stored(desk, order.id).lines == ()
    assert desk.edits.stack.undoText() == f"Change {order.number}"
    desk.edits.undo()
    desk.settle()
    undone = stored(desk, order.id)
    assert undone.fields == before.fields
    assert [line.fields for line in undone.lines] == [line.fields for line in before.lines]
    desk.edits.redo()
    desk.settle()
    assert stored(desk, order.id).lines == ()
    assert desk.page.editor.details == stored(desk, order.id)


def test_what_cannot_be_understood_is_said_beside_the_field(desk: Desk) -> None:
    order = an_open_order(desk)
    desk.types(desk.page.editor.sheet.form.fields["latest_start"].editor, "half past")
    desk.saves()
    assert desk.page.editor.sheet.form.fields["latest_start"].complaint()
    assert "beside the field" in desk.page.editor.save_bar.problem.text()
    assert stored(desk, order.id).version == order.version


def test_a_refusal_is_said_in_the_bar_and_beside_its_field(desk: Desk) -> None:
    order = an_open_order(desk)
    form = desk.page.editor.sheet.form
    desk.types(form.fields["earliest_start"].editor, "14:00")
    desk.types(form.fields["latest_start"].editor, "9:00")
    desk.saves()
    assert "before its earliest" in desk.page.editor.save_bar.problem.text()
    assert "before its earliest" in form.fields["latest_start"].complaint()
    assert desk.page.editor.is_dirty()
    assert stored(desk, order.id).version == order.version


def test_a_new_order_is_saved_and_stays_open(desk: Desk) -> None:
    site = desk.run(a_site)
    desk.page.new_order()
    desk.settle()
    assert not desk.page.editor.is_dirty()
    form = desk.page.editor.sheet.form
    customer = form.fields["customer"].editor
    desk.types(customer, "bakker")
    desk.until(lambda: customer.completer().popup().isVisible())
    QTest.keyClick(customer.completer().popup(), Qt.Key.Key_Return)
    desk.until(lambda: form.fields["site"].read() is not None)
    describes(desk, "Pump leaks")
    desk.saves()
    opened = desk.page.editor.details
    assert opened is not None
    assert (opened.number, opened.fields.description) == ("SO-00001", "Pump leaks")
    assert opened.fields.site.id == site.id


def test_a_new_order_without_a_customer_is_not_saved(desk: Desk) -> None:
    desk.page.new_order()
    desk.settle()
    describes(desk, "Pump leaks")
    desk.saves()
    assert desk.page.editor.sheet.form.fields["customer"].complaint()
    assert desk.page.editor.details is None


def test_another_customer_empties_what_was_the_old_ones(desk: Desk) -> None:
    agreement = desk.run(an_agreement)
    other = desk.run(a_customer, name="Zorgcentrum Oost")
    an_open_order(desk, customer_id=agreement.customer_id, agreement_id=agreement.id)
    form = desk.page.editor.sheet.form
    customer = form.fields["customer"].editor
    desk.types(customer, "zorg")
    desk.until(lambda: customer.completer().popup().isVisible())
    QTest.keyClick(customer.completer().popup(), Qt.Key.Key_Return)
    assert form.customer_id() == other.id
    assert form.fields["agreement"].read() is None


def test_leaving_with_unsaved_changes_asks_and_staying_keeps_them(desk: Desk) -> None:
    an_open_order(desk)
    editor = desk.page.editor
    describes(desk, "Pump leaks")
    QTest.keyClick(desk.page.window(), Qt.Key.Key_Escape)
    assert desk.page.stack.currentWidget() is editor
    assert editor.save_bar.stay.isVisible()
    desk.clicks(editor.save_bar.stay)
    assert editor.is_dirty()
    assert not editor.save_bar.stay.isVisible()


def test_leaving_can_save_first(desk: Desk) -> None:
    order = an_open_order(desk)
    describes(desk, "Pump leaks")
    desk.clicks(desk.page.editor.back_button)
    desk.clicks(desk.page.editor.save_bar.save)
    desk.settle()
    assert desk.page.stack.currentWidget() is not desk.page.editor
    assert stored(desk, order.id).fields.description == "Pump leaks"


def test_leaving_can_forget(desk: Desk) -> None:
    order = an_open_order(desk)
    describes(desk, "Pump leaks")
    desk.clicks(desk.page.editor.back_button)
    desk.clicks(desk.page.editor.save_bar.discard)
    desk.settle()
    assert desk.page.stack.currentWidget() is not desk.page.editor
    assert stored(desk, order.id).version == order.version


def test_the_window_does_not_close_over_unsaved_changes(desk: Desk) -> None:
    an_open_order(desk)
    assert desk.page.may_close()
    describes(desk, "Pump leaks")
    assert not desk.page.may_close()
    assert desk.page.editor.save_bar.stay.isVisible()
    desk.clicks(desk.page.editor.save_bar.stay)


def test_discarding_shows_what_is_stored(desk: Desk) -> None:
    an_open_order(desk)
    describes(desk, "Pump leaks")
    desk.clicks(desk.page.editor.save_bar.discard)
    desk.settle()
    assert field(desk, "description").read() == "Compressor slaat af"


def test_a_posted_order_can_only_be_read_and_says_why(desk: Desk) -> None:
    an_open_order(desk, lines=[a_line(status=LineStatus.POSTED)])
    editor = desk.page.editor
    assert "is finished" in editor.save_bar.words.text()
    assert not editor.save_bar.save.isVisible()
    assert not any(button.isEnabled() for button in editor.sheet.lines.add_buttons.values())


def test_the_stage_bar_goes_on_and_undo_goes_back(desk: Desk) -> None:
    order = an_open_order(desk)
    desk.clicks(stage(desk, "In process"))
    desk.settle()
    assert current_stage(desk, order.id) == "In process"
    desk.edits.undo()
    desk.settle()
    assert current_stage(desk, order.id) == "Planning"


def test_the_stage_bar_says_why_not_elsewhere(desk: Desk) -> None:
    an_open_order(desk)
    assert not stage(desk, "Finished").isEnabled()
    assert stage(desk, "Finished").toolTip() == "Stage Finished does not follow Planning."


def test_a_stage_that_wants_a_reason_asks_for_it_beside_the_bar(desk: Desk) -> None:
    desk.run(a_reason, name="Weather")
    order = an_open_order(desk, stage="in_process")
    desk.clicks(stage(desk, "Waiting for parts"))
    question = desk.page.editor.sheet.head.stage_bar.question
    assert question.isVisible()
    assert not question.go.isEnabled()
    question.reason.setFocus()
    QTest.keyClick(question.reason, Qt.Key.Key_Down)
    desk.types(question.note, "storm")
    desk.clicks(question.go)
    desk.settle()
    (entry,) = stored(desk, order.id).stage_log
    assert (entry.stage, entry.reason, entry.note) == ("Waiting for parts", "Weather", "storm")


def test_history_and_visits_are_told(desk: Desk) -> None:
    order = an_open_order(desk)
    desk.run(a_visit, order=order)
    describes(desk, "Pump leaks")
    desk.saves()
    editor = desk.page.editor
    editor.sheet.tabs.setCurrentWidget(editor.sheet.history)
    desk.settle()
    told = [(row.what, row.words) for row in editor.sheet.history.model.rows]
    assert ("Order changed", "Description: Compressor slaat af → Pump leaks") in told
    assert editor.sheet.tabs.tabText(1) == "Visits (1)"


def test_somebody_elses_change_shows_while_nothing_is_typed(desk: Desk) -> None:
    order = an_open_order(desk)
    fields = replace(stored(desk, order.id).fields, priority=Priority.HIGH)
    desk.run(change_order, order_id=order.id, seen=order.version, fields=fields)
    desk.settle()
    assert field(desk, "priority").read() is Priority.HIGH


def test_what_only_one_of_two_changed_is_merged_without_a_question(desk: Desk) -> None:
    order = an_open_order(desk)
    fields = replace(stored(desk, order.id).fields, priority=Priority.HIGH)
    desk.context.run(change_order, order_id=order.id, seen=order.version, fields=fields)
    describes(desk, "Pump leaks")
    desk.saves()
    saved = stored(desk, order.id).fields
    assert (saved.priority, saved.description) == (Priority.HIGH, "Pump leaks")
    assert not desk.page.editor.conflict.isVisible()


def conflict_about_the_description(desk: Desk) -> ServiceOrder:
    order = an_open_order(desk)
    fields = replace(stored(desk, order.id).fields, description="Theirs", priority=Priority.HIGH)
    desk.context.run(change_order, order_id=order.id, seen=order.version, fields=fields)
    describes(desk, "Mine")
    desk.types(desk.page.editor.sheet.form.fields["duration_minutes"].editor, "90")
    desk.saves()
    assert desk.page.editor.conflict.isVisible()
    return order


def test_both_sides_are_shown_with_theirs_chosen_and_nothing_is_lost(desk: Desk) -> None:
    order = conflict_about_the_description(desk)
    conflict = desk.page.editor.conflict
    assert {key: button.text() for key, button in conflict.theirs.items()} == {"order.description": "Theirs"}
    assert conflict.mine["order.description"].text() == "Mine"
    assert conflict.theirs["order.description"].isChecked()
    desk.clicks(conflict.save_button)
    desk.settle()
    saved = stored(desk, order.id).fields
    assert (saved.description, saved.priority, saved.duration_minutes) == ("Theirs", Priority.HIGH, 90)


def test_mine_can_be_chosen_instead(desk: Desk) -> None:
    order = conflict_about_the_description(desk)
    conflict = desk.page.editor.conflict
    conflict.mine["order.description"].click()
    desk.clicks(conflict.save_button)
    desk.settle()
    saved = stored(desk, order.id).fields
    assert (saved.description, saved.priority, saved.duration_minutes) == ("Mine", Priority.HIGH, 90)


def test_mine_can_be_forgotten(desk: Desk) -> None:
    order = conflict_about_the_description(desk)
    desk.clicks(desk.page.editor.conflict.give_up_button)
    desk.settle()
    assert not desk.page.editor.is_dirty()
    assert field(desk, "description").read() == "Theirs"
    assert stored(desk, order.id).fields.duration_minutes == order.duration_minutes


def test_a_line_both_changed_is_asked_about_field_by_field(desk: Desk) -> None:
    order = an_open_order(desk, lines=[a_line(line=1)])
    (line,) = stored(desk, order.id).lines
    theirs = LineChange(replace(line.fields, quantity=Decimal(2)), id=line.id, seen=line.version)
    desk.context.run(change_order, order_id=order.id, seen=order.version, lines=(theirs,))
    model = desk.page.editor.sheet.lines.model
    model.setData(model.index(0, QUANTITY), "3")
    desk.saves()
    conflict = desk.page.editor.conflict
    (key,) = conflict.theirs
    assert (conflict.theirs[key].text(), conflict.mine[key].text()) == ("2", "3")
    conflict.mine[key].click()
    desk.clicks(conflict.save_button)
    desk.settle()
    assert stored(desk, order.id).lines[0].fields.quantity == Decimal(3)


def stage(desk: Desk, name: str) -> object:
    buttons = desk.page.editor.sheet.head.stage_bar.buttons.values()
    return next(button for button in buttons if button.text() == name)


def current_stage(desk: Desk, order_id: int) -> str:
    return next(option.name for option in stored(desk, order_id).stages if option.is_current)


def test_several_saves_are_undone_one_after_another_and_done_again(desk: Desk) -> None:
    order = an_open_order(desk, lines=[a_line(line=1)])
    model = desk.page.editor.sheet.lines.model
    model.setData(model.index(0, QUANTITY), "3")
    desk.saves()
    describes(desk, "Pump leaks")
    model.remove([0])
    desk.saves()
    desk.clicks(stage(desk, "In process"))
    desk.settle()
    for _step in range(3):
        desk.edits.undo()
        desk.settle()
    undone = stored(desk, order.id)
    assert (undone.fields.description, undone.lines[0].fields.quantity) == ("Compressor slaat af", 1)
    assert current_stage(desk, order.id) == "Planning"
    for _step in range(3):
        desk.edits.redo()
        desk.settle()
    redone = stored(desk, order.id)
    assert (redone.fields.description, redone.lines) == ("Pump leaks", ())
    assert current_stage(desk, order.id) == "In process"


def test_undo_does_not_overwrite_what_somebody_else_saved_since(desk: Desk) -> None:
    order = an_open_order(desk)
    describes(desk, "Pump leaks")
    desk.saves()
    theirs = replace(stored(desk, order.id).fields, priority=Priority.HIGH)
    seen = stored(desk, order.id).version
    desk.run(change_order, order_id=order.id, seen=seen, fields=theirs)
    desk.settle()
    with desk.bot.waitSignal(desk.edits.dropped):
        desk.edits.undo()
    desk.settle()
    assert stored(desk, order.id).fields == theirs
    assert not desk.edits.stack.canUndo()
