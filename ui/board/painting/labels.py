"""Texts inside blocks, drawn font by font."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from ui.board.geometry import DAY
from ui.board.painting.blocks import MARK_ROOM, PLAIN_ROOM, ROUND_FROM, Seen, mark_from, title_top
from ui.board.painting.captions import GAP, Caption, Measure, Words, one_line, two_lines
from ui.board.painting.lettering import Hand, Word, write
from ui.board.painting.style import Style
from ui.board.scene import Scene
from ui.board.telling.encoding import NO_TEXTS

KEPT = 6_000
BELOW = 9
"""Pixels from a block's left edge to its second line."""

SIGN_AIR = 3
"""Pixels between a line of text and the first sign."""

Piece = tuple[Hand, int, int, Word]
"""A text of a block: its hand, offset from the block's corner, and the laid-out text."""


class Labels:
    """Arranged texts by visit and width; forgotten when rows, theme or density change."""

    def __init__(self, style: Style) -> None:
        """Arrange for one style; `arranged` counts how often texts of a block were."""
        self._style = style
        self.arranged = 0
        self._kept: dict[tuple[int, int, int, int], tuple[Piece, ...]] = {}
        self._lines: tuple[str, ...] = ()
        self._words: dict[int, Words] = {}
        self._top = title_top(style)
        letters = style.letters
        self._measure = Measure(
            partial(letters.width, hand=Hand.TITLE),
            partial(letters.width, hand=Hand.SMALL),
            lambda name, room: letters.cut(name, Hand.PLAIN, room),
        )

    def forget(self) -> None:
        """Drop all arrangements; laid-out words are kept."""
        self._kept.clear()
        self._words.clear()

    def paint(self, painter: QPainter, scene: Scene, seen: Seen, rect: QRect) -> None:
        """Paint the texts of blocks that touch a rectangle; the clip is set already."""
        blocks, signs = seen
        queues: dict[tuple[Hand, int], list[tuple[int, int, Word]]] = {}
        wide = (blocks.w >= ROUND_FROM) & (blocks.x < rect.right())
        left, right, top, bottom = rect.left() - 2, rect.right() + 2, rect.top() - 2, rect.bottom() + 2
        high = self._style.letters.heights[Hand.TITLE]
        looks = scene.encoding.of(scene.model).looks[blocks.slots[wide]].tolist()
        columns = (blocks.slots, blocks.x, blocks.y, blocks.w, signs.first, signs.second)
        rows = zip(*(column[wide].tolist() for column in columns), looks, strict=True)
        text_inks, quiet_inks = self._style.text_inks, self._style.quiet_inks
        self._follow_lines(scene)
        for slot, x, y, width, first, second, look in rows:
            for hand, dx, dy, word in self._pieces(scene, slot, (width, first, second)):
                at, line = x + dx, y + dy
                if at <= right and at + word.width >= left and line <= bottom and line + high >= top:
                    ink = quiet_inks[look] if hand is Hand.SMALL else text_inks[look]
                    queues.setdefault((hand, ink), []).append((at, line, word))
        for (hand, ink), queue in sorted(queues.items(), key=lambda entry: entry[0]):
            _draw(painter, self._style, (hand, self._style.inks[ink]), queue)

    def lay_out(self, scene: Scene, seen: Seen) -> None:
        """Arrange and lay out the texts of blocks that may soon come into view."""
        blocks, signs = seen
        fonts = self._style.letters.fonts
        columns = (blocks.slots, blocks.w, signs.first, signs.second)
        wide = blocks.w >= ROUND_FROM
        self._follow_lines(scene)
        for slot, *room in zip(*(column[wide].tolist() for column in columns), strict=True):
            for hand, _dx, _dy, word in self._pieces(scene, slot, tuple(room)):
                word.lay_out(fonts[hand])

    def _follow_lines(self, scene: Scene) -> None:
        if scene.encoding.lines != self._lines:
            self.forget()
            self._lines = scene.encoding.lines

    def _pieces(self, scene: Scene, slot: int, room: tuple[int, int, int]) -> tuple[Piece, ...]:
        """The texts of a visit in a width, of which signs take so much on the first and second line."""
        found = self._kept.get((slot, *room))
        if found is None:
            if len(self._kept) > KEPT:
                self._kept.clear()
            found = self._kept[slot, *room] = self._arranged(scene, slot, room)
        return found

    def _arranged(self, scene: Scene, slot: int, room: tuple[int, int, int]) -> tuple[Piece, ...]:
        self.arranged += 1
        style, (width, first, second) = self._style, room
        left = MARK_ROOM if width >= mark_from(style) else PLAIN_ROOM
        title = width - left - 5 - first - (SIGN_AIR if first else 0)
        words = self._words.get(slot) or self._said(scene, slot)
        if style.density.block < 30:
            caption = one_line(words, title, self._measure)
        else:
            caption = two_lines(
                words, title, self._measure, below=width - BELOW - 4 - second - (SIGN_AIR if second else 0)
            )
        return tuple(self._laid(caption, left))

    def _said(self, scene: Scene, slot: int) -> Words:
        """What could be said of a visit; kept, as every step of a zoom arranges it anew."""
        table, lines, more = scene.model.table, self._lines, scene.encoding.texts
        when = times(scene, self._style, int(table.starts[slot]), int(table.ends[slot]))
        said = more.get(int(table.order_id[slot]), NO_TEXTS)
        of_order = {"town": table.town[slot], **said._asdict()}
        number = table.number[slot] if "number" in lines else ""
        customer = table.customer[slot] if "customer" in lines else ""
        details = tuple(of_order[line] for line in lines if of_order.get(line))
        words = Words(number, customer, when, details)
        if len(self._words) > KEPT:
            self._words.clear()
        self._words[slot] = words
        return words

    def _laid(self, caption: Caption, left: int) -> Iterable[Piece]:
        letters, style = self._style.letters, self._style
        top = self._top
        x = left
        if caption.number:
            word = letters.word(caption.number, Hand.TITLE)
            yield Hand.TITLE, x, top, word
            x += word.width + GAP
        if caption.name:
            word = letters.word(caption.name, Hand.PLAIN)
            yield Hand.PLAIN, x, top, word
            x += word.width
        below = top + letters.heights[Hand.TITLE]
        if style.density.block < 30:
            below = top + letters.ascents[Hand.TITLE] - letters.ascents[Hand.SMALL]
        else:
            x = min(left, BELOW)
        if caption.below:
            hand = Hand.SMALL if caption.number and caption.name else Hand.PLAIN
            word = letters.word(caption.below, hand)
            yield hand, x, below - (1 if hand is Hand.PLAIN else 0), word
            x += word.width
        if caption.tail:
            yield Hand.SMALL, x, below, letters.word(caption.tail, Hand.SMALL)


def times(scene: Scene, style: Style, starts: int, ends: int) -> str:
    """Start and end as local wall times: "08:30–10:00"."""
    return f"{clock(scene, style, starts)}–{clock(scene, style, ends)}"


def clock(scene: Scene, style: Style, instant: int) -> str:
    """Local wall time of an instant."""
    days = scene.model.days
    midnight, after = days.bounds(days.number(instant))
    if after - midnight == DAY and midnight <= instant < after:
        return style.clock((instant - midnight) // 60)
    wall = days.wall(instant)
    return style.clock(wall.hour * 60 + wall.minute)


def _draw(
    painter: QPainter,
    style: Style,
    look: tuple[Hand, QColor],
    queue: list[tuple[int, int, Word]],
) -> None:
    hand, ink = look
    painter.setFont(style.letters.fonts[hand])
    painter.setPen(ink)
    for x, y, word in queue:
        write(painter, x, y, word)
    painter.setPen(Qt.PenStyle.NoPen)
