"""What papers of orders read alike: people and places, tasks with their notes, days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, func, literal, null, select
from sqlalchemy.orm import Session

from models.company import Company
from models.customers import Contact, Customer, Site
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine, ServiceOrder
from models.relations import AgreementTask, OrderTask
from models.repairs import (
    Condition,
    Diagnosis,
    DiagnosisArea,
    RepairLine,
    RepairStage,
    Resolution,
    Symptom,
    SymptomArea,
)
from models.technicians import Technician
from models.terms import LineStatus
from reports.parties import Letterhead, SheetContact, SheetCustomer, SheetSite

Rows = dict[int, list[Row[Any]]]  # rows of several selects
_LAST = 1_000_000
"""Higher than any line's number: tasks of the order alone come after those of its lines."""

PARTY_COLUMNS: tuple[Any, ...] = (  # columns of many types
    Customer.code.label("customer_code"),
    Customer.name.label("customer_name"),
    Customer.phone.label("customer_phone"),
    Customer.email.label("customer_email"),
    Customer.language,
    Site.id.label("site_id"),
    Site.name.label("site_name"),
    Site.street,
    Site.postal_code,
    Site.city,
    Site.country,
    Site.access_notes,
    Contact.name.label("contact_name"),
    Contact.phone.label("contact_phone"),
    Contact.email.label("contact_email"),
)
"""Customer, site and contact of an order, as `customer_of`, `site_of` and `contact_of` read them."""
_REPAIR_COLUMNS: tuple[Any, ...] = (  # columns of many types
    RepairLine.order_id,
    RepairLine.line,
    RepairLine.title,
    RepairLine.note,
    RepairLine.finished_at,
    ServiceObject.code.label("object_code"),
    ServiceObject.id.label("object_id"),
    ServiceObject.name.label("object_name"),
    ServiceObject.group.label("object_group"),
    ServiceObject.serial_number,
    Condition.name.label("condition"),
    SymptomArea.name.label("symptom_area"),
    Symptom.name.label("symptom"),
    DiagnosisArea.name.label("diagnosis_area"),
    Diagnosis.name.label("diagnosis"),
    Resolution.name.label("resolution"),
    RepairStage.name.label("stage"),
    Technician.name.label("technician"),
)


def by_first(rows: Iterable[Row[Any]]) -> Rows:
    """Rows by their first column."""
    grouped: Rows = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    return grouped


def local_day(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """First instant of a day and of the next."""
    return datetime.combine(day, time(0), zone), datetime.combine(day + timedelta(days=1), time(0), zone)


def company_name_and_zone(session: Session) -> tuple[str, str]:
    """The company's name and its IANA time zone."""
    name, zone = session.execute(select(Company.name, Company.time_zone)).one()
    return name, zone


def letterhead_of(company: Company) -> Letterhead:
    """The company as its papers name it."""
    return Letterhead(company.name, tuple(company.address.splitlines()), company.phone, company.email)


def site_of(row: Row[Any]) -> SheetSite | None:
    """The site of a row with the site's columns."""
    if row.site_id is None:
        return None
    return SheetSite(
        name=row.site_name,
        street=row.street or "",
        postal_code=row.postal_code or "",
        city=row.city or "",
        country=row.country or "",
        access=row.access_notes or "",
    )


def customer_of(row: Row[Any]) -> SheetCustomer:
    """The customer of a row with `PARTY_COLUMNS`."""
    return SheetCustomer(
        row.customer_code, row.customer_name, row.customer_phone or "", row.customer_email or ""
    )


def contact_of(row: Row[Any]) -> SheetContact | None:
    """The contact of a row with `PARTY_COLUMNS`."""
    if row.contact_name is None:
        return None
    return SheetContact(row.contact_name, row.contact_phone or "", row.contact_email or "")


def lines_of(
    order_ids: Iterable[int], columns: Iterable[Any], *conditions: ColumnElement[bool]
) -> Select[Any]:  # columns of many types
    """Lines of orders that are not canceled, by order, with what they name."""
    return (
        select(*columns)
        .outerjoin(ServiceObject, ServiceObject.id == OrderLine.object_id)
        .outerjoin(ServiceTask, ServiceTask.id == OrderLine.task_id)
        .outerjoin(Technician, Technician.id == OrderLine.technician_id)
        .outerjoin(Item, Item.id == OrderLine.item_id)
        .where(OrderLine.order_id.in_(list(order_ids)), OrderLine.status != LineStatus.CANCELED, *conditions)
        .order_by(OrderLine.order_id, OrderLine.line)
    )


def repairs_of(order_ids: Iterable[int]) -> Select[Any]:
    """The repairs of orders with all that they name, by order."""
    return (
        select(*_REPAIR_COLUMNS)
        .outerjoin(ServiceObject, ServiceObject.id == RepairLine.object_id)
        .outerjoin(Condition, Condition.id == RepairLine.condition_id)
        .outerjoin(SymptomArea, SymptomArea.id == RepairLine.symptom_area_id)
        .outerjoin(Symptom, Symptom.id == RepairLine.symptom_id)
        .outerjoin(DiagnosisArea, DiagnosisArea.id == RepairLine.diagnosis_area_id)
        .outerjoin(Diagnosis, Diagnosis.id == RepairLine.diagnosis_id)
        .outerjoin(Resolution, Resolution.id == RepairLine.resolution_id)
        .outerjoin(RepairStage, RepairStage.id == RepairLine.stage_id)
        .outerjoin(Technician, Technician.id == RepairLine.technician_id)
        .where(RepairLine.order_id.in_(list(order_ids)))
        .order_by(RepairLine.order_id, RepairLine.line)
    )


def within(area: str | None, name: str | None) -> str:
    """A code as "Area: name", or the one there is."""
    return ": ".join(filter(None, (area, name)))


def tasks_of(order_ids: Iterable[int], note: str) -> Select[Any]:
    """Tasks of orders with one of their notes, `internal_note` or `external_note`.

    Those that lines name come with the line's object, then those that are on the order alone. The order's own
    note wins over the agreement's, which wins over the task's (domain.md 4).
    """
    asked = _tasks_asked(list(order_ids))
    notes = (getattr(kind, note) for kind in (OrderTask, AgreementTask, ServiceTask))
    return (
        select(
            asked.c.order_id,
            ServiceTask.code.label("task_code"),
            ServiceTask.name.label("task_name"),
            ServiceObject.code.label("object_code"),
            func.coalesce(*notes, "").label("note"),
        )
        .join(ServiceOrder, ServiceOrder.id == asked.c.order_id)
        .join(ServiceTask, ServiceTask.id == asked.c.task_id)
        .outerjoin(ServiceObject, ServiceObject.id == asked.c.object_id)
        .outerjoin(
            OrderTask,
            and_(OrderTask.order_id == asked.c.order_id, OrderTask.task_id == asked.c.task_id),
        )
        .outerjoin(
            AgreementTask,
            and_(
                AgreementTask.agreement_id == ServiceOrder.agreement_id,
                AgreementTask.task_id == asked.c.task_id,
            ),
        )
        .order_by(asked.c.order_id, asked.c.position)
    )


def _tasks_asked(wanted: list[int]) -> Subquery:
    """Order, task, object and place of each task of these orders."""
    lines = (
        select(
            OrderLine.order_id,
            OrderLine.task_id,
            OrderLine.object_id,
            func.min(OrderLine.line).label("position"),
        )
        .where(
            OrderLine.order_id.in_(wanted),
            OrderLine.task_id.is_not(None),
            OrderLine.status != LineStatus.CANCELED,
        )
        .group_by(OrderLine.order_id, OrderLine.task_id, OrderLine.object_id)
    )
    named = select(OrderLine.id).where(
        OrderLine.order_id == OrderTask.order_id, OrderLine.task_id == OrderTask.task_id
    )
    alone = select(OrderTask.order_id, OrderTask.task_id, null(), literal(_LAST) + OrderTask.id).where(
        OrderTask.order_id.in_(wanted), ~named.exists()
    )
    return lines.union_all(alone).subquery()
