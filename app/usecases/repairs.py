"""Write down, change and remove the repairs of an order (domain.md 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, inspect, select, update
from sqlalchemy.orm.attributes import set_committed_value

from app.queries.repairs import RepairFields
from app.work import Work
from models.base import Base
from models.copying import relate_order
from models.errors import Missing
from models.objects import ServiceObject
from models.orders import ServiceOrder
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
from models.stages import Stage
from models.technicians import Technician
from models.terms import Right
from resources.texts import _

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class RepairSaved:
    """A repair after saving: id, version, number in the order, when it was written and when finished."""

    id: int
    version: int
    line: int
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class RepairRemoved:
    """A repair that was removed: all that is needed to bring it back."""

    id: int
    version: int
    values: Mapping[str, Any] = field(hash=False)


def save_repair(
    work: Work,
    *,
    order_id: int,
    line_id: int = 0,
    seen: int = 0,
    fields: RepairFields,
    finished_at: datetime | None = None,
) -> RepairSaved:
    """Change a repair of an order, or write down a new one where line_id is 0; its object joins the order.

    Args:
        seen: the version of the repair that the person saw.
        finished_at: when it came into its finished stage, where that was not now, as undo knows.

    Raises:
        Refused: stage or progress of the order forbid it, or a rule does; its `field` is the field's name.
        Conflict: somebody changed it first.
    """
    order = _open_order(work, order_id)
    line = _line_of(work, order, line_id, seen) if line_id else _new_line(work, order)
    with work.session.no_autoflush:
        _fill(work, order, line, fields, at=finished_at or work.now)
    relate_order(work.session, order.id, (line.object_id,), ())
    work.add(line)
    return _saved(line)


def remove_repair(work: Work, *, line_id: int, seen: int) -> RepairRemoved:
    """Remove a repair from its order.

    Raises:
        Refused: stage or progress of the order forbid it.
        Conflict: somebody changed it first.
    """
    line = work.get(RepairLine, line_id)
    _open_order(work, line.order_id)
    line = work.get(RepairLine, line_id, seen=seen)
    names = [attribute.key for attribute in inspect(RepairLine).column_attrs]
    values = {name: getattr(line, name) for name in names if name not in ("id", "version")}
    work.session.delete(line)
    work.session.flush()
    return RepairRemoved(line_id, seen, values)


def restore_repair(work: Work, *, removed: RepairRemoved) -> RepairSaved:
    """Bring back a removed repair under its old id; its number too, unless another one has it by now.

    Raises:
        Refused: stage or progress of the order forbid it.
    """
    order = _open_order(work, removed.values["order_id"])
    line = RepairLine(**removed.values)
    line.id = removed.id
    taken = select(RepairLine.id).where(RepairLine.order_id == order.id, RepairLine.line == line.line)
    if work.session.scalar(taken) is not None:
        line.line = _next_number(work, order)
    work.add(line)
    version = removed.version + 1  # so that no version ever stands for two states of one row
    table = RepairLine.__table__
    work.session.execute(update(RepairLine).where(table.c.id == line.id).values(version=version))
    set_committed_value(line, "version", version)
    return _saved(line)


def _open_order(work: Work, order_id: int) -> ServiceOrder:
    """The order, locked so that no two repairs get one number; refused where it may not be changed."""
    work.require(Right.EDIT_ORDERS)
    order = work.session.scalars(
        select(ServiceOrder).where(ServiceOrder.id == order_id).with_for_update()
    ).one_or_none()
    if order is None:
        raise Missing(_("The order is gone; somebody deleted it."))
    order.require_modifiable(work.get(Stage, order.stage_id))
    return order


def _line_of(work: Work, order: ServiceOrder, line_id: int, seen: int) -> RepairLine:
    line = work.get(RepairLine, line_id, seen=seen)
    if line.order_id != order.id:
        raise Missing(_("It is gone; somebody deleted it."))
    return line


def _new_line(work: Work, order: ServiceOrder) -> RepairLine:
    return RepairLine(order_id=order.id, line=_next_number(work, order), created_at=work.now)


def _next_number(work: Work, order: ServiceOrder) -> int:
    last = select(func.max(RepairLine.line)).where(RepairLine.order_id == order.id)
    return (work.session.scalar(last) or 0) + 1


def _fill(work: Work, order: ServiceOrder, line: RepairLine, fields: RepairFields, *, at: datetime) -> None:
    line.take_object(order, _named(work, ServiceObject, fields.object_id))
    line.take_symptom(
        _named(work, SymptomArea, fields.symptom_area_id), _named(work, Symptom, fields.symptom_id)
    )
    line.take_diagnosis(
        _named(work, DiagnosisArea, fields.diagnosis_area_id), _named(work, Diagnosis, fields.diagnosis_id)
    )
    line.condition_id = _id(_named(work, Condition, fields.condition_id))
    line.resolution_id = _id(_named(work, Resolution, fields.resolution_id))
    line.technician_id = _id(_named(work, Technician, fields.technician_id))
    line.title, line.note = fields.title.strip(), fields.note.strip()
    line.enter(_named(work, RepairStage, fields.stage_id), at=at)


def _named(work: Work, kind: type[Row], row_id: int) -> Row | None:
    return work.get(kind, row_id) if row_id else None


def _id(row: Condition | Resolution | Technician | None) -> int | None:
    return row.id if row is not None else None


def _saved(line: RepairLine) -> RepairSaved:
    return RepairSaved(line.id, line.version, line.line, line.created_at, line.finished_at)
