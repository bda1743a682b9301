"""Several people post the same lines at once; each is posted once, under one voucher (domain.md 5.10)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import select

from app.context import Context
from app.settings import Settings
from app.usecases.posting import PostingReport, Selection, post_lines, reverse_postings
from models.errors import Expected
from models.orders import OrderLine
from models.postings import Posting
from models.terms import LineStatus
from tests.builders import a_line, an_agreement, an_order
from tests.conftest import Clock

ON = date(2026, 11, 30)


def many_orders(context: Context) -> None:
    agreement, _ = context.run(an_agreement)
    for _number in range(12):
        lines = [a_line(line=line, signed_off=True, sales_price=100) for line in (1, 2, 3)]
        context.run(
            an_order, stage="finished", agreement_id=agreement.id, customer_id=agreement.customer_id,
            lines=lines,
        )  # fmt: skip


def test_four_runs_at_once_post_each_line_once(database_url: str, clock: Clock) -> None:
    contexts = [Context(Settings(database=database_url), clock=clock) for _each in range(4)]
    many_orders(contexts[0])

    def post(context: Context) -> PostingReport:
        return context.run(post_lines, selection=Selection(), posted_on=ON)[0]

    with ThreadPoolExecutor(4) as people:
        reports = list(people.map(post, contexts))
    rows = contexts[0].read(lambda session: session.scalars(select(Posting)).all())
    assert len(rows) == len({row.order_line_id for row in rows}) == 36
    assert sum(len(report.posting_ids) for report in reports) == 36
    vouchers = [report.voucher for report in reports if report.voucher]
    assert sorted({row.voucher for row in rows}) == sorted(vouchers)
    for context in contexts:
        context.close()


def test_two_who_take_the_same_back_at_once_take_it_back_once(database_url: str, clock: Clock) -> None:
    contexts = [Context(Settings(database=database_url), clock=clock) for _each in range(2)]
    many_orders(contexts[0])
    report, _ = contexts[0].run(post_lines, selection=Selection(), posted_on=ON)

    def reverse(context: Context) -> int:
        try:
            done, _changes = context.run(reverse_postings, posting_ids=report.posting_ids, posted_on=ON)
        except Expected:
            return 0
        return len(done.posting_ids)

    with ThreadPoolExecutor(2) as people:
        counts = list(people.map(reverse, contexts))
    assert sorted(counts) == [0, 36]
    statuses = contexts[0].read(lambda session: set(session.scalars(select(OrderLine.status))))
    assert statuses == {LineStatus.CREATED}
    assert contexts[0].read(lambda session: sum(session.scalars(select(Posting.sales_amount)))) == 0
    for context in contexts:
        context.close()
