"""A whole column in one value: how the board reads 23,000 visits, and a list the order of a million rows.

Fetching tuples of them would hold the interpreter for a quarter of a second and stutter the window; one value
is built inside the database and parsed by numpy (data.md 2, 6). Both databases feed an aggregate in the order
in which its rows arrive, and several aggregates of one statement in the same order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Dialect, LargeBinary, Select, Text, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator

Integers = npt.NDArray[np.int64]
Ids = Integers


class Vector(TypeDecorator[Integers]):
    """Integers packed into one value: text on SQLite, big-endian bytes on PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Integers:  # the driver's own type
        """The integers as an int64 vector; no rows give an empty one."""
        if value is None:
            return np.empty(0, np.int64)
        if isinstance(value, str):
            return np.fromstring(value, np.int64, sep=",")
        return np.frombuffer(value, ">i8").astype(np.int64)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # SQLAlchemy's own signature
        """Skip the driver's own conversion of blobs: the value is text on SQLite."""
        return lambda value: self.process_result_value(value, dialect)


class packed(GenericFunction[Integers]):  # noqa: N801 - reads as the SQL function it is
    """All integers of a column as one vector, in the order in which the rows arrive."""

    type = Vector()
    inherit_cache = True


@compiles(packed, "sqlite")
def _packed_sqlite(element: packed, compiler: SQLCompiler, **kw: Any) -> str:  # compiler's own keywords
    return f"group_concat({compiler.process(element.clauses, **kw)})"


@compiles(packed, "postgresql")
def _packed_postgresql(element: packed, compiler: SQLCompiler, **kw: Any) -> str:  # compiler's own keywords
    return f"string_agg(int8send({compiler.process(element.clauses, **kw)}), ''::bytea)"


class listed(GenericFunction[str]):  # noqa: N801 - reads as the SQL function it is
    """All texts of a column as one JSON list, in the order in which the rows arrive."""

    type = Text()
    inherit_cache = True


@compiles(listed, "postgresql")
def _listed_postgresql(element: listed, compiler: SQLCompiler, **kw: Any) -> str:  # compiler's own keywords
    return f"CAST(coalesce(json_agg({compiler.process(element.clauses, **kw)}), '[]') AS text)"


@compiles(listed, "sqlite")
def _listed_sqlite(element: listed, compiler: SQLCompiler, **kw: Any) -> str:  # compiler's own keywords
    return f"json_group_array({compiler.process(element.clauses, **kw)})"


def ids_of(session: Session, ordered: Select[int]) -> Ids:
    """The ids of an ordered select as one vector; an empty one for no rows."""
    rows = ordered.subquery()
    return session.execute(select(packed(rows.c[0]))).scalar_one()
