"""Colours of blocks by what they mean: made of the theme's tones, with inks worked out from the ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QColor

from models.terms import VisitStatus
from ui.board.telling.schemes import Colouring
from ui.theme import Tokens
from ui.theme.colours import CONTRAST, contrast
from ui.theme.tones import Tone

EDGE_CONTRAST = 3.0
"""What WCAG asks of the outline of something that must be seen."""
_STEPS = 24
_PALE = 0.6
"""Share of the surface in the ground of a finished visit."""


STRIPE = 0.13
"""Share of the accent in the stripes of a draft."""
HATCH = 0.8
"""Share of the line's colour in the hatch of a cancelled visit."""


class Look(NamedTuple):
    """How blocks of one meaning are painted: ground, mark, outline, first line, second line.

    `dues` are the inks of the time that is left of a service level: in time, near, over.
    """

    fill: QColor
    ink: QColor
    edge: QColor
    text: QColor
    quiet: QColor
    dues: tuple[QColor, QColor, QColor]


def mixed(a: QColor, b: QColor, share: float) -> QColor:
    """Colour between a and b; `share` of b, 0 to 1."""
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def ink_on(grounds: Sequence[QColor], wanted: QColor, surest: QColor, least: float = CONTRAST) -> QColor:
    """The wanted ink, brought nearer to the surest one until it reads on every ground."""
    for step in range(_STEPS + 1):
        found = mixed(wanted, surest, step / _STEPS)
        if min(contrast(found, ground) for ground in grounds) >= least:
            return found
    return surest


def grounds_of(tone: Tone, tokens: Tokens, *, is_hatched: bool = False) -> tuple[QColor, ...]:
    """What texts of a block can lie on: its ground, a draft's stripes, a cancelled visit's hatch."""
    plain = (tone.fill, mixed(tone.fill, tokens.line, HATCH)) if is_hatched else (tone.fill,)
    return (*plain, *(mixed(ground, tokens.accent, STRIPE) for ground in plain))


def edge_on(tone: Tone, tokens: Tokens) -> QColor:
    """The palest outline between a tone's ground and its ink that is seen against the board."""
    for step in range(_STEPS // 3, _STEPS + 1):
        found = mixed(tone.fill, tone.ink, step / _STEPS)
        if min(contrast(found, tokens.surface), contrast(found, tokens.off_hours)) >= EDGE_CONTRAST:
            return found
    return tone.ink


def tones_in(tokens: Tokens, colouring: Colouring) -> list[Tone]:
    """The tones of a scheme, in the order of its codes; a series begins with the plain one."""
    if colouring is Colouring.STATUS:
        return [Tone(tokens.status_fill[status], tokens.status_ink[status]) for status in VisitStatus]
    if colouring is Colouring.PRIORITY:
        return list(tokens.priority.values())
    done = VisitStatus.DONE
    return [Tone(tokens.status_fill[done], tokens.status_ink[done]), *tokens.series]


def looks_in(tokens: Tokens, colouring: Colouring) -> list[Look]:
    """Every look of a scheme: its tones, their pale versions for finished visits, and the cancelled one."""
    tones = tones_in(tokens, colouring)
    by_status = colouring is Colouring.STATUS
    pale = tones if by_status else [Tone(mixed(tone.fill, tokens.surface, _PALE), tone.ink) for tone in tones]
    gone = VisitStatus.CANCELLED
    return [
        *(_look(tone, tokens, is_over=False) for tone in tones),
        *(_look(tone, tokens, is_over=True) for tone in pale),
        _look(Tone(tokens.status_fill[gone], tokens.status_ink[gone]), tokens, is_over=True, is_hatched=True),
    ]


def _look(tone: Tone, tokens: Tokens, *, is_over: bool, is_hatched: bool = False) -> Look:
    grounds = grounds_of(tone, tokens, is_hatched=is_hatched)
    quiet = ink_on(grounds, tokens.muted, tokens.text)
    text = quiet if is_over else ink_on(grounds, tokens.text, tone.ink)
    near, over = (ink_on(grounds, sign, tokens.text) for sign in (tokens.warning, tokens.bad))
    return Look(tone.fill, tone.ink, edge_on(tone, tokens), text, quiet, (quiet, near, over))
