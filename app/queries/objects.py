"""The list of service objects as a vector of ids and pages, and the agreements that cover one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementLine
from models.customers import Customer, Site
from models.objects import ServiceObject, ServiceTask
from models.search import by_name, has_name, like
from models.vectors import Ids, ids_of


@dataclass(frozen=True, slots=True)
class ObjectView:
    """Which objects, in which order; sort is a column of `ObjectRow`."""

    text: str = ""
    sort: str = "name"
    descends: bool = False


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One service object of the list."""

    id: int
    code: str
    name: str
    group: str
    serial_number: str
    customer_id: int
    customer: str
    site: str
    town: str
    version: int


@dataclass(frozen=True, slots=True)
class ObjectAgreementRow:
    """A line of an agreement that names the object."""

    agreement_id: int
    code: str
    name: str
    line: int
    task: str
    stopped: bool


def object_ids(session: Session, view: ObjectView) -> Ids:
    """The ids of every object of the view, in its order."""
    column = _sorted_by(view.sort)
    chosen = _joined(select(ServiceObject.id)).where(*_says(view.text))
    ordered = chosen.order_by(column.desc() if view.descends else column.asc(), ServiceObject.id)
    return ids_of(session, ordered)


def object_rows(session: Session, ids: Collection[int]) -> dict[int, ObjectRow]:
    """Rows of the list by their ids; ids that are gone are left out. One statement."""
    chosen: Select[*tuple[Any, ...]] = select(
        ServiceObject.id, ServiceObject.code, ServiceObject.name, func.coalesce(ServiceObject.group, ""),
        func.coalesce(ServiceObject.serial_number, ""), func.coalesce(ServiceObject.customer_id, 0),
        func.coalesce(Customer.name, ""), func.coalesce(Site.name, ""), func.coalesce(Site.city, ""),
        ServiceObject.version,
    )  # fmt: skip
    found = session.execute(_joined(chosen).where(ServiceObject.id.in_([int(row_id) for row_id in ids])))
    return {row[0]: ObjectRow(*row) for row in found}


def object_agreements(session: Session, object_id: int) -> list[ObjectAgreementRow]:
    """Lines of agreements that name the object, by agreement. One statement."""
    rows = session.execute(
        select(
            Agreement.id, Agreement.code, Agreement.name, AgreementLine.line, ServiceTask.name,
            AgreementLine.stopped,
        )
        .join(AgreementLine, AgreementLine.agreement_id == Agreement.id)
        .outerjoin(ServiceTask, ServiceTask.id == AgreementLine.task_id)
        .where(AgreementLine.object_id == object_id)
        .order_by(Agreement.code, AgreementLine.line)
    )  # fmt: skip
    return [ObjectAgreementRow(*row[:4], row[4] or "", row[5]) for row in rows]


def _joined(chosen: Select[Any]) -> Select[Any]:
    return chosen.outerjoin(Customer, Customer.id == ServiceObject.customer_id).outerjoin(
        Site, Site.id == ServiceObject.site_id
    )


def _sorted_by(sort: str) -> Any:  # a mapped column or an expression of one
    return {
        "code": ServiceObject.code,
        "name": by_name(ServiceObject.name),
        "group": ServiceObject.group,
        "serial_number": ServiceObject.serial_number,
        "customer": by_name(Customer.name),
        "site": Site.name,
        "town": Site.city,
    }[sort]


def _says(text: str) -> list[ColumnElement[bool]]:
    """Every word occurs in code, name, group, serial number or customer."""
    columns = (
        ServiceObject.code,
        ServiceObject.name,
        ServiceObject.group,
        ServiceObject.serial_number,
        Customer.name,
    )
    return [or_(*(has_name(column, f"%{like(word)}%") for column in columns)) for word in text.split()]
