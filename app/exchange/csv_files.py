"""CSV files: UTF-8 or Windows' own code page, comma or semicolon, quoted cells with newlines."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from models.errors import Refused
from resources.texts import _

_LONGEST_LINE = 2_000_000
_LONGEST_CELL = 1_000_000
_ENCODINGS = ("utf-8", "cp1252")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')


def read(file: Path) -> Iterator[list[str]]:
    """The rows of a file, the header first, blank rows as empty lists; memory does not grow with the file.

    Raises:
        Refused: it is no text, or no CSV.
    """
    encoding = _encoding(file)
    csv.field_size_limit(_LONGEST_CELL)
    with file.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as lines:
        head = lines.readline(_LONGEST_LINE)
        reader = csv.reader(_lines(file, head, lines), delimiter=_delimiter(head), strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):  # noqa: B007 - named in the sentence below
                yield cells
        except csv.Error as error:
            raise Refused(
                _("“{file}” is not a proper CSV file after row {row}: {said}.").format(
                    file=file.name, row=number, said=error
                )
            ) from error


def write(file: IO[str], rows: Iterable[Iterable[str]]) -> None:
    """Write rows with commas, a newline after each; every text comes back from `read` as it was."""
    for row in rows:
        file.write(",".join(map(_cell, row)) + "\n")


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _lines(file: Path, head: str, rest: IO[str]) -> Iterator[str]:
    line = head
    while line:
        if len(line) >= _LONGEST_LINE:
            raise Refused(
                _("“{file}” has a line of more than {most} characters; it is not a CSV file.").format(
                    file=file.name, most=_LONGEST_LINE
                )
            )
        yield line
        line = rest.readline(_LONGEST_LINE)


def _delimiter(head: str) -> str:
    return ";" if head.count(";") > head.count(",") else ","


def _encoding(file: Path) -> str:
    """UTF-8 if all of it is, else cp1252 if all of it is."""
    possible = [codecs.getincrementaldecoder(name)() for name in _ENCODINGS]
    names = list(_ENCODINGS)
    with file.open("rb") as source:
        while names:
            block = source.read(1 << 20)
            if b"\0" in block or block.startswith(_UTF_16):
                break
            for name, decoder in list(zip(names, possible, strict=True)):
                try:
                    decoder.decode(block, final=not block)
                except UnicodeDecodeError:
                    names.remove(name)
                    possible.remove(decoder)
            if not block and names:
                return names[0]
    raise Refused(
        _("“{file}” is no text in UTF-8 or in Windows' Western code page (cp1252).").format(file=file.name),
        remedy=_("Save it as “CSV UTF-8”."),
    )
