"""What a run would make, in words for a person, before anything is written (architecture.md 3.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.due.request import Request
from app.queries.due.terms import Outlook, chosen_agreements, held_counts, outlook
from models.agreements import Agreement, AgreementLine
from models.customers import Customer, Site
from models.due import HeldBack
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.terms import TransactionType
from resources.texts import N_, _


@dataclass(frozen=True, slots=True)
class DueLineRow:
    """One line that would stand on an order.

    Attributes:
        line: its number in the agreement.
        name: its description, else its task, object or item.
        calculated: its date by the interval; range_from and range_to, the dates to which it may move.
    """

    line_id: int
    line: int
    type: TransactionType
    name: str
    calculated: date
    range_from: date
    range_to: date


@dataclass(frozen=True, slots=True)
class DueOrderRow:
    """One order that would be made.

    Attributes:
        agreement: its code; `name`, what it is called and the order will be.
        on: the service date.
        conflict: that date is closed; `reason` says why, or is empty.
    """

    agreement_id: int
    agreement: str
    name: str
    customer: str
    site: str
    on: date
    conflict: bool
    reason: str
    lines: tuple[DueLineRow, ...]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """So many occurrences of one line that get no order, and why; `held_words` puts it into words."""

    agreement_id: int
    agreement: str
    line_id: int
    line: int
    name: str
    reason: HeldBack
    times: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would make now.

    Attributes:
        orders: by agreement code, then date.
        held: by agreement code, then line.
        held_counts: occurrences held back, by reason.
        agreements: how many agreements were looked at.
    """

    orders: tuple[DueOrderRow, ...]
    held: tuple[HeldRow, ...]
    held_counts: Mapping[HeldBack, int]
    agreements: int

    @property
    def lines(self) -> int:
        """How many lines the orders would have together."""
        return sum(len(order.lines) for order in self.orders)

    @property
    def conflicts(self) -> int:
        """How many orders would stand on a closed day."""
        return sum(order.conflict for order in self.orders)


_WORDS = {
    HeldBack.TEMPLATE: N_("The agreement is a template; orders are made from agreements."),
    HeldBack.SUSPENDED: N_("The agreement is suspended."),
    HeldBack.STOPPED: N_("The line is stopped."),
    HeldBack.TYPE: N_("Its transaction type is not chosen."),
    HeldBack.OUTSIDE: N_("Outside the validity of agreement and line."),
    HeldBack.SKIPPED: N_("Skipped by hand."),
    HeldBack.THERE: N_("An order is there already."),
    HeldBack.BEFORE: N_("Before the last generated date; a continuous run fills such gaps."),
}


def held_words(reason: HeldBack) -> str:
    """Why an occurrence is held back, as a sentence."""
    return _(_WORDS[reason])


@dataclass(frozen=True, slots=True)
class _Names:
    """What agreements, lines and sites are called."""

    agreements: Mapping[int, tuple[str, str, str]]
    lines: Mapping[int, tuple[TransactionType, str]]
    sites: Mapping[int, str]


def due_preview(session: Session, request: Request) -> Preview:
    """What a run would make now, and what it holds back; nothing is written."""
    seen = outlook(session, request)
    names = _names(session, request, seen)
    in_order = sorted(seen.due, key=lambda agreement_id: names.agreements[agreement_id][0])
    orders = [row for agreement_id in in_order for row in _orders(agreement_id, seen, names)]
    held = [row for agreement_id in in_order for row in _held(agreement_id, seen, names)]
    return Preview(tuple(orders), tuple(held), held_counts(seen), len(seen.terms))


def _orders(agreement_id: int, seen: Outlook, names: _Names) -> Iterable[DueOrderRow]:
    code, name, customer = names.agreements[agreement_id]
    for order in seen.due[agreement_id].orders:
        lines = tuple(
            DueLineRow(
                line.line_id, line.line, *names.lines[line.line_id],
                line.calculated, line.range_from, line.range_to,
            )
            for line in order.lines
        )  # fmt: skip
        site, why = names.sites.get(order.site_id, ""), seen.reasons.get(order.on, "")
        yield DueOrderRow(agreement_id, code, name, customer, site, order.on, order.conflict, why, lines)


def _held(agreement_id: int, seen: Outlook, names: _Names) -> Iterable[HeldRow]:
    code = names.agreements[agreement_id][0]
    numbers = {line.id: line.line for line in seen.terms[agreement_id].lines}
    for line_id, reason, times in seen.due[agreement_id].held:
        name = names.lines[line_id][1]
        yield HeldRow(agreement_id, code, line_id, numbers[line_id], name, reason, times)


def _names(session: Session, request: Request, seen: Outlook) -> _Names:
    chosen = chosen_agreements(request.choice)
    agreements = select(Agreement.id, Agreement.code, Agreement.name, Customer.name)
    agreements = agreements.join(Customer, Customer.id == Agreement.customer_id)
    called = func.coalesce(AgreementLine.description, ServiceTask.name, ServiceObject.name, Item.name, "")
    lines = (
        select(AgreementLine.id, called)
        .outerjoin(ServiceTask, ServiceTask.id == AgreementLine.task_id)
        .outerjoin(ServiceObject, ServiceObject.id == AgreementLine.object_id)
        .outerjoin(Item, Item.id == AgreementLine.item_id)
    )
    if chosen is not None:
        agreements = agreements.where(chosen)
        lines = lines.join(Agreement, Agreement.id == AgreementLine.agreement_id).where(chosen)
    types = {line.id: line.type for terms in seen.terms.values() for line in terms.lines}
    sites = {order.site_id for due in seen.due.values() for order in due.orders}
    named_sites = select(Site.id, Site.name)
    if len(sites) < _FEW:
        named_sites = named_sites.where(Site.id.in_(sites))
    return _Names(
        {row_id: (code, name, customer) for row_id, code, name, customer in session.execute(agreements)},
        {row_id: (types[row_id], name) for row_id, name in session.execute(lines)},
        {row_id: name for row_id, name in session.execute(named_sites)},
    )


_FEW = 5_000
"""So many ids are named in a statement; of more, all rows are read."""
