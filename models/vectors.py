"""A whole column of ids in one value: how a list learns the order of a million rows.

Fetching tuples of them would hold the interpreter for a quarter of a second and stutter the window; one value
is built inside the database and parsed by numpy (data.md 2).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Dialect, LargeBinary, Select, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator

Ids = npt.NDArray[np.int64]


class IdVector(TypeDecorator[Ids]):
    """Ids packed into one value: text on SQLite, big-endian bytes on PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Ids:  # the driver's own type
        """The ids as an int64 vector; no rows give an empty one."""
        if value is None:
            return np.empty(0, np.int64)
        if isinstance(value, str):
            return np.fromstring(value, np.int64, sep=",")
        return np.frombuffer(value, ">i8").astype(np.int64)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # SQLAlchemy's own signature
        """Skip the driver's own conversion of blobs: the value is text on SQLite."""
        return lambda value: self.process_result_value(value, dialect)


class id_vector(GenericFunction[Ids]):  # noqa: N801 - reads as the SQL function it is
    """Aggregate of ids in the order in which the rows arrive."""

    type = IdVector()
    inherit_cache = True


@compiles(id_vector, "sqlite")
def _sqlite(element: id_vector, compiler: SQLCompiler, **kw: Any) -> str:  # compiler's own keywords
    return f"group_concat({compiler.process(element.clauses, **kw)})"


@compiles(id_vector, "postgresql")
def _postgresql(element: id_vector, compiler: SQLCompiler, **kw: Any) -> str:  # compiler's own keywords
    return f"string_agg(int8send({compiler.process(element.clauses, **kw)}), ''::bytea)"


def packed(ordered: Select[int]) -> Select[Ids]:
    """A statement that gives the ids of an ordered select as one vector.

    Both databases feed an aggregate from an ordered subquery in that order.
    """
    rows = ordered.subquery()
    return select(id_vector(rows.c[0]))
