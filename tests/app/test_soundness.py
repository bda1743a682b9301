"""`servicebord check`: rows that contradict one another are named, and a sound database has none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import update

from app.context import Context
from app.queries.soundness import faults
from app.usecases.posting import Selection, post_lines
from app.work import Work
from models.clocks import begin_clock
from models.orders import OrderLine, ServiceOrder
from models.requirements import ItemRequirement
from models.stages import Stage
from models.terms import ClockStatus, LineStatus, Progress
from tests.builders import (
    a_line,
    a_project,
    a_service_level,
    a_stage,
    an_agreement,
    an_agreement_line,
    an_item,
    an_order,
)
from tests.conftest import NOW

DAY = date(2026, 3, 1)


def posted(context: Context) -> ServiceOrder:
    """Order SO-1 whose line was posted here."""

    def arrange(work: Work) -> ServiceOrder:
        lines = [a_line(line=1, signed_off=True)]
        return an_order(work, number="SO-1", stage="finished", project_id=a_project(work).id, lines=lines)

    order = context.run(arrange)[0]
    context.run(post_lines, selection=Selection(order_ids=(order.id,)), posted_on=NOW.date())
    return order


def progress(context: Context) -> None:
    context.run(an_order, number="SO-1", lines=[a_line()])
    context.run(lambda work: work.session.execute(update(ServiceOrder).values(progress=Progress.POSTED)))


def open_line_with_a_posting(context: Context) -> None:
    posted(context)

    def spoil(work: Work) -> None:
        work.session.execute(update(OrderLine).values(status=LineStatus.CREATED))
        work.session.execute(update(ServiceOrder).values(progress=Progress.IN_PROCESS))

    context.run(spoil)


def posted_line_without_a_posting(context: Context) -> None:
    """As a hand sets it that goes past posting."""
    order = context.run(an_order, number="SO-1", lines=[a_line(line=1)])[0]

    def spoil(work: Work) -> None:
        found = work.get(ServiceOrder, order.id)
        work.session.refresh(found, ["lines"])
        found.lines[0].status = LineStatus.POSTED
        found.recompute_progress()

    context.run(spoil)


def clock(context: Context) -> None:
    def arrange(work: Work) -> None:
        order = an_order(work, number="SO-1", service_level_id=a_service_level(work).id)
        begin_clock(work.session, order, now=work.now, by="Ilse", company=work.company())

    context.run(arrange)
    context.run(lambda work: work.session.execute(update(ServiceOrder).values(clock=ClockStatus.HELD)))


def second_first_stage(context: Context) -> None:
    context.run(a_stage, name="Extra", position=9)


def unreachable_stage(context: Context) -> None:
    def arrange(work: Work) -> None:
        lonely = a_stage(work, name="Extra", parent_id=1)
        work.session.flush()
        work.session.execute(update(Stage).where(Stage.id == lonely.id).values(parent_id=lonely.id))

    context.run(arrange)


def two_lines_for_an_occurrence(context: Context) -> None:
    def arrange(work: Work) -> None:
        line = an_agreement_line(line=1)
        agreement = an_agreement(work, code="A1", lines=[line])
        lines = [a_line(agreement_line_id=line.id, calculated_date=DAY)]
        order = an_order(work, customer_id=agreement.customer_id, agreement_id=agreement.id, lines=lines)
        item_id = an_item(work).id
        work.add(
            ItemRequirement(
                order_id=order.id, line=1, item_id=item_id, agreement_line_id=line.id, calculated_date=DAY
            )
        )

    context.run(arrange)


def more_than_was_asked_for(context: Context) -> None:
    def arrange(work: Work) -> None:
        order = an_order(work, number="SO-1")
        work.add(ItemRequirement(order_id=order.id, line=1, item_id=an_item(work).id))
        work.session.execute(update(ItemRequirement).values(delivered=Decimal("2.5")))

    context.run(arrange)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (progress, "The progress of order SO-1 does not follow from its lines."),
        (open_line_with_a_posting, "Line 1 of order SO-1 is not posted, but a posting of it counts."),
        (posted_line_without_a_posting, "Line 1 of order SO-1 is posted, but no posting of it counts."),
        (clock, "The clock of order SO-1 and its log do not agree."),
        (second_first_stage, "Extra is a second first stage; say which one it follows."),
        (unreachable_stage, "Stage Extra cannot be reached."),
        (two_lines_for_an_occurrence, "Line 1 of agreement A1 has two lines for 01/03/2026."),
        (
            more_than_was_asked_for,
            "Of item requirement 1 of order SO-1 2.5 have come, but 1 were asked for.",
        ),
    ],
)
def test_a_contradiction_is_named(context: Context, spoil: Callable[[Context], None], sentence: str) -> None:
    spoil(context)
    assert context.read(faults) == [sentence]


def test_what_was_posted_and_what_came_as_posted_is_sound(context: Context) -> None:
    posted(context)
    context.run(an_order, lines=[a_line(status=LineStatus.POSTED)])
    assert context.read(faults) == []
