"""Rows as they were before they were deleted, and the way back under their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, inspect, select, update
from sqlalchemy.orm.attributes import set_committed_value

from app.work import Work
from models.base import Base
from models.terms import VisitStatus
from models.visits import OPEN, Visit


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that was deleted: its table, its version, its columns by attribute."""

    kind: str
    version: int
    values: Mapping[str, Any] = field(hash=False)  # of any column

    @property
    def id(self) -> int:
        """The id under which it comes back."""
        return int(self.values["id"])


def keep(row: Any) -> KeptRow:  # a mapped row of any class
    """All that is needed to bring a row back."""
    names = [attribute.key for attribute in inspect(type(row)).column_attrs]
    values = {name: getattr(row, name) for name in names if name != "version"}
    return KeptRow(row.__tablename__, getattr(row, "version", 0), values)


def bring_back(work: Work, rows: Iterable[KeptRow]) -> list[Any]:  # mapped rows of these classes
    """Insert rows again under their ids; whoever still holds an old version gets a conflict."""
    kept = list(rows)
    made = [_again(row) for row in kept]
    work.session.add_all(made)
    work.session.flush()
    newer: dict[Any, list[dict[str, int]]] = {}
    for row, old in zip(made, kept, strict=True):
        if old.version:
            newer.setdefault(type(row).__table__, []).append({"row": row.id, "newer": old.version + 1})
            set_committed_value(row, "version", old.version + 1)
    for table, versions in newer.items():
        raised = update(table).where(table.c.id == bindparam("row")).values(version=bindparam("newer"))
        work.session.connection().execute(raised, versions)
    return made


def bring_back_visits(work: Work, visits: Sequence[KeptRow]) -> tuple[KeptRow, ...]:
    """Put visits back on the board where their place is still free; which those are, as they were kept."""
    people = {visit.values["technician_id"] for visit in visits}
    work.lock_technicians(people)
    free = tuple(visit for visit in visits if not _is_taken(work, visit.values))
    bring_back(work, free)
    return free


def _is_taken(work: Work, visit: Mapping[str, Any]) -> bool:
    """Whether somebody was given that technician's time meanwhile, or the id.

    A visit that was allowed to overlap takes nobody's time.
    """
    if work.session.get(Visit, visit["id"]) is not None:
        return True
    if visit["status"] not in OPEN or visit["overlap_reason"]:
        return False
    in_the_way = select(Visit.id).where(
        Visit.technician_id == visit["technician_id"],
        Visit.starts_at < visit["ends_at"],
        Visit.ends_at > visit["starts_at"],
        Visit.overlap_reason.is_(None),
        Visit.status.in_([status for status in VisitStatus if status in OPEN]),
    )
    return work.session.scalars(in_the_way.limit(1)).first() is not None


@lru_cache(maxsize=64)
def _class_of(kind: str) -> type[Any]:
    """The mapped class of a table."""
    return next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == kind)


def _again(kept: KeptRow) -> Any:  # a mapped row of that class
    row = _class_of(kept.kind)(**{name: value for name, value in kept.values.items() if name != "id"})
    row.id = kept.values["id"]
    return row
