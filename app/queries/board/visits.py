"""Visits as columns, each fetched as one value: no entity, not even a row for each (data.md 1, 6)."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Integer, String, case, func, literal_column, select, type_coerce
from sqlalchemy.orm import Session

from app.queries.board.rows import Needs, VisitColumns
from models.base import epoch_of
from models.orders import order_skill
from models.technicians import Skill
from models.terms import Lock, Priority, VisitStatus
from models.vectors import listed, packed
from models.visits import Visit

VISIT = Visit.__table__.c

_MOST_IDS = 10_000


def _code(column: ColumnElement[Any], words: Sequence[StrEnum], first: int) -> ColumnElement[int]:
    """The position of a word among words, counted from `first`, in SQL; 0 where the column is empty."""
    plain = type_coerce(column, String)
    tests = [
        (plain == literal_column(f"'{word.value}'"), literal_column(str(at), Integer))
        for at, word in enumerate(words, first)
    ]
    return case(*tests, else_=literal_column("0", Integer))


_STATUS, _PRIORITY, _ALLOWED = 64, 8, 1024
_WORDS = (
    case(
        (VISIT.overlap_reason.is_not(None), literal_column(str(_ALLOWED), Integer)),
        else_=literal_column("0", Integer),
    )
    + case(
        (VISIT.override_reason.is_not(None), literal_column(str(2 * _ALLOWED), Integer)),
        else_=literal_column("0", Integer),
    )
    + _code(VISIT.status, tuple(VisitStatus), 0) * literal_column(str(_STATUS), Integer)
    + _code(VISIT.priority, tuple(Priority), 0) * literal_column(str(_PRIORITY), Integer)
    + _code(VISIT.move_lock, tuple(Lock), 1)
)
"""What was allowed, status, priority and lock as one number, so that they too are integers."""

NUMBERS: tuple[ColumnElement[Any], ...] = (  # all integers
    VISIT.id,
    VISIT.technician_id,
    VISIT.order_id,
    func.coalesce(VISIT.site_id, 0),
    epoch_of(VISIT.starts_at),
    epoch_of(VISIT.ends_at),
    func.coalesce(epoch_of(VISIT.promise_from), 0),
    func.coalesce(epoch_of(VISIT.promise_to), 0),
    _WORDS,
    VISIT.version,
    func.coalesce(VISIT.customer_id, 0),
    func.coalesce(VISIT.agreement_id, 0),
    func.coalesce(VISIT.service_level_id, 0),
    func.coalesce(VISIT.crew_id, 0),
)
TEXTS: tuple[ColumnElement[str], ...] = (
    VISIT.order_number,
    VISIT.customer_name,
    func.coalesce(VISIT.town, ""),
)


def visit_columns(session: Session, *conditions: ColumnElement[bool]) -> VisitColumns:
    """The visits that meet the conditions, in one statement of one row.

    All its columns are gathered in one pass over the visits, so they are in one order.
    """
    whole = select(*(packed(column) for column in NUMBERS), *(listed(column) for column in TEXTS))
    values: Sequence[Any] = session.execute(whole.where(*conditions)).one()  # vectors, then JSON lists
    numbers = values[: len(NUMBERS)]
    number, customer, town = (json.loads(value) for value in values[len(NUMBERS) :])
    words = numbers[8]
    return VisitColumns(
        id=numbers[0],
        technician_id=numbers[1],
        order_id=numbers[2],
        site_id=numbers[3],
        starts=numbers[4],
        ends=numbers[5],
        promise_from=numbers[6],
        promise_to=numbers[7],
        customer_id=numbers[10],
        agreement_id=numbers[11],
        service_level_id=numbers[12],
        crew_id=numbers[13],
        allowed=(words // _ALLOWED).astype(np.uint8),
        status=(words % _ALLOWED // _STATUS).astype(np.uint8),
        priority=(words % _STATUS // _PRIORITY).astype(np.uint8),
        lock=(words % _PRIORITY).astype(np.uint8),
        version=numbers[9].astype(np.int32),
        number=number,
        customer=customer,
        town=town,
    )


def visits_by_ids(session: Session, ids: Collection[int]) -> VisitColumns:
    """Those of the visits that still exist, in any order.

    One statement for up to 10,000 visits; whoever wants more had better load the window again.

    Raises:
        ValueError: more than 10,000 ids.
    """
    if len(ids) > _MOST_IDS:
        raise ValueError(f"{len(ids)} visits one by one")
    return visit_columns(session, VISIT.id.in_(list(ids)))


def needs_by_orders(session: Session, order_ids: Collection[int]) -> dict[int, Needs]:
    """Skills that orders ask for, by order; orders that ask for none are left out. Two statements."""
    return needs_where(session, order_skill.c.order_id.in_(list(order_ids)))


def needs_where(session: Session, condition: ColumnElement[bool]) -> dict[int, Needs]:
    """Skills by order, of the rows of `order_skill` that meet a condition; in order of their codes.

    Two statements, so that the name of a skill is not read for each of its orders; orders that ask for the
    same share one tuple.
    """
    skill = Skill.__table__.c
    named = session.execute(select(skill.id, skill.name).order_by(skill.code))
    known = {skill_id: (rank, (skill_id, name)) for rank, (skill_id, name) in enumerate(named)}
    asked = select(packed(order_skill.c.order_id), packed(order_skill.c.skill_id)).where(condition)
    orders, skills = (vector.tolist() for vector in session.execute(asked).one())
    found: dict[int, tuple[int, ...]] = {}
    for order_id, skill_id in zip(orders, skills, strict=True):
        others = found.get(order_id)
        found[order_id] = (skill_id,) if others is None else (*others, skill_id)
    shared = {
        skill_ids: tuple(need for _rank, need in sorted(known[skill_id] for skill_id in skill_ids))
        for skill_ids in set(found.values())
    }
    return {order_id: shared[skill_ids] for order_id, skill_ids in found.items()}
