"""Post lines that are signed off: into journals, under one voucher, for good (domain.md 5.10, 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select

from app.usecases.posting.parts import (
    NotPosted,
    PostingReport,
    each_or_none,
    locked_orders,
    next_voucher,
)
from app.work import Work
from models.agreements import Agreement
from models.company import Company
from models.customers import Customer
from models.items import Item
from models.orders import OrderLine, ServiceOrder
from models.posting_runs import Candidate, Selection, candidates, order_ids
from models.postings import Posting, amount_of
from models.projects import Category, Project
from models.technicians import Technician
from models.terms import LineStatus, Right

_READ = 1000


def post_lines(work: Work, *, selection: Selection, posted_on: date) -> PostingReport:
    """Post what is signed off in the selection, under one voucher; the rest stays as it is and is told.

    A line that fails, for whatever reason, stays in status created; the others are posted. Orders are locked
    in the order of their ids, so two runs at once post each line once.

    Raises:
        Refused: the selection makes no sense.
    """
    work.require(Right.POST)
    work.take_long()
    selection.require_sound()
    locked = locked_orders(work, order_ids(work.session, selection))
    company = work.company()
    fitting: list[Candidate] = []
    left_out: list[NotPosted] = []
    for each in candidates(work.session, selection, company):
        if each.order.id not in locked:
            continue  # it came after the locks; the next run takes it
        if each.why_not:
            left_out.append(NotPosted(each.order.id, each.order.number, each.line.line, each.why_not))
        else:
            fitting.append(each)
    if not fitting:
        return PostingReport(0, (), (), tuple(left_out))
    run = _Run(work, next_voucher(work), posted_on, _known(work, fitting))
    asked = {
        each.line.id: NotPosted(each.order.id, each.order.number, each.line.line, "") for each in fitting
    }

    def failed(line_id: int, why: str) -> None:
        seen = asked[line_id]
        left_out.append(NotPosted(seen.order_id, seen.order, seen.line, why))

    each_or_none(work, list(asked), run.post, failed)
    return run.finish(left_out)


@dataclass(slots=True)
class _Run:
    """One run: its voucher, and what lines name, in codes, by line."""

    work: Work
    company: Company
    posted_on: date
    known: dict[int, Row[Any]]

    def post(self, line_id: int) -> None:
        """Copy a line into the journal of its type, and say that it is posted."""
        session = self.work.session
        line = session.get_one(OrderLine, line_id)
        order = session.get_one(ServiceOrder, line.order_id)
        session.add(self._posting(line, order))
        line.status = LineStatus.POSTED

    def finish(self, left_out: Sequence[NotPosted]) -> PostingReport:
        """Take the number, and let the orders follow their lines."""
        session, voucher = self.work.session, self.company.next_voucher
        made = session.execute(
            select(Posting.id, Posting.order_id).where(Posting.voucher == voucher).order_by(Posting.id)
        ).all()
        if not made:
            return PostingReport(0, (), (), tuple(left_out))
        self.company.next_voucher = voucher + 1
        orders = tuple(dict.fromkeys(order_id for _id, order_id in made))
        for order in locked_orders(self.work, orders).values():
            order.recompute_progress()
        return PostingReport(voucher, tuple(row_id for row_id, _order in made), orders, tuple(left_out))

    def _posting(self, line: OrderLine, order: ServiceOrder) -> Posting:
        known = self.known[line.id]
        cost, sales = line.cost_price or 0, line.sales_price or 0
        return Posting(
            voucher=self.company.next_voucher,
            journal=self.company.journal(line.type),
            type=line.type,
            order_id=order.id,
            order_line_id=line.id,
            customer_id=order.customer_id,
            posted_on=self.posted_on,
            posted_at=self.work.now,
            posted_by=self.work.user.name,
            quantity=line.quantity,
            currency=line.currency or self.company.currency,
            cost_price=cost,
            sales_price=sales,
            cost_amount=amount_of(line.quantity, cost),
            sales_amount=amount_of(line.quantity, sales),
            agreement_id=order.agreement_id,
            project_id=known.project_id,
            category_id=line.category_id,
            technician_id=line.technician_id,
            item_id=line.item_id,
            order_number=order.number,
            line=line.line,
            customer_code=known.customer,
            agreement_code=known.agreement or "",
            project_code=known.project or "",
            category_code=known.category or "",
            account=known.account or "",
            technician_code=known.technician or "",
            item_code=known.item or "",
            unit=known.unit or "",
            description=line.description or known.item_name or "",
            turn=known.turns + 1,
        )


def _known(work: Work, fitting: Sequence[Candidate]) -> dict[int, Row[Any]]:  # columns of many tables
    """What the lines name, in codes, by line; one statement for a thousand of them."""
    ids = [each.line.id for each in fitting]
    turns = (
        select(func.count(Posting.id))
        .where(Posting.order_line_id == OrderLine.id, Posting.turn > 0)
        .correlate(OrderLine)
        .scalar_subquery()
    )
    project_id = func.coalesce(ServiceOrder.project_id, Agreement.project_id)
    statement: Select[*tuple[Any, ...]] = (  # columns of many tables
        select(
            OrderLine.id,
            Project.id.label("project_id"),
            Customer.code.label("customer"),
            Agreement.code.label("agreement"),
            Project.code.label("project"),
            Category.code.label("category"),
            Category.account.label("account"),
            Technician.code.label("technician"),
            Item.code.label("item"),
            Item.name.label("item_name"),
            Item.unit.label("unit"),
            turns.label("turns"),
        )
        .join(ServiceOrder, ServiceOrder.id == OrderLine.order_id)
        .join(Customer, Customer.id == ServiceOrder.customer_id)
        .outerjoin(Agreement, Agreement.id == ServiceOrder.agreement_id)
        .outerjoin(Project, Project.id == project_id)
        .outerjoin(Category, Category.id == OrderLine.category_id)
        .outerjoin(Technician, Technician.id == OrderLine.technician_id)
        .outerjoin(Item, Item.id == OrderLine.item_id)
    )
    found: dict[int, Row[Any]] = {}
    for start in range(0, len(ids), _READ):
        rows = work.session.execute(statement.where(OrderLine.id.in_(ids[start : start + _READ])))
        found.update((row[0], row) for row in rows)
    return found
