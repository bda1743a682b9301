"""The look's promises: contrast, schemes, icons that follow a switch, tabular figures, speed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from models.terms import VisitStatus
from resources import files
from ui import theme

SCHEMES = [pytest.param(theme.LIGHT, id="light"), pytest.param(theme.DARK, id="dark")]
GROUNDS = (
    "window",
    "surface",
    "accent_surface",
    "off_hours",
    "bad_surface",
    "warning_surface",
    "good_surface",
)
PAIRS = [
    ("accent", "surface"), ("accent", "window"), ("accent", "accent_surface"), ("on_accent", "accent"),
    ("bad", "surface"), ("bad", "window"), ("bad", "bad_surface"), ("bad", "accent_surface"),
    ("warning", "surface"), ("warning", "window"), ("warning", "warning_surface"),
    ("good", "surface"), ("good", "window"), ("good", "good_surface"), ("on_now", "now"),
]  # fmt: skip


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2 contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply(qapp, "light")


def test_black_on_white_is_21() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("tokens", SCHEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_and_quiet_text_read_on_every_ground(tokens: theme.Tokens, ground: str) -> None:
    fill = tokens.named()[ground]
    assert contrast(tokens.text, fill) >= 4.5
    assert contrast(tokens.muted, fill) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_coloured_ink_reads_on_its_ground(tokens: theme.Tokens, ink: str, ground: str) -> None:
    assert contrast(tokens.named()[ink], tokens.named()[ground]) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES)
@pytest.mark.parametrize("status", list(VisitStatus))
def test_title_second_line_and_mark_read_on_every_status(tokens: theme.Tokens, status: VisitStatus) -> None:
    fill = tokens.status_fill[status]
    for ink in (tokens.text, tokens.muted, tokens.status_ink[status]):
        assert contrast(ink, fill) >= 4.5
    assert contrast(tokens.status_ink[status], tokens.surface) >= 4.5


@pytest.mark.parametrize("wanted", ["light", "dark"])
def test_the_palette_reads_in_every_role(app: QApplication, wanted: str) -> None:
    theme.apply(app, wanted)
    palette, role = app.palette(), QPalette.ColorRole
    pairs = [(role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase),
             (role.ButtonText, role.Button), (role.HighlightedText, role.Highlight), (role.Link, role.Base),
             (role.PlaceholderText, role.Base), (role.ToolTipText, role.ToolTipBase)]  # fmt: skip
    for ink, ground in pairs:
        assert contrast(palette.color(ink), palette.color(ground)) >= 4.5, (ink, ground)
    assert palette.color(role.Accent) == theme.tokens.accent
    off = QPalette.ColorGroup.Disabled
    for ink in (role.WindowText, role.Text, role.ButtonText):
        assert palette.color(off, ink) == theme.tokens.disabled != palette.color(ink)


def test_a_switch_is_told_and_icons_follow_it(app: QApplication, qtbot: QtBot) -> None:
    theme.apply(app, "light")
    button = QPushButton()
    qtbot.addWidget(button)
    theme.set_icon(button, "save")
    seen: list[bool] = []
    theme.changed.connect(lambda: seen.append(theme.tokens.dark))
    before = button.icon().pixmap(QSize(18, 18)).toImage()
    theme.apply(app, "dark")
    assert seen == [True]
    assert button.icon().pixmap(QSize(18, 18)).toImage() != before
    assert theme.scheme() == "dark"


def test_another_icon_replaces_the_first_for_good(app: QApplication, qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.set_icon(button, "save")
    theme.set_icon(button, "lock")
    theme.apply(app, "dark")
    assert button.icon().pixmap(18).toImage() == theme.icon("lock").pixmap(18).toImage()


def test_an_icon_has_a_pixel_for_every_pixel_of_the_screen(app: QApplication) -> None:
    sharp = theme.pixmap("board", 18, ratio=2.0)
    assert (sharp.width(), sharp.deviceIndependentSize().width()) == (36, 18)
    disabled = theme.icon("board").pixmap(QSize(18, 18), 1.0, theme.icons.QIcon.Mode.Disabled).toImage()
    strongest = max(
        (disabled.pixelColor(x, y) for x in range(18) for y in range(18)), key=lambda c: c.alpha()
    )
    assert strongest.rgb() & 0xFEFEFE == theme.tokens.disabled.rgb() & 0xFEFEFE


def test_system_follows_the_system_and_an_unknown_scheme_is_refused(app: QApplication) -> None:
    theme.apply(app, "system")
    assert theme.tokens in (theme.LIGHT, theme.DARK)
    with pytest.raises(ValueError, match="sepia"):
        theme.apply(app, "sepia")


def test_fonts_are_the_shipped_ones_and_figures_can_have_one_width(app: QApplication) -> None:
    theme.apply(app, "light")
    for weight, style in ((400, "Regular"), (500, "Medium"), (600, "SemiBold"), (700, "Bold")):
        face = QFontInfo(theme.font(13, weight))
        assert (face.family().split()[0], face.styleName()) == ("Inter", style)
    tabular, proportional = QFontMetricsF(theme.font(tabular=True)), QFontMetricsF(theme.font())
    assert tabular.horizontalAdvance("11:11") == pytest.approx(tabular.horizontalAdvance("00:00"))
    assert proportional.horizontalAdvance("11:11") < proportional.horizontalAdvance("00:00")


def test_the_system_font_can_be_chosen_instead(app: QApplication) -> None:
    theme.apply(app, "light", system_font=True)
    chosen = theme.font().family()
    theme.apply(app, "light")
    assert chosen != theme.font().family() == "Inter"


def test_the_style_sheet_names_only_known_colours(app: QApplication) -> None:
    for tokens in (theme.LIGHT, theme.DARK):
        assert "@" not in theme.style_sheet(tokens).partition("*/")[2]


def test_every_drawing_is_one_colour_of_one_stroke() -> None:
    fixed = {"arrow-up", "arrow-down", "tick-light", "tick-dark"}  # the style sheet cannot tint
    drawings = sorted((files.root() / "icons").glob("*.svg"))
    assert len(drawings) > 80
    for drawing in drawings:
        root = ElementTree.parse(drawing).getroot()
        if drawing.stem not in fixed:
            assert (root.get("stroke"), root.get("stroke-width")) == ("currentColor", "1.75"), drawing.name


def test_dressing_the_program_takes_less_than_60_ms(app: QApplication) -> None:
    taken = []
    for wanted in ("dark", "light", "dark", "light"):
        began = time.perf_counter()
        theme.apply(app, wanted)
        taken.append(time.perf_counter() - began)
    assert min(taken) < 0.06
