"""Signs at the right end of blocks: which of them fit, where they stand, what room they leave for texts.

From the right: broken rules, time left of the service level, lock, crew, agreement, part. What matters less
gives way first. Pieces are of the atlas and drawn in one call; the few texts one by one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QPainter

from resources.texts import _, format_minutes, format_number
from ui.board.geometry import DAY, Ints
from ui.board.painting.atlas import MOST_TOGETHER
from ui.board.painting.batch import Pieces
from ui.board.painting.drawings import LOCK_WIDTHS, SIGN
from ui.board.painting.lettering import Hand, Word, write
from ui.board.painting.style import Style
from ui.board.scene import Blocks, Scene

PAD = 5
"""Pixels between a block's right end and its first sign."""
RULE_LEAVES = 14
"""Room that a broken rule leaves at least for all the rest."""
SIGN_LEAVES = 62
"""Room that other signs leave at least for texts."""
LATE_LEAVES = 48
"""Room that the words of lateness leave at least, for three letters of a name."""
PART_LEAVES = 34
RULE = SIGN + 2
LONG_DUE = DAY
"""What is left beyond this is counted in days."""
DUE_GAP = 5
"""Pixels between the second line and the time that is left."""
DUE_AIR = 2
"""Pixels between it and a sign."""


class Text(NamedTuple):
    """A short text that belongs to the signs: where it stands, in which hand and ink."""

    x: int
    y: int
    hand: Hand
    ink: QColor
    word: Word


class Signs(NamedTuple):
    """What stands at the right ends: pieces, texts, and by block the pixels taken of each line."""

    pieces: Pieces
    texts: list[Text]
    first: Ints
    second: Ints


class _Row:
    """Blocks with the room that is left at their right ends while signs are put there."""

    def __init__(self, scene: Scene, style: Style, blocks: Blocks, top: int) -> None:
        self.scene, self.style, self.blocks = scene, style, blocks
        self.y = blocks.y + top + (style.letters.heights[Hand.TITLE] - SIGN) // 2
        self.used: Ints = np.zeros(len(blocks.slots), dtype=np.int64)
        self.pieces = Pieces()
        self.texts: list[Text] = []

    def take(self, wanted: npt.NDArray[np.bool_], width: Ints | int, *, leaves: int) -> Ints:
        """Give signs of a width room where they are wanted and fit; positions of the blocks that have it."""
        fits = wanted & (self.blocks.w - PAD - self.used - width >= leaves)
        at = fits.nonzero()[0]
        if len(at):
            self.used[at] += width[at] if isinstance(width, np.ndarray) else width
        return at

    def put(self, at: Ints, source: npt.NDArray[np.float64]) -> None:
        """Draw pieces where room was just taken."""
        blocks = self.blocks
        self.pieces.add(blocks.x[at] + blocks.w[at] - PAD - self.used[at], self.y[at], source)

    def say(self, at: int, text: str, look: tuple[Hand, QColor]) -> None:
        """Write a text where room was just taken."""
        hand, ink = look
        word, letters = self.style.letters.word(text, hand), self.style.letters
        right = int(self.blocks.x[at] + self.blocks.w[at] - PAD - self.used[at])
        left = right + (DUE_GAP if hand is Hand.TINY else 0)
        top = int(self.y[at]) + (SIGN - letters.heights[hand]) // 2
        self.texts.append(Text(left, top, hand, ink, word))


def signs_of(scene: Scene, style: Style, blocks: Blocks, top: int) -> Signs:
    """What stands at the right ends of blocks, whose first line is `top` pixels under their upper edge."""
    row = _Row(scene, style, blocks, top)
    second: Ints = np.zeros(len(blocks.slots), dtype=np.int64)
    if not len(blocks.slots) or int(blocks.w.max()) < RULE_LEAVES + SIGN:
        return Signs(row.pieces, row.texts, row.used, second)
    _rules(row)
    low = style.density.block < 30
    if low:
        _dues(row)
    else:
        below = _Row(scene, style, blocks, top + style.letters.heights[Hand.TITLE])
        below.pieces = row.pieces
        _dues(below)
        row.texts += below.texts
        second = below.used
    _plain(row)
    return Signs(row.pieces, row.texts, row.used, second)


def _rules(row: _Row) -> None:
    """At most two broken rules, refusing ones first, then how many more."""
    found = row.scene.encoding.of(row.scene.model).rules
    first, second, more = (column[row.blocks.slots] for column in found)
    if not first.any():
        return
    room = row.blocks.w - PAD - 2 * RULE
    _say_all(row, (more > 0) & (room >= SIGN_LEAVES), [f"+{n}" for n in more.tolist()], leaves=SIGN_LEAVES)
    for code, wanted in ((second, room - row.used >= RULE_LEAVES), (first, True)):
        at = row.take((code > 0) & wanted, RULE, leaves=RULE_LEAVES)
        row.put(at, row.style.atlas.rules[code[at] - 1])


def _say_all(row: _Row, wanted: npt.NDArray[np.bool_], texts: list[str], *, leaves: int) -> None:
    """Bold little texts where they are wanted."""
    if not wanted.any():
        return
    word = row.style.letters.word
    width = np.array([word(text, Hand.TINY_BOLD).width + 3 for text in texts], dtype=np.int64)
    for at in row.take(wanted, width, leaves=leaves).tolist():
        row.say(at, texts[at], (Hand.TINY_BOLD, row.style.text))


def _dues(row: _Row) -> None:
    """The time that is left of a service level: quiet, bold with a clock near its end, then how late."""
    scene, style, slots = row.scene, row.style, row.blocks.slots
    model = scene.model
    due = model.due_of(model.table.order_id[slots])[0]
    shown = ((due > 0) & scene.encoding.of(model).is_open[slots]).nonzero()[0]
    if not len(shown):
        return
    states = model.due_states[slots].astype(np.int64)
    looks = scene.encoding.of(model).looks[slots]
    width = np.zeros(len(slots), dtype=np.int64)
    texts: dict[int, str] = {}
    for at in shown.tolist():
        texts[at] = due_words(int(due[at]) - model.dues_at)
        hand = Hand.TINY_BOLD if states[at] else Hand.TINY
        width[at] = style.letters.word(texts[at], hand).width + DUE_GAP + DUE_AIR
    for near, leaves in ((False, SIGN_LEAVES), (True, LATE_LEAVES)):
        for at in row.take((width > 0) & ((states > 0) == near), width, leaves=leaves).tolist():
            row.say(
                at,
                texts[at],
                (Hand.TINY_BOLD if near else Hand.TINY, style.looks[looks[at]].dues[states[at]]),
            )
    late = row.take((width > 0) & (states > 0), SIGN + 1, leaves=RULE_LEAVES)
    row.put(late, style.atlas.clocks[states[late]])


def due_words(left: int) -> str:
    """What is left of a service level in seconds: "4 h 02", "3 d", "late 35 min"."""
    if left < 0:
        return _("late {time}").format(time=_length(-left))
    return _length(left)


def _length(seconds: int) -> str:
    if seconds >= LONG_DUE:
        return _("{n} d").format(n=format_number(seconds // DAY))
    return format_minutes(seconds // 60)


def _plain(row: _Row) -> None:
    """Lock, crew, agreement and part."""
    scene, blocks = row.scene, row.blocks
    table, facts, atlas = scene.model.table, scene.encoding.of(scene.model), row.style.atlas
    slots = blocks.slots
    lock = table.lock[slots]
    at = row.take(lock > 0, np.array(LOCK_WIDTHS, dtype=np.int64)[lock], leaves=SIGN_LEAVES)
    row.put(at, atlas.locks[lock[at]])
    crew = facts.crews[slots]
    at = row.take(crew > 0, SIGN + 2, leaves=SIGN_LEAVES)
    row.put(at, atlas.crews[np.minimum(crew[at], MOST_TOGETHER) - 1])
    at = row.take(table.agreement_id[slots] > 0, SIGN + 2, leaves=SIGN_LEAVES)
    row.put(at, atlas.again[[0] * len(at)])
    part, total = (column[slots] for column in facts.parts)
    texts = [f"{one}/{of}" if of else "" for one, of in zip(part.tolist(), total.tolist(), strict=True)]
    _say_all(row, total > 0, texts, leaves=PART_LEAVES)


def paint_signs(painter: QPainter, style: Style, signs: Signs) -> None:
    """Draw the pieces, then the texts."""
    signs.pieces.draw(painter, style.atlas.pixmap)
    for x, y, hand, ink, word in signs.texts:
        painter.setFont(style.letters.fonts[hand])
        painter.setPen(ink)
        write(painter, x, y, word)
