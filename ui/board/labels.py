"""Texts inside blocks, drawn font by font."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from ui.board.blocks import LOCK_FROM, MARK_ROOM, PLAIN_ROOM, SIGN_ROOM, mark_from, title_top
from ui.board.captions import GAP, Caption, Measure, Words, one_line, two_lines
from ui.board.columns import CANCELLED, DONE
from ui.board.geometry import DAY
from ui.board.lettering import Hand, Word, write
from ui.board.scene import Blocks, Scene
from ui.board.style import Style

TEXT_FROM = 26
"""Blocks narrower than this stay silent."""
KEPT = 6_000
BELOW = 9
"""Pixels from a block's left edge to its second line."""

Piece = tuple[Hand, int, int, Word]
"""A text of a block: its hand, offset from the block's corner, and the laid-out text."""


class Labels:
    """Arranged texts by visit and width; forgotten when rows, theme or density change."""

    def __init__(self, style: Style) -> None:
        """Arrange for one style."""
        self._style = style
        self._kept: dict[tuple[int, int, int], tuple[Piece, ...]] = {}
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

    def paint(self, painter: QPainter, scene: Scene, blocks: Blocks, rect: QRect) -> None:
        """Paint the texts of blocks that touch a rectangle; the clip is set already."""
        table = scene.model.table
        queues: dict[tuple[Hand, bool], list[tuple[int, int, Word]]] = {}
        wide = (blocks.w >= TEXT_FROM) & (blocks.x < rect.right())
        left, right, top, bottom = rect.left() - 2, rect.right() + 2, rect.top() - 2, rect.bottom() + 2
        high = self._style.letters.heights[Hand.TITLE]
        slots = blocks.slots[wide]
        status = table.status[slots].tolist()
        signs = ((table.lock[slots] > 0) + (scene.model.due_states[slots] > 0).astype(np.int64)).tolist()
        rows = zip(
            slots.tolist(),
            blocks.x[wide].tolist(),
            blocks.y[wide].tolist(),
            blocks.w[wide].tolist(),
            status,
            signs,
            strict=True,
        )
        for slot, x, y, width, code, shown in rows:
            quiet = code in (DONE, CANCELLED)
            for hand, dx, dy, word in self._pieces(scene, slot, width, shown):
                at, line = x + dx, y + dy
                if at <= right and at + word.width >= left and line <= bottom and line + high >= top:
                    queues.setdefault((hand, quiet), []).append((at, line, word))
        for (hand, quiet), queue in sorted(queues.items(), key=lambda entry: entry[0]):
            ink = self._style.muted if quiet or hand is Hand.SMALL else self._style.text
            _draw(painter, self._style, (hand, ink), queue)

    def _pieces(self, scene: Scene, slot: int, width: int, signs: int) -> tuple[Piece, ...]:
        """The texts of a visit in a width, beside so many signs at the right end."""
        found = self._kept.get((slot, width, signs))
        if found is None:
            if len(self._kept) > KEPT:
                self._kept.clear()
            found = self._kept[slot, width, signs] = self._arranged(scene, slot, width, signs)
        return found

    def _arranged(self, scene: Scene, slot: int, width: int, signs: int) -> tuple[Piece, ...]:
        style = self._style
        left = MARK_ROOM if width >= mark_from(style) else PLAIN_ROOM
        room = width - left - 5
        title_room = room - (SIGN_ROOM * signs if width >= LOCK_FROM else 0)
        words = self._words.get(slot) or self._said(scene, slot)
        if style.density.block < 30:
            caption = one_line(words, title_room, self._measure)
        else:
            caption = two_lines(words, title_room, self._measure, below=width - BELOW - 4)
        return tuple(self._laid(caption, left))

    def _said(self, scene: Scene, slot: int) -> Words:
        """What could be said of a visit; kept, as every step of a zoom arranges it anew."""
        table = scene.model.table
        when = times(scene, self._style, int(table.starts[slot]), int(table.ends[slot]))
        words = Words(table.number[slot], table.customer[slot], when, table.town[slot])
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
