"""A sheet of paper: its size, what is drawn on it, and how that reaches a ReportLab canvas.

Lengths are in points (1/72 inch), the origin is bottom left, everything is black on white so that it
survives a fax. A `Page` first collects what it shows; `paint` draws it. What repeats on many pages is a form,
stored once in the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, Protocol

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from reports.codes import CodePath
from reports.fonts import Style, clip, font, width

HAIRLINE = 0.4
RULE = 1.0
"""Widths of the two kinds of lines."""


Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""


class Paper(StrEnum):
    """Sizes papers are printed on."""

    A4 = "a4"
    A3 = "a3"
    LETTER = "letter"

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, upright."""
        return _SIZES[self.value]


_SIZES = {"a4": (595.28, 841.89), "a3": (841.89, 1190.55), "letter": (612.0, 792.0)}


class Sized(Protocol):
    """Paper, upright or on its side."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""


@dataclass(frozen=True, slots=True)
class OnItsSide:
    """Paper turned by a quarter."""

    paper: Paper

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, the longer one first."""
        wide, high = self.paper.size
        return high, wide


@dataclass(slots=True)
class Page:
    """What one page shows.

    Attributes:
        texts: style, x, baseline and drawable text, in reading order.
        lines: by line width, the lines as (x1, y1, x2, y2).
        blocks: filled rectangles (x, y, width, height).
        reversed_texts: as `texts`, white, for use on blocks.
        codes: (path, x, y, points a module across, points a module up).
        forms: names of the forms drawn beneath.
        tints: grounds beneath all else: (red, green, blue) from 0 to 1, x, y, width, height.
    """

    texts: list[tuple[Style, float, float, str]] = field(default_factory=list)
    lines: dict[float, list[tuple[float, float, float, float]]] = field(default_factory=dict)
    blocks: list[tuple[float, float, float, float]] = field(default_factory=list)
    reversed_texts: list[tuple[Style, float, float, str]] = field(default_factory=list)
    codes: list[tuple[CodePath, float, float, float, float]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    tints: list[tuple[Colour, float, float, float, float]] = field(default_factory=list)

    def write(self, text: str, x: float, y: float, style: Style) -> None:
        """Put a drawable text with its baseline at y."""
        self.texts.append((style, x, y, text))

    def write_right(self, text: str, right: float, y: float, style: Style) -> None:
        """Put a drawable text so that it ends at `right`."""
        self.texts.append((style, right - width(text, style), y, text))

    def line(self, start: tuple[float, float], end: tuple[float, float], thickness: float = HAIRLINE) -> None:
        """Put a straight line."""
        self.lines.setdefault(thickness, []).append((*start, *end))

    def frame(self, x: float, y: float, wide: float, high: float) -> None:
        """Put an empty rectangle of hairlines; x and y are its lower left corner."""
        right, top = x + wide, y + high
        corners = ((x, y), (right, y), (right, top), (x, top), (x, y))
        for start, end in pairwise(corners):
            self.line(start, end)

    def badge(self, text: str, x: float, y: float, style: Style) -> float:
        """Put a short drawable text white on black with its baseline at y; gives the badge's width."""
        pad = style.size * 0.6
        wide = width(text, style) + 2 * pad
        self.blocks.append((x, y - 0.45 * style.size, wide, 1.62 * style.size))
        self.reversed_texts.append((style, x + pad, y, text))
        return wide


def paint(canvas: Canvas, page: Page) -> None:
    """Draw a page on the canvas, as it is; the canvas stays on that page."""
    for name in page.forms:
        canvas.doForm(name)
    for colour, x, y, wide, high in page.tints:
        canvas.setFillColorRGB(*colour)
        canvas.rect(x, y, wide, high, stroke=0, fill=1)
    if page.tints:
        canvas.setFillGray(0)
    for thickness, lines in page.lines.items():
        canvas.setLineWidth(thickness)
        canvas.lines(lines)
    for code, x, y, across, up in page.codes:
        canvas.saveState()
        canvas.transform(across, 0, 0, up, x, y)
        canvas.drawPath(code, stroke=0, fill=1)
        canvas.restoreState()
    if page.blocks:
        path = canvas.beginPath()
        for block in page.blocks:
            path.rect(*block)
        canvas.drawPath(path, stroke=0, fill=1)
    _paint_texts(canvas, page.texts, gray=0)
    if page.reversed_texts:
        _paint_texts(canvas, page.reversed_texts, gray=1)


def _paint_texts(canvas: Canvas, texts: Sequence[tuple[Style, float, float, str]], *, gray: int) -> None:
    drawn = canvas.beginText()
    if gray:
        drawn.setFillGray(gray)
    current: Style | None = None
    for style, x, y, text in texts:
        if style is not current:
            font(style.font)
            drawn.setFont(style.font, style.size)
            current = style
        drawn.setTextOrigin(x, y)
        drawn.textOut(text)
    if gray:
        drawn.setFillGray(0)
    canvas.drawText(drawn)


def add_form(canvas: Canvas, name: str, page: Page) -> None:
    """Store what the page shows as a form of that name, before the first page that uses it is shown."""
    canvas.beginForm(name)
    paint(canvas, page)
    canvas.endForm()


def write_footer(page: Page, paper: Sized, texts: tuple[str, str], *, margin: float, style: Style) -> None:
    """Put a hairline at the foot, one text at the left (clipped to its room) and one at the right."""
    right = paper.size[0] - margin
    page.line((margin, 36), (right, 36))
    left_text, right_text = texts
    room = right - margin - width(right_text, style) - 12
    page.write(clip(left_text, style, room), margin, 24, style)
    page.write_right(right_text, right, 24, style)


def new_canvas(file: IO[bytes], paper: Sized, *, title: str, author: str, language: str) -> Canvas:
    """A canvas that writes repeatable bytes to the file at `save`; title and author are drawable texts."""
    rl_config.useA85 = 0  # a process-wide switch of ReportLab and its only one: bytes instead of ASCII armour
    optional: dict[str, Any] = {"lang": language} if language else {}  # types differ by keyword
    canvas = Canvas(file, pagesize=paper.size, pageCompression=1, invariant=1, **optional)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("Servicebord")
    return canvas


def write_whole(target: Path, draw: Callable[[IO[bytes]], int]) -> int:
    """Let `draw` write beside the target, then rename: whole or not at all; gives what `draw` gives.

    Raises OSError as the file system does; the target is then as it was, and nothing lies beside it.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            answer = draw(file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return answer
