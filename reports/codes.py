"""QR and Code 128 as runs of black modules, ready to be drawn as one path of rectangles."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.pdfgen.pathobject import PDFPathObject

LONGEST = 80
"""Codes of longer texts are left out: they would not be readable from paper at this size."""

_MASK = 3  # a fixed mask saves the scoring of all eight, nine tenths of the work (data.md 7)


class CodePath(PDFPathObject):
    """A path whose PDF operators are ready; modules are 1 point, the origin is bottom left.

    Attributes:
        wide: width in modules.
        high: height in modules; 1 for a bar code, whose height is a matter of scaling.
    """

    def __init__(self, operators: str, *, wide: int, high: int) -> None:
        super().__init__()
        self._operators = operators
        self.wide = wide
        self.high = high

    def getCode(self) -> str:  # noqa: N802 (ReportLab's name)
        """The operators, as ReportLab's canvas asks for them."""
        return self._operators


@lru_cache(maxsize=2_048)
def qr(text: str) -> CodePath | None:
    """A QR code (error correction M) without its quiet zone, or None if the text is empty or too long."""
    if not 0 < len(text) <= LONGEST:
        return None
    sound = text.encode("utf-8", "replace").decode()
    code = segno.make(sound, error="m", mask=_MASK, micro=False, boost_error=False)
    size = len(code.matrix)
    operators = ["n"]
    for row, modules in enumerate(code.matrix):
        for start, length in _runs(list(modules)):
            operators.append(f"{start} {size - 1 - row} {length} 1 re")
    return CodePath(" ".join(operators), wide=size, high=size)


@lru_cache(maxsize=2_048)
def code128(text: str) -> CodePath | None:
    """A Code 128 without its quiet zones, or None if the text is empty, too long or not printable ASCII."""
    if not 0 < len(text) <= LONGEST or not (text.isascii() and text.isprintable()):
        return None
    code: Any = Code128(text)  # its stubs leave the methods untyped
    code.validate()
    code.encode()
    code.decompose()
    operators = ["n"]
    at = 0
    for element in code.decomposed:
        width = "abcd".index(element.lower()) + 1
        if element.isupper():
            operators.append(f"{at} 0 {width} 1 re")
        at += width
    return CodePath(" ".join(operators), wide=at, high=1)


def _runs(modules: list[int]) -> list[tuple[int, int]]:
    """Start and length of each run of black modules."""
    runs: list[tuple[int, int]] = []
    at = 0
    for black, group in groupby(modules):
        length = len(list(group))
        if black & 1:
            runs.append((at, length))
        at += length
    return runs
