"""Inter for papers: registered once, measured, wrapped and clipped; user text made drawable.

Lengths are in points (1/72 inch). A canvas draws strings literally, so nothing here escapes anything.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from resources import files

REGULAR = "Inter"
STRONG = "Inter-SemiBold"
_SHIPPED = {REGULAR: "fonts/Inter-Regular.ttf", STRONG: "fonts/Inter-SemiBold.ttf"}

MISSING = "□"
"""Stands for a character that cannot be drawn, so that a reader sees that something is there."""

ELLIPSIS = "…"
_REMEMBERED = 400  # measures of longer texts are not kept: they rarely come again and would fill memory
_CLIPPED = 1_000  # no line of a page holds more characters, so no more are measured one by one
_BREAKS = "@/-_&=+,;:"
_LINE_ENDS = "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


@dataclass(frozen=True, slots=True)
class Style:
    """A font at a size, and the distance from one line to the next, in points."""

    font: str
    size: float
    leading: float

    @property
    def drop(self) -> float:
        """From the top of a line down to its baseline: capitals (0.727 of the size) stand in its middle."""
        return self.leading / 2 + 0.3635 * self.size


@cache
def font(name: str) -> TTFont:
    """The font by its name, read and registered at the first call; raises KeyError if it is not ours."""
    face = TTFont(name, str(files.path(_SHIPPED[name])))
    pdfmetrics.registerFont(face)
    return face


def _has_glyphs(text: str) -> bool:
    return all(ord(character) in font(name).face.charToGlyph for name in _SHIPPED for character in text)


class _Drawable(dict[int, str]):
    """For `str.translate`: what is drawn for each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = drawn = self._drawn(code)
        return drawn

    def _drawn(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        if character == "\n":
            return character
        if character == "\t":
            return "    "
        if kind == "Cf" or code in _VARIATION_SELECTORS:
            return ""  # joiners, soft hyphens and direction marks have no shape of their own
        if kind == "Cc":
            return MISSING
        plain = unicodedata.normalize("NFKC", character)  # "fi" for a ligature, "1" for a wide digit
        return next((text for text in (character, plain) if _has_glyphs(text)), MISSING)


_drawable = _Drawable()


def drawable(text: str) -> str:
    """The text with lines ended by "\\n" only and every character one that Inter can draw, else `MISSING`."""
    if text.isascii() and text.isprintable():
        return text
    for ending in _LINE_ENDS:
        text = text.replace(ending, "\n")
    return unicodedata.normalize("NFC", text).translate(_drawable)


def width(text: str, style: Style) -> float:
    """Width of a drawable text on one line."""
    return _remembered_width(text, style) if len(text) <= _REMEMBERED else _width(text, style)


def _width(text: str, style: Style) -> float:
    return float(font(style.font).stringWidth(text, style.size))


_remembered_width = lru_cache(maxsize=50_000)(_width)


def wrap(text: str, style: Style, room: float) -> tuple[str, ...]:
    """The drawable form of a text in lines no wider than `room`; wider words are cut. "" gives none.

    Only the space at which a line breaks is left out; other spaces stay as typed.
    """
    return _remembered_wrap(text, style, room) if len(text) <= _REMEMBERED else _wrap(text, style, room)


def _wrap(text: str, style: Style, room: float) -> tuple[str, ...]:
    lines: list[str] = []
    for paragraph in drawable(text).strip("\n").split("\n"):
        lines.extend(_wrapped(paragraph.rstrip(" "), style, room))
    return tuple(lines) if any(lines) else ()


_remembered_wrap = lru_cache(maxsize=8_192)(_wrap)


def _wrapped(paragraph: str, style: Style, room: float) -> list[str]:
    if width(paragraph, style) <= room:
        return [paragraph]
    space = width(" ", style)
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for word in paragraph.split(" "):
        wide = width(word, style)
        if line and used + space + wide > room:
            lines.append(" ".join(line))
            line, used = [], 0.0
        if wide > room:
            *whole, word = _broken(word, style, room)
            lines.extend(whole)
            wide = width(word, style)
        used += wide + (space if line else 0.0)
        line.append(word)
    return [*lines, " ".join(line)]


def _broken(word: str, style: Style, room: float) -> list[str]:
    """A word in pieces no wider than `room`, broken where addresses and codes may be, else anywhere.

    An address goes on after an @, a slash or a hyphen, and before a dot.
    """
    pieces: list[str] = []
    while len(word) > 1 and width(word[:_CLIPPED], style) > room:
        most = len(_cut(word[:_CLIPPED], style, room)[0])
        marks = (at for at in range(most, most // 3, -1) if word[at - 1] in _BREAKS or word[at] == ".")
        end = next(marks, most)
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, *_cut(word, style, room)]


def fits(text: str, style: Style, room: float) -> bool:
    """Whether a drawable text fits on one line."""
    return width(text, style) <= room


def _cut(word: str, style: Style, room: float) -> list[str]:
    """A word in pieces no wider than `room`, each of at least one character."""
    pieces: list[str] = []
    start, used = 0, 0.0
    for at, character in enumerate(word):
        wide = width(character, style)
        if used + wide > room and at > start:
            pieces.append(word[start:at])
            start, used = at, 0.0
        used += wide
    return [*pieces, word[start:]]


def clip(text: str, style: Style, room: float) -> str:
    """The drawable form of a text on one line, ended by an ellipsis where it is wider than `room`."""
    line = " ".join(drawable(text).split("\n"))
    if width(line, style) <= room:
        return line
    first = _cut(line[:_CLIPPED], style, room - width(ELLIPSIS, style))[0]
    return first.rstrip() + ELLIPSIS


def forget_measures() -> None:
    """Drop remembered widths and lines, to free their memory or to time a first run."""
    _remembered_width.cache_clear()
    _remembered_wrap.cache_clear()
