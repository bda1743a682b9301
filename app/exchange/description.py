"""Words for describing a table of the exchange format: its columns, its key, the class it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import BigInteger, Integer, inspect

from app.exchange.kinds import CODES, TEXT, Kind, Value
from models.base import Base

_MOST_WHOLE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: as it stands in the file.
        kind: how its text becomes a value.
        attribute: of the mapped class.
        required: an empty cell is an error.
        refers: the table whose code stands in the cell.
        within: the column of this row that the referred row shares (a contact is of the order's customer).
        behind: the column and table where `within` stands instead, if not in this row (a line of the
            agreement of the order that this row names).
        through: the column whose row says what stands here; the class itself does not store it.
        default: value of an empty cell where the class knows no "none".
        keeps: an empty cell leaves the value as it is.
    """

    name: str
    kind: Kind = TEXT
    attribute: str = ""
    required: bool = False
    refers: str = ""
    within: str = ""
    behind: tuple[str, str] = ("", "")
    through: str = ""
    default: Value = None
    keeps: bool = False

    @property
    def stored_as(self) -> str:
        """The attribute of the mapped class."""
        if self.attribute:
            return self.attribute
        return f"{self.name}_id" if self.refers and self.kind is not CODES else self.name


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        name: of the file or sheet.
        mapped: the class its rows become.
        key: columns that together name a row.
        code: attribute of the mapped class that other tables' cells hold.
        repeats: rows with the same key may exist; the first in the file is the oldest in the database.
        is_bulk: rows without id, version and audit, written past the session.
    """

    name: str
    mapped: type[Base]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("code",)
    code: str = "code"
    repeats: bool = False
    is_bulk: bool = False
    _found: dict[str, Column] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._found.update({column.name: column for column in self.columns})

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return self._found.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(self._found)

    @cached_property
    def referred(self) -> frozenset[str]:
        """Tables that cells of this one refer to."""
        return frozenset(column.refers for column in self.columns if column.refers)

    @cached_property
    def lists(self) -> tuple[Column, ...]:
        """Columns with several codes in a cell."""
        return tuple(column for column in self.columns if column.kind is CODES)

    @cached_property
    def above(self) -> Column | None:
        """The column that names another row of the same table: what it follows, or is a part of."""
        return next((column for column in self.columns if column.refers == self.name), None)

    @cached_property
    def defaults(self) -> dict[str, Value]:
        """What a new row has where its file lacks the column, by column."""
        return {
            column.name: column.default
            for column in self.columns
            if column.default is not None and not column.keeps
        }

    @cached_property
    def longest(self) -> dict[str, int]:
        """How many characters a text may have, by column."""
        lengths = {}
        for column in self.columns:
            if column.kind is not CODES and not column.refers:
                length = getattr(self._type(column), "length", None)
                if length:
                    lengths[column.name] = length
        return lengths

    @cached_property
    def largest(self) -> dict[str, int]:
        """The largest whole number that can be stored, by column."""
        sizes = {}
        for column in self.columns:
            if column.kind is CODES or column.refers:
                continue
            kind = self._type(column)
            if isinstance(kind, Integer):
                sizes[column.name] = _MOST_WHOLE if not isinstance(kind, BigInteger) else 2**63 - 1
        return sizes

    def column_of(self, attribute: str) -> str:
        """Name of the column behind a field that a rule of the mapped class names."""
        for column in self.columns:
            if attribute in (column.stored_as, column.name, column.stored_as.removesuffix("_id")):
                return column.name
        return ""

    def _type(self, column: Column) -> object:
        return inspect(self.mapped).column_attrs[column.stored_as].columns[0].type
