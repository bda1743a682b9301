"""Every tone of every palette can be read, is seen on its ground, and keeps its distance from the next."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from models.terms import VisitStatus
from ui import theme
from ui.board.painting.looks import grounds_of, looks_in
from ui.board.telling.schemes import Colouring
from ui.theme.colours import contrast, in_palette
from ui.theme.tones import PALETTES, STANDARD, Tone, tones

Floats = npt.NDArray[np.float64]
GROUPS = ("status", "priority", "series")
MODES = ("light", "dark")

SEEN: dict[str, Floats] = {  # Machado, Oliveira, Fernandes 2009, severity 1, on linear light
    "standard": np.eye(3),
    "protan": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                        [-0.003882, -0.048116, 1.051998]]),
    "deutan": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                        [-0.011820, 0.042940, 0.968881]]),
    "tritan": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                        [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour: QColor, eyes: str) -> Floats:
    """CIE L*a*b* of a colour as these eyes see it."""
    parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = np.clip(SEEN[eyes] @ linear, 0, 1)
    x = XYZ @ seen / np.array([0.95047, 1.0, 1.08883])
    f = np.where(x > 216 / 24389, np.cbrt(x), (24389 / 27 * x + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: QColor, other: QColor, eyes: str) -> float:
    """Distance of two colours for these eyes; 2.3 is just seen."""
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))


def all_tones(palette: str, *, dark: bool) -> list[Tone]:
    """What a block can be painted in: every group's tones and a cancelled visit's."""
    tokens = in_palette(palette, dark=dark)
    cancelled = Tone(tokens.status_fill[VisitStatus.CANCELLED], tokens.status_ink[VisitStatus.CANCELLED])
    return [tone for group in GROUPS for tone in tones(palette, group, dark=dark)] + [cancelled]


@pytest.mark.parametrize("colouring", list(Colouring))
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("palette", PALETTES)
def test_every_text_on_a_block_reads(palette: str, mode: str, colouring: Colouring) -> None:
    """Every line and the time that is left, on plain ground, on a draft's stripes, on a cancelled hatch."""
    tokens = in_palette(palette, dark=mode == "dark")
    looks = looks_in(tokens, colouring)
    for at, look in enumerate(looks):
        cancelled = at == len(looks) - 1
        grounds = grounds_of(Tone(look.fill, look.ink), tokens, is_hatched=cancelled)
        for ink in (look.text, look.quiet, *look.dues):
            for ground in grounds:
                assert contrast(ink, ground) >= 4.5, (at, ink, ground)
        assert contrast(look.ink, look.fill) >= 4.5, (at, look)
        assert contrast(look.ink, tokens.surface) >= 4.5, (at, look)
        assert contrast(tokens.text, look.fill) >= 4.5, (at, look)  # signs: locks, parts, "+2"


@pytest.mark.parametrize("colouring", list(Colouring))
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("palette", PALETTES)
def test_every_block_is_seen_against_the_board(palette: str, mode: str, colouring: Colouring) -> None:
    tokens = in_palette(palette, dark=mode == "dark")
    for at, look in enumerate(looks_in(tokens, colouring)):
        for ground in (tokens.surface, tokens.off_hours):
            assert contrast(look.edge, ground) >= 3, (at, look, ground)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("palette", PALETTES)
def test_signs_of_urgency_are_seen_on_every_block(palette: str, mode: str) -> None:
    tokens = in_palette(palette, dark=mode == "dark")
    for tone in all_tones(palette, dark=mode == "dark"):
        for sign in (tokens.bad, tokens.warning, tokens.accent):
            assert contrast(sign, tone.fill) >= 3, (sign, tone)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("palette", PALETTES)
def test_neighbouring_meanings_stay_apart_for_the_eyes_they_are_made_for(palette: str, mode: str) -> None:
    for group in ("status", "priority"):
        row = tones(palette, group, dark=mode == "dark")
        for one, other in pairwise(row):
            assert apart(one.fill, other.fill, palette) >= 9
            assert apart(one.ink, other.ink, palette) >= 20
        if palette != STANDARD:
            for one, other in combinations(row, 2):
                assert apart(one.fill, other.fill, palette) >= 9
                assert apart(one.ink, other.ink, palette) >= 18


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("palette", PALETTES)
def test_what_is_done_recedes(palette: str, mode: str) -> None:
    done = tones(palette, "status", dark=mode == "dark")[-1]
    assert contrast(done.fill, in_palette(palette, dark=mode == "dark").surface) <= 1.3
    assert abs(lab(done.fill, "standard")[1:]).max() < 6


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("palette", PALETTES)
def test_groups_stay_apart_and_the_next_one_most_of_all(palette: str, mode: str) -> None:
    row = tones(palette, "series", dark=mode == "dark")
    for one, other in combinations(row, 2):
        assert apart(one.fill, other.fill, palette) >= 5
    for one, other in pairwise(row):
        assert apart(one.fill, other.fill, palette) >= 12
        assert apart(one.ink, other.ink, palette) >= 20


def test_the_palette_is_worn_and_a_wrong_one_refused(qapp: QApplication) -> None:
    theme.apply(qapp, "dark", palette="tritan")
    assert theme.tokens == in_palette("tritan", dark=True) != theme.DARK
    with pytest.raises(ValueError, match="sepia"):
        theme.apply(qapp, "dark", palette="sepia")
    theme.apply(qapp, "light")
    assert theme.tokens is theme.LIGHT
    assert theme.palette() == STANDARD
