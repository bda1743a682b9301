"""The list of customers as a vector of ids and pages; one customer's head, agreements and orders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.agreements import Agreement, AgreementGroup
from models.customers import Contact, Customer, Site
from models.objects import ServiceObject
from models.orders import ServiceOrder
from models.search import by_name, has_name, like
from models.stages import Stage
from models.terms import Language, Progress, VisitStatus
from models.vectors import Ids, ids_of
from models.visits import counting_visits

ORDERS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class CustomerView:
    """Which customers, in which order; sort is a column of `CustomerRow`."""

    text: str = ""
    sort: str = "name"
    descends: bool = False


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer of the list; the town is that of the first site."""

    id: int
    code: str
    name: str
    town: str
    phone: str
    sites: int
    version: int


@dataclass(frozen=True, slots=True)
class CustomerHead:
    """What the header card and the tabs say of one customer."""

    id: int
    version: int
    code: str
    name: str
    phone: str
    email: str
    language: Language | None
    sites: int
    contacts: int
    objects: int
    agreements: int
    orders_open: int


@dataclass(frozen=True, slots=True)
class CustomerAgreementRow:
    """One of a customer's agreements."""

    id: int
    code: str
    name: str
    group: str
    starts_on: date
    ends_on: date | None
    suspended: bool
    template: bool


@dataclass(frozen=True, slots=True)
class CustomerOrderRow:
    """One of a customer's orders; the visit is the first to come, else the last made (aware UTC)."""

    id: int
    number: str
    description: str
    town: str
    stage: str
    progress: Progress
    service_date: date | None
    technician: str
    visit_at: datetime | None
    visit_status: VisitStatus | None


def customer_ids(session: Session, view: CustomerView) -> Ids:
    """The ids of every customer of the view, in its order."""
    chosen = select(Customer.id).where(*_says(view.text))
    column = _sorted_by(view.sort)
    ordered = chosen.order_by(column.desc() if view.descends else column.asc(), Customer.id)
    return ids_of(session, ordered)


def customer_rows(session: Session, ids: Collection[int]) -> dict[int, CustomerRow]:
    """Rows of the list by their ids; ids that are gone are left out. One statement."""
    found = session.execute(
        select(
            Customer.id, Customer.code, Customer.name, _town(), Customer.phone, _count(Site), Customer.version
        ).where(Customer.id.in_([int(row_id) for row_id in ids]))
    )
    return {
        row_id: CustomerRow(row_id, code, name, town or "", phone or "", sites, version)
        for row_id, code, name, town, phone, sites, version in found
    }


def customer_head(session: Session, customer_id: int) -> CustomerHead | None:
    """What the header card and the tabs say, or None if the customer is gone. One statement."""
    still_open = (
        select(func.count(ServiceOrder.id))
        .where(ServiceOrder.customer_id == Customer.id, ServiceOrder.progress == Progress.IN_PROCESS)
        .scalar_subquery()
    )
    row: Any = session.execute(  # a tuple in the order of CustomerHead
        select(
            Customer.id, Customer.version, Customer.code, Customer.name, func.coalesce(Customer.phone, ""),
            func.coalesce(Customer.email, ""), Customer.language, _count(Site), _count(Contact),
            _count(ServiceObject), _count(Agreement),
            still_open,
        ).where(Customer.id == customer_id)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    return CustomerHead(*row)


def customer_agreements(session: Session, customer_id: int) -> list[CustomerAgreementRow]:
    """A customer's agreements by code. One statement."""
    rows = session.execute(
        select(
            Agreement.id, Agreement.code, Agreement.name, AgreementGroup.name, Agreement.starts_on,
            Agreement.ends_on, Agreement.suspended, Agreement.template,
        )
        .join(AgreementGroup, AgreementGroup.id == Agreement.group_id)
        .where(Agreement.customer_id == customer_id)
        .order_by(Agreement.code)
    )  # fmt: skip
    return [CustomerAgreementRow(*row) for row in rows]


def customer_orders(session: Session, customer_id: int) -> list[CustomerOrderRow]:
    """A customer's newest 200 orders, those still open first. Two statements."""
    is_closed = ServiceOrder.progress != Progress.IN_PROCESS
    orders = session.execute(
        select(
            ServiceOrder.id, ServiceOrder.number, ServiceOrder.description, func.coalesce(Site.city, ""),
            Stage.name, ServiceOrder.progress, ServiceOrder.service_date,
        )
        .join(Stage, Stage.id == ServiceOrder.stage_id)
        .outerjoin(Site, Site.id == ServiceOrder.site_id)
        .where(ServiceOrder.customer_id == customer_id)
        .order_by(is_closed, ServiceOrder.id.desc())
        .limit(ORDERS_SHOWN)
    ).all()  # fmt: skip
    visits = counting_visits(session, [row[0] for row in orders])
    return [CustomerOrderRow(*row, *visits.get(row[0], ("", None, None))) for row in orders]


def _town() -> Any:  # a scalar subquery
    own = aliased(Site)
    first = select(func.min(own.id)).where(own.customer_id == Customer.id).correlate(Customer)
    return select(Site.city).where(Site.id == first.scalar_subquery()).correlate(Customer).scalar_subquery()


def _count(owned: Any) -> Any:  # a mapped class with customer_id; a scalar subquery
    return select(func.count(owned.id)).where(owned.customer_id == Customer.id).scalar_subquery()


def _sorted_by(sort: str) -> Any:  # a mapped column or an expression of one
    return {
        "code": Customer.code,
        "name": by_name(Customer.name),
        "town": _town(),
        "phone": Customer.phone,
        "sites": _count(Site),
    }[sort]


def _says(text: str) -> list[ColumnElement[bool]]:
    """Every word occurs in code or name, or in the town of a site."""
    found: list[ColumnElement[bool]] = []
    for word in text.split():
        anywhere = f"%{like(word)}%"
        there = select(Site.customer_id).where(has_name(Site.city, anywhere))
        found.append(
            or_(
                has_name(Customer.code, anywhere),
                has_name(Customer.name, anywhere),
                Customer.id.in_(there),
            )
        )
    return found


def orders_at_site(session: Session, site_id: int) -> int:
    """How many orders in process go to a site: a change of its address holds for them too (domain.md 5.9)."""
    at_site = select(func.count(ServiceOrder.id)).where(
        ServiceOrder.site_id == site_id,
        ServiceOrder.progress == Progress.IN_PROCESS,
        ServiceOrder.one_time_address == "",
    )
    return session.scalar(at_site) or 0
