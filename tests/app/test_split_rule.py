"""How waiting orders may be split: by their own rule, else by the company's."""

from __future__ import annotations

import pytest

from app.context import Context
from app.queries.board import waiting_orders
from app.work import Work
from models.terms import SplitRule
from tests.builders import an_order


@pytest.mark.parametrize(
    ("own", "companys", "holds"),
    [
        (None, SplitRule.PER_DAY, SplitRule.PER_DAY),
        (None, SplitRule.FILL_GAPS, SplitRule.FILL_GAPS),
        (SplitRule.NONE, SplitRule.FILL_GAPS, SplitRule.NONE),
    ],
)
def test_the_orders_own_rule_wins_over_the_companys(
    context: Context, own: SplitRule | None, companys: SplitRule, holds: SplitRule
) -> None:
    def given(work: Work) -> None:
        work.company().split_rule = companys
        an_order(work, split_rule=own)

    context.run(given)
    (row,) = context.read(waiting_orders)
    assert row.split is holds
