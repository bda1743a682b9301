"""Canceling, revoking, deleting, restoring orders: every refusal and every way back (domain.md 5.6)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.context import Context
from app.queries.order_details import OrderDetails, order_details
from app.usecases.orders import (
    SeenOrder,
    cancel_lines,
    cancel_orders,
    delete_orders,
    restore_orders,
    revoke_lines,
    revoke_orders,
    undo_cancel,
)
from app.work import Work
from models.errors import Conflict, Missing, Refused
from models.orders import ServiceOrder
from models.postings import Posting
from models.repairs import RepairLine
from models.requirements import ItemRequirement
from models.stages import StageChange
from models.terms import LineStatus, Progress, RequirementStatus, TransactionType, VisitStatus
from models.visits import Visit
from tests.builders import MONDAY, a_line, a_skill, a_technician, a_visit, an_item, an_order


def details(context: Context, order: ServiceOrder) -> OrderDetails:
    return context.read(order_details, order.id)


def an_order_with(context: Context, **fields: object) -> ServiceOrder:
    usual = {"lines": [a_line(line=1), a_line(line=2)], **fields}
    return context.run(an_order, **usual)[0]


def a_requirement(work: Work, *, order: ServiceOrder, **fields: object) -> ItemRequirement:
    return work.add(ItemRequirement(order_id=order.id, line=1, item_id=an_item(work).id, **fields))


def a_posting(work: Work, *, order: ServiceOrder) -> Posting:
    """The first line of the order, posted."""
    line = order.lines[0]
    return work.add(
        Posting(
            voucher=1, journal="HOURS", type=TransactionType.HOUR, order_id=order.id, order_line_id=line.id,
            customer_id=order.customer_id, posted_on=MONDAY.date(), posted_at=work.now, posted_by="Mette",
            quantity=Decimal(1), currency="EUR",
        )
    )  # fmt: skip


def posted(work: Work, *, order: ServiceOrder) -> None:
    row = work.get(ServiceOrder, order.id)
    work.session.refresh(row, ["lines"])
    row.lines[0].status = LineStatus.POSTED
    row.recompute_progress()


def refusal(context: Context, usecase: object, order: ServiceOrder) -> str:
    with pytest.raises(Refused) as caught:
        context.run(usecase, orders=[SeenOrder(order.id)], is_strict=True)
    return str(caught.value)


def visits_of(session: Session, order_id: int) -> list[int]:
    return list(session.scalars(select(Visit.id).where(Visit.order_id == order_id)))


def test_a_canceled_order_has_only_canceled_lines_and_leaves_the_board(context: Context) -> None:
    order = an_order_with(context)
    context.run(a_visit, order=order)
    answer, changes = context.run(cancel_orders, orders=[SeenOrder(order.id)])
    stored = details(context, order)
    assert stored.progress is Progress.CANCELED
    assert {line.status for line in stored.lines} == {LineStatus.CANCELED}
    assert stored.visits == ()
    assert changes.ids("visit")
    assert [done.version for done in answer.done] == [stored.version]


def test_revoking_opens_the_lines_but_plans_no_visit(context: Context) -> None:
    order = an_order_with(context)
    context.run(a_visit, order=order)
    context.run(cancel_orders, orders=[SeenOrder(order.id)])
    context.run(revoke_orders, orders=[SeenOrder(order.id)])
    stored = details(context, order)
    assert stored.progress is Progress.IN_PROCESS
    assert {line.status for line in stored.lines} == {LineStatus.CREATED}
    assert stored.visits == ()


def test_undoing_a_cancellation_brings_just_those_lines_and_the_visit_back(context: Context) -> None:
    canceled = a_line(line=1, status=LineStatus.CANCELED)
    order = an_order_with(context, lines=[canceled, a_line(line=2)])
    visit, _ = context.run(a_visit, order=order)
    answer, _ = context.run(cancel_orders, orders=[SeenOrder(order.id)])
    undone, _ = context.run(undo_cancel, orders=answer.done)
    stored = details(context, order)
    assert [line.status for line in stored.lines] == [LineStatus.CANCELED, LineStatus.CREATED]
    assert [row.id for row in stored.visits] == [visit.id]
    assert stored.visits[0].version == visit.version + 1
    assert undone.done[0].lost == 0


def test_a_visit_whose_time_was_given_away_does_not_come_back(context: Context) -> None:
    order = an_order_with(context)
    person, _ = context.run(a_technician)
    context.run(a_visit, order=order, technician=person)
    answer, _ = context.run(cancel_orders, orders=[SeenOrder(order.id)])
    context.run(a_visit, technician=person, starts=MONDAY + timedelta(minutes=30))
    undone, _ = context.run(undo_cancel, orders=answer.done)
    assert undone.done[0].lost == 1
    assert details(context, order).progress is Progress.IN_PROCESS
    assert context.read(visits_of, order.id) == []


def test_a_visit_comes_back_beside_one_that_was_allowed_to_overlap_it(context: Context) -> None:
    order = an_order_with(context)
    person, _ = context.run(a_technician)
    visit, _ = context.run(a_visit, order=order, technician=person)
    context.run(a_visit, technician=person, overlap_reason="Together")
    answer, _ = context.run(cancel_orders, orders=[SeenOrder(order.id)])
    undone, _ = context.run(undo_cancel, orders=answer.done)
    assert undone.done[0].lost == 0
    assert [row.id for row in details(context, order).visits] == [visit.id]


def test_canceling_twice_is_refused(context: Context) -> None:
    order = an_order_with(context)
    context.run(cancel_orders, orders=[SeenOrder(order.id)])
    assert refusal(context, cancel_orders, order) == f"Order {order.number} is canceled already."


def test_a_stage_can_forbid_to_cancel_and_to_delete(context: Context) -> None:
    order = an_order_with(context, stage="finished")
    assert "Stage Finished does not allow" in refusal(context, cancel_orders, order)
    assert "to be deleted" in refusal(context, delete_orders, order)


def test_a_posted_line_keeps_the_order(context: Context) -> None:
    order = an_order_with(context)
    context.run(posted, order=order)
    assert "Line 1" in refusal(context, cancel_orders, order)
    assert "is posted" in refusal(context, cancel_orders, order)


def test_a_posted_order_is_neither_canceled_nor_deleted(context: Context) -> None:
    order = an_order_with(context, lines=[a_line(status=LineStatus.POSTED)])
    assert "is posted; it stays" in refusal(context, cancel_orders, order)
    assert "was posted, so it is kept" in refusal(context, delete_orders, order)


def test_what_was_posted_and_taken_back_still_keeps_the_order(context: Context) -> None:
    order = an_order_with(context)
    context.run(a_posting, order=order)
    assert "was posted, so it is kept" in refusal(context, delete_orders, order)


def test_item_requirements_keep_the_order(context: Context) -> None:
    order = an_order_with(context)
    context.run(a_requirement, order=order)
    assert "has 1 item requirement; cancel or delete that first" in refusal(context, cancel_orders, order)
    assert "has 1 item requirement; delete that first" in refusal(context, delete_orders, order)
    line = details(context, order).lines[0]
    with pytest.raises(Refused, match="item requirement"):
        context.run(cancel_lines, order_id=order.id, seen=order.version, line_ids=[line.id])


def test_a_canceled_item_requirement_keeps_an_order_from_deletion_alone(context: Context) -> None:
    order = an_order_with(context)
    context.run(a_requirement, order=order, status=RequirementStatus.CANCELED)
    assert "item requirement" in refusal(context, delete_orders, order)
    assert context.run(cancel_orders, orders=[SeenOrder(order.id)], is_strict=True)[0].done


@pytest.mark.parametrize("status", [VisitStatus.WORKING, VisitStatus.DONE])
def test_work_that_has_begun_keeps_the_order(context: Context, status: VisitStatus) -> None:
    order = an_order_with(context)
    context.run(a_visit, order=order, status=status)
    assert refusal(context, cancel_orders, order) == f"Work on {order.number} has begun."
    assert refusal(context, delete_orders, order) == f"Work on {order.number} has begun."


def test_an_order_without_lines_is_deleted_rather_than_canceled(context: Context) -> None:
    order = an_order_with(context, lines=[])
    assert "no lines that could be canceled; delete it" in refusal(context, cancel_orders, order)


def test_an_order_in_process_is_not_revoked(context: Context) -> None:
    order = an_order_with(context)
    assert refusal(context, revoke_orders, order) == f"Order {order.number} is not canceled."


def test_a_batch_does_what_it_can_and_names_the_rest(context: Context) -> None:
    good, posted_one = an_order_with(context), an_order_with(context)
    context.run(posted, order=posted_one)
    wanted = [SeenOrder(good.id), SeenOrder(posted_one.id), SeenOrder(999_999)]
    answer, _ = context.run(cancel_orders, orders=wanted)
    assert [done.id for done in answer.done] == [good.id]
    assert {left.order_id for left in answer.left_out} == {posted_one.id, 999_999}
    assert all(left.why for left in answer.left_out)


def test_who_saw_an_older_version_is_told(context: Context) -> None:
    order = an_order_with(context)
    context.run(cancel_orders, orders=[SeenOrder(order.id)])
    for usecase in (revoke_orders, delete_orders):
        with pytest.raises(Conflict):
            context.run(usecase, orders=[SeenOrder(order.id, order.version)])


def test_one_line_is_canceled_and_opened_again(context: Context) -> None:
    order = an_order_with(context)
    line = details(context, order).lines[0]
    ended, _ = context.run(cancel_lines, order_id=order.id, seen=order.version, line_ids=[line.id])
    assert [row.status for row in details(context, order).lines] == [LineStatus.CANCELED, LineStatus.CREATED]
    with pytest.raises(Refused, match="Line 1 is canceled"):
        context.run(cancel_lines, order_id=order.id, seen=details(context, order).version, line_ids=[line.id])
    context.run(revoke_lines, order_id=order.id, seen=ended.version, line_ids=[line.id])
    assert {row.status for row in details(context, order).lines} == {LineStatus.CREATED}
    with pytest.raises(Refused, match="Line 1 is not canceled"):
        context.run(revoke_lines, order_id=order.id, seen=details(context, order).version, line_ids=[line.id])


def test_with_its_last_open_line_an_order_is_canceled_and_leaves_the_board(context: Context) -> None:
    order = an_order_with(context, lines=[a_line(line=1)])
    context.run(a_visit, order=order)
    line = details(context, order).lines[0]
    ended, _ = context.run(cancel_lines, order_id=order.id, seen=order.version, line_ids=[line.id])
    assert details(context, order).progress is Progress.CANCELED
    assert len(ended.visits) == 1
    assert context.read(visits_of, order.id) == []


def test_the_line_of_another_order_is_not_canceled(context: Context) -> None:
    first, second = an_order_with(context), an_order_with(context)
    line = details(context, second).lines[0]
    with pytest.raises(Missing):
        context.run(cancel_lines, order_id=first.id, seen=first.version, line_ids=[line.id])


def a_full_order(work: Work) -> ServiceOrder:
    """With lines, a skill, a log, a repair line and a visit."""
    order = an_order(work, lines=[a_line(line=1), a_line(line=2)], skills=[a_skill(work)])
    work.add(
        StageChange(
            order_id=order.id, stage_id=order.stage_id, entered_at=work.now, entered_by=work.user.name
        )
    )
    work.add(RepairLine(order_id=order.id, line=1, created_at=work.now, title="Lekt"))
    a_visit(work, order=order)
    return order


def parts_of(session: Session, order_id: int) -> int:
    kinds = (Visit, RepairLine, StageChange)
    return sum(
        session.scalar(select(func.count()).select_from(kind).where(kind.order_id == order_id)) or 0
        for kind in kinds
    )


def test_a_deleted_order_is_gone_with_its_parts_and_comes_back_with_them(context: Context) -> None:
    order, _ = context.run(a_full_order)
    before = details(context, order)
    answer, _ = context.run(delete_orders, orders=[SeenOrder(order.id, order.version)])
    with pytest.raises(Missing):
        details(context, order)
    assert context.read(parts_of, order.id) == 0
    restored, _ = context.run(restore_orders, orders=answer.done)
    after = details(context, order)
    assert after.fields == before.fields
    assert [line.id for line in after.lines] == [line.id for line in before.lines]
    assert [row.id for row in after.visits] == [row.id for row in before.visits]
    assert (after.number, after.version) == (before.number, restored.done[0].version)
    assert after.version > before.version
    assert context.read(parts_of, order.id) == 3


def test_deleting_twice_names_the_order_that_is_gone(context: Context) -> None:
    order = an_order_with(context)
    context.run(delete_orders, orders=[SeenOrder(order.id)])
    answer, _ = context.run(delete_orders, orders=[SeenOrder(order.id)])
    assert answer.done == ()
    assert "gone" in answer.left_out[0].why


def test_a_restored_order_is_there_once(context: Context) -> None:
    order = an_order_with(context)
    answer, _ = context.run(delete_orders, orders=[SeenOrder(order.id)])
    context.run(restore_orders, orders=answer.done)
    with pytest.raises(Refused, match="is there already"):
        context.run(restore_orders, orders=answer.done)
