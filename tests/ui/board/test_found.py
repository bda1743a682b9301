"""What thousands of random events found: each is held by the smallest test that showed it."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.context import Context
from app.usecases.orders import SeenOrder, cancel_orders, delete_orders, undo_cancel
from app.work import Work
from models.clocks import ClockAct, begin_clock, hold_clock
from models.orders import ServiceOrder
from models.terms import ClockStatus
from tests.builders import a_line, a_service_level, an_order
from tests.ui.board.opened import DAY, a_board, a_company
from ui.board.editing.order_edits import CancelOrders
from ui.orders.ending_edits import DeleteOrders
from ui.print_dialog import PrintDialog, Wanted


def an_order_of_next_week(work: Work) -> int:
    """SO-7, whose service level counts from next week on."""
    order = an_order(work, number="SO-7", lines=[a_line()], service_level_id=a_service_level(work).id)
    company = work.company()
    begin_clock(work.session, order, now=work.now, by="me", company=company, at=work.now + timedelta(days=7))
    return order.id


def test_an_order_whose_clock_has_not_begun_is_back_after_undoing_its_cancellation(
    qtbot: QtBot, sqlite_context: Context
) -> None:
    sqlite_context.run(a_company)
    order_id, _changes = sqlite_context.run(an_order_of_next_week)

    def clock() -> tuple[object, object, object]:
        order = sqlite_context.read(
            lambda session: session.scalars(select(ServiceOrder).filter_by(id=order_id)).one()
        )
        return order.clock, order.clock_started_at, order.clock_since

    before = clock()
    with a_board(qtbot, sqlite_context) as board:
        assert "SO-7" in board.waits()
        board.edits.do(CancelOrders([order_id], named="SO-7"))
        board.settles()
        assert "SO-7" not in board.waits()
        board.edits.undo()
        board.settles()
        assert "SO-7" in board.waits()
    assert before[0] is ClockStatus.RUNNING
    assert clock() == before


def test_a_held_clock_is_held_again_after_undoing_a_cancellation(sqlite_context: Context) -> None:
    def held(work: Work) -> int:
        order = an_order(work, lines=[a_line()], service_level_id=a_service_level(work).id)
        begin_clock(work.session, order, now=work.now, by="me", company=work.company())
        hold_clock(work.session, order, ClockAct(work.now, "me", work.company()))
        return order.id

    order_id, _changes = sqlite_context.run(held)
    ended, _changes = sqlite_context.run(cancel_orders, orders=[SeenOrder(order_id)], is_strict=True)
    sqlite_context.run(undo_cancel, orders=ended.done)
    stands = select(ServiceOrder.clock).filter_by(id=order_id)
    assert sqlite_context.read(lambda session: session.scalar(stands)) is ClockStatus.HELD


def with_a_line(work: Work) -> int:
    """SO-1 has something that can be canceled."""
    order = work.session.scalars(
        select(ServiceOrder).filter_by(number="SO-1").options(selectinload(ServiceOrder.lines))
    ).one()
    order.lines.append(a_line())
    return order.id


def test_a_move_can_be_undone_after_its_order_was_canceled_and_came_back(
    qtbot: QtBot, sqlite_context: Context
) -> None:
    sqlite_context.run(a_company)
    order_id, _changes = sqlite_context.run(with_a_line)
    with a_board(qtbot, sqlite_context) as board:
        start = board.sees("SO-1")
        board.drags("SO-1", to="Bram", at="09:00")
        board.settles()
        assert board.sees("SO-1") != start
        board.edits.do(CancelOrders([order_id], named="SO-1"))
        board.settles()
        assert board.sees("SO-1") is None
        board.edits.undo()
        board.edits.undo()
        board.settles()
        assert board.sees("SO-1") == start


def test_a_move_can_be_undone_after_its_order_was_deleted_and_came_back(
    qtbot: QtBot, sqlite_context: Context
) -> None:
    sqlite_context.run(a_company)
    order_id, _changes = sqlite_context.run(with_a_line)
    with a_board(qtbot, sqlite_context) as board:
        start = board.sees("SO-1")
        board.drags("SO-1", to="Bram", at="09:00")
        board.settles()
        deleted, _changes = sqlite_context.run(delete_orders, orders=[SeenOrder(order_id)])
        board.edits.took(DeleteOrders(deleted.done))
        for wanted, step in ((start, board.edits.undo), (None, board.edits.redo), (start, board.edits.undo)):
            for _press in range(2):
                step()
            board.settles()
            qtbot.waitUntil(lambda wanted=wanted: board.sees("SO-1") == wanted)


def test_papers_that_are_ready_after_their_dialog_was_closed_are_dropped(
    qtbot: QtBot, sqlite_context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sqlite_context.run(a_company)
    with a_board(qtbot, sqlite_context) as board:
        dialog = PrintDialog(board.jobs, Wanted(day=DAY), board.page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # closed, and not gone yet
        dialog.show()
        while not any(tmp_path.rglob("servicebord-*/*.pdf")):  # drawn, its answer most often not yet here
            qtbot.wait(1)
        dialog.reject()
        qtbot.waitUntil(lambda: board.jobs.is_idle)
        dialog.deleteLater()
