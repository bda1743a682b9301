"""What a person saves of a line of an order: fields, category, prices, sign-off (domain.md 5.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from app.queries.order_details import LineFields
from app.work import Work
from models.agreements import Agreement, AgreementLine
from models.company import Company
from models.endings import require_unposted
from models.errors import Missing, Refused
from models.objects import ServiceObject
from models.orders import OrderLine, ServiceOrder
from models.pricing import Found, Wanted, price_list, price_of
from models.projects import Category, CategoryUse, Project
from models.technicians import Technician
from models.terms import PriceKind, PriceSource, Right, TransactionType
from resources.texts import _

_MANY = 5
"""From so many lines on the whole price list is read once."""
_NOTES = {PriceKind.COST: "cost_note", PriceKind.SALES: "price_note"}
Find = Callable[[PriceKind, Wanted], Found | None]


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line as it is to be: id 0 makes a new one, `seen` is the version the person saw.

    Attributes:
        line: its number, or 0 for the next free one.
    """

    fields: LineFields
    id: int = 0
    seen: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class LineKey:
    """A line as a person saw it."""

    id: int
    seen: int


def line_of(work: Work, order: ServiceOrder, line_id: int, seen: int) -> OrderLine:
    """A line of that order, and no other's, that may be changed."""
    line = work.get(OrderLine, line_id, seen=seen)
    if line.order_id != order.id:
        raise Missing(_("It is gone; somebody deleted it."))
    line.require_modifiable()
    return line


def remove_lines(work: Work, order: ServiceOrder, keys: Sequence[LineKey]) -> None:
    """Take lines off an order; what was posted, even if it was taken back, keeps its line.

    Raises:
        Refused: posted or canceled, or something was posted from it.
        Conflict: somebody changed one of them first.
    """
    removed = [line_of(work, order, key.id, key.seen) for key in keys]
    require_unposted(work.session, removed)
    for line in removed:
        order.lines.remove(line)
        work.session.delete(line)  # said outright: an orphan would be missing from the audit


def keys_of(lines: Sequence[OrderLine]) -> tuple[LineKey, ...]:
    """Keys of lines after saving."""
    return tuple(LineKey(line.id, line.version) for line in lines)


def save_lines(work: Work, order: ServiceOrder, changes: Sequence[LineChange]) -> list[OrderLine]:
    """Change lines of an order, or give it new ones; prices nobody typed come from the list.

    Raises:
        Refused: a category that does not fit, a sign-off that is not this person's to give, a rule.
        Conflict: somebody changed one of these lines first.
    """
    if not changes:
        return []
    desk = _desk(work, order, len(changes))
    return [desk.save(change) for change in changes]


def save_line(work: Work, order: ServiceOrder, change: LineChange) -> OrderLine:
    """Change a line of an order, or give it a new one."""
    return save_lines(work, order, (change,))[0]


def price_lines(work: Work, order: ServiceOrder) -> None:
    """Give the lines of an order, which are loaded, the prices they lack: nothing is posted at no price."""
    desk = _desk(work, order, len(order.lines))
    with work.session.no_autoflush:
        for line in order.lines:
            desk.fill_prices(line)


def _desk(work: Work, order: ServiceOrder, count: int) -> _Desk:
    """What saving or pricing so many lines works with."""
    session = work.session
    find = price_list(session).find if count >= _MANY else partial(price_of, session)
    project_id = order.project_id
    if project_id is None and order.agreement_id is not None:
        project_id = work.get(Agreement, order.agreement_id).project_id
    return _Desk(work, order, work.company(), find, project_id)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What saving the lines of one order works with; without a project of its own, the agreement's counts."""

    work: Work
    order: ServiceOrder
    company: Company
    find: Find
    project_id: int | None

    def save(self, change: LineChange) -> OrderLine:
        """One line."""
        fields = change.fields
        if change.id:
            line = line_of(self.work, self.order, change.id, change.seen)
            before = self._wanted(line)
        else:
            following = max((line.line for line in self.order.lines), default=0) + 1
            line, before = OrderLine(line=change.line or following, type=fields.type), None
            self.order.lines.append(line)
        had_category, had_technician, had_object = line.category_id, line.technician_id, line.object_id
        with self.work.session.no_autoflush:
            _fill(line, fields)
            self._fill_times(line, fields)
            if line.object_id not in (None, had_object):
                self.order.require_own_object(self.work.get(ServiceObject, line.object_id))
            if (line.category_id, line.technician_id) != (had_category, had_technician) or before is None:
                self._check_category(line)
            self._price(line, fields, has_new_terms=self._wanted(line) != before)
            self._sign(line, fields)
        return line

    def fill_prices(self, line: OrderLine) -> None:
        """The prices that a line has not."""
        for kind in PriceKind:
            if getattr(line, f"{kind}_price") is None:
                _give(line, kind, self._found(line, kind))

    def _wanted(self, line: OrderLine) -> Wanted:
        """What the price of a line depends on."""
        today = self.work.now.astimezone(self.company.zone).date()
        return Wanted(
            type=line.type,
            on=line.executed_on or self.order.service_date or line.calculated_date or today,
            technician_id=line.technician_id,
            category_id=line.category_id,
            project_id=self.project_id,
            customer_id=self.order.customer_id,
            item_id=line.item_id,
            currency=line.currency,
        )

    def _price(self, line: OrderLine, fields: LineFields, *, has_new_terms: bool) -> None:
        """A typed price stays; one that was found is found again when what it depends on has changed."""
        for kind in PriceKind:
            amount: int | None = getattr(fields, f"{kind}_price")
            source: PriceSource | None = getattr(fields, f"{kind}_source")
            is_typed = amount is not None and source in (None, PriceSource.TYPED)
            same = (getattr(line, f"{kind}_price"), getattr(line, f"{kind}_source")) == (amount, source)
            if is_typed:
                if not same:
                    _give(line, kind, Found(amount or 0, "", PriceSource.TYPED))
            elif amount is None or has_new_terms or not same:
                _give(line, kind, self._found(line, kind))

    def _found(self, line: OrderLine, kind: PriceKind) -> Found | None:
        """The price of the agreement's line that it was made from, else of the list, else of its item."""
        if kind is PriceKind.COST and line.type is TransactionType.FEE:
            return None
        if line.agreement_line_id is not None and line.currency in (None, self.company.currency):
            agreed = self.work.get(AgreementLine, line.agreement_line_id)
            amount: int | None = getattr(agreed, f"{kind}_price")
            if amount is not None:
                return Found(amount, self.company.currency, PriceSource.AGREEMENT)
        return self.find(kind, self._wanted(line))

    def _fill_times(self, line: OrderLine, fields: LineFields) -> None:
        """Local times of the day it was done as instants; an end before the start is on the next day."""
        zone = self.company.zone
        shown = (line.executed_on, *(local_time(at, self.company) for at in (line.started_at, line.ended_at)))
        if shown == (fields.executed_on, fields.started, fields.ended):
            return
        timed = fields.started is not None or fields.ended is not None
        day = fields.executed_on
        if day is None and timed:
            day = self.order.service_date or self.work.now.astimezone(zone).date()
        line.executed_on, line.started_at, line.ended_at = day, None, None
        if day is None:
            return
        if fields.started is not None:
            line.started_at = datetime.combine(day, fields.started, zone)
        if fields.ended is not None:
            is_next = fields.started is not None and fields.ended < fields.started
            line.ended_at = datetime.combine(day + timedelta(days=is_next), fields.ended, zone)

    def _check_category(self, line: OrderLine) -> None:
        """The category is of the line's type, in use, and for this technician and project."""
        if line.category_id is None:
            return
        session = self.work.session
        category = self.work.get(Category, line.category_id)
        uses = session.scalars(select(CategoryUse).where(CategoryUse.category_id == category.id)).all()
        why = category.why_not_choose(line.type) or category.why_not_for(
            uses,
            self.company.validation,
            technician=session.get(Technician, line.technician_id) if line.technician_id else None,
            project=session.get(Project, self.project_id) if self.project_id else None,
        )
        if why:
            raise Refused(why, field="category")

    def _sign(self, line: OrderLine, fields: LineFields) -> None:
        if fields.signed_off == line.signed_off:
            return
        self.work.require(Right.SIGN_OFF)
        if fields.signed_off:
            line.sign_off(at=self.work.now, by=self.work.user.name)
        else:
            line.take_back_sign_off()


def local_time(at: datetime | None, company: Company) -> time | None:
    """An instant as the company's wall clock shows it, in whole minutes."""
    return at.astimezone(company.zone).time().replace(second=0, microsecond=0) if at is not None else None


def _give(line: OrderLine, kind: PriceKind, found: Found | None) -> None:
    setattr(line, f"{kind}_price", found.amount if found is not None else None)
    setattr(line, f"{kind}_source", found.source if found is not None else None)
    setattr(line, _NOTES[kind], found.note if found is not None else "")


def _fill(line: OrderLine, fields: LineFields) -> None:
    line.type = fields.type
    line.description = fields.description.strip() or None
    line.note = fields.note.strip()
    line.item_id = fields.item.id or None
    line.category_id = fields.category.id or None
    line.technician_id = fields.technician.id or None
    line.object_id = fields.service_object.id or None
    line.task_id = fields.task.id or None
    line.quantity = fields.quantity
    line.currency = fields.currency.strip().upper() or None
    line.starts_after, line.ends_before = fields.starts_after, fields.ends_before
