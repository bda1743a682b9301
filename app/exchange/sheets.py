"""Reads a source's cells into values, and notes every cell that cannot be one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.exchange.crews import renumber
from app.exchange.description import Column, Table
from app.exchange.kinds import TEXT, Local, Value, shortened
from app.exchange.problems import Problems, RowProblem
from app.exchange.sources import Source, nearest
from models.errors import Refused
from resources.texts import _, ngettext

MOST_ROWS = 500_000
"""Rows of one import, all tables together; they are held in memory while they are judged."""

Key = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file.

    Attributes:
        number: as in the file, the header is row 1.
        values: by the sheet's columns.
    """

    number: int
    values: tuple[Value, ...]


@dataclass(slots=True)
class Sheet:
    """The rows of one table that can be read.

    Attributes:
        columns: those the file has, in its order.
        wrong_keys: keys of rows that are left out because a cell is wrong: what refers to them is not.
    """

    table: Table
    columns: tuple[Column, ...]
    rows: list[FileRow] = field(default_factory=list)
    wrong_keys: set[Key] = field(default_factory=set)
    key_places: tuple[int, ...] = field(init=False)
    _usual: Key = field(init=False)

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        self.key_places = tuple(names.index(name) if name in names else -1 for name in self.table.key)
        self._usual = tuple(self.table.defaults.get(name) for name in self.table.key)

    def key_of(self, row: FileRow) -> Key:
        """What names this row; a column that the file lacks is empty."""
        return self.key_in(row.values)

    def key_in(self, values: Sequence[Value]) -> Key:
        """What names a row of these values."""
        places = zip(self.key_places, self._usual, strict=True)
        return tuple(values[at] if at >= 0 else usual for at, usual in places)

    def named(self, row: FileRow) -> dict[str, Value]:
        """Values by column name."""
        return {column.name: value for column, value in zip(self.columns, row.values, strict=True)}

    def part(self, start: int, length: int) -> Sheet:
        """Some of the rows."""
        return replace(self, rows=self.rows[start : start + length], wrong_keys=set())


def read_sheet(
    source: Source, local: Local, problems: Problems, watch: Callable[[int], None]
) -> Sheet | None:
    """Read all rows of a source; None when its header is wrong.

    Args:
        source: the table's cells.
        local: what cells without a zone or currency mean.
        problems: takes what is wrong.
        watch: called now and then with the number of rows read; may raise to stop.

    Raises:
        Refused: more rows than an import may have, or the file is damaged.
    """
    header = next(source.rows, [])
    columns = _columns(source.table, header, problems)
    if columns is None:
        return None
    sheet = Sheet(source.table, columns)
    for number, cells in enumerate(source.rows, start=2):
        if number % 1000 == 0:
            watch(number)
        if number > MOST_ROWS:
            raise Refused(
                _("{table} has more than {most} rows.").format(table=source.table.name, most=MOST_ROWS),
                remedy=_("Split it and import one part after the other."),
            )
        if not any(cells):
            continue
        _add_row(sheet, number, cells, local, problems)
    renumber(sheet)
    return sheet


def _columns(table: Table, header: list[str], problems: Problems) -> tuple[Column, ...] | None:
    before = problems.count
    names = [name.strip().lower() for name in header]
    while names and not names[-1]:
        names.pop()
    for at, name in enumerate(names):
        if table.column(name) is None:
            problems.add(
                RowProblem(table.name, 1, shortened(header[at].strip()), "", _no_column(table, name))
            )
        elif name in names[:at]:
            problems.add(RowProblem(table.name, 1, name, "", _("This column is there twice.")))
    for needed in table.columns:
        if needed.required and needed.name not in names:
            problems.add(RowProblem(table.name, 1, needed.name, "", _("This column is missing.")))
    if problems.count > before:
        return None
    return tuple(column for name in names if (column := table.column(name)))


def _no_column(table: Table, name: str) -> str:
    guess = nearest(name, table.names)
    if guess:
        return _("{table} has no such column. Do you mean {column}?").format(table=table.name, column=guess)
    return _("{table} has no such column. Its columns are {columns}.").format(
        table=table.name, columns=", ".join(table.names)
    )


def _add_row(sheet: Sheet, number: int, cells: list[str], local: Local, problems: Problems) -> None:
    width = len(sheet.columns)
    if len(cells) != width:
        if any(cells[width:]):
            reason = ngettext(
                "This row has {n} cell, the header {width}.",
                "This row has {n} cells, the header {width}.",
                len(cells),
            )
            problems.add(
                RowProblem(sheet.table.name, number, "", "", reason.format(n=len(cells), width=width))
            )
            return
        cells = [*cells, *[""] * (width - len(cells))][:width]
    before = problems.count
    values = tuple(_values(sheet, number, cells, local, problems))
    if problems.count == before:
        sheet.rows.append(FileRow(number, values))
    else:
        sheet.wrong_keys.add(sheet.key_in(values))


def _values(sheet: Sheet, number: int, cells: list[str], local: Local, problems: Problems) -> Iterator[Value]:
    table = sheet.table
    for column, text in zip(sheet.columns, cells, strict=True):
        if not text or (column.kind is not TEXT and text.isspace()):
            if column.required:
                problems.add(RowProblem(table.name, number, column.name, "", _("A value is needed here.")))
            yield column.default
            continue
        try:
            value = column.kind.read(text, local)
            _require_room(table, column, value)
        except ValueError as error:
            problems.add(RowProblem(table.name, number, column.name, shortened(text), str(error)))
            value = None
        yield value


def _require_room(table: Table, column: Column, value: Value) -> None:
    longest = table.longest.get(column.name)
    if longest and isinstance(value, str) and len(value) > longest:
        raise ValueError(
            _("The text has {n} characters; {most} are possible.").format(n=len(value), most=longest)
        )
    largest = table.largest.get(column.name)
    if largest and isinstance(value, int) and not -largest <= value <= largest:
        raise ValueError(_("{value} is too large a number.").format(value=value))
