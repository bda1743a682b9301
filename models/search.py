"""Search in number, customer and description of orders, the same on both databases (data.md 2).

The text of every order stands in `order_search`: a trigram index of FTS5 on SQLite, of pg_trgm on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Dialect, Integer, SQLColumnExpression, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

LAST = "\U0010ffff"
"""The last character there is: it closes a range of texts that begin alike."""
CONDITION = cast(TypeEngine[bool], NullType())
"""Type of a function that is a condition: for a Boolean SQLAlchemy writes `= 1`, and no index is used."""
SHORTEST = 3
"""Characters of the shortest word that a trigram index finds."""


def like(text: str) -> str:
    """A text with the wildcards of LIKE taken literally, for `ESCAPE '\\'`."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class _Phrase(TypeDecorator[str]):
    """A word of three characters or more: a quoted phrase of FTS5, a pattern of ILIKE on PostgreSQL."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str:
        """Quoted so that nothing in it is syntax."""
        word = value or ""
        if dialect.name == "sqlite":
            return '"' + word.replace('"', '""') + '"'
        return f"%{like(word)}%"


class order_says(GenericFunction[bool]):  # noqa: N801 - reads as the SQL function it is
    """Whether an order's text contains every word; short ones are patterns and only narrow what was found."""

    type = CONDITION
    inherit_cache = True


@compiles(order_says, "sqlite")
def _says_sqlite(element: order_says, compiler: SQLCompiler, **kw: Any) -> str:  # compiler's own keywords
    order, *words = element.clauses
    phrases = [compiler.process(word, **kw) for word in words if isinstance(word.type, _Phrase)]
    match = " || ' ' || ".join(phrases)
    tests = [f"order_search MATCH ({match})"]
    tests += [
        f"text LIKE {compiler.process(word, **kw)} ESCAPE '\\'"
        for word in words
        if not isinstance(word.type, _Phrase)
    ]
    return _found(compiler.process(order, **kw), "rowid", tests)


@compiles(order_says, "postgresql")
def _says_postgresql(element: order_says, compiler: SQLCompiler, **kw: Any) -> str:  # as above
    order, *words = (compiler.process(clause, **kw) for clause in element.clauses)
    return _found(order, "order_id", [f"text ILIKE {word}" for word in words])


def _found(order: str, key: str, tests: list[str]) -> str:
    return f"{order} IN (SELECT {key} FROM order_search WHERE {' AND '.join(tests)})"  # noqa: S608 - binds


class begins_with(GenericFunction[bool]):  # noqa: N801 - reads as the SQL function it is
    """Whether a code or number begins with a text, by an index in the order of its characters."""

    type = CONDITION
    inherit_cache = True


@compiles(begins_with, "sqlite")
def _begins_sqlite(element: begins_with, compiler: SQLCompiler, **kw: Any) -> str:  # as above
    column, first, after = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({column} >= {first} AND {column} < {after})"


@compiles(begins_with, "postgresql")
def _begins_postgresql(element: begins_with, compiler: SQLCompiler, **kw: Any) -> str:  # as above
    column, first, after = (compiler.process(clause, **kw) for clause in element.clauses)
    return f'({column} COLLATE "C" >= {first} AND {column} COLLATE "C" < {after})'


def begins(column: SQLColumnExpression[str], text: str) -> ColumnElement[bool]:
    """Whether a column that is indexed in the order of its characters begins with a text."""
    return begins_with(column, text, text + LAST)


class by_name(GenericFunction[str]):  # noqa: N801 - reads as the SQL function it is
    """A name to sort by, as the index on it has it: letters of either case together."""

    type = String()
    inherit_cache = True


@compiles(by_name, "sqlite")
def _by_name_sqlite(element: by_name, compiler: SQLCompiler, **kw: Any) -> str:  # as above
    return f"{compiler.process(element.clauses, **kw)} COLLATE NOCASE"


@compiles(by_name, "postgresql")
def _by_name_postgresql(element: by_name, compiler: SQLCompiler, **kw: Any) -> str:  # as above
    return f"lower({compiler.process(element.clauses, **kw)})"


class has_name(GenericFunction[bool]):  # noqa: N801 - reads as the SQL function it is
    """Whether a name is like a pattern, in either case."""

    type = CONDITION
    inherit_cache = True


@compiles(has_name, "sqlite")
def _has_name_sqlite(element: has_name, compiler: SQLCompiler, **kw: Any) -> str:  # as above
    column, pattern = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} LIKE {pattern} ESCAPE '\\'"


@compiles(has_name, "postgresql")
def _has_name_postgresql(element: has_name, compiler: SQLCompiler, **kw: Any) -> str:  # as above
    column, pattern = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} ILIKE {pattern}"


def contains(order_id: SQLColumnExpression[int], words: Sequence[str]) -> ColumnElement[bool]:
    """Whether an order's text contains every one of the words; at least one has three characters."""
    phrases = [bindparam(None, word, type_=_Phrase()) for word in words if len(word) >= SHORTEST]
    fragments = [f"%{like(word)}%" for word in words if len(word) < SHORTEST]
    return order_says(order_id, *phrases, *fragments)


class removed_from(GenericFunction[int]):  # noqa: N801 - reads as the SQL function it is
    """The order a removed line or visit was part of, from the audit's fields."""

    type = Integer()
    inherit_cache = True


@compiles(removed_from, "sqlite")
def _removed_sqlite(element: removed_from, compiler: SQLCompiler, **kw: Any) -> str:  # as above
    return f"json_extract({compiler.process(element.clauses, **kw)}, '$.order_id[0]')"


@compiles(removed_from, "postgresql")
def _removed_postgresql(element: removed_from, compiler: SQLCompiler, **kw: Any) -> str:  # as above
    return f"(({compiler.process(element.clauses, **kw)} #>> '{{order_id,0}}')::bigint)"
