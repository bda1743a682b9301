"""What may be imported: a folder of CSV files, one CSV file named after its table, or a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.exchange import csv_files, workbooks
from app.exchange.description import Table
from app.exchange.tables import TABLES
from models.errors import Refused
from resources.texts import _, ngettext

MOST_BYTES = 200_000_000
"""Size of a source, all files together; larger ones are to be split."""

_ORDER = {name: place for place, name in enumerate(TABLES)}


@dataclass(frozen=True, slots=True)
class Source:
    """One table as it was found.

    Attributes:
        table: the table it is named after.
        rows: cells as text, the header first; to be taken once, before the next source.
    """

    table: Table
    rows: Iterator[list[str]]


def sources(path: Path) -> Iterator[Source]:
    """Tables found at a path, in the order in which they are written.

    Raises:
        Refused: there is nothing there, or something that is no table.
    """
    if path.is_dir():
        yield from _of_folder(path)
    elif not path.exists():
        raise Refused(_("There is nothing at {path}.").format(path=path))
    elif path.suffix.lower() == ".csv":
        yield _of_file(path)
    elif path.suffix.lower() == ".xlsx":
        yield from _of_workbook(path)
    else:
        raise Refused(
            _("“{file}” is neither a folder, nor a .csv file, nor an .xlsx workbook.").format(file=path.name),
            remedy=_("Save it as .xlsx or CSV."),
        )


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like it, if any does."""
    from rapidfuzz import process

    found = process.extractOne(name.lower(), list(known), score_cutoff=70)
    return found[0] if found else None


def _of_folder(folder: Path) -> Iterator[Source]:
    files = sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() == ".csv" and not file.name.startswith((".", "~"))
    )
    if not files:
        raise Refused(
            _("There is no table in {folder}; files such as customers.csv are expected there.").format(
                folder=folder
            )
        )
    _require_size(folder, files)
    named = {file: _table(file.stem, file.name) for file in files}
    for table in named.values():
        if list(named.values()).count(table) > 1:
            raise Refused(_("Table {table} is there twice.").format(table=table.name))
    for file, table in sorted(named.items(), key=lambda pair: _ORDER[pair[1].name]):
        yield Source(table, csv_files.read(file))


def _of_file(file: Path) -> Source:
    _require_size(file, [file])
    if file.stem.lower() not in TABLES:
        raise _foreign(file)
    return Source(_table(file.stem, file.name), csv_files.read(file))


def _of_workbook(file: Path) -> Iterator[Source]:
    _require_size(file, [file])
    named = {name: _table(name, name) for name in workbooks.sheet_names(file)}
    for table in named.values():
        if list(named.values()).count(table) > 1:
            raise Refused(_("Table {table} is there twice.").format(table=table.name))
    names = sorted(named, key=lambda name: _ORDER[named[name].name])
    for name, rows in workbooks.read(file, names):
        yield Source(named[name], rows)


def _table(name: str, shown: str) -> Table:
    table = TABLES.get(name.strip().lower())
    if table is not None:
        return table
    guess = nearest(name, TABLES)
    raise Refused(
        _("“{name}” is no table of the exchange format.").format(name=shown),
        remedy=_("Do you mean {table}?").format(table=guess) if guess else _known(),
    )


def _known() -> str:
    return _("The tables are {tables}.").format(tables=", ".join(TABLES))


def _foreign(file: Path) -> Refused:
    """A sentence about a file that is not in the exchange format: what does not fit."""
    header = next(csv_files.read(file), [])
    names = {name for table in TABLES.values() for name in table.names}
    unknown = [name.strip()[:40] for name in header if name.strip().lower() not in names][:12]
    sentence = _("“{file}” is not in the exchange format: its name is that of no table.").format(
        file=file.name
    )
    if unknown:
        columns = ngettext(
            "No table has the column {names}.", "No table has the columns {names}.", len(unknown)
        )
        sentence += " " + columns.format(names=", ".join(unknown))
    return Refused(sentence, remedy=_known())


def _require_size(path: Path, files: list[Path]) -> None:
    size = sum(file.stat().st_size for file in files)
    if size > MOST_BYTES:
        raise Refused(
            _("{path} holds {size} MB; at most {most} MB are read at once.").format(
                path=path, size=size // 1_000_000, most=MOST_BYTES // 1_000_000
            ),
            remedy=_("Split it and import one part after the other."),
        )
