"""Rows that rules of other rows look at: those of the files as they will be, the others as stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exchange.known import Known
from app.exchange.sheets import Key
from app.exchange.tables import TABLES
from models.base import Base

_AT_ONCE = 500

Row = TypeVar("Row", bound=Base)


class Kin:
    """Rows by table and key. Ids in them are those of `Known`: below zero for what is not written yet."""

    def __init__(self, session: Session, known: Known) -> None:
        self._session = session
        self._known = known
        self._rows: dict[str, dict[Key, Base]] = defaultdict(dict)

    def add(self, table: str, key: Key, row: Base) -> None:
        """Learn of a row of the files."""
        self._rows[table][key] = row

    def fetch(self, kind: type[Row], table: str, keys: Iterable[Key]) -> dict[Key, Row]:
        """The rows of these keys; those that nobody knows are left out.

        Args:
            kind: the mapped class of that table.
        """
        rows = self._rows[table]
        wanted = set(keys)
        self._known.fetch(TABLES[table], wanted)
        missing = {
            self._known.id_of(table, key): key
            for key in wanted
            if key not in rows and self._known.has(table, key) and self._known.id_of(table, key) > 0
        }
        mapped: Any = kind  # its id is found by name
        ids = sorted(missing)
        for start in range(0, len(ids), _AT_ONCE):
            found = self._session.scalars(select(mapped).where(mapped.id.in_(ids[start : start + _AT_ONCE])))
            rows.update({missing[row.id]: row for row in found})
        return {key: row for key in wanted if isinstance(row := rows.get(key), kind)}
