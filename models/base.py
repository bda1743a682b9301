"""Base of all mapped classes: constraint names, types that mean the same on both databases, versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, MetaData, SmallInteger, String, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, declared_attr, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BIG = BigInteger().with_variant(Integer(), "sqlite")
"""64-bit ids; SQLite wants the word INTEGER to make a column its row id."""


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC: timestamptz on PostgreSQL, epoch seconds on SQLite (data.md 1)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Integer on SQLite, timestamptz elsewhere."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # driver's own type
        """Refuse naive datetimes: a time without a zone is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r} for an instant")
        return int(value.timestamp()) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # driver's own type
        """Aware UTC datetime, or None."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromtimestamp(value, UTC)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


class TimeOfDay(TypeDecorator[time]):
    """Local wall time as minutes since midnight."""

    impl = SmallInteger
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> int | None:
        """Minutes since midnight; seconds are not kept."""
        return None if value is None else value.hour * 60 + value.minute

    def process_result_value(self, value: int | None, dialect: Dialect) -> time | None:
        """Naive local time of day."""
        return None if value is None else time(value // 60, value % 60)


class Quantity(TypeDecorator[Decimal]):
    """A quantity, exact to a thousandth, stored as whole thousandths (SQLite has no decimals)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Whole thousandths."""
        return None if value is None else int((value * 1000).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Decimal without trailing zeros."""
        if value is None:
            return None
        whole, rest = divmod(value, 1000)
        return Decimal(whole) if not rest else (Decimal(value) / 1000).normalize()


class epoch(GenericFunction[int]):  # noqa: N801 - reads as the SQL function it is
    """Epoch seconds of an Instant column, without making datetimes of it (data.md 1)."""

    type = Integer()
    inherit_cache = True


@compiles(epoch, "postgresql")
def _epoch_postgresql(element: epoch, compiler: SQLCompiler, **kw: Any) -> str:  # compiler's own keywords
    # date_part counts in doubles, which hold seconds exactly, and costs two thirds of extract's numerics.
    return f"CAST(date_part('epoch', {compiler.process(element.clauses, **kw)}) AS bigint)"


@compiles(epoch, "sqlite")
def _epoch_sqlite(element: epoch, compiler: SQLCompiler, **kw: Any) -> str:  # compiler's own keywords
    return compiler.process(element.clauses, **kw)


def epoch_of(column: Any) -> ColumnElement[int]:  # any Instant column or attribute
    """Select an Instant column as epoch seconds (UTC)."""
    return epoch(column)


class code_order(GenericFunction[str]):  # noqa: N801 - reads as the SQL function it is
    """A text for ORDER BY, by code point on both databases, whatever the language of the server."""

    type = Text()
    inherit_cache = True


@compiles(code_order, "postgresql")
def _code_order_postgresql(
    element: code_order, compiler: SQLCompiler, **kw: Any
) -> str:  # compiler's own keywords
    return f'({compiler.process(element.clauses, **kw)}) COLLATE "C"'


@compiles(code_order, "sqlite")
def _code_order_sqlite(
    element: code_order, compiler: SQLCompiler, **kw: Any
) -> str:  # compiler's own keywords
    return compiler.process(element.clauses, **kw)


Word = TypeVar("Word", bound=StrEnum)


def words(enumeration: type[Word], name: str) -> Enum:
    """Column type of an enumeration: its values as text with a check named `name`."""
    return Enum(
        enumeration,
        native_enum=False,
        create_constraint=True,
        name=name,
        length=20,
        values_callable=lambda known: [word.value for word in known],
    )


Code = Annotated[str, mapped_column(String(40))]
"""A user's own key of a thing."""
Name = Annotated[str, mapped_column(Text)]
"""One line of text."""
Notes = Annotated[str, mapped_column(Text)]
"""Text of any length."""

Problem = tuple[str, str]
"""A field's name and the sentence about what is wrong with it."""


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False):
    """Base of every mapped class.

    A class is a dataclass with keyword arguments: a plain `Visit(...)` has its defaults without a database.
    """

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {  # SQLAlchemy's own signature
        int: BIG,
        datetime: Instant,
        time: TimeOfDay,
        Decimal: Quantity,
    }
    part_of: ClassVar[tuple[str, str] | None] = None
    """Column and kind of the thing this row is a part of: its change is that thing's change too."""

    def problems(self) -> Iterator[Problem]:
        """What is wrong with this row, field by field; nothing when it may be saved."""
        yield from ()


class Identified(MappedAsDataclass, kw_only=True, eq=False):
    """A surrogate key."""

    id: Mapped[int] = mapped_column(primary_key=True, init=False)


class Versioned(Identified, kw_only=True, eq=False):
    """What people edit: a version that each update raises, so that the second of two editors is told."""

    version: Mapped[int] = mapped_column(Integer, init=False, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class; its own mapping
        """Let the mapper check and raise the version."""
        return {"version_id_col": cls.__table__.c.version if hasattr(cls, "__table__") else cls.version}
