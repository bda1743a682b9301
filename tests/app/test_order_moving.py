"""Moving lines between orders of one agreement, combining, splitting, and each way back (domain.md 5.5)."""

from __future__ import annotations

from datetime import date

import pytest

from app.context import Context
from app.queries.order_details import OrderDetails, order_details
from app.usecases.orders import SeenOrder, combine_orders, move_lines, put_lines_back, split_order
from models.agreements import Agreement
from models.errors import Conflict, Missing, Refused
from models.orders import ServiceOrder
from models.terms import LineStatus, Progress
from tests.builders import a_line, a_site, a_visit, an_agreement, an_order


def details(context: Context, order_id: int) -> OrderDetails:
    return context.read(order_details, order_id)


def under(context: Context, agreement: Agreement, **fields: object) -> ServiceOrder:
    """An order with two lines under the agreement."""
    usual = {"lines": [a_line(line=1, description="first"), a_line(line=2, description="second")], **fields}
    order, _ = context.run(an_order, customer_id=agreement.customer_id, agreement_id=agreement.id, **usual)
    return order


def words(context: Context, order_id: int) -> list[tuple[int, str]]:
    return [(line.line, line.fields.description) for line in details(context, order_id).lines]


def line_ids(context: Context, order: ServiceOrder) -> list[int]:
    return [line.id for line in details(context, order.id).lines]


def test_a_line_moves_to_the_end_of_another_order_of_the_agreement_and_back(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    source, target = under(context, agreement), under(context, agreement)
    moved, changes = context.run(
        move_lines,
        order=SeenOrder(source.id, source.version),
        line_ids=line_ids(context, source)[:1],
        target=SeenOrder(target.id, target.version),
    )
    assert words(context, source.id) == [(2, "second")]
    assert words(context, target.id) == [(1, "first"), (2, "second"), (3, "first")]
    assert {source.id, target.id} <= changes.ids("service_order")
    context.run(put_lines_back, moved=moved)
    assert words(context, source.id) == [(1, "first"), (2, "second")]
    assert words(context, target.id) == [(1, "first"), (2, "second")]


def test_the_empty_order_is_deleted_when_asked_and_comes_back(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    source, target = under(context, agreement), under(context, agreement)
    moved, _ = context.run(
        move_lines,
        order=SeenOrder(source.id),
        line_ids=line_ids(context, source),
        target=SeenOrder(target.id),
        delete_empty=True,
    )
    assert [gone.id for gone in moved.deleted] == [source.id]
    with pytest.raises(Missing):
        details(context, source.id)
    context.run(put_lines_back, moved=moved)
    assert words(context, source.id) == [(1, "first"), (2, "second")]


def test_lines_stay_within_one_agreement(context: Context) -> None:
    first, second = context.run(an_agreement)[0], context.run(an_agreement)[0]
    source, elsewhere = under(context, first), under(context, second)
    loose, _ = context.run(an_order, lines=[a_line()])
    for order, target, said in (
        (source, elsewhere, "do not belong to one agreement"),
        (source, source, "are on order"),
        (loose, source, "has no agreement"),
    ):
        with pytest.raises(Refused, match=said):
            context.run(
                move_lines,
                order=SeenOrder(order.id),
                line_ids=line_ids(context, order),
                target=SeenOrder(target.id),
            )


def test_posted_and_canceled_lines_stay_where_they_are(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    lines = [a_line(line=1, status=LineStatus.POSTED), a_line(line=2)]
    source, target = under(context, agreement, lines=lines), under(context, agreement)
    with pytest.raises(Refused, match="Line 1 is posted"):
        context.run(
            move_lines,
            order=SeenOrder(source.id),
            line_ids=line_ids(context, source)[:1],
            target=SeenOrder(target.id),
        )


def test_an_order_left_with_what_is_posted_is_posted(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    lines = [a_line(line=1, status=LineStatus.POSTED), a_line(line=2)]
    source, target = under(context, agreement, lines=lines), under(context, agreement)
    wanted = line_ids(context, source)[1:]
    context.run(move_lines, order=SeenOrder(source.id), line_ids=wanted, target=SeenOrder(target.id))
    assert details(context, source.id).progress is Progress.POSTED


def test_a_finished_order_takes_no_lines(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    source = under(context, agreement)
    closed = under(context, agreement, lines=[a_line(status=LineStatus.CANCELED)])
    with pytest.raises(Refused, match="is finished"):
        context.run(
            move_lines,
            order=SeenOrder(source.id),
            line_ids=line_ids(context, source),
            target=SeenOrder(closed.id),
        )


def test_orders_are_combined_into_the_first_and_come_apart_again(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    first, second = under(context, agreement, duration_minutes=90), under(context, agreement)
    visit, _ = context.run(a_visit, order=second)
    moved, _ = context.run(combine_orders, orders=[SeenOrder(first.id), SeenOrder(second.id)])
    assert [line for line, _text in words(context, first.id)] == [1, 2, 3, 4]
    assert details(context, first.id).fields.duration_minutes == 150
    with pytest.raises(Missing):
        details(context, second.id)
    context.run(put_lines_back, moved=moved)
    assert words(context, second.id) == [(1, "first"), (2, "second")]
    assert [row.id for row in details(context, second.id).visits] == [visit.id]
    assert details(context, first.id).fields.duration_minutes == 90


def test_only_orders_of_one_agreement_and_site_are_combined(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    site, _ = context.run(a_site)
    first, second = under(context, agreement), under(context, agreement, site_id=site.id)
    with pytest.raises(Refused, match="are for different sites"):
        context.run(combine_orders, orders=[SeenOrder(first.id), SeenOrder(second.id)])
    with pytest.raises(Refused, match="two orders or more"):
        context.run(combine_orders, orders=[SeenOrder(first.id)])


def test_chosen_lines_become_an_order_for_another_date_and_go_back(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    order = under(context, agreement, service_date=date(2026, 11, 25))
    moved, _ = context.run(
        split_order,
        order=SeenOrder(order.id, order.version),
        line_ids=line_ids(context, order)[1:],
        service_date=date(2026, 12, 2),
    )
    made = details(context, moved.target.id)
    assert made.fields.service_date == date(2026, 12, 2)
    assert made.fields.agreement.id == agreement.id
    assert [line.fields.description for line in made.lines] == ["second"]
    assert [entry.stage for entry in made.stage_log] == ["Planning"]
    context.run(put_lines_back, moved=moved)
    with pytest.raises(Missing):
        details(context, made.id)
    assert words(context, order.id) == [(1, "first"), (2, "second")]


def test_something_stays_on_an_order_that_is_split(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    order = under(context, agreement)
    for chosen, said in ((line_ids(context, order), "must stay"), ([], "Choose a line")):
        with pytest.raises(Refused, match=said):
            context.run(split_order, order=SeenOrder(order.id), line_ids=chosen, service_date=None)
    with pytest.raises(Refused, match="outside the validity"):
        context.run(
            split_order,
            order=SeenOrder(order.id),
            line_ids=line_ids(context, order)[:1],
            service_date=date(2027, 1, 1),
        )


def test_who_moves_lines_of_an_older_version_is_told(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    source, target = under(context, agreement), under(context, agreement)
    with pytest.raises(Conflict):
        context.run(
            move_lines,
            order=SeenOrder(source.id, source.version + 1),
            line_ids=line_ids(context, source),
            target=SeenOrder(target.id),
        )
