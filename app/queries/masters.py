"""Rows of any table that people edit: what they say, and what the rows they name are called.

One table of kinds says which columns a person edits; `app.usecases.masters` saves by the same one. The table
of `app.exchange.tables` is another: it is a format, with names and codes that others write (decision 20).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, Table, inspect, select
from sqlalchemy.orm import Session, aliased

from models.agreements import (
    Agreement,
    AgreementGroup,
    AgreementLine,
    Interval,
    TemplateGroup,
    TimeWindow,
)
from models.base import Base
from models.calendars import Calendar, ClosedDay
from models.company import Company
from models.customers import Contact, Customer, Site
from models.errors import Missing
from models.items import Item
from models.objects import ServiceObject, ServiceTask
from models.prices import Price
from models.projects import Category, CategoryUse, Project
from models.relations import AgreementObject, AgreementTask
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
from models.stages import Reason, Stage, StageStep, stage_role
from models.technicians import (
    Absence,
    Certificate,
    DayLock,
    Exclusion,
    Skill,
    Team,
    Technician,
    technician_skill,
)
from models.terms import Right
from models.users import Role
from resources.texts import _

MOST = 2000
"""Rows of one table that are shown at once; tables that grow beyond it have lists of their own."""


@dataclass(frozen=True, slots=True)
class Links:
    """A list of other rows that a row has: the table between, its two columns, and the other class."""

    table: Table
    own: str
    other: str
    mapped: type[Any]  # any class with code and name


@dataclass(frozen=True, slots=True)
class Kind:
    """A table that people edit.

    Attributes:
        required, optional: the columns they may write; those required are never empty.
        right: what the person must be allowed.
        order: the columns that rows are listed by.
        links: lists of other rows, by the attribute that holds them.
        most: so many rows are shown at once.
    """

    mapped: type[Any]  # any mapped class with id and version
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    right: Right = Right.EDIT_MASTERS
    order: tuple[str, ...] = ("code",)
    links: Mapping[str, Links] = field(default_factory=dict)
    most: int = MOST

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns a person may write."""
        return (*self.required, *self.optional)

    def references(self) -> dict[str, type[Any]]:
        """Columns that name another row, with its class."""
        tables = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
        found = {}
        for name in self.columns:
            for key in inspect(self.mapped).attrs[name].columns[0].foreign_keys:
                found[name] = tables[key.column.table]
        return found


_CODED = ("code", "name")
_SKILLS = {"skills": Links(technician_skill, "technician_id", "skill_id", Skill)}
_SITE = ("street", "postal_code", "city", "country", "latitude", "longitude", "access_notes")
_TECHNICIAN = ("team_id", "home_site_id", "work_days", "email", "phone", "active",
               "daily_minutes")  # fmt: skip
_STAGE = ("parent_id", "may_modify", "may_delete", "may_cancel", "may_post", "needs_reason", "stops_clock",
          "colour")  # fmt: skip
_ROLES = {"roles": Links(stage_role, "stage_id", "role_id", Role)}
_LINE = ("description", "interval_id", "time_window_id", "starts_on", "ends_on", "stopped", "object_id",
         "task_id", "technician_id", "item_id", "cost_price", "sales_price", "earliest_start",
         "latest_start", "site_id", "category_id", "item_setup", "duration_minutes", "note",
         "series_from")  # fmt: skip
_AGREEMENT = ("ends_on", "suspended", "combine", "template", "service_level_id", "preferred_technician_id",
              "site_id", "template_group_id", "project_id", "responsible_id", "contact_id",
              "renewal_of_id")  # fmt: skip
_OBJECT = ("group", "item_id", "serial_number", "customer_id", "site_id", "parent_id", "installed_on",
           "warranty_until", "note")  # fmt: skip
_COMPANY = ("name", "address", "phone", "email", "calendar_id", "agreement_group_id")
_SET = ("time_zone", "currency", "language", "travel_factor", "travel_speed", "order_prefix", "next_order",
        "allow_without_agreement", "one_item_many_objects", "reason_on_clock_cancel", "reason_on_exceeding",
        "generated_get_level", "move_off_closed", "clock_warning_percent", "split_rule", "daily_minutes",
        "validation", "hour_journal", "expense_journal", "item_journal", "fee_journal")  # fmt: skip

KINDS: Mapping[str, Kind] = {
    "customer": Kind(Customer, _CODED, ("language", "email", "phone")),
    "site": Kind(Site, (*_CODED, "customer_id"), _SITE),
    "contact": Kind(Contact, ("name", "customer_id"), ("site_id", "email", "phone"), order=("name",)),
    "technician": Kind(Technician, (*_CODED, "shift_start", "shift_end"), _TECHNICIAN, links=_SKILLS),
    "absence": Kind(
        Absence, ("technician_id", "starts_at", "ends_at"), ("reason",), order=("starts_at",)
    ),
    "certificate": Kind(Certificate, ("technician_id", "skill_id", "valid_until"), order=("valid_until",)),
    "day_lock": Kind(DayLock, ("technician_id", "on_date"), ("reason",), order=("on_date",)),
    "exclusion": Kind(Exclusion, ("technician_id", "customer_id"), ("reason",), order=("id",)),
    "team": Kind(Team, _CODED),
    "skill": Kind(Skill, _CODED),
    "service_object": Kind(ServiceObject, _CODED, _OBJECT),
    "service_task": Kind(ServiceTask, _CODED, ("internal_note", "external_note")),
    "item": Kind(Item, _CODED, ("unit", "cost_price", "sales_price", "currency")),
    "service_level": Kind(
        ServiceLevel,
        (*_CODED, "days", "hours", "minutes"),
        ("calendar_id", "suspended", "warning_percent"),
    ),
    "calendar": Kind(
        Calendar, (*_CODED, "opens", "closes"), ("time_zone", "holidays_of", "open_days")
    ),
    "closed_day": Kind(ClosedDay, ("calendar_id", "on_date"), ("reason",), order=("on_date",)),
    "stage": Kind(Stage, (*_CODED, "position"), _STAGE, order=("position", "id"), links=_ROLES),
    "stage_step": Kind(StageStep, ("from_id", "to_id"), order=("from_id", "to_id")),
    "reason": Kind(Reason, _CODED),
    "repair_condition": Kind(Condition, _CODED),
    "symptom_area": Kind(SymptomArea, _CODED),
    "symptom": Kind(Symptom, ("area_id", *_CODED), order=("area_id", "code")),
    "diagnosis_area": Kind(DiagnosisArea, _CODED),
    "diagnosis": Kind(Diagnosis, ("area_id", *_CODED), order=("area_id", "code")),
    "resolution": Kind(Resolution, _CODED),
    "repair_stage": Kind(
        RepairStage, (*_CODED, "position"), ("finished",), order=("position", "id")
    ),
    "project": Kind(Project, (*_CODED, "type"), ("customer_id",)),
    "category": Kind(Category, (*_CODED, "type"), ("account", "active")),
    "category_use": Kind(
        CategoryUse, ("category_id",), ("technician_id", "project_id"), order=("category_id", "id")
    ),
    "price": Kind(
        Price,
        ("kind", "type", "starts_on", "amount"),
        ("project_id", "customer_id", "technician_id", "category_id", "item_id", "currency"),
        order=("kind", "type", "starts_on", "id"),
        most=20_000,
    ),
    "company": Kind(Company, _SET, _COMPANY, order=("id",)),
    "template_group": Kind(TemplateGroup, _CODED, ("parent_id",), Right.EDIT_AGREEMENTS),
    "agreement_object": Kind(
        AgreementObject,
        ("agreement_id", "object_id"),
        ("reference",),
        Right.EDIT_AGREEMENTS,
        order=("id",),
    ),
    "agreement_task": Kind(
        AgreementTask,
        ("agreement_id", "task_id"),
        ("internal_note", "external_note"),
        Right.EDIT_AGREEMENTS,
        order=("id",),
    ),
    "agreement_group": Kind(AgreementGroup, _CODED, ("service_level_id",), Right.EDIT_AGREEMENTS),
    "service_interval": Kind(Interval, ("code", "unit", "every"), (), Right.EDIT_AGREEMENTS),
    "time_window": Kind(
        TimeWindow, ("code", "method", "days_before", "days_after"), (), Right.EDIT_AGREEMENTS
    ),
    "agreement": Kind(
        Agreement, (*_CODED, "customer_id", "group_id", "starts_on"), _AGREEMENT, Right.EDIT_AGREEMENTS
    ),
    "agreement_line": Kind(
        AgreementLine,
        ("agreement_id", "line", "type", "quantity"),
        _LINE,
        Right.EDIT_AGREEMENTS,
        order=("line",),
    ),
}  # fmt: skip
"""Every table people edit, by its name in `Changes`."""

CHOSEN: Mapping[str, type[Any]] = {"role": Role}  # classes with code and name
"""Tables whose rows are chosen and that nobody edits here."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row as a person edits it.

    Attributes:
        values: by column as stored (ids, enums, aware instants, minor units); a list of links as a tuple of
            ids.
        names: what the rows it names are called, by column; a list of links as words.
    """

    kind: str
    id: int
    version: int
    values: Mapping[str, Any] = field(hash=False)
    names: Mapping[str, str] = field(hash=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A row to choose from a short table."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class RecordForm:
    """What the editor of a row opens with.

    Attributes:
        record: the row, or None for a new one.
        codes: rows of the short tables to choose from.
        code: what a new row's code might be.
        zone, currency: the company's.
        values: what else a new row starts with, by column.
    """

    record: Record | None
    codes: Mapping[str, Sequence[CodeRow]] = field(hash=False)
    code: str
    zone: str
    currency: str
    values: Mapping[str, Any] = field(hash=False, default_factory=dict)


def record(session: Session, kind: str, row_id: int) -> Record:
    """One row.

    Raises:
        Missing: it is gone.
    """
    found = _read(session, kind, KINDS[kind].mapped.id == row_id)
    if not found:
        raise Missing(_("It is gone; somebody deleted it."))
    return found[0]


def records(session: Session, kind: str, where: Mapping[str, int] | None = None) -> list[Record]:
    """The rows of a table, as many as its kind shows, in its order; of one owner if columns are given."""
    mapped = KINDS[kind].mapped
    conditions = [getattr(mapped, column) == value for column, value in (where or {}).items()]
    return _read(session, kind, *conditions)


def codes(session: Session, kinds: Sequence[str]) -> dict[str, list[CodeRow]]:
    """The rows of short tables to choose from, one statement a table."""
    return {kind: _codes(session, kind) for kind in kinds}


def record_form(session: Session, kind: str, row_id: int, kinds: Sequence[str] = ()) -> RecordForm:
    """What the editor of a row opens with; row 0 is a new one.

    Raises:
        Missing: it is gone.
    """
    zone, currency, group_id = session.execute(
        select(Company.time_zone, Company.currency, Company.agreement_group_id)
    ).one()
    found = record(session, kind, row_id) if row_id else None
    code = suggested_code(session, kind) if not row_id and "code" in KINDS[kind].required else ""
    values = {"group_id": group_id} if kind == "agreement" and not row_id and group_id else {}
    return RecordForm(found, codes(session, kinds), code, zone, currency, values)


def suggested_code(session: Session, kind: str) -> str:
    """The code after the last one there is: A-0031 gives A-0032; "" where none ends in a number."""
    mapped = KINDS[kind].mapped
    last = session.scalar(select(mapped.code).order_by(mapped.id.desc()).limit(1)) or ""
    digits = len(last) - len(last.rstrip("0123456789"))
    if not digits:
        return ""
    head, number = last[:-digits], int(last[-digits:])
    taken = set(session.scalars(select(mapped.code).where(mapped.code.like(f"{head}%")).limit(MOST)))
    while f"{head}{number:0{digits}d}" in taken:
        number += 1
    return f"{head}{number:0{digits}d}"


def _codes(session: Session, kind: str) -> list[CodeRow]:
    mapped = CHOSEN[kind] if kind in CHOSEN else KINDS[kind].mapped
    order = [mapped.id] if kind in CHOSEN else _order(kind)
    rows = session.execute(select(mapped.id, mapped.code, _called(mapped)).order_by(*order).limit(MOST))
    return [CodeRow(row_id, code, name) for row_id, code, name in rows]


def _called(mapped: Any) -> Any:  # a mapped class or an alias of it, and one of its columns
    return mapped.name if hasattr(mapped, "name") else mapped.code


def _order(kind: str) -> list[Any]:  # mapped columns
    return [getattr(KINDS[kind].mapped, column) for column in KINDS[kind].order]


def _read(session: Session, kind: str, *conditions: Any) -> list[Record]:  # conditions on mapped columns
    known = KINDS[kind]
    references = known.references()
    statement = _statement(known, references).where(*conditions).order_by(*_order(kind)).limit(known.most)
    rows = session.execute(statement).all()
    width = 2 + len(known.columns)
    linked = {name: _linked(session, links, [row[0] for row in rows]) for name, links in known.links.items()}
    found = []
    for row in rows:
        values = dict(zip(known.columns, row[2:width], strict=True))
        names = {column: name or "" for column, name in zip(references, row[width:], strict=True)}
        for name, by_owner in linked.items():
            own = by_owner.get(row[0], [])
            values[name] = tuple(other for other, _name in own)
            names[name] = ", ".join(word for _other, word in own)
        found.append(Record(kind, row[0], row[1], values, names))
    return found


def _statement(known: Kind, references: Mapping[str, type[Any]]) -> Select[Any]:
    """Id, version, the columns, then the name of each row they name."""
    mapped = known.mapped
    others = {column: aliased(other) for column, other in references.items()}
    statement = select(
        mapped.id,
        mapped.version,
        *(getattr(mapped, column) for column in known.columns),
        *(_called(other) for other in others.values()),
    )
    for column, other in others.items():
        statement = statement.outerjoin(other, getattr(mapped, column) == other.id)
    return statement


def _linked(session: Session, links: Links, owners: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    own, other = links.table.c[links.own], links.table.c[links.other]
    rows = session.execute(
        select(own, links.mapped.id, links.mapped.name)
        .join(links.mapped, links.mapped.id == other)
        .where(own.in_(owners))
        .order_by(links.mapped.code)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for owner, row_id, name in rows:
        found.setdefault(owner, []).append((row_id, name))
    return found
