"""Repairs of an order with all there is to choose from, and what worked before (domain.md 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, select
from sqlalchemy.orm import Session

from models.objects import ServiceObject
from models.orders import OrderLine, ServiceOrder
from models.relations import AgreementObject, OrderObject
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

MOST_SUGGESTED = 9
"""As many as there are keys to choose them by."""
_ROW_COLUMNS: tuple[Any, ...] = (  # a repair and eight columns of those it names
    RepairLine,
    ServiceObject.name,
    Condition.name,
    func.coalesce(Symptom.name, SymptomArea.name),
    func.coalesce(Diagnosis.name, DiagnosisArea.name),
    Resolution.name,
    RepairStage.name,
    RepairStage.finished,
    Technician.name,
)


@dataclass(frozen=True, slots=True)
class RepairFields:
    """What a person writes about a repair; id 0 is none."""

    object_id: int = 0
    condition_id: int = 0
    symptom_area_id: int = 0
    symptom_id: int = 0
    title: str = ""
    diagnosis_area_id: int = 0
    diagnosis_id: int = 0
    resolution_id: int = 0
    stage_id: int = 0
    technician_id: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class RepairRow:
    """A repair as stored, with what the rows it names are called; instants are aware UTC.

    Attributes:
        is_finished: its stage closes it.
    """

    id: int
    version: int
    line: int
    fields: RepairFields
    object: str
    condition: str
    symptom: str
    diagnosis: str
    resolution: str
    stage: str
    is_finished: bool
    technician: str
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class RepairCode:
    """Something to choose; symptoms and diagnoses are of an area, stages may be finished."""

    id: int
    name: str
    area_id: int = 0
    is_finished: bool = False


@dataclass(frozen=True, slots=True)
class RepairCodes:
    """All there is to choose from, each in the order of its codes; stages in their own."""

    conditions: tuple[RepairCode, ...]
    symptom_areas: tuple[RepairCode, ...]
    symptoms: tuple[RepairCode, ...]
    diagnosis_areas: tuple[RepairCode, ...]
    diagnoses: tuple[RepairCode, ...]
    resolutions: tuple[RepairCode, ...]
    stages: tuple[RepairCode, ...]


@dataclass(frozen=True, slots=True)
class RepairObject:
    """An object of the order, its agreement or one of its lines."""

    id: int
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class RepairSheet:
    """What the tab of repairs opens with.

    Attributes:
        customer_id: whose objects may be repaired besides those of the order.
    """

    order_id: int
    customer_id: int
    rows: tuple[RepairRow, ...]
    objects: tuple[RepairObject, ...]
    codes: RepairCodes


class Nearness(IntEnum):
    """How close an earlier repair comes to the object in hand, closest first."""

    OBJECT = 0
    ITEM = 1
    GROUP = 2
    ANY = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A diagnosis and a resolution that closed earlier repairs of a symptom.

    Attributes:
        times: how often in all; last: when it did so last (aware UTC).
        nearness: of the closest of them; near: how many are that close.
    """

    diagnosis_area_id: int
    diagnosis_id: int
    diagnosis: str
    resolution_id: int
    resolution: str
    times: int
    last: datetime
    nearness: Nearness
    near: int


def repair_sheet(session: Session, order_id: int) -> RepairSheet:
    """The repairs of an order in their order, and all there is to choose from; nine statements."""
    customer_id = session.scalar(select(ServiceOrder.customer_id).where(ServiceOrder.id == order_id))
    rows = session.execute(_rows(order_id))
    return RepairSheet(
        order_id=order_id,
        customer_id=customer_id or 0,
        rows=tuple(_row(*row) for row in rows),
        objects=_objects(session, order_id),
        codes=RepairCodes(
            conditions=_codes(session, Condition),
            symptom_areas=_codes(session, SymptomArea),
            symptoms=_codes(session, Symptom),
            diagnosis_areas=_codes(session, DiagnosisArea),
            diagnoses=_codes(session, Diagnosis),
            resolutions=_codes(session, Resolution),
            stages=_codes(session, RepairStage),
        ),
    )


def suggestions(
    session: Session, *, object_id: int = 0, symptom_area_id: int = 0, symptom_id: int = 0
) -> tuple[Suggestion, ...]:
    """What worked before for a symptom, or for all of its area without one; best first, two statements.

    First what closed repairs of the same object, then of the same item, of the same group of objects, of any;
    among those what did so most often and last. Only finished repairs with a resolution count.
    """
    if not symptom_area_id and not symptom_id:
        return ()
    item_id, group = None, None
    if object_id:
        found = session.execute(
            select(ServiceObject.item_id, ServiceObject.group).where(ServiceObject.id == object_id)
        ).one_or_none()
        item_id, group = (found[0], found[1]) if found is not None else (None, None)
    worked = _worked(symptom_area_id, symptom_id)
    rows = session.execute(_best(worked, object_id, item_id, group))
    return tuple(_suggestion(*row) for row in rows)


def _worked(symptom_area_id: int, symptom_id: int) -> Subquery:
    """Counts by diagnosis, resolution and object, from the index alone."""
    wanted: list[ColumnElement[bool]] = [
        RepairLine.finished_at.is_not(None),
        RepairLine.resolution_id.is_not(None),
    ]
    if symptom_area_id:
        wanted.append(RepairLine.symptom_area_id == symptom_area_id)
    if symptom_id:
        wanted.append(RepairLine.symptom_id == symptom_id)
    keys = (RepairLine.diagnosis_id, RepairLine.resolution_id, RepairLine.object_id)
    return (
        select(*keys, func.count().label("times"), func.max(RepairLine.finished_at).label("last"))
        .where(and_(*wanted))
        .group_by(*keys)
        .subquery()
    )


def _best(
    worked: Subquery, object_id: int, item_id: int | None, group: str | None
) -> Select[Any]:  # names and counts
    same = [worked.c.object_id == object_id]
    same.append(ServiceObject.item_id == item_id if item_id is not None else same[0])
    same.append(ServiceObject.group == group if group else same[0])
    level = case(*((condition, number) for number, condition in enumerate(same)), else_=len(same))
    near = [func.sum(case((level == each.value, worked.c.times), else_=0)) for each in Nearness]
    nearest = func.min(level)
    closest = case(*((nearest == each.value, near[each]) for each in Nearness), else_=0)
    return (
        select(
            Diagnosis.area_id,
            Diagnosis.id,
            Diagnosis.name,
            Resolution.id,
            Resolution.name,
            func.sum(worked.c.times).label("times"),
            func.max(worked.c.last).label("last"),
            nearest.label("nearest"),
            closest.label("closest"),
        )
        .select_from(worked)
        .join(Resolution, Resolution.id == worked.c.resolution_id)
        .outerjoin(Diagnosis, Diagnosis.id == worked.c.diagnosis_id)
        .outerjoin(ServiceObject, ServiceObject.id == worked.c.object_id)
        .group_by(Diagnosis.area_id, Diagnosis.id, Diagnosis.name, Resolution.id, Resolution.name)
        .order_by(
            nearest, closest.desc(), func.sum(worked.c.times).desc(), func.max(worked.c.last).desc(),
            Resolution.id, Diagnosis.id,
        )
        .limit(MOST_SUGGESTED)
    )  # fmt: skip


def _suggestion(*row: Any) -> Suggestion:  # a row of `_best`
    area_id, diagnosis_id, diagnosis, resolution_id, resolution, times, last, nearest, closest = row
    return Suggestion(
        diagnosis_area_id=area_id or 0,
        diagnosis_id=diagnosis_id or 0,
        diagnosis=diagnosis or "",
        resolution_id=resolution_id,
        resolution=resolution,
        times=int(times),
        last=last,
        nearness=Nearness(nearest),
        near=int(closest),
    )


def _rows(order_id: int) -> Select[Any]:  # columns of many types
    return (
        select(*_ROW_COLUMNS)
        .outerjoin(ServiceObject, ServiceObject.id == RepairLine.object_id)
        .outerjoin(Condition, Condition.id == RepairLine.condition_id)
        .outerjoin(SymptomArea, SymptomArea.id == RepairLine.symptom_area_id)
        .outerjoin(Symptom, Symptom.id == RepairLine.symptom_id)
        .outerjoin(DiagnosisArea, DiagnosisArea.id == RepairLine.diagnosis_area_id)
        .outerjoin(Diagnosis, Diagnosis.id == RepairLine.diagnosis_id)
        .outerjoin(Resolution, Resolution.id == RepairLine.resolution_id)
        .outerjoin(RepairStage, RepairStage.id == RepairLine.stage_id)
        .outerjoin(Technician, Technician.id == RepairLine.technician_id)
        .where(RepairLine.order_id == order_id)
        .order_by(RepairLine.line)
    )


def _row(line: RepairLine, *names: Any) -> RepairRow:  # the names of `_rows`
    thing, condition, symptom, diagnosis, resolution, stage, is_finished, technician = names
    return RepairRow(
        id=line.id,
        version=line.version,
        line=line.line,
        fields=fields_of(line),
        object=thing or "",
        condition=condition or "",
        symptom=symptom or "",
        diagnosis=diagnosis or "",
        resolution=resolution or "",
        stage=stage or "",
        is_finished=bool(is_finished),
        technician=technician or "",
        created_at=line.created_at,
        finished_at=line.finished_at,
    )


def fields_of(line: RepairLine) -> RepairFields:
    """What a stored repair says."""
    return RepairFields(
        object_id=line.object_id or 0,
        condition_id=line.condition_id or 0,
        symptom_area_id=line.symptom_area_id or 0,
        symptom_id=line.symptom_id or 0,
        title=line.title,
        diagnosis_area_id=line.diagnosis_area_id or 0,
        diagnosis_id=line.diagnosis_id or 0,
        resolution_id=line.resolution_id or 0,
        stage_id=line.stage_id or 0,
        technician_id=line.technician_id or 0,
        note=line.note,
    )


def _objects(session: Session, order_id: int) -> tuple[RepairObject, ...]:
    own = select(OrderObject.object_id).where(OrderObject.order_id == order_id)
    agreed = (
        select(AgreementObject.object_id)
        .join(ServiceOrder, ServiceOrder.agreement_id == AgreementObject.agreement_id)
        .where(ServiceOrder.id == order_id)
    )
    lines = select(OrderLine.object_id).where(
        OrderLine.order_id == order_id, OrderLine.object_id.is_not(None)
    )
    detail = func.coalesce(ServiceObject.serial_number, ServiceObject.code)
    rows = session.execute(
        select(ServiceObject.id, ServiceObject.name, detail)
        .where(ServiceObject.id.in_(own.union(agreed, lines)))
        .order_by(ServiceObject.code)
    )
    return tuple(RepairObject(row_id, name, detail) for row_id, name, detail in rows)


def _codes(session: Session, mapped: Any) -> tuple[RepairCode, ...]:  # a class with code and name
    area = mapped.area_id if hasattr(mapped, "area_id") else literal(0)
    finished = mapped.finished if hasattr(mapped, "finished") else literal(0)
    order = (mapped.position, mapped.id) if hasattr(mapped, "position") else (mapped.code, mapped.id)
    rows = session.execute(select(mapped.id, mapped.name, area, finished).order_by(*order))
    return tuple(
        RepairCode(row_id, name, area_id, bool(is_finished)) for row_id, name, area_id, is_finished in rows
    )
