"""Service objects with their parts: one level at a time, or those that say a text with what is above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.customers import Customer
from models.objects import ServiceObject
from models.search import by_name, has_name, like

MOST = 500
"""Objects of one level, or found by a text, that are shown at once."""


@dataclass(frozen=True, slots=True)
class TreeObject:
    """An object of the tree; parent 0 is a root, `parts` counts what is directly below it."""

    id: int
    parent_id: int
    code: str
    name: str
    customer: str
    parts: int


def object_parts(session: Session, parent_id: int) -> list[TreeObject]:
    """What is directly below an object, or with 0 the objects that are no parts; by name, at most 500."""
    if parent_id:
        return _rows(session, _select().where(ServiceObject.parent_id == parent_id))
    return _rows(session, _select().where(ServiceObject.parent_id.is_(None)))


def objects_saying(session: Session, text: str) -> list[TreeObject]:
    """Objects in which every word occurs, at most 500, with all they are parts of."""
    words = [
        or_(
            *(
                has_name(column, f"%{like(word)}%")
                for column in (
                    ServiceObject.code, ServiceObject.name, ServiceObject.serial_number, Customer.name,
                )
            )
        )
        for word in text.split()
    ]  # fmt: skip
    found = {row.id: row for row in _rows(session, _select().where(*words))}
    above = {row.parent_id for row in found.values() if row.parent_id} - set(found)
    while above:
        rows = _rows(session, _select().where(ServiceObject.id.in_(above)))
        found.update((row.id, row) for row in rows)
        above = {row.parent_id for row in rows if row.parent_id} - set(found)
    return list(found.values())


def _select() -> Select[Any]:  # columns in the order of TreeObject
    part = aliased(ServiceObject)
    parts = select(func.count(part.id)).where(part.parent_id == ServiceObject.id).scalar_subquery()
    return (
        select(
            ServiceObject.id, func.coalesce(ServiceObject.parent_id, 0), ServiceObject.code,
            ServiceObject.name, func.coalesce(Customer.name, ""), parts,
        )
        .outerjoin(Customer, Customer.id == ServiceObject.customer_id)
        .order_by(by_name(ServiceObject.name), ServiceObject.id)
        .limit(MOST)
    )  # fmt: skip


def _rows(session: Session, statement: Select[Any]) -> list[TreeObject]:
    return [TreeObject(*row) for row in session.execute(statement)]
