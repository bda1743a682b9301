"""The colours of the program by name, light and dark (look.md), and the palettes made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from models.terms import Priority, VisitStatus
from ui.theme.tones import STANDARD, Tone, tones


@dataclass(frozen=True, slots=True)
class Tokens:
    """One scheme's colours; texts keep WCAG contrast 4.5 on every fill they are meant for (a test checks).

    Attributes:
        window, surface: the ground behind cards; the one surface of everything else.
        line, faint_line, edge: hairlines, fainter ones inside tables, and the border of what can be typed in.
        text, muted, disabled: ink, quieter ink, and the ink of what cannot be used now.
        accent, accent_surface, on_accent: the one accent, its pale ground, and ink on the accent itself.
        status_fill, status_ink: ground and mark of a visit by its status; cancelled is an outline to hatch.
        priority: ground and mark by priority.
        series: grounds and marks that tell things of one kind apart: teams, agreements, customers.
    """

    dark: bool
    window: QColor
    surface: QColor
    line: QColor
    faint_line: QColor
    edge: QColor
    text: QColor
    muted: QColor
    disabled: QColor
    accent: QColor
    accent_surface: QColor
    on_accent: QColor
    off_hours: QColor
    good: QColor
    good_surface: QColor
    bad: QColor
    bad_surface: QColor
    warning: QColor
    warning_surface: QColor
    now: QColor
    on_now: QColor
    status_fill: Mapping[VisitStatus, QColor]
    status_ink: Mapping[VisitStatus, QColor]
    priority: Mapping[Priority, Tone]
    series: tuple[Tone, ...]

    def named(self) -> dict[str, QColor]:
        """Every single colour by its name (not those by status)."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, QColor)}


def _by_status(palette: str, part: int, cancelled: str, *, dark: bool) -> dict[VisitStatus, QColor]:
    """Grounds (0) or inks (1) of a palette; a cancelled visit has the surface or the muted ink."""
    found = [tone[part] for tone in tones(palette, "status", dark=dark)]
    return dict(zip(VisitStatus, (*found, QColor(cancelled)), strict=True))


def _by_priority(palette: str, *, dark: bool) -> dict[Priority, Tone]:
    return dict(zip(Priority, tones(palette, "priority", dark=dark), strict=True))


LIGHT = Tokens(
    dark=False,
    window=QColor("#F4F5F7"),
    surface=QColor("#FFFFFF"),
    line=QColor("#E1E4EA"),
    faint_line=QColor("#EEF0F3"),
    edge=QColor("#CDD2DB"),
    text=QColor("#1A1F29"),
    muted=QColor("#5A6473"),
    disabled=QColor("#9AA2AE"),
    accent=QColor("#2B5BD7"),
    accent_surface=QColor("#E8EEFC"),
    on_accent=QColor("#FFFFFF"),
    off_hours=QColor("#F3F4F6"),
    good=QColor("#0A6F66"),
    good_surface=QColor("#D9F1EE"),
    bad=QColor("#B3202F"),
    bad_surface=QColor("#FBE3E5"),
    warning=QColor("#8A5A00"),
    warning_surface=QColor("#FDF0D3"),
    now=QColor("#D92D3F"),
    on_now=QColor("#FFFFFF"),
    status_fill=_by_status(STANDARD, 0, "#FFFFFF", dark=False),
    status_ink=_by_status(STANDARD, 1, "#5A6473", dark=False),
    priority=_by_priority(STANDARD, dark=False),
    series=tones(STANDARD, "series", dark=False),
)

DARK = Tokens(
    dark=True,
    window=QColor("#14171C"),
    surface=QColor("#1B1F26"),
    line=QColor("#2B313B"),
    faint_line=QColor("#232831"),
    edge=QColor("#3B434F"),
    text=QColor("#E7EAF0"),
    muted=QColor("#9CA6B5"),
    disabled=QColor("#667080"),
    accent=QColor("#84A9FF"),
    accent_surface=QColor("#243154"),
    on_accent=QColor("#14171C"),
    off_hours=QColor("#171A20"),
    good=QColor("#5CC9BD"),
    good_surface=QColor("#163F3C"),
    bad=QColor("#FF8A94"),
    bad_surface=QColor("#4A1F25"),
    warning=QColor("#E6BD62"),
    warning_surface=QColor("#45360F"),
    now=QColor("#FF6472"),
    on_now=QColor("#14171C"),
    status_fill=_by_status(STANDARD, 0, "#1B1F26", dark=True),
    status_ink=_by_status(STANDARD, 1, "#9CA6B5", dark=True),
    priority=_by_priority(STANDARD, dark=True),
    series=tones(STANDARD, "series", dark=True),
)


@lru_cache(maxsize=8)
def in_palette(palette: str, *, dark: bool) -> Tokens:
    """The light or dark colours with the meanings of a palette; raises KeyError for an unknown one."""
    plain = DARK if dark else LIGHT
    if palette == STANDARD:
        return plain
    return replace(
        plain,
        status_fill=_by_status(palette, 0, plain.surface.name(), dark=dark),
        status_ink=_by_status(palette, 1, plain.muted.name(), dark=dark),
        priority=_by_priority(palette, dark=dark),
        series=tones(palette, "series", dark=dark),
    )


CONTRAST = 4.5
"""What WCAG asks of text, and what a person's own colours are held to as well."""
_STEPS = 20


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours as WCAG counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def legible(colour: QColor, ground: QColor) -> QColor:
    """The colour, made lighter or darker until it stands out from the ground by `CONTRAST`; same hue."""
    hue, saturation, start = max(colour.hslHueF(), 0.0), colour.hslSaturationF(), colour.lightnessF()
    goal = 1.0 if _luminance(ground) < 0.5 else 0.0
    for step in range(_STEPS + 1):
        lightness = start + (goal - start) * step / _STEPS
        found = QColor.fromHslF(hue, saturation, min(max(lightness, 0.0), 1.0))
        if contrast(found, ground) >= CONTRAST:
            return found
    return QColor(Qt.GlobalColor.white if goal else Qt.GlobalColor.black)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_Role = QPalette.ColorRole


def palette_of(tokens: Tokens) -> QPalette:
    """The palette Fusion paints with: active, inactive and disabled groups."""
    palette = QPalette()
    for role, colour in _roles(tokens).items():
        palette.setColor(role, colour)
    for role in (
        _Role.WindowText,
        _Role.Text,
        _Role.ButtonText,
        _Role.HighlightedText,
        _Role.PlaceholderText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, tokens.disabled)
    palette.setColor(QPalette.ColorGroup.Disabled, _Role.Base, tokens.window)
    palette.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, tokens.faint_line)
    palette.setColor(QPalette.ColorGroup.Disabled, _Role.Accent, tokens.disabled)
    return palette


def _roles(tokens: Tokens) -> dict[QPalette.ColorRole, QColor]:
    return {
        _Role.Window: tokens.surface,
        _Role.WindowText: tokens.text,
        _Role.Base: tokens.surface,
        _Role.AlternateBase: tokens.window,
        _Role.Text: tokens.text,
        _Role.Button: tokens.surface,
        _Role.ButtonText: tokens.text,
        _Role.BrightText: tokens.bad,
        _Role.Highlight: tokens.accent_surface,
        _Role.HighlightedText: tokens.text,
        _Role.Accent: tokens.accent,
        _Role.Link: tokens.accent,
        _Role.LinkVisited: tokens.accent,
        _Role.PlaceholderText: tokens.muted,
        _Role.ToolTipBase: tokens.surface,
        _Role.ToolTipText: tokens.text,
        _Role.Light: tokens.surface,
        _Role.Midlight: tokens.faint_line,
        _Role.Mid: tokens.line,
        _Role.Dark: tokens.edge,
        _Role.Shadow: tokens.edge,
    }
