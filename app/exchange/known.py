"""Which rows there are, in the database and in the files, so that a code in a cell finds its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from app.exchange.description import Column, Table
from app.exchange.kinds import CODES, Local, Value
from app.exchange.rows import Reading, ids_of
from app.exchange.sheets import Key
from app.exchange.tables import NAMED, TABLES


class Known:
    """Ids by table and key; rows that are not written yet have ids below zero."""

    def __init__(self, session: Session, local: Local) -> None:
        self._session = session
        self._local = local
        self._ids: dict[str, dict[Key, int]] = defaultdict(dict)
        self._shared: dict[tuple[str, str], dict[Key, Value]] = defaultdict(dict)
        self._next = -1

    def add(self, table: Table, key: Key, row_id: int = 0) -> None:
        """Learn of a row; without an id it is one to be written."""
        if not row_id:
            row_id, self._next = self._next, self._next - 1
        self._ids[table.name][key] = row_id

    def fetch(self, table: Table, keys: Iterable[Key]) -> None:
        """Look up in the database those of these keys that are not known."""
        known = self._ids[table.name]
        wanted = {key for key in keys if key not in known}
        if not wanted:
            return
        if len(table.key) == 1:
            found = ids_of(self._session, table, sorted({str(key[0]) for key in wanted}))
            known.update({(code,): row_id for code, row_id in found.items()})
            return
        places = [table.names.index(name) for name in table.key]
        first = sorted({str(key[0]) for key in wanted if key})
        for row in Reading(self._session, table, self._local).of(first):
            known.setdefault(tuple(row.values[at] for at in places), row.id)

    def has(self, table: str, key: Key) -> bool:
        """Whether there is such a row."""
        return key in self._ids[table]

    def id_of(self, table: str, key: Key) -> int:
        """Its id; raises KeyError for an unknown one."""
        return self._ids[table][key]

    def tell(self, table: Table, key: Key, named: dict[str, Value]) -> None:
        """Learn what a row of the files says in columns that other tables look at through it."""
        for column in _SHARED.get(table.name, ()):
            self._shared[table.name, column][key] = named.get(column)

    def fetch_shared(self, column: Column, keys: Iterable[Key]) -> None:
        """Look up what rows of the database say in the column that this one looks at through them."""
        table = NAMED[column.behind[1]]
        known = self._shared[table.name, column.within]
        wanted = sorted({str(key[0]) for key in keys if key not in known})
        if not wanted:
            return
        place = table.names.index(column.within)
        for row in Reading(self._session, table, self._local).of(wanted):
            known.setdefault((row.values[table.names.index(table.key[0])],), row.values[place])

    def shared(self, column: Column, key: Key) -> Value:
        """What the row of that key says there; None where there is no such row."""
        return self._shared[column.behind[1], column.within].get(key)


_SHARED = {
    column.behind[1]: {column.within}
    for table in TABLES.values()
    for column in table.columns
    if column.behind[1]
}


def references(column: Column, named: dict[str, Value], known: Known) -> Iterator[Key]:
    """Keys of the rows that a cell refers to.

    Args:
        column: one that refers to a table.
        named: the row's values by column.
        known: says what stands behind another row.
    """
    value = named.get(column.name)
    if value is None:
        return
    if column.kind is CODES and isinstance(value, tuple):
        yield from ((code,) for code in value)
    elif column.behind[0]:
        yield (known.shared(column, (named.get(column.behind[0]),)), value)
    elif column.within:
        yield (named.get(column.within), value)
    else:
        yield (value,)


def referred(column: Column) -> Table:
    """The table a column refers to."""
    return NAMED[column.refers]
