"""The agreement browser: groups with counts, the list as ids and pages, and one agreement's orders."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementGroup, AgreementLine
from models.base import words
from models.customers import Customer, Site
from models.orders import ServiceOrder
from models.search import by_name, has_name, like
from models.service_levels import ServiceLevel
from models.stages import Stage
from models.technicians import Technician
from models.terms import Progress, VisitStatus
from models.vectors import Ids, ids_of
from models.visits import counting_visits

ORDERS_SHOWN = 200


class AgreementState(StrEnum):
    """What orders may come from an agreement on a day (domain.md 1.6)."""

    ACTIVE = "active"
    UPCOMING = "upcoming"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class AgreementView:
    """Which agreements, in which order; empty restricts nothing.

    Attributes:
        sort: a column of `AgreementRow`.
        today: the company's day, by which agreements are active or expired.
    """

    today: date
    group_id: int = 0
    state: AgreementState | None = None
    text: str = ""
    sort: str = "code"
    descends: bool = False


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of the browser with how many agreements it has; id 0 is all of them."""

    id: int
    code: str
    name: str
    agreements: int


@dataclass(frozen=True, slots=True)
class AgreementBrowser:
    """What the browser shows beside the list: groups, and counts by state for the group and text chosen."""

    groups: tuple[GroupRow, ...]
    ids: Ids
    counts: Mapping[AgreementState, int]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement of the list."""

    id: int
    code: str
    name: str
    customer: str
    group: str
    town: str
    starts_on: date
    ends_on: date | None
    state: AgreementState
    lines: int
    version: int


@dataclass(frozen=True, slots=True)
class AgreementOrderRow:
    """An order that came from an agreement; the visit is the first to come, else the last (aware UTC)."""

    id: int
    number: str
    service_date: date | None
    description: str
    stage: str
    progress: Progress
    technician: str
    visit_at: datetime | None
    visit_status: VisitStatus | None


@dataclass(frozen=True, slots=True)
class AgreementHead:
    """What the header card says of one agreement."""

    id: int
    version: int
    code: str
    name: str
    customer_id: int
    customer: str
    town: str
    group: str
    service_level: str
    technician: str
    state: AgreementState
    lines: int
    orders: int
    orders_open: int


def agreement_browser(session: Session, view: AgreementView) -> AgreementBrowser:
    """Groups, counts and the order of the list, in three statements."""
    text = _says(view.text)
    state = _state(view.today).label("state")
    grouped = (
        select(Agreement.group_id, state, func.count(Agreement.id))
        .join(Customer, Customer.id == Agreement.customer_id)
        .where(*text)
        .group_by(Agreement.group_id, "state")
    )
    by_group: dict[int, int] = {}
    counts = dict.fromkeys(AgreementState, 0)
    for group_id, known, count in session.execute(grouped):
        by_group[group_id] = by_group.get(group_id, 0) + count
        if view.group_id in (0, group_id):
            counts[known] += count
    named = session.execute(
        select(AgreementGroup.id, AgreementGroup.code, AgreementGroup.name).order_by(AgreementGroup.code)
    )
    found = (GroupRow(row_id, code, name, by_group.get(row_id, 0)) for row_id, code, name in named)
    groups = (GroupRow(0, "", "", sum(by_group.values())), *found)
    return AgreementBrowser(groups, _ids(session, view), counts)


def agreement_rows(session: Session, ids: Collection[int], *, today: date) -> dict[int, AgreementRow]:
    """Rows of the list by their ids; ids that are gone are left out. One statement."""
    found: Sequence[Any] = session.execute(  # tuples in the order of AgreementRow
        select(
            Agreement.id, Agreement.code, Agreement.name, Customer.name, AgreementGroup.name,
            func.coalesce(Site.city, ""), Agreement.starts_on, Agreement.ends_on, _state(today),
            _line_count(), Agreement.version,
        )
        .join(Customer, Customer.id == Agreement.customer_id)
        .join(AgreementGroup, AgreementGroup.id == Agreement.group_id)
        .outerjoin(Site, Site.id == Agreement.site_id)
        .where(Agreement.id.in_([int(row_id) for row_id in ids]))
    ).all()  # fmt: skip
    return {row[0]: AgreementRow(*row) for row in found}


def agreement_head(session: Session, agreement_id: int, *, today: date) -> AgreementHead | None:
    """What the header card says, or None if the agreement is gone. One statement."""
    row: Any = session.execute(  # a tuple in the order of AgreementHead
        select(
            Agreement.id, Agreement.version, Agreement.code, Agreement.name, Customer.id, Customer.name,
            func.coalesce(Site.city, ""), AgreementGroup.name, func.coalesce(ServiceLevel.name, ""),
            func.coalesce(Technician.name, ""), _state(today),
            _line_count(), *_order_counts(),
        )
        .join(Customer, Customer.id == Agreement.customer_id)
        .join(AgreementGroup, AgreementGroup.id == Agreement.group_id)
        .outerjoin(Site, Site.id == Agreement.site_id)
        .outerjoin(ServiceLevel, ServiceLevel.id == Agreement.service_level_id)
        .outerjoin(Technician, Technician.id == Agreement.preferred_technician_id)
        .where(Agreement.id == agreement_id)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    return AgreementHead(*row)


def agreement_orders(session: Session, agreement_id: int) -> list[AgreementOrderRow]:
    """The newest 200 orders that came from an agreement, newest first. Two statements."""
    orders = session.execute(
        select(
            ServiceOrder.id, ServiceOrder.number, ServiceOrder.service_date, ServiceOrder.description,
            Stage.name, ServiceOrder.progress,
        )
        .join(Stage, Stage.id == ServiceOrder.stage_id)
        .where(ServiceOrder.agreement_id == agreement_id)
        .order_by(ServiceOrder.id.desc())
        .limit(ORDERS_SHOWN)
    ).all()  # fmt: skip
    visits = counting_visits(session, [row[0] for row in orders])
    return [AgreementOrderRow(*row, *visits.get(row[0], ("", None, None))) for row in orders]


def _ids(session: Session, view: AgreementView) -> Ids:
    chosen = (
        select(Agreement.id).join(Customer, Customer.id == Agreement.customer_id).where(*_says(view.text))
    )
    if view.group_id:
        chosen = chosen.where(Agreement.group_id == view.group_id)
    if view.state is not None:
        chosen = chosen.where(_state(view.today) == view.state)
    if view.sort == "group":
        chosen = chosen.join(AgreementGroup, AgreementGroup.id == Agreement.group_id)
    if view.sort == "town":
        chosen = chosen.outerjoin(Site, Site.id == Agreement.site_id)
    column = _sorted_by(view)
    ordered = chosen.order_by(column.desc() if view.descends else column.asc(), Agreement.id)
    return ids_of(session, ordered)


def _sorted_by(view: AgreementView) -> Any:  # a mapped column or an expression of one
    lines = (
        select(func.count(AgreementLine.id))
        .where(AgreementLine.agreement_id == Agreement.id)
        .scalar_subquery()
    )
    return {
        "code": Agreement.code,
        "name": by_name(Agreement.name),
        "customer": by_name(Customer.name),
        "group": AgreementGroup.name,
        "town": Site.city,
        "starts_on": Agreement.starts_on,
        "ends_on": Agreement.ends_on,
        "state": _state(view.today),
        "lines": lines,
    }[view.sort]


def _says(text: str) -> list[ColumnElement[bool]]:
    """Every word occurs in code, name or customer."""
    return [
        or_(
            *(
                has_name(column, f"%{like(word)}%")
                for column in (Agreement.code, Agreement.name, Customer.name)
            )
        )
        for word in text.split()
    ]


def _state(today: date) -> ColumnElement[AgreementState]:
    word: ColumnElement[Any] = case(
        (Agreement.template.is_(True), AgreementState.TEMPLATE.value),
        (and_(Agreement.ends_on.is_not(None), Agreement.ends_on < today), AgreementState.EXPIRED.value),
        (Agreement.suspended.is_(True), AgreementState.SUSPENDED.value),
        (Agreement.starts_on > today, AgreementState.UPCOMING.value),
        else_=AgreementState.ACTIVE.value,
    )
    kind: Any = words(AgreementState, "state")  # its own typing says str
    return type_coerce(word, kind)


def _line_count() -> Any:  # a scalar subquery
    return (
        select(func.count(AgreementLine.id))
        .where(AgreementLine.agreement_id == Agreement.id)
        .scalar_subquery()
    )


def _order_counts() -> tuple[Any, Any]:  # two scalar subqueries
    orders = select(func.count(ServiceOrder.id)).where(ServiceOrder.agreement_id == Agreement.id)
    still_open = orders.where(ServiceOrder.progress == Progress.IN_PROCESS)
    return orders.scalar_subquery(), still_open.scalar_subquery()
