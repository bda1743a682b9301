"""What search-as-you-type finds: at most twenty rows, those whose name or code begins with the text first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.company import Company
from models.customers import Contact, Customer, Site
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.projects import Category, CategoryUse, Project
from models.search import by_name, has_name, like
from models.stages import Reason
from models.technicians import Skill, Team, Technician
from models.terms import TransactionType, Validation

LIMIT = 20


@dataclass(frozen=True, slots=True)
class LookupRow:
    """Something to choose: what it is called, and a quieter detail that tells it from its namesakes."""

    id: int
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class ItemLookupRow:
    """An item to choose with what a line takes from it; prices in minor units a unit, or None."""

    id: int
    name: str
    detail: str
    unit: str
    cost_price: int | None
    sales_price: int | None


@dataclass(frozen=True, slots=True)
class AgreementLookupRow:
    """An agreement to choose with what an order takes from it; ids are 0 for none."""

    id: int
    name: str
    detail: str
    site_id: int
    site: str
    technician_id: int
    technician: str


def find_customers(session: Session, text: str) -> list[LookupRow]:
    """Customers by name or code."""
    return _found(session, Customer, text, detail=Customer.code)


def find_sites(session: Session, text: str, *, customer_id: int = 0) -> list[LookupRow]:
    """Sites by name, code or town, of one customer or of all."""
    return _found(
        session,
        Site,
        text,
        detail=func.coalesce(Site.city, Site.code),
        also=(Site.code, Site.city),
        where=_of(Site.customer_id, customer_id),
    )


def find_contacts(session: Session, text: str, *, customer_id: int = 0) -> list[LookupRow]:
    """People by name, of one customer or of all."""
    return _found(
        session,
        Contact,
        text,
        detail=func.coalesce(Contact.phone, Contact.email, ""),
        also=(),
        where=_of(Contact.customer_id, customer_id),
    )


def find_objects(session: Session, text: str, *, customer_id: int = 0, site_id: int = 0) -> list[LookupRow]:
    """Service objects by name, code or serial number, of one customer, at one site, or all."""
    return _found(
        session,
        ServiceObject,
        text,
        detail=func.coalesce(ServiceObject.serial_number, ServiceObject.code),
        also=(ServiceObject.code, ServiceObject.serial_number),
        where=(
            *_of(ServiceObject.customer_id, customer_id),
            *_of(ServiceObject.site_id, site_id),
        ),
    )


def find_technicians(session: Session, text: str) -> list[LookupRow]:
    """Technicians who have a lane on the board, by name or code."""
    return _found(session, Technician, text, detail=Technician.code, where=(Technician.active.is_(True),))


def find_teams(session: Session, text: str) -> list[LookupRow]:
    """Teams by name or code."""
    return _found(session, Team, text, detail=Team.code)


def find_skills(session: Session, text: str) -> list[LookupRow]:
    """Skills by name or code."""
    return _found(session, Skill, text, detail=Skill.code)


def find_tasks(session: Session, text: str) -> list[LookupRow]:
    """Service tasks by name or code."""
    return _found(session, ServiceTask, text, detail=ServiceTask.code)


def find_categories(
    session: Session,
    text: str,
    *,
    type: TransactionType | None = None,
    technician_id: int = 0,
    project_id: int = 0,
) -> list[LookupRow]:
    """Categories in use, of one type; only those meant for these two where the company filters."""
    where: list[ColumnElement[bool]] = [Category.active.is_(True)]
    if type is not None:
        where.append(Category.type == type)
    if session.scalars(select(Company.validation)).one() is not Validation.NONE:
        own = select(CategoryUse.id).where(CategoryUse.category_id == Category.id)
        fits = (
            or_(CategoryUse.technician_id.is_(None), CategoryUse.technician_id == technician_id),
            or_(CategoryUse.project_id.is_(None), CategoryUse.project_id == project_id),
        )
        where.append(or_(~own.exists(), own.where(*fits).exists()))
    return _found(session, Category, text, detail=Category.code, where=where)


def find_projects(session: Session, text: str, *, customer_id: int = 0) -> list[LookupRow]:
    """Projects by name or code, of one customer and of nobody in particular, or all."""
    own = or_(Project.customer_id == customer_id, Project.customer_id.is_(None))
    return _found(session, Project, text, detail=Project.code, where=(own,) if customer_id else ())


def find_reasons(session: Session, text: str) -> list[LookupRow]:
    """Reasons by name or code."""
    return _found(session, Reason, text, detail=Reason.code)


def find_items(session: Session, text: str) -> list[ItemLookupRow]:
    """Items by name or code, with unit and prices."""
    found = _found(session, Item, text, detail=Item.code)
    rows = session.execute(
        select(Item.id, Item.unit, Item.cost_price, Item.sales_price).where(
            Item.id.in_([row.id for row in found])
        )
    )
    more = {row_id: (unit or "", cost, sales) for row_id, unit, cost, sales in rows}
    return [ItemLookupRow(row.id, row.name, row.detail, *more[row.id]) for row in found]


def find_agreements(
    session: Session, text: str, *, customer_id: int = 0, on: date | None = None
) -> list[AgreementLookupRow]:
    """Agreements by name or code that orders can be made from; of one customer, valid on a date."""
    usable: list[ColumnElement[bool]] = [Agreement.template.is_(False), Agreement.suspended.is_(False)]
    if on is not None:
        usable += [Agreement.starts_on <= on, or_(Agreement.ends_on.is_(None), Agreement.ends_on >= on)]
    found = _found(
        session,
        Agreement,
        text,
        detail=Agreement.code,
        where=(*usable, *_of(Agreement.customer_id, customer_id)),
    )
    rows = session.execute(
        select(Agreement.id, Site.id, Site.name, Technician.id, Technician.name)
        .outerjoin(Site, Site.id == Agreement.site_id)
        .outerjoin(Technician, Technician.id == Agreement.preferred_technician_id)
        .where(Agreement.id.in_([row.id for row in found]))
    )
    more = {row[0]: (row[1] or 0, row[2] or "", row[3] or 0, row[4] or "") for row in rows}
    return [AgreementLookupRow(row.id, row.name, row.detail, *more[row.id]) for row in found]


def _of(column: Any, owner_id: int) -> tuple[ColumnElement[bool], ...]:  # a mapped attribute
    return (column == owner_id,) if owner_id else ()


def _found(
    session: Session,
    kind: Any,  # a mapped class with id and name
    text: str,
    *,
    detail: Any,  # a text column or expression
    also: Collection[Any] | None = None,
    where: Collection[ColumnElement[bool]] = (),
) -> list[LookupRow]:
    """Rows that begin with the text, then rows in which every word of it occurs; each by name."""
    columns = (kind.name, *((kind.code,) if also is None else also))
    chosen: Select[Any] = select(kind.id, kind.name, detail).where(*where)
    chosen = chosen.order_by(by_name(kind.name), kind.id).limit(LIMIT)
    words = text.split()
    if not words:
        return _rows(session, chosen)
    beginning = f"{like(' '.join(words))}%"
    first = _rows(session, chosen.where(or_(*(has_name(column, beginning) for column in columns))))
    if len(first) == LIMIT:
        return first
    anywhere = (or_(*(has_name(column, f"%{like(word)}%") for column in columns)) for word in words)
    rest = _rows(session, chosen.where(and_(*anywhere), kind.id.not_in([row.id for row in first])))
    return (first + rest)[:LIMIT]


def _rows(session: Session, statement: Select[Any]) -> list[LookupRow]:
    return [LookupRow(row_id, name, detail or "") for row_id, name, detail in session.execute(statement)]
