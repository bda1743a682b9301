"""Moving, splitting off, canceling and opening lines of an order in their dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.queries.order_details import OrderDetails, order_details
from app.work import Work
from models.agreements import Agreement
from models.orders import ServiceOrder
from models.terms import LineStatus, Progress
from tests.builders import a_line, an_agreement, an_order
from tests.ui.orders.conftest import Desk
from ui.orders.lines_dialog import CANCEL, MOVE, REVOKE, SPLIT, LinesDialog


def two_orders(work: Work, *, agreement: Agreement | None = None) -> tuple[ServiceOrder, ServiceOrder]:
    of = agreement or an_agreement(work)

    def one() -> ServiceOrder:
        lines = [a_line(line=1, description="Inspectie"), a_line(line=2, description="Reistijd")]
        return an_order(work, customer_id=of.customer_id, agreement_id=of.id, lines=lines)

    return one(), one()


def opened(desk: Desk, order: ServiceOrder) -> LinesDialog:
    """Open the dialog from the editor's menu."""
    desk.open(order.id)
    menu = desk.page.editor.sheet.head.more_menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.objectName() == "move_lines").trigger()
    desk.settle()
    dialog = desk.page.editor.findChild(LinesDialog)
    assert dialog is not None
    return dialog


def ticks(dialog: LinesDialog, positions: Sequence[int]) -> None:
    """Tick lines with the space bar."""
    dialog.lines.setFocus()
    for position in positions:
        dialog.lines.setCurrentRow(position)
        QTest.keyClick(dialog.lines, Qt.Key.Key_Space)


def act(dialog: LinesDialog, key: str) -> None:
    """Walk to what becomes of the lines with the arrows."""
    keys = [MOVE, SPLIT, CANCEL, REVOKE]
    dialog.acts.setFocus()
    while dialog.acts.current() != key:
        is_before = keys.index(dialog.acts.current()) < keys.index(key)
        QTest.keyClick(dialog.acts, Qt.Key.Key_Right if is_before else Qt.Key.Key_Left)


def stored(desk: Desk, order: ServiceOrder) -> OrderDetails:
    return desk.context.read(order_details, order.id)


def words(desk: Desk, order: ServiceOrder) -> list[str]:
    return [line.fields.description for line in stored(desk, order).lines]


def orders(desk: Desk) -> tuple[ServiceOrder, ServiceOrder]:
    first, second = desk.context.run(two_orders)[0]
    return first, second


def test_a_line_moves_to_another_order_and_back_by_undo(desk: Desk) -> None:
    first, second = orders(desk)
    dialog = opened(desk, first)
    assert not dialog.go_button.isEnabled()
    ticks(dialog, [1])
    dialog.targets.selectRow(0)
    desk.clicks(dialog.go_button)
    desk.settle()
    assert words(desk, first) == ["Inspectie"]
    assert words(desk, second) == ["Inspectie", "Reistijd", "Reistijd"]
    desk.edits.undo()
    desk.settle()
    assert words(desk, first) == ["Inspectie", "Reistijd"]
    desk.edits.redo()
    desk.settle()
    assert words(desk, first) == ["Inspectie"]


def test_moving_everything_deletes_the_empty_order_and_leaves_the_editor(desk: Desk) -> None:
    first, second = orders(desk)
    dialog = opened(desk, first)
    ticks(dialog, [0, 1])
    dialog.targets.selectRow(0)
    dialog.delete_empty.setFocus()
    QTest.keyClick(dialog.delete_empty, Qt.Key.Key_Space)
    desk.clicks(dialog.go_button)
    desk.settle()
    assert len(words(desk, second)) == 4
    assert desk.page.stack.currentWidget() is not desk.page.editor


def test_a_new_order_takes_lines_for_another_date(desk: Desk) -> None:
    first, _second = orders(desk)
    said: list[str] = []
    desk.page.told.connect(said.append)
    dialog = opened(desk, first)
    ticks(dialog, [1])
    act(dialog, SPLIT)
    desk.types(dialog.on.editor, "2-12-2026")
    desk.clicks(dialog.go_button)
    desk.settle()
    assert words(desk, first) == ["Inspectie"]
    assert said
    assert "is now on SO-" in said[0]


def test_what_is_refused_is_said_in_the_dialog(desk: Desk) -> None:
    first, _second = orders(desk)
    dialog = opened(desk, first)
    ticks(dialog, [0, 1])
    act(dialog, SPLIT)
    desk.clicks(dialog.go_button)
    desk.settle()
    assert f"Something must stay on order {first.number}." in dialog.problem.text()


def test_lines_are_canceled_and_opened_again(desk: Desk) -> None:
    first, _second = orders(desk)
    dialog = opened(desk, first)
    ticks(dialog, [0, 1])
    act(dialog, CANCEL)
    desk.clicks(dialog.go_button)
    desk.settle()
    assert stored(desk, first).progress is Progress.CANCELED
    dialog = opened(desk, first)
    act(dialog, REVOKE)
    ticks(dialog, [0])
    desk.clicks(dialog.go_button)
    desk.settle()
    assert [line.status for line in stored(desk, first).lines] == [LineStatus.CREATED, LineStatus.CANCELED]
    desk.edits.undo()
    desk.settle()
    assert stored(desk, first).progress is Progress.CANCELED
    desk.edits.undo()
    desk.settle()
    assert stored(desk, first).progress is Progress.IN_PROCESS


def test_chosen_orders_are_combined_from_the_list(desk: Desk) -> None:
    first, second = orders(desk)
    desk.page.table.show_filter(desk.page.filters.shown())
    desk.settle()
    desk.page.table.selectAll()
    chosen = desk.page.table.chosen_ids()
    menu = desk.page.table.menu()
    next(action for action in menu.actions() if action.objectName() == "combine_orders").trigger()
    menu.close()
    desk.settle()
    kept = first if chosen[0] == first.id else second
    assert len(words(desk, kept)) == 4
    desk.edits.undo()
    desk.settle()
    assert len(words(desk, first)) == len(words(desk, second)) == 2
