"""Visits as columns: read as rows of plain numbers and texts, never as entities (data.md 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, String, func, select, type_coerce
from sqlalchemy.orm import Session

from app.queries.board.rows import Needs, VisitColumns
from models.base import epoch_of
from models.orders import order_skill
from models.technicians import Skill
from models.terms import Lock, Priority, VisitStatus
from models.visits import Visit

VISIT = Visit.__table__.c

CHUNK = 2000
"""Rows that are fetched at once: a longer fetch would hold the interpreter while the window waits."""

_MOST_IDS = 10_000
_INTEGERS = 8
_STATUS_CODES = {word.value: code for code, word in enumerate(VisitStatus)}
_PRIORITY_CODES = {word.value: code for code, word in enumerate(Priority)}
_LOCK_CODES = {None: 0, Lock.TIME.value: 1, Lock.PERSON.value: 2, Lock.BOTH.value: 3}
_COLUMNS: tuple[ColumnElement[Any], ...] = (  # columns of several types
    VISIT.id,
    VISIT.technician_id,
    VISIT.order_id,
    func.coalesce(VISIT.site_id, 0),
    epoch_of(VISIT.starts_at),
    epoch_of(VISIT.ends_at),
    func.coalesce(epoch_of(VISIT.promise_from), 0),
    func.coalesce(epoch_of(VISIT.promise_to), 0),
    type_coerce(VISIT.status, String),
    type_coerce(VISIT.priority, String),
    type_coerce(VISIT.move_lock, String),
    VISIT.version,
    VISIT.order_number,
    VISIT.customer_name,
    func.coalesce(VISIT.town, ""),
)


def visit_columns(session: Session, *conditions: ColumnElement[bool]) -> VisitColumns:
    """The visits that meet the conditions, in one statement."""
    columns: list[list[Any]] = [[] for _column in _COLUMNS]  # numbers or texts
    result = session.execute(select(*_COLUMNS).where(*conditions))
    for rows in result.partitions(CHUNK):
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(values)
    return _as_arrays(columns)


def _as_arrays(columns: Sequence[list[Any]]) -> VisitColumns:  # numbers or texts, as in _COLUMNS
    whole = [np.array(column, dtype=np.int64) for column in columns[:_INTEGERS]]
    status, priority, lock, version, number, customer, town = columns[_INTEGERS:]
    return VisitColumns(
        id=whole[0],
        technician_id=whole[1],
        order_id=whole[2],
        site_id=whole[3],
        starts=whole[4],
        ends=whole[5],
        promise_from=whole[6],
        promise_to=whole[7],
        status=np.array([_STATUS_CODES[word] for word in status], dtype=np.uint8),
        priority=np.array([_PRIORITY_CODES[word] for word in priority], dtype=np.uint8),
        lock=np.array([_LOCK_CODES[word] for word in lock], dtype=np.uint8),
        version=np.array(version, dtype=np.int32),
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
    """Skills that orders ask for, by order; orders that ask for none are left out. One statement."""
    return needs_where(session, order_skill.c.order_id.in_(list(order_ids)))


def needs_where(session: Session, condition: ColumnElement[bool]) -> dict[int, Needs]:
    """Skills by order, of the rows of `order_skill` that meet a condition; in order of their codes.

    Orders that ask for the same share one tuple.
    """
    skill = Skill.__table__.c
    rows = session.execute(
        select(order_skill.c.order_id, skill.id, skill.name)
        .join_from(order_skill, Skill.__table__, skill.id == order_skill.c.skill_id)
        .where(condition)
        .order_by(order_skill.c.order_id, skill.code)
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for chunk in rows.partitions(CHUNK):
        for order_id, skill_id, name in chunk:
            found[order_id].append((skill_id, name))
    shared: dict[Needs, Needs] = {}
    return {order: shared.setdefault(key, key) for order, key in _as_tuples(found)}


def _as_tuples(found: dict[int, list[tuple[int, str]]]) -> Iterator[tuple[int, Needs]]:
    return ((order, tuple(skills)) for order, skills in found.items())
