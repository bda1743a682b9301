"""Texts of the board, measured once and kept: cut at a letter, never squeezed.

Laying a text out costs twice as much as drawing it plainly, and half as much is saved each time it is drawn
after that (rendering.md 1e): so a text is laid out when it is drawn for the second time. A strip that comes
into view, or a step of the zoom, shows many texts that are drawn once. Belongs to the GUI thread.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import IntEnum
from itertools import accumulate
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

from ui import theme

KEPT = 8_000
ELLIPSIS = "…"
LETTERS = 3
"""A cut text shows at least this many letters, or nothing (look.md)."""


class Hand(IntEnum):
    """The fonts of the board: block title, its regular part, second line, tiny figures."""

    TITLE = 0
    PLAIN = 1
    SMALL = 2
    TINY = 3
    TINY_BOLD = 4
    NAME = 5
    GROUP = 6


class Word:
    """A text with its width in whole pixels and its ascent; laid out when it is drawn again."""

    __slots__ = ("_static", "ascent", "is_again", "stays", "text", "width")

    def __init__(self, text: str, width: int, ascent: int, *, is_plain: bool) -> None:
        """Keep a text, which `is_plain` where it is never to be laid out."""
        self.text, self.width, self.ascent = text, width, ascent
        self.stays = is_plain
        self.is_again = False
        self._static: QStaticText | None = None

    @property
    def static(self) -> QStaticText:
        """The text laid out; the same pixels, drawn faster."""
        found = self._static
        if found is None:
            found = self._static = QStaticText(self.text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        return found

    def lay_out(self, font: QFont) -> None:
        """Be ready to be drawn fast, in a font."""
        if not self.stays:
            self.is_again = True
            self.static.prepare(font=font)


def write(painter: QPainter, x: int, y: int, word: Word) -> None:
    """Draw a text with its top left corner at a point, in the painter's font and pen."""
    if word.is_again:
        painter.drawStaticText(x, y, word.static)
    else:
        painter.drawText(x, y + word.ascent, word.text)
        word.is_again = not word.stays


class Lettering:
    """Fonts, texts and measures of one theme and screen; make a new one when those change."""

    def __init__(self, ratio: float = 1.0) -> None:
        """Read the fonts of the theme in use, for a screen with this device pixel ratio.

        On a scaled screen plain texts are drawn: Qt 6.11 at times paints a laid-out one unscaled there.
        """
        self._is_plain = ratio != 1.0
        self.fonts: tuple[QFont, ...] = (
            theme.font(12, 600, tabular=True),
            theme.font(12, 400),
            theme.font(11, 400, tabular=True),
            theme.font(10, 400, tabular=True),
            theme.font(10, 600, tabular=True),
            theme.font(13, 500),
            theme.font(12, 600),
        )
        metrics = [QFontMetricsF(font) for font in self.fonts]
        self._metrics = metrics
        self.ascents = tuple(ceil(metric.ascent()) for metric in metrics)
        self.heights = tuple(ceil(metric.height()) for metric in metrics)
        self._words: list[dict[str, Word]] = [{} for _ in self.fonts]
        self._advances: list[dict[str, list[float]]] = [{} for _ in self.fonts]
        self._letters: list[dict[str, float]] = [{} for _ in self.fonts]

    def word(self, text: str, hand: Hand) -> Word:
        """The text, measured."""
        words = self._words[hand]
        found = words.get(text)
        if found is None:
            if len(words) > KEPT:
                words.clear()
            width = ceil(self._metrics[hand].horizontalAdvance(text))
            found = words[text] = Word(text, width, self.ascents[hand], is_plain=self._is_plain)
        return found

    def width(self, text: str, hand: Hand) -> int:
        """Width of a text in whole pixels, by its letters' advances."""
        return ceil(self._stops(text, hand)[-1]) if text else 0

    def cut(self, text: str, hand: Hand, room: float) -> str:
        """As much of the text as fits, at least three letters, with an ellipsis where it fits."""
        if not text:
            return ""
        stops = self._stops(text, hand)
        if stops[-1] <= room:
            return text
        dots = self._letter(ELLIPSIS, hand)
        kept = text[: bisect_right(stops, room - dots)].rstrip()
        if len(kept) >= LETTERS:
            return kept + ELLIPSIS
        kept = text[: bisect_right(stops, room)].rstrip()
        return kept if len(kept) >= LETTERS else ""

    def _stops(self, text: str, hand: Hand) -> list[float]:
        kept = self._advances[hand]
        stops = kept.get(text)
        if stops is None:
            if len(kept) > KEPT:
                kept.clear()
            stops = kept[text] = list(accumulate(self._letter(letter, hand) for letter in text))
        return stops

    def _letter(self, letter: str, hand: Hand) -> float:
        known = self._letters[hand]
        width = known.get(letter)
        if width is None:
            width = known[letter] = self._metrics[hand].horizontalAdvance(letter)
        return width
