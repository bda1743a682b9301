"""Everything a job sheet says, as `reports.job_sheet.JobSheet`, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from app.queries.papers.shared import (
    PARTY_COLUMNS,
    by_first,
    contact_of,
    customer_of,
    letterhead_of,
    lines_of,
    local_day,
    repairs_of,
    site_of,
    tasks_of,
    within,
)
from models.agreements import Agreement, AgreementGroup
from models.company import Company
from models.customers import Contact, Customer, Site
from models.distances import LegSource, Travel
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.orders import OrderLine, ServiceOrder, order_skill, promised
from models.requirements import ItemRequirement
from models.service_levels import ServiceLevel
from models.stages import Stage
from models.technicians import Skill, Technician
from models.terms import ClockStatus, LineStatus, RequirementStatus, VisitStatus
from models.visits import Visit
from reports.job_sheet import (
    JobSheet,
    PastVisit,
    SheetContact,
    SheetLine,
    SheetObject,
    SheetRepair,
    SheetRequirement,
    SheetTask,
    SheetVisit,
)
from resources.texts import format_minutes, in_language

_PAST_VISITS = 3
_VISIT_COLUMNS: tuple[Any, ...] = (  # columns of many types
    Visit.id.label("visit_id"),
    Visit.order_id,
    Visit.technician_id,
    Visit.starts_at,
    Visit.ends_at,
    ServiceOrder.number,
    ServiceOrder.name.label("order_name"),
    ServiceOrder.description,
    ServiceOrder.one_time_address,
    ServiceOrder.caller,
    ServiceOrder.caller_phone,
    ServiceOrder.contact_id,
    ServiceOrder.clock,
    ServiceOrder.clock_due_at,
    ServiceOrder.priority,
    ServiceOrder.service_date,
    ServiceOrder.earliest_start,
    ServiceOrder.latest_start,
    Stage.name.label("stage"),
    Technician.code.label("technician_code"),
    Technician.name.label("technician_name"),
    Technician.home_site_id,
    *PARTY_COLUMNS,
    ServiceLevel.name.label("level_name"),
    (ServiceLevel.days * 1440 + ServiceLevel.hours * 60 + ServiceLevel.minutes).label("level_minutes"),
)
_LINE_COLUMNS: tuple[Any, ...] = (  # columns of many types
    OrderLine.order_id,
    OrderLine.type,
    OrderLine.description,
    OrderLine.quantity,
    OrderLine.starts_after,
    OrderLine.ends_before,
    OrderLine.status,
    ServiceObject.id.label("object_id"),
    ServiceObject.code.label("object_code"),
    ServiceObject.name.label("object_name"),
    ServiceObject.group.label("object_group"),
    ServiceObject.serial_number,
    ServiceTask.id.label("task_id"),
    ServiceTask.code.label("task_code"),
    ServiceTask.name.label("task_name"),
    Technician.name.label("technician"),
    Item.name.label("item_name"),
    Item.unit,
)
_PART_COLUMNS: tuple[Any, ...] = (  # columns of many types
    ItemRequirement.order_id,
    Item.code.label("item"),
    Item.name.label("item_name"),
    Item.unit,
    ItemRequirement.description,
    ItemRequirement.quantity,
    ItemRequirement.delivered,
    ItemRequirement.needed_on,
    ItemRequirement.status,
)
_COUNTING = (ClockStatus.RUNNING, ClockStatus.HELD)


def job_sheets(session: Session, visit_ids: Sequence[int], *, travel: Travel) -> list[JobSheet]:
    """One sheet a visit, in the order given; visits that are gone are left out."""
    company = session.scalars(select(Company)).one()
    visits = {row.visit_id: row for row in session.execute(_visits(visit_ids))}
    orders = {row.order_id for row in visits.values()}
    lines = by_first(session.execute(lines_of(orders, _LINE_COLUMNS)))
    skills = by_first(session.execute(_skills(orders)))
    tasks = by_first(session.execute(tasks_of(orders, "internal_note")))
    repairs = by_first(session.execute(repairs_of(orders)))
    parts = by_first(session.execute(_requirements(orders)))
    past = by_first(session.execute(_past(visit_ids)))
    routes = _routes(session, visits.values(), company.zone)
    sheets = []
    for visit_id in visit_ids:
        if visit_id in visits:
            row = visits[visit_id]
            order = row.order_id
            sheet = _sheet(company, row, _stop(row, routes, travel, company.zone))
            sheets.append(
                replace(
                    sheet,
                    skills=tuple(skill.name for skill in skills[order]),
                    objects=_objects([*lines[order], *repairs[order]]),
                    tasks=tuple(_task(task) for task in tasks[order]),
                    repairs=tuple(_repair(repair) for repair in repairs[order]),
                    lines=tuple(_line(line) for line in lines[order]),
                    requirements=tuple(_requirement(part) for part in parts[order]),
                    past_visits=tuple(_past_visit(visit, company.zone) for visit in past[visit_id]),
                )
            )
    return sheets


def _sheet(company: Company, row: Row[Any], stop: SheetVisit) -> JobSheet:
    """What the order's and the visit's own row say."""
    language = row.language or company.language
    zone = company.zone
    promise = promised(row.service_date, row.earliest_start, row.latest_start, zone)
    contact, caller = _people(row)
    return JobSheet(
        letterhead=letterhead_of(company),
        language=language,
        number=row.number,
        name=row.order_name,
        description=row.description,
        customer=customer_of(row),
        site=site_of(row),
        one_time_address=row.one_time_address,
        contact=contact,
        caller=caller,
        visit=stop,
        priority=row.priority,
        stage=row.stage,
        promised_from=promise[0],
        promised_to=promise[1],
        due=row.clock_due_at.astimezone(zone) if row.clock_due_at and row.clock in _COUNTING else None,
        service_level=_level(row, language),
    )


def _visits(visit_ids: Sequence[int]) -> Select[Any]:
    level = func.coalesce(
        ServiceOrder.service_level_id, Agreement.service_level_id, AgreementGroup.service_level_id
    )
    return (
        select(*_VISIT_COLUMNS)
        .join(ServiceOrder, ServiceOrder.id == Visit.order_id)
        .join(Customer, Customer.id == ServiceOrder.customer_id)
        .join(Stage, Stage.id == ServiceOrder.stage_id)
        .join(Technician, Technician.id == Visit.technician_id)
        .outerjoin(Site, Site.id == ServiceOrder.site_id)
        .outerjoin(Contact, Contact.id == _contact_id())
        .outerjoin(Agreement, Agreement.id == ServiceOrder.agreement_id)
        .outerjoin(AgreementGroup, AgreementGroup.id == Agreement.group_id)
        .outerjoin(ServiceLevel, ServiceLevel.id == level)
        .where(Visit.id.in_(visit_ids))
    )


def _contact_id() -> Any:  # a scalar select
    """The order's own contact, else the first of the site, else the first of the customer."""
    other = (
        select(Contact.id)
        .where(
            Contact.customer_id == ServiceOrder.customer_id,
            or_(Contact.site_id == ServiceOrder.site_id, Contact.site_id.is_(None)),
        )
        .order_by(Contact.site_id.is_(None), Contact.id)
        .limit(1)
        .correlate(ServiceOrder)
        .scalar_subquery()
    )
    return func.coalesce(ServiceOrder.contact_id, other)


def _requirements(order_ids: Iterable[int]) -> Select[Any]:
    return (
        select(*_PART_COLUMNS)
        .join(Item, Item.id == ItemRequirement.item_id)
        .where(
            ItemRequirement.order_id.in_(list(order_ids)),
            ItemRequirement.status != RequirementStatus.CANCELED,
        )
        .order_by(ItemRequirement.order_id, ItemRequirement.line)
    )


def _skills(order_ids: Iterable[int]) -> Select[Any]:
    return (
        select(order_skill.c.order_id, Skill.name)
        .join(Skill, Skill.id == order_skill.c.skill_id)
        .where(order_skill.c.order_id.in_(list(order_ids)))
        .order_by(order_skill.c.order_id, Skill.name)
    )


def _past(visit_ids: Sequence[int]) -> Select[Any]:
    """The visits to a sheet's objects before its own visit, newest first."""
    own = (
        select(Visit.id.label("for_visit"), Visit.starts_at.label("before"), OrderLine.object_id)
        .join(OrderLine, OrderLine.order_id == Visit.order_id)
        .where(Visit.id.in_(visit_ids), OrderLine.object_id.is_not(None))
        .distinct()
        .subquery()
    )
    earlier = (
        select(own.c.for_visit, Visit.id)
        .join(OrderLine, OrderLine.object_id == own.c.object_id)
        .join(Visit, Visit.order_id == OrderLine.order_id)
        .where(Visit.starts_at < own.c.before, Visit.status != VisitStatus.CANCELLED)
        .distinct()
        .subquery()
    )
    rank = func.row_number().over(
        partition_by=earlier.c.for_visit, order_by=(Visit.starts_at.desc(), Visit.id)
    )
    ranked = (
        select(
            earlier.c.for_visit,
            Visit.starts_at,
            Visit.status,
            Technician.name.label("technician"),
            ServiceOrder.number,
            ServiceOrder.description,
            rank.label("rank"),
        )
        .join(Visit, Visit.id == earlier.c.id)
        .join(ServiceOrder, ServiceOrder.id == Visit.order_id)
        .join(Technician, Technician.id == Visit.technician_id)
        .subquery()
    )
    return select(ranked).where(ranked.c.rank <= _PAST_VISITS).order_by(ranked.c.for_visit, ranked.c.rank)


def _routes(
    session: Session, visits: Iterable[Row[Any]], zone: ZoneInfo
) -> dict[tuple[int, date], list[tuple[int, int | None]]]:
    """Visit and site ids of every technician's days that are printed, in route order."""
    rows = list(visits)
    if not rows:
        return {}
    first = min(row.starts_at for row in rows).astimezone(zone).date()
    last = max(row.starts_at for row in rows).astimezone(zone).date()
    wanted = (
        select(Visit.id, Visit.technician_id, Visit.starts_at, Visit.site_id)
        .where(
            Visit.technician_id.in_({row.technician_id for row in rows}),
            Visit.starts_at >= local_day(first, zone)[0],
            Visit.starts_at < local_day(last, zone)[1],
            Visit.status != VisitStatus.CANCELLED,
        )
        .order_by(Visit.starts_at, Visit.id)
    )
    routes: dict[tuple[int, date], list[tuple[int, int | None]]] = defaultdict(list)
    for visit_id, technician_id, starts_at, site_id in session.execute(wanted):
        routes[technician_id, starts_at.astimezone(zone).date()].append((visit_id, site_id))
    return routes


def _stop(
    row: Row[Any],
    routes: dict[tuple[int, date], list[tuple[int, int | None]]],
    travel: Travel,
    zone: ZoneInfo,
) -> SheetVisit:
    starts, ends = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    route = routes.get((row.technician_id, starts.date()), [])
    position = next((at for at, (visit_id, _site) in enumerate(route) if visit_id == row.visit_id), -1)
    before = route[position - 1][1] if position > 0 else row.home_site_id
    leg = travel.leg(before or 0, row.site_id or 0)
    is_known = leg.source in (LegSource.MEASURED, LegSource.ESTIMATED)
    return SheetVisit(
        starts=starts,
        ends=ends,
        technician_code=row.technician_code,
        technician_name=row.technician_name,
        travel_minutes=round(leg.minutes) if is_known else None,
        travel_kilometres=leg.kilometres if is_known else None,
        travel_estimated=leg.source is LegSource.ESTIMATED,
        position=position + 1,
        positions=len(route),
    )


def _people(row: Row[Any]) -> tuple[SheetContact | None, SheetContact | None]:
    """Whom to ask for, and who called where that is somebody else.

    The order's own contact is asked for, else who called, else a contact of the site or the customer.
    """
    contact = contact_of(row)
    if not (row.caller or row.caller_phone):
        return contact, None
    caller = SheetContact(row.caller, row.caller_phone)
    if row.contact_id is None:
        return caller, None
    return contact, caller if contact is None or contact.name != caller.name else None


def _level(row: Row[Any], language: str) -> str:
    if row.level_name is None:
        return ""
    with in_language(language):
        return f"{row.level_name} ({format_minutes(row.level_minutes)})"


def _objects(rows: Iterable[Row[Any]]) -> tuple[SheetObject, ...]:
    found = {
        row.object_id: SheetObject(
            row.object_code, row.object_name, row.object_group or "", row.serial_number or ""
        )
        for row in rows
        if row.object_id is not None
    }
    return tuple(found.values())


def _task(task: Row[Any]) -> SheetTask:
    return SheetTask(task.task_code, task.task_name, task.object_code or "", task.note)


def _repair(repair: Row[Any]) -> SheetRepair:
    found = within(repair.diagnosis_area, repair.diagnosis)
    return SheetRepair(
        line=repair.line,
        title=repair.title,
        object_code=repair.object_code or "",
        symptom=within(repair.symptom_area, repair.symptom),
        condition=repair.condition or "",
        stage=repair.stage or "",
        found=" → ".join(filter(None, (found, repair.resolution))),
        note=repair.note,
    )


def _requirement(part: Row[Any]) -> SheetRequirement:
    return SheetRequirement(
        item=part.item,
        description=part.description or part.item_name,
        quantity=part.quantity,
        status=part.status,
        unit=part.unit or "",
        delivered=part.delivered,
        needed_on=part.needed_on,
    )


def _line(line: Row[Any]) -> SheetLine:
    return SheetLine(
        type=line.type,
        description=line.description or line.item_name or line.task_name or "",
        object_code=line.object_code or "",
        task=line.task_code or "",
        technician=line.technician or "",
        quantity=line.quantity,
        unit=line.unit or "",
        start_after=line.starts_after,
        end_before=line.ends_before,
        done=line.status is LineStatus.POSTED,
    )


def _past_visit(visit: Row[Any], zone: ZoneInfo) -> PastVisit:
    return PastVisit(
        day=visit.starts_at.astimezone(zone).date(),
        technician=visit.technician,
        order_number=visit.number,
        description=visit.description,
        status=visit.status,
    )
