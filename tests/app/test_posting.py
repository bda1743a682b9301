"""Posting signed lines and taking them back, on both databases (domain.md 5.10, 21; examples.md B, C2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.context import Context
from app.queries.order_details import OrderDetails, order_details
from app.queries.posting import posting_preview
from app.usecases.orders import sign_off
from app.usecases.posting import PostingReport, Selection, post_lines, reverse_postings
from app.work import Work
from models.errors import Missing, Refused
from models.orders import OrderLine, ServiceOrder
from models.postings import Posting, amount_of
from models.prices import Price
from models.projects import Category, Project
from models.terms import LineStatus, PriceKind, Progress, TransactionType
from models.users import Role
from tests.builders import a_customer, a_line, a_technician, an_agreement, an_item, an_order
from tests.conftest import NOW

TODAY = NOW.date()
T = TransactionType


def signed(**fields: Any) -> OrderLine:  # any column of a line
    return a_line(**{"signed_off": True, "sales_price": 7500, "cost_price": 3000, **fields})


def a_finished_order(work: Work, **fields: Any) -> ServiceOrder:
    """An order of an agreement in a stage that allows posting; two signed lines unless others are given."""
    usual = {"stage": "finished", "lines": [signed(line=1), signed(line=2)], **fields}
    if not {"agreement_id", "project_id"} & set(usual):
        agreement = an_agreement(work)
        usual.update(agreement_id=agreement.id, customer_id=agreement.customer_id)
    return an_order(work, **usual)


def finished(context: Context, **fields: Any) -> ServiceOrder:
    return context.run(a_finished_order, **fields)[0]


def posted(context: Context, selection: Selection | None = None, on: date = TODAY) -> PostingReport:
    return context.run(post_lines, selection=selection or Selection(), posted_on=on)[0]


def details(context: Context, order: ServiceOrder) -> OrderDetails:
    return context.read(order_details, order.id)


def statuses(context: Context, order: ServiceOrder) -> list[LineStatus]:
    return [line.status for line in details(context, order).lines]


def postings(context: Context) -> Sequence[Posting]:
    return context.read(lambda session: session.scalars(select(Posting).order_by(Posting.id)).all())


def left_out(report: PostingReport) -> list[tuple[int, str]]:
    return [(each.line, each.why) for each in report.left_out]


def test_signed_lines_go_into_the_journals_of_their_types_under_one_voucher(context: Context) -> None:
    lines = [signed(line=number, type=kind) for number, kind in enumerate(T, 1) if kind is not T.ITEM]
    order = finished(context, lines=lines)
    report = posted(context)
    assert (report.voucher, report.order_ids, report.left_out) == (1, (order.id,), ())
    assert {posting.journal for posting in postings(context)} == {"HOURS", "EXPENSES", "FEES"}
    assert {posting.voucher for posting in postings(context)} == {1}
    assert set(statuses(context, order)) == {LineStatus.POSTED}
    assert details(context, order).progress is Progress.POSTED


def test_a_posting_copies_all_it_needs(context: Context) -> None:
    def with_everything(work: Work) -> ServiceOrder:
        customer = a_customer(work, code="C-1")
        project = work.add(Project(code="P-1", name="Office"))
        agreement = an_agreement(work, customer=customer, code="A-1", project_id=project.id)
        category = work.add(Category(code="PARTS", name="Parts", type=T.ITEM, account="8010"))
        item, person = an_item(work, code="I-1", name="Filter"), a_technician(work, code="T-1")
        line = signed(
            line=1, type=T.ITEM, item_id=item.id, category_id=category.id, technician_id=person.id,
            quantity=Decimal("1.5"), sales_price=333, cost_price=111,
        )  # fmt: skip
        return a_finished_order(work, customer=customer, agreement_id=agreement.id, lines=[line])

    order, _ = context.run(with_everything)
    posted(context, on=date(2026, 11, 30))
    (row,) = postings(context)
    codes = (row.customer_code, row.agreement_code, row.project_code, row.category_code, row.account)
    assert codes == ("C-1", "A-1", "P-1", "PARTS", "8010")
    assert (row.item_code, row.unit, row.technician_code, row.description) == ("I-1", "pcs", "T-1", "Filter")
    assert (row.order_number, row.line, row.posted_on) == (order.number, 1, date(2026, 11, 30))
    assert (row.quantity, row.sales_price, row.sales_amount, row.cost_amount) == (
        Decimal("1.5"),
        333,
        500,
        167,
    )
    assert (row.currency, row.posted_at, row.posted_by) == ("EUR", NOW, context.user.name)


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [("0.5", 1, 1), ("1.5", 333, 500), ("0.333", 100, 33), ("0.335", 100, 34), ("2", 0, 0), ("-0.5", 1, -1)],
)
def test_amounts_are_rounded_half_up(quantity: str, price: int, amount: int) -> None:
    assert amount_of(Decimal(quantity), price) == amount


def test_a_line_that_is_not_signed_off_stays_and_is_told(context: Context) -> None:
    order = finished(context, lines=[signed(line=1), a_line(line=2)])
    report = posted(context)
    assert left_out(report) == [(2, "Line 2 is not signed off.")]
    assert statuses(context, order) == [LineStatus.POSTED, LineStatus.CREATED]
    assert details(context, order).progress is Progress.IN_PROCESS


def test_a_type_that_is_not_ticked_is_skipped_without_a_word(context: Context) -> None:
    order = finished(context, lines=[signed(line=1), a_line(line=2, type=T.FEE), signed(line=3, type=T.FEE)])
    report = posted(context, Selection(types=frozenset({T.HOUR})))
    assert report.left_out == ()
    assert statuses(context, order) == [LineStatus.POSTED, LineStatus.CREATED, LineStatus.CREATED]


@pytest.mark.parametrize("stage", ["planning", "in_process", "waiting", "canceled"])
def test_nothing_is_posted_before_the_last_stage(context: Context, stage: str) -> None:
    """examples.md C2."""
    order = finished(context, stage=stage)
    report = posted(context, Selection(order_ids=(order.id,)))
    assert (report.voucher, len(report.left_out), postings(context)) == (0, 2, [])
    assert "does not allow order" in report.left_out[0].why
    assert context.read(lambda session: session.get_one(ServiceOrder, order.id).version) == order.version


def test_an_order_without_agreement_and_project_is_not_posted(context: Context) -> None:
    finished(context, agreement_id=None)
    assert "neither an agreement nor a project" in posted(context).left_out[0].why


def test_a_project_is_enough_to_post_to(context: Context) -> None:
    project, _ = context.run(lambda work: work.add(Project(code="P", name="P")))
    finished(context, project_id=project.id)
    assert posted(context).left_out == ()
    assert {row.project_code for row in postings(context)} == {"P"}


def test_posting_again_posts_nothing_twice(context: Context) -> None:
    finished(context)
    assert len(posted(context).posting_ids) == 2
    assert posted(context) == PostingReport(0, (), (), ())
    assert len(postings(context)) == 2


def test_a_line_that_was_asked_for_says_that_it_is_posted_already(context: Context) -> None:
    order = finished(context)
    posted(context)
    line = details(context, order).lines[0]
    report = posted(context, Selection(line_ids=(line.id,)))
    assert left_out(report) == [(1, "Line 1 is posted already.")]


def test_a_selection_narrows_by_agreement_project_order_line_and_period(context: Context) -> None:
    def orders(work: Work) -> list[ServiceOrder]:
        project = work.add(Project(code="P", name="P"))
        first = an_agreement(work, project_id=project.id)
        second = an_agreement(work)
        days = (date(2026, 11, 1), date(2026, 11, 15))
        return [
            a_finished_order(
                work, agreement_id=of.id, customer_id=of.customer_id, service_date=day, lines=[signed(line=1)]
            )
            for of in (first, second)
            for day in days
        ]

    made, _ = context.run(orders)
    project_id = context.read(lambda session: session.scalars(select(Project.id)).one())
    a, b, c, d = (order.id for order in made)

    def chosen(**of: Any) -> list[int]:
        preview = context.read(posting_preview, Selection(**of), today=TODAY)
        assert preview.left_out == ()
        return [preview.lines, preview.orders]

    assert chosen() == [4, 4]
    assert chosen(agreement_id=made[0].agreement_id) == [2, 2]
    assert chosen(project_id=project_id) == [2, 2]
    assert chosen(order_ids=(a, d), last=date(2026, 11, 14)) == [1, 1]
    assert chosen(first=date(2026, 11, 2)) == [2, 2]
    report = posted(context, Selection(order_ids=(b, c)))
    assert report.order_ids == (b, c)


def test_a_period_is_that_of_the_day_the_line_was_done(context: Context) -> None:
    done_later = signed(line=1, executed_on=date(2026, 11, 20))
    finished(context, service_date=date(2026, 11, 1), lines=[done_later, signed(line=2)])
    preview = context.read(posting_preview, Selection(last=date(2026, 11, 10)), today=TODAY)
    assert preview.lines == 1


def test_a_line_without_any_date_counts_on_the_day_its_order_was_made(context: Context) -> None:
    finished(context, service_date=None)
    for first, lines in ((TODAY, 2), (date(2026, 11, 24), 0)):
        assert context.read(posting_preview, Selection(first=first), today=TODAY).lines == lines


def test_the_preview_sums_by_customer_and_type_and_writes_nothing(context: Context) -> None:
    lines = [signed(line=1, quantity=Decimal(2)), signed(line=2), a_line(line=3), signed(line=4, type=T.FEE)]
    finished(context, lines=lines)
    preview = context.read(posting_preview, Selection(), today=TODAY)
    sums = [(row.type, row.lines, row.cost, row.sales, row.currency) for row in preview.sums]
    assert sums == [(T.HOUR, 2, 9000, 22500, "EUR"), (T.FEE, 1, 3000, 7500, "EUR")]
    assert [(each.line, each.why) for each in preview.left_out] == [(3, "Line 3 is not signed off.")]
    assert postings(context) == []


def test_one_line_that_fails_leaves_the_others_posted_and_stays_as_it_was(context: Context) -> None:
    huge = signed(line=2, quantity=Decimal(10**9), sales_price=10**9)
    order = finished(context, lines=[signed(line=1), huge, signed(line=3)])
    report = posted(context)
    why = f"Line 2 of order {order.number} comes to more than can be posted."
    assert (len(report.posting_ids), left_out(report)) == (2, [(2, why)])
    assert statuses(context, order) == [LineStatus.POSTED, LineStatus.CREATED, LineStatus.POSTED]
    assert details(context, order).progress is Progress.IN_PROCESS


def test_each_run_has_a_voucher_of_its_own(context: Context) -> None:
    for voucher in (1, 2):
        finished(context)
        assert posted(context).voucher == voucher


def test_a_posting_taken_back_is_countered_and_its_line_is_open_again(context: Context) -> None:
    order = finished(context, lines=[signed(line=1, quantity=Decimal("1.5"))])
    (first,) = posted(context).posting_ids
    report, changes = context.run(reverse_postings, posting_ids=[first], posted_on=TODAY, note=" Twice ")
    assert (report.voucher, order.id in changes.ids("service_order")) == (2, True)
    there, back = postings(context)
    assert (back.quantity, back.sales_amount, back.cost_amount) == (Decimal("-1.5"), -11250, -4500)
    assert (back.reverses_id, back.note, back.journal, back.sales_price) == (there.id, "Twice", "HOURS", 7500)
    assert statuses(context, order) == [LineStatus.CREATED]
    assert details(context, order).progress is Progress.IN_PROCESS


def test_what_was_taken_back_can_be_posted_and_taken_back_again(context: Context) -> None:
    finished(context, lines=[signed(line=1)])
    for turn in (1, 2, 3):
        (made,) = posted(context).posting_ids
        context.run(reverse_postings, posting_ids=[made], posted_on=TODAY)
        assert [row.turn for row in postings(context)][-2:] == [turn, -turn]
    assert sum(row.sales_amount for row in postings(context)) == 0


def test_a_posting_is_taken_back_once_and_a_counter_posting_never(context: Context) -> None:
    order = finished(context, lines=[signed(line=1)])
    (first,) = posted(context).posting_ids
    back = context.run(reverse_postings, posting_ids=[first], posted_on=TODAY)[0].posting_ids[0]
    with pytest.raises(Refused, match=f"Line 1 of order {order.number} was taken back already"):
        context.run(reverse_postings, posting_ids=[first], posted_on=TODAY)
    with pytest.raises(Refused, match="this takes a posting back; it stays"):
        context.run(reverse_postings, posting_ids=[back], posted_on=TODAY)
    with pytest.raises(Missing, match="no such posting"):
        context.run(reverse_postings, posting_ids=[999], posted_on=TODAY)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE posting SET sales_amount = 0", "DELETE FROM posting", "UPDATE posting SET note = 'x'"],
)
def test_the_database_refuses_every_change_of_a_posting(context: Context, statement: str) -> None:
    finished(context)
    posted(context)
    with pytest.raises(Exception, match="posting_fixed"):
        context.run(lambda work: work.session.execute(text(statement)))
    assert {row.sales_amount for row in postings(context)} == {7500}


def test_the_database_refuses_a_second_posting_of_a_line(context: Context) -> None:
    finished(context, lines=[signed(line=1)])
    posted(context)
    (known,) = postings(context)
    for turn in (1, 2):
        with pytest.raises((IntegrityError, Refused), match=r"in use already|posting_once"):
            context.run(_written_again, known.id, turn=turn)


def _written_again(work: Work, posting_id: int, *, turn: int) -> None:
    table = Posting.__table__
    row = work.session.execute(select(table).where(table.c.id == posting_id)).mappings().one()
    work.session.execute(table.insert(), [{**row, "id": posting_id + 1, "turn": turn}])


def test_prices_changed_later_do_not_change_what_was_posted(context: Context) -> None:
    finished(context, lines=[signed(line=1)])
    posted(context)
    context.run(
        lambda work: work.add(Price(kind=PriceKind.SALES, type=T.HOUR, starts_on=date(2020, 1, 1), amount=1))
    )
    assert [row.sales_price for row in postings(context)] == [7500]


def test_a_period_that_ends_before_it_starts_is_refused(context: Context) -> None:
    wrong = Selection(first=date(2026, 2, 1), last=date(2026, 1, 1))
    for act in (lambda: posted(context, wrong), lambda: context.read(posting_preview, wrong, today=TODAY)):
        with pytest.raises(Refused, match="ends before it starts"):
            act()
    with pytest.raises(Refused, match="Tick at least one type"):
        posted(context, Selection(types=frozenset()))


@pytest.mark.parametrize(
    ("role", "may_post", "may_sign"),
    [("owner", 1, 1), ("manager", 1, 1), ("planner", 0, 1), ("technician", 0, 1), ("reader", 0, 0)],
)
def test_posting_and_signing_off_are_for_those_whose_role_says_so(
    context: Context, role: str, may_post: int, may_sign: int
) -> None:
    order = finished(context, lines=[signed(line=1)])
    asked = select(Role).where(Role.code == role)
    context.user.role = context.read(lambda session: session.scalars(asked).one())
    for may, act in (
        (may_sign, lambda: context.run(sign_off, order_ids=[order.id])),
        (may_post, lambda: posted(context)),
    ):
        if may:
            act()
        else:
            with pytest.raises(Refused, match="You may not do that"):
                act()
    assert len(postings(context)) == may_post
