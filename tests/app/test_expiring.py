"""Which agreements end soon, and which ended without anybody renewing them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.context import Context
from app.queries.expiring import expiring, expiring_counts
from app.work import Work
from tests.builders import a_customer, a_group, an_agreement, an_agreement_line, an_order

TODAY = date(2026, 11, 23)


def some_end(work: Work) -> None:
    """Agreements that end in 10, 45 and 400 days, never, and 5 and 50 days ago; one is a template."""
    customer, group = a_customer(work), a_group(work)
    for code, days in (("A-10", 10), ("A-45", 45), ("A-400", 400), ("A-5", -5), ("A-50", -50)):
        ends = TODAY + timedelta(days)
        lines = [an_agreement_line(line=10)] if code == "A-10" else []
        made = an_agreement(work, code=code, customer=customer, group=group, ends_on=ends, lines=lines)
        if code == "A-10":
            an_order(work, agreement_id=made.id, customer=customer)
    an_agreement(work, code="A-0", customer=customer, group=group, ends_on=None)
    an_agreement(work, code="T-1", customer=customer, group=group, ends_on=TODAY, template=True)


@pytest.fixture(autouse=True)
def ending(context: Context) -> None:
    context.run(some_end)


def test_the_first_to_end_comes_first_with_what_hangs_on_it(context: Context) -> None:
    rows = context.read(expiring, today=TODAY, within=30)
    assert [(row.code, row.days_left) for row in rows] == [("A-5", -5), ("A-10", 10)]
    assert (rows[1].lines, rows[1].orders, rows[1].customer) == (1, 1, "Bakkerij Smit")


def test_each_horizon_has_its_count(context: Context) -> None:
    assert context.read(expiring_counts, today=TODAY) == {30: 2, 60: 3, 90: 3, 0: 4}
    assert len(context.read(expiring, today=TODAY)) == 4


def test_what_was_renewed_says_by_which_and_is_not_missed_any_more(context: Context) -> None:
    def renew(work: Work) -> None:
        rows = {row.code: row.id for row in expiring(work.session, today=TODAY)}
        an_agreement(work, code="A-10-2", renewal_of_id=rows["A-10"], ends_on=None)
        an_agreement(work, code="A-5-2", renewal_of_id=rows["A-5"], ends_on=None)

    context.run(renew)
    rows = context.read(expiring, today=TODAY, within=30)
    assert [(row.code, row.renewed_by) for row in rows] == [("A-10", "A-10-2")]
