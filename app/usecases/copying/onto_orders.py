"""Copies of lines on an order: lines with their prices, item requirements, relations (domain.md 1.7, 5.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.usecases.copying.parts import (
    CopyTerms,
    LinesCopied,
    MadeRow,
    Place,
    PlaceKind,
    copy_relations,
    foreign_objects,
)
from app.work import Work
from models.agreements import Agreement, AgreementLine
from models.copying import Relation, order_line_copy, order_line_from, relate_order
from models.customers import Site
from models.errors import Refused
from models.opening import is_closed
from models.order_lines import OrderLine
from models.orders import ServiceOrder
from models.pricing import Wanted, price_of
from models.requirements import ItemRequirement
from models.terms import ItemSetup, PriceKind, TransactionType
from resources.texts import _


@dataclass(frozen=True, slots=True)
class CopyToOrder:
    """Copies lines to one order that is held with its lines."""

    work: Work
    order: ServiceOrder
    terms: CopyTerms

    def from_agreement(self, owner: Agreement, lines: Sequence[AgreementLine]) -> LinesCopied:
        """Lines of an agreement or template; those for item requirements become such.

        Raises:
            Refused: a line of the order's own agreement is not valid on the order's date.
        """
        before = self._set_header()
        strangers = foreign_objects(self.work, [line.object_id for line in lines], self.order.customer_id)
        is_own = not owner.template and owner.id == self.order.agreement_id
        made: list[OrderLine | ItemRequirement] = []
        on = self.order.service_date or self.work.now.astimezone(self.work.company().zone).date()
        for line in lines:
            why = line.why_no_order(owner, on) if is_own else None
            if why:
                raise Refused(why)
            if line.type is TransactionType.ITEM and line.item_setup is ItemSetup.REQUIREMENT:
                made.append(self._requirement(line, strangers))
                continue
            copy = order_line_from(line, number=self._next(), quantity=self.terms.quantity, is_own=is_own)
            self._add(copy, strangers)
            made.append(copy)
        place = Place(PlaceKind.AGREEMENT, owner.id)
        comes_along = self.terms.with_relations or owner.template
        return self._finish(place, made, strangers, before, comes_along=comes_along)

    def from_order(self, source: Place, lines: Sequence[OrderLine]) -> LinesCopied:
        """Lines of another order, or of this one; the copies are open."""
        before = self._set_header()
        strangers = foreign_objects(self.work, [line.object_id for line in lines], self.order.customer_id)
        made = []
        for line in lines:
            copy = order_line_copy(line, number=self._next(), quantity=self.terms.quantity)
            self._add(copy, strangers)
            made.append(copy)
        return self._finish(source, made, strangers, before, comes_along=self.terms.with_relations)

    def _next(self) -> int:
        return max((line.line for line in self.order.lines), default=0) + 1

    def _add(self, copy: OrderLine, strangers: set[int]) -> None:
        if copy.object_id in strangers:
            copy.object_id = None
        with self.work.session.no_autoflush:
            self.order.lines.append(copy)
            self._price(copy)

    def _set_header(self) -> tuple[int, Any]:
        """Give the order the site and date that were asked for; what it said before."""
        order, terms = self.order, self.terms
        before = order.site_id or 0, order.service_date
        if terms.site_id:
            site = self.work.get(Site, terms.site_id)
            order.site_id = site.id
            order.require_own(site, None, None)
        if terms.starts_on and terms.starts_on != order.service_date:
            company = self.work.company()
            order.service_date = terms.starts_on
            order.calendar_conflict = is_closed(self.work.session, company, order.service_date)
            if order.agreement_id:
                today = self.work.now.astimezone(company.zone).date()
                order.require_covered(self.work.get(Agreement, order.agreement_id), today=today)
        return before

    def _requirement(self, line: AgreementLine, strangers: set[int]) -> ItemRequirement:
        why = self.order.why_no_account()
        if why:
            raise Refused(why, remedy=_("Give it one of both; item requirements are accounted to it."))
        last = select(func.max(ItemRequirement.line)).where(ItemRequirement.order_id == self.order.id)
        row = ItemRequirement(
            order_id=self.order.id,
            line=(self.work.session.scalar(last) or 0) + 1,
            item_id=line.item_id or 0,
            quantity=line.quantity if self.terms.quantity is None else self.terms.quantity,
            needed_on=self.order.service_date,
            description=line.description or "",
            object_id=None if line.object_id in strangers else line.object_id,
            cost_price=line.cost_price,
            sales_price=line.sales_price,
        )
        return self.work.add(row)

    def _price(self, line: OrderLine) -> None:
        """A price that the source did not say comes from the list or the item (domain.md 1.9)."""
        today = self.work.now.astimezone(self.work.company().zone).date()
        wanted = Wanted(
            type=line.type,
            on=self.order.service_date or today,
            technician_id=line.technician_id,
            category_id=line.category_id,
            project_id=self.order.project_id,
            customer_id=self.order.customer_id,
            item_id=line.item_id,
            currency=line.currency,
        )
        for kind, note in ((PriceKind.COST, "cost_note"), (PriceKind.SALES, "price_note")):
            is_fee_cost = kind is PriceKind.COST and line.type is TransactionType.FEE
            if getattr(line, f"{kind}_price") is not None or is_fee_cost:
                continue
            found = price_of(self.work.session, kind, wanted)
            if found is not None:
                setattr(line, f"{kind}_price", found.amount)
                setattr(line, f"{kind}_source", found.source)
                setattr(line, note, found.note)

    def _finish(
        self,
        source: Place,
        made: Sequence[OrderLine | ItemRequirement],
        strangers: set[int],
        before: tuple[int, Any],
        *,
        comes_along: bool,
    ) -> LinesCopied:
        work, order = self.work, self.order
        order.recompute_progress()
        work.session.flush()
        target = Place(PlaceKind.ORDER, order.id)
        relations: list[Relation] = []
        if comes_along:
            relations = copy_relations(work, source, target, without=strangers)
            work.session.flush()
        tasks = [line.task_id for line in made if isinstance(line, OrderLine)]
        relations += relate_order(work.session, order.id, [line.object_id for line in made], tasks)
        work.session.flush()
        rows = tuple(MadeRow(row.__tablename__, row.id) for row in (*made, *relations))
        now = Place(PlaceKind.ORDER, order.id, order.version)
        return LinesCopied(now, rows, len(made), len(strangers), *before)
