"""Signing off lines and orders and taking it back, on both databases (domain.md 5.10, 6.2, 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.context import Context
from app.queries.order_details import LineFields, OrderDetails, order_details
from app.usecases.orders import LineChange, change_order
from app.usecases.orders.signing import Signed, sign_off, take_back_sign_off
from app.work import Work
from models.clocks import begin_clock
from models.errors import Missing, Refused
from models.orders import ServiceOrder
from models.service_levels import ServiceLevel
from models.stages import StageChange
from models.terms import ClockStatus, LevelSource, LineStatus, StageLogKind
from models.users import Role
from tests.builders import a_line, a_reason, a_service_level, an_order
from tests.conftest import NOW, Clock

C, P, X = LineStatus.CREATED, LineStatus.POSTED, LineStatus.CANCELED


def ordered(context: Context, *statuses: LineStatus, **fields: object) -> ServiceOrder:
    lines = [a_line(line=number, status=status) for number, status in enumerate(statuses, 1)]
    return context.run(an_order, lines=lines, **fields)[0]


def details(context: Context, order: ServiceOrder) -> OrderDetails:
    return context.read(order_details, order.id)


def stamp(context: Context, order: ServiceOrder) -> object:
    return context.read(lambda session: session.get_one(ServiceOrder, order.id).signed_off_at)


def line_ids(context: Context, order: ServiceOrder) -> list[int]:
    return [line.id for line in details(context, order).lines]


def test_an_order_is_signed_off_with_all_its_open_lines_and_stamped(context: Context) -> None:
    order = ordered(context, C, X, C)
    answer, changes = context.run(sign_off, order_ids=[order.id])
    lines = details(context, order).lines
    assert answer == Signed((lines[0].id, lines[2].id), (order.id,), ())
    assert [(line.fields.signed_off, line.signed_off_by) for line in lines] == [
        (True, context.user.name), (False, ""), (True, context.user.name),
    ]  # fmt: skip
    assert lines[0].signed_off_at == NOW
    assert stamp(context, order) == NOW
    assert order.id in changes.ids("service_order")


def test_an_order_follows_once_its_last_line_is_signed_off(context: Context) -> None:
    order = ordered(context, C, C)
    first, second = line_ids(context, order)
    assert context.run(sign_off, line_ids=[first])[0].order_ids == ()
    assert stamp(context, order) is None
    assert context.run(sign_off, line_ids=[second])[0].order_ids == (order.id,)
    assert stamp(context, order) == NOW


def test_signing_twice_keeps_the_first_stamp(context: Context, clock: Clock) -> None:
    order = ordered(context, C)
    context.run(sign_off, order_ids=[order.id])
    clock.forward(hours=1)
    assert context.run(sign_off, order_ids=[order.id])[0] == Signed()
    assert stamp(context, order) == NOW


def test_a_sign_off_can_be_taken_back_while_nothing_is_posted(context: Context) -> None:
    order = ordered(context, C, C)
    context.run(sign_off, order_ids=[order.id])
    first, second = line_ids(context, order)
    answer, _ = context.run(take_back_sign_off, line_ids=[first])
    assert (answer.line_ids, answer.order_ids, stamp(context, order)) == ((first,), (order.id,), None)
    assert context.run(take_back_sign_off, order_ids=[order.id])[0].line_ids == (second,)
    assert [line.signed_off_by for line in details(context, order).lines] == ["", ""]


@pytest.mark.parametrize(
    ("statuses", "act", "whole", "sentence"),
    [
        ((X,), sign_off, 1, "is canceled; there is nothing to sign off"),
        ((X, C), sign_off, 0, "Line 1 is canceled; there is nothing to sign off."),
        ((P, C), sign_off, 0, "Line 1 is posted; it stays as it is."),
        ((P,), take_back_sign_off, 1, "is posted, so its sign-off stays"),
        ((P, C), take_back_sign_off, 0, "Line 1 is posted, so its sign-off stays."),
    ],
)
def test_refusals_say_why(
    context: Context, statuses: Sequence[LineStatus], act: object, whole: int, sentence: str
) -> None:
    order = ordered(context, *statuses)
    asked = {"order_ids": [order.id]} if whole else {"line_ids": line_ids(context, order)[:1]}
    with pytest.raises(Refused, match=sentence):
        context.run(act, **asked)


def test_of_several_orders_those_that_cannot_are_told(context: Context) -> None:
    good, canceled = ordered(context, C), ordered(context, X)
    answer, _ = context.run(sign_off, order_ids=[good.id, canceled.id])
    assert answer.order_ids == (good.id,)
    assert answer.refused == (f"Order {canceled.number} is canceled; there is nothing to sign off.",)


def test_what_is_gone_is_told(context: Context) -> None:
    for asked in ({"order_ids": [999]}, {"line_ids": [999]}):
        with pytest.raises(Missing):
            context.run(sign_off, **asked)


def test_a_reader_signs_nothing(context: Context) -> None:
    order = ordered(context, C)
    line = details(context, order).lines[0]
    role = context.read(lambda session: session.scalars(select(Role).where(Role.code == "reader")).one())
    context.user.role = role
    with pytest.raises(Refused, match="You may not do that"):
        context.run(sign_off, order_ids=[order.id])
    assert not details(context, order).lines[0].fields.signed_off
    assert line.signed_off_at is None


def test_a_new_line_opens_an_order_that_was_signed_off(context: Context) -> None:
    order = ordered(context, C)
    context.run(sign_off, order_ids=[order.id])
    seen = details(context, order)
    context.run(change_order, order_id=order.id, seen=seen.version, lines=[LineChange(LineFields())])
    assert stamp(context, order) is None


# -- with a clock ---------------------------------------------------------------------------------------


def late_order(work: Work) -> ServiceOrder:
    """An order whose clock ran out an hour ago, where the company wants a reason for that."""
    work.company().reason_on_exceeding = True
    level: ServiceLevel = a_service_level(work, hours=2)
    order = an_order(
        work, lines=[a_line(line=1)], service_level_id=level.id, service_level_source=LevelSource.ORDER
    )
    begin_clock(
        work.session,
        order,
        now=work.now,
        by=work.user.name,
        company=work.company(),
        at=work.now - timedelta(hours=3),
    )
    return order


def clock_of(context: Context, order: ServiceOrder) -> ClockStatus | None:
    return context.read(lambda session: session.get_one(ServiceOrder, order.id).clock)


def test_an_exceeded_clock_asks_for_a_reason_and_keeps_it(context: Context) -> None:
    order, _ = context.run(late_order)
    with pytest.raises(Refused, match="exceeded; give a reason"):
        context.run(sign_off, order_ids=[order.id])
    assert (stamp(context, order), clock_of(context, order)) == (None, ClockStatus.RUNNING)
    assert not details(context, order).lines[0].fields.signed_off
    reason, _ = context.run(a_reason)
    context.run(sign_off, order_ids=[order.id], reason_id=reason.id, note=" Road closed ")
    assert (stamp(context, order), clock_of(context, order)) == (NOW, ClockStatus.STOPPED)
    entry = context.read(lambda session: session.scalars(select(StageChange)).one())
    assert (entry.kind, entry.reason_id, entry.note) == (StageLogKind.CLOSE, reason.id, "Road closed")


def test_the_last_line_signed_in_the_editor_asks_for_that_reason_too(context: Context) -> None:
    order, _ = context.run(late_order)
    seen = details(context, order)
    (line,) = seen.lines
    signed = LineChange(replace(line.fields, signed_off=True), id=line.id, seen=line.version)
    with pytest.raises(Refused, match="exceeded; give a reason"):
        context.run(change_order, order_id=order.id, seen=seen.version, lines=[signed])
    assert not details(context, order).lines[0].fields.signed_off


def test_a_clock_in_time_ends_without_a_reason(context: Context, clock: Clock) -> None:
    order, _ = context.run(late_order)
    context.run(lambda work: setattr(work.company(), "reason_on_exceeding", False))
    context.run(sign_off, order_ids=[order.id])
    assert clock_of(context, order) is ClockStatus.STOPPED
    assert context.read(lambda session: session.scalars(select(StageChange)).all()) == []
