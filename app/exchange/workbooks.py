"""Workbooks (.xlsx): a sheet per table; read with openpyxl, written with XlsxWriter, both loaded when needed.

Characters that XML cannot hold are written as `_xHHHH_`, as Excel does, and read back from that.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import Refused
from resources.texts import _

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet as ReadOnly

MOST_UNPACKED = 300_000_000
_MOST_PACKED_TIMES = 200
_FREE_BYTES = 5_000_000
_MOST_ROWS, _LONGEST_CELL = 1_048_576, 32_767
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4})|[\x00-\x08\x0b-\x1f\ufffe\uffff]|^<(?=r>)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # of XML
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    RuntimeError,  # a password
)
"""What openpyxl lets through when a file is not what it says: it checks nothing by itself."""


def read(file: Path, names: Iterable[str]) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Sheets of these names with their rows as text, the header first; take the rows of one before the next.

    Raises:
        Refused: it is no workbook, or unpacks to too much.
    """
    with _opened(file) as book:
        for name in names:
            sheet = book[name]
            sheet.reset_dimensions()  # what other programs write there is often wrong
            yield name, _rows(file, sheet)


def sheet_names(file: Path) -> list[str]:
    """Names of the sheets that hold cells; raises Refused as `read`."""
    with _opened(file) as book:
        return [sheet.title for sheet in book.worksheets]


def write(file: Path, sheets: Iterable[tuple[str, list[bool], Iterator[list[str]]]]) -> None:
    """Write sheets: name, which columns hold numbers, rows of text with the header first.

    Texts are written as texts, never as formulas or links.

    Raises:
        Refused: a text or a table is longer than a workbook can hold.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has no types
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

    class ExactWorksheet(Worksheet):  # type: ignore[misc]
        """A worksheet whose texts come back as they were; XlsxWriter's own escapes are ambiguous."""

        @staticmethod
        def _escape_control_characters(data: str) -> str:
            return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", data)

    with Workbook(str(file), {"constant_memory": True, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        for name, numbers, rows in sheets:
            sheet = book.add_worksheet(name, worksheet_class=ExactWorksheet)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(numbers) - 1, 18)
            for at, row in enumerate(rows):
                if at >= _MOST_ROWS:
                    raise _too_long(_("“{sheet}” has more rows than a sheet can hold.").format(sheet=name))
                for column, text in enumerate(row):
                    if not text:
                        continue
                    if at and numbers[column] and _is_exact(text):
                        sheet.write_number(at, column, float(text))
                    elif sheet.write_string(at, column, text, None if at else bold):
                        sentence = _("Row {row} of “{sheet}” has a text of more than {most} characters.")
                        raise _too_long(sentence.format(row=at + 1, sheet=name, most=_LONGEST_CELL))


def _too_long(sentence: str) -> Refused:
    return Refused(sentence, remedy=_("Export to a folder of CSV files instead."))


def _is_exact(text: str) -> bool:
    """Whether a spreadsheet, which keeps fifteen digits, shows this number as it is."""
    return sum(letter.isdigit() for letter in text) <= 15


@contextmanager
def _opened(file: Path) -> Iterator[Workbook]:
    _require_small(file)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks about styles are of no use to anybody
            book = load_workbook(file, read_only=True, data_only=True)
    except _BROKEN as error:
        raise _no_workbook(file) from error
    try:
        yield book
    finally:
        book.close()


def _require_small(file: Path) -> None:
    """Refuse what unpacks to more than it can honestly hold, before it is unpacked."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            heads = [
                packed.open(part).read(2000) for part in parts if part.filename.endswith((".xml", ".rels"))
            ]
    except _BROKEN as error:
        raise _no_workbook(file) from error
    unpacked = sum(part.file_size for part in parts)
    tight = any(
        part.file_size > _FREE_BYTES and part.file_size > _MOST_PACKED_TIMES * max(part.compress_size, 1)
        for part in parts
    )
    if tight or unpacked > MOST_UNPACKED:
        raise Refused(
            _("“{file}” unpacks to {size} MB; it is not read.").format(
                file=file.name, size=unpacked // 1_000_000
            ),
            remedy=_("Split it, or import CSV files."),
        )
    if any(b"<!DOCTYPE" in head or b"<!ENTITY" in head for head in heads):
        raise Refused(_("“{file}” declares XML entities; no workbook does.").format(file=file.name))


def _no_workbook(file: Path) -> Refused:
    return Refused(_("“{file}” is not an .xlsx workbook, or it is damaged.").format(file=file.name))


def _rows(file: Path, sheet: ReadOnly) -> Iterator[list[str]]:
    try:
        for row in sheet.iter_rows(values_only=True):
            cells = [_text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
    except _BROKEN as error:
        raise _no_workbook(file) from error


def _text(value: object) -> str:
    """A cell as it would stand in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else _plain(value)
    if isinstance(value, datetime | date | time | timedelta):
        return _moment(value)
    return str(value)


def _plain(value: float) -> str:
    written = repr(value)
    return f"{value:.15f}".rstrip("0") if "e-" in written else written


def _moment(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        near = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        midnight = near.time() == time()
        return near.date().isoformat() if midnight else near.isoformat()
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    if isinstance(value, time):
        return value.strftime("%H:%M") if not value.second else value.isoformat(timespec="seconds")
    return value.isoformat()
