"""What columns and values are called when the history of an order tells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.customers import Contact, Customer, Site
from models.items import Item
from models.journal import AuditRow
from models.objects import ServiceObject, ServiceTask
from models.projects import Category, Project
from models.repairs import (
    Condition,
    Diagnosis,
    DiagnosisArea,
    RepairStage,
    Resolution,
    Symptom,
    SymptomArea,
)
from models.service_levels import ServiceLevel
from models.stages import Reason, Stage
from models.technicians import Technician
from resources.texts import (
    N_,
    _,
    format_date,
    format_instant,
    format_minutes,
    format_money,
    format_number,
    format_time,
)

FIELDS = {
    "customer_id": N_("Customer"),
    "site_id": N_("Site"),
    "contact_id": N_("Contact"),
    "agreement_id": N_("Agreement"),
    "project_id": N_("Project"),
    "stage_id": N_("Stage"),
    "name": N_("Name"),
    "description": N_("Description"),
    "one_time_address": N_("Address of this visit"),
    "caller": N_("Caller"),
    "caller_phone": N_("Caller's telephone"),
    "priority": N_("Priority"),
    "service_date": N_("Service date"),
    "earliest_start": N_("Earliest start"),
    "latest_start": N_("Latest start"),
    "duration_minutes": N_("Duration"),
    "split_rule": N_("Splitting"),
    "preferred_technician_id": N_("Preferred technician"),
    "responsible_id": N_("Responsible"),
    "service_level_id": N_("Service level"),
    "progress": N_("Progress"),
    "type": N_("Type"),
    "category_id": N_("Category"),
    "object_id": N_("Object"),
    "task_id": N_("Task"),
    "technician_id": N_("Technician"),
    "item_id": N_("Item"),
    "title": N_("Title"),
    "condition_id": N_("Condition"),
    "symptom_area_id": N_("Symptom area"),
    "symptom_id": N_("Symptom"),
    "diagnosis_area_id": N_("Diagnosis area"),
    "diagnosis_id": N_("Diagnosis"),
    "resolution_id": N_("Resolution"),
    "quantity": N_("Quantity"),
    "delivered": N_("Delivered"),
    "needed_on": N_("Needed on"),
    "cost_price": N_("Cost price"),
    "sales_price": N_("Sales price"),
    "starts_after": N_("Starts after"),
    "ends_before": N_("Ends before"),
    "executed_on": N_("Done on"),
    "started_at": N_("Begun"),
    "ended_at": N_("Ended"),
    "status": N_("Status"),
    "signed_off": N_("Signed off"),
    "signed_off_at": N_("Signed off at"),
    "starts_at": N_("Start"),
    "ends_at": N_("End"),
    "finished_at": N_("Finished"),
    "move_lock": N_("Lock"),
    "overlap_reason": N_("Reason for the overlap"),
    "reference": N_("Reference"),
    "internal_note": N_("Note for the technician"),
    "external_note": N_("Note for the customer"),
    "note": N_("Note"),
}
"""What a column is called; columns that are not here are not told."""

_WORDS = {
    "low": N_("Low"),
    "normal": N_("Normal"),
    "high": N_("High"),
    "in_process": N_("In process"),
    "posted": N_("Posted"),
    "canceled": N_("Canceled"),
    "hour": N_("Hour"),
    "expense": N_("Expense"),
    "item": N_("Item"),
    "fee": N_("Fee"),
    "created": N_("Created"),
    "planned": N_("Planned"),
    "sent": N_("Sent"),
    "travelling": N_("Travelling"),
    "working": N_("Working"),
    "done": N_("Done"),
    "cancelled": N_("Cancelled"),
    "none": N_("Not split"),
    "per_day": N_("One visit a day"),
    "fill_gaps": N_("Between other visits"),
    "time": N_("Time"),
    "person": N_("Technician"),
    "both": N_("Time and technician"),
    "open": N_("Open"),
    "ordered": N_("Ordered"),
    "delivered": N_("Delivered"),
}
_WORDED = ("priority", "progress", "type", "status", "move_lock", "split_rule")
"""Columns whose values are words of the program; all other texts are what a person typed."""
_NAMED: dict[str, Any] = {  # mapped classes with id and name
    "customer_id": Customer,
    "site_id": Site,
    "contact_id": Contact,
    "agreement_id": Agreement,
    "project_id": Project,
    "stage_id": Stage,
    "technician_id": Technician,
    "preferred_technician_id": Technician,
    "responsible_id": Technician,
    "service_level_id": ServiceLevel,
    "category_id": Category,
    "object_id": ServiceObject,
    "task_id": ServiceTask,
    "item_id": Item,
    "condition_id": Condition,
    "symptom_area_id": SymptomArea,
    "symptom_id": Symptom,
    "diagnosis_area_id": DiagnosisArea,
    "diagnosis_id": Diagnosis,
    "resolution_id": Resolution,
    "reason_id": Reason,
}
_NAMED_OF: dict[tuple[str, str], Any] = {("repair_line", "stage_id"): RepairStage}
"""Columns that name rows of another class in this kind than elsewhere."""
_INSTANTS = ("starts_at", "ends_at", "started_at", "ended_at", "signed_off_at", "finished_at")

Names = Mapping[Any, Mapping[int, str]]
Value = Any  # a column's value as the audit keeps it


def names_of(session: Session, rows: Iterable[AuditRow]) -> Names:
    """What the rows are called that these writes name, one statement a class."""
    wanted: dict[Any, set[int]] = defaultdict(set)
    for row in rows:
        for column, values in row.fields.items():
            named = _named(row.kind, column)
            if named is not None:
                wanted[named].update(value for value in values if value is not None)
    return {kind: named_rows(session, kind, ids) for kind, ids in wanted.items()}


def named_rows(session: Session, kind: Any, ids: Collection[int]) -> dict[int, str]:  # a mapped class
    """The names of rows by id."""
    rows = session.execute(select(kind.id, kind.name).where(kind.id.in_(ids)))
    return {row_id: name for row_id, name in rows}


def _named(kind: str, column: str) -> Any:  # a mapped class or None
    return _NAMED_OF.get((kind, column)) or _NAMED.get(column)


@dataclass(frozen=True, slots=True)
class Sayer:
    """Puts a column's value into words, in the language of the moment."""

    names: Names
    zone: str
    currency: str

    def say(self, kind: str, column: str, value: Value) -> str:
        """The value of a column of a kind of row; empty for none."""
        if value is None or value == "":
            return ""
        named = _named(kind, column)
        if named is not None:
            return self.names[named].get(value, _("no. {id}, gone since").format(id=value))
        if column in _FORMATS and not isinstance(value, str | bool):
            return _FORMATS[column](value)
        if column in ("service_date", "needed_on", "executed_on"):
            return format_date(date.fromisoformat(value))
        if column in ("cost_price", "sales_price"):
            return format_money(value, self.currency)
        if column in _INSTANTS:
            return self.instant(datetime.fromisoformat(value))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return _(_WORDS[value]) if column in _WORDED and value in _WORDS else str(value)

    def instant(self, at: datetime) -> str:
        """An aware instant in the company's time."""
        return format_instant(at, self.zone)


def _clock(minutes: Value) -> str:
    return format_time(time(minutes // 60, minutes % 60))


def _quantity(thousandths: Value) -> str:
    return format_number(Decimal(thousandths) / 1000)


_FORMATS: dict[str, Callable[[Value], str]] = {
    "earliest_start": _clock,
    "latest_start": _clock,
    "starts_after": _clock,
    "ends_before": _clock,
    "duration_minutes": format_minutes,
    "quantity": _quantity,
    "delivered": _quantity,
}
