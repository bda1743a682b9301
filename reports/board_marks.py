"""How a visit looks on paper: a band whose pattern tells its status, so that a grey copy tells it too."""

from __future__ import annotations

from collections.abc import Callable

from models.terms import VisitStatus
from reports.fonts import REGULAR, STRONG, Style, width
from reports.page import HAIRLINE, Colour, Page
from reports.speech import word
from resources.texts import N_

BAND = 7.0
"""Width of the pattern at the left of a block."""
FIRST = Style(STRONG, 7.4, 9.0)
SECOND = Style(REGULAR, 7.0, 8.4)
"""Type of a block's two lines; nothing on a board is smaller than 7 points."""

WORDS = {
    VisitStatus.PLANNED: N_("Planned"),
    VisitStatus.SENT: N_("Sent"),
    VisitStatus.TRAVELLING: N_("Travelling"),
    VisitStatus.WORKING: N_("Working"),
    VisitStatus.DONE: N_("Done"),
    VisitStatus.CANCELLED: N_("Cancelled"),
}
COLOURS: dict[VisitStatus, Colour] = {
    VisitStatus.PLANNED: (0.90, 0.93, 1.00),
    VisitStatus.SENT: (0.93, 0.90, 0.99),
    VisitStatus.TRAVELLING: (1.00, 0.95, 0.83),
    VisitStatus.WORKING: (0.86, 0.96, 0.93),
    VisitStatus.DONE: (0.93, 0.94, 0.95),
    VisitStatus.CANCELLED: (1.00, 1.00, 1.00),
}
"""Grounds on a colour printer: light, so that black stays black on them."""
GREY: Colour = (0.97, 0.97, 0.97)
OFF_HOURS: Colour = (0.93, 0.93, 0.94)
AWAY: Colour = (0.86, 0.86, 0.87)

Draw = Callable[[Page, float, float, float], None]
"""Draws a pattern at x, y (lower left) of a height."""


def ground(status: VisitStatus, *, in_colour: bool) -> Colour:
    """The ground of a block."""
    return COLOURS[status] if in_colour else GREY


def draw_band(page: Page, status: VisitStatus, x: float, y: float, high: float) -> None:
    """The pattern of a status in a band with its frame."""
    page.tints.append(((1.0, 1.0, 1.0), x, y, BAND, high))
    _PATTERNS[status](page, x, y, high)
    page.frame(x, y, BAND, high)


def draw_legend(page: Page, language: str, x: float, baseline: float) -> float:
    """Every pattern with its word, from x on; gives where it ends."""
    for status, source in WORDS.items():
        draw_band(page, status, x, baseline - 1.5, 8.0)
        text = word(language, source)
        page.write(text, x + BAND + 3, baseline, SECOND)
        x += BAND + 3 + width(text, SECOND) + 10
    return x


def _empty(_page: Page, _x: float, _y: float, _high: float) -> None:
    """Planned: nothing has happened yet."""


def _lines(page: Page, x: float, y: float, high: float) -> None:
    step = 2.6
    for number in range(1, int(high / step) + 1):
        if number * step < high:
            page.line((x, y + number * step), (x + BAND, y + number * step))


def _slanted(page: Page, x: float, y: float, high: float) -> None:
    step = 3.0
    for number in range(-int(BAND / step), int(high / step) + 1):
        low = number * step
        left = max(0.0, -low)
        right = min(BAND, high - low)
        if left < right:
            page.line((x + left, y + low + left), (x + right, y + low + right), HAIRLINE * 1.6)


def _half(page: Page, x: float, y: float, high: float) -> None:
    page.blocks.append((x, y, BAND, high / 2))


def _full(page: Page, x: float, y: float, high: float) -> None:
    page.blocks.append((x, y, BAND, high))


def _cross(page: Page, x: float, y: float, high: float) -> None:
    page.line((x, y), (x + BAND, y + high), HAIRLINE * 2)
    page.line((x, y + high), (x + BAND, y), HAIRLINE * 2)


_PATTERNS: dict[VisitStatus, Draw] = {
    VisitStatus.PLANNED: _empty,
    VisitStatus.SENT: _lines,
    VisitStatus.TRAVELLING: _slanted,
    VisitStatus.WORKING: _half,
    VisitStatus.DONE: _full,
    VisitStatus.CANCELLED: _cross,
}
