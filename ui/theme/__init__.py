"""Colours, sizes, fonts and icons by name, dark and light; the style sheet.

Use it as `from ui import theme`, then `theme.tokens.accent`: `tokens` is another object after a switch, so do
not keep it, and repaint when `theme.changed` is emitted. All of it belongs to the GUI thread.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeGuard

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QStyleFactory, QToolButton

from resources import files
from ui.theme import fonts, icons
from ui.theme.colours import DARK, LIGHT, Tokens, in_palette, legible, palette_of
from ui.theme.fonts import font
from ui.theme.tones import PALETTES, STANDARD, Tone

__all__ = [
    "DARK",
    "LIGHT",
    "PALETTES",
    "Tokens",
    "Tone",
    "apply",
    "changed",
    "font",
    "icon",
    "make_primary",
    "on_ground",
    "palette",
    "pixmap",
    "scheme",
    "set_icon",
    "tokens",
]

TOOLBAR = 48
ROW = 26
CONTROL = 30
RAIL = 64
RADIUS = 6
ICON = 18
_BUTTON_ICON = 16
_GAP = 4
"""Pixels between a button's icon and its word, besides the few of its style."""

SYSTEM_SCHEME, LIGHT_SCHEME, DARK_SCHEME = "system", "light", "dark"
SCHEMES = (SYSTEM_SCHEME, LIGHT_SCHEME, DARK_SCHEME)
"""What the setting may say."""


Dressed = QAbstractButton | QAction
"""What can carry an icon."""


class _Bell(QObject):
    """Carries the signal; a module cannot."""

    changed = Signal()


_bell = _Bell()
changed = _bell.changed
"""Emitted after every switch of colours or font."""

tokens: Tokens = LIGHT
"""The colours in use."""

_wanted = SYSTEM_SCHEME
_palette = STANDARD
_is_applied = False


def scheme() -> str:
    """The setting in force: "system", "light" or "dark"."""
    return _wanted


def palette() -> str:
    """The palette in force: one of `PALETTES`."""
    return _palette


def apply(
    app: QApplication,
    wanted: str = SYSTEM_SCHEME,
    *,
    system_font: bool = False,
    palette: str = STANDARD,
) -> None:
    """Dress the whole program; may be called again to switch.

    Raises:
        ValueError: there is no such scheme or palette.
    """
    global _wanted, _palette, _is_applied
    if wanted not in SCHEMES or palette not in PALETTES:
        raise ValueError(f"no such scheme or palette: {wanted!r}, {palette!r}")
    _wanted, _palette = wanted, palette
    fonts.register()
    fonts.use_family(system=system_font)
    hints = app.styleHints()
    hints.setColorScheme(_qt_scheme(wanted))
    if not _is_applied:
        _is_applied = True
        app.setStyle(QStyleFactory.create("Fusion"))
        hints.colorSchemeChanged.connect(_follow_system)
    app.setFont(font())
    _wear(app, _resolved())


def _wear(app: QApplication, wanted: Tokens) -> None:
    global tokens
    tokens = wanted
    icon.cache_clear()
    app.setPalette(palette_of(wanted))
    app.setStyleSheet(style_sheet(wanted))
    changed.emit()


def _follow_system() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication) and _wanted == SYSTEM_SCHEME and _resolved() is not tokens:
        _wear(app, _resolved())


def _qt_scheme(wanted: str) -> Qt.ColorScheme:
    known = {LIGHT_SCHEME: Qt.ColorScheme.Light, DARK_SCHEME: Qt.ColorScheme.Dark}
    return known.get(wanted, Qt.ColorScheme.Unknown)


def _resolved() -> Tokens:
    is_dark = _wanted == DARK_SCHEME
    if _wanted == SYSTEM_SCHEME:
        is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return in_palette(_palette, dark=is_dark)


@lru_cache(maxsize=1)
def _sheet_source() -> str:
    return files.path("style.qss").read_text(encoding="utf-8")


def style_sheet(wanted: Tokens) -> str:
    """The style sheet with @names replaced by a scheme's colours and the folder of drawings."""
    sheet = _sheet_source().replace("@icons", files.path("icons").as_posix())
    sheet = sheet.replace("@tick", "tick-dark" if wanted.dark else "tick-light")
    for name, colour in sorted(wanted.named().items(), key=lambda pair: -len(pair[0])):
        sheet = sheet.replace(f"@{name}", colour.name())
    return sheet


@lru_cache(maxsize=256)
def icon(name: str, ink: str = "text", gap: int = 0) -> QIcon:
    """An icon tinted by a token's name; greyed when disabled, in the accent when selected or checked.

    It keeps the colours of the moment: use `set_icon` for what stays on the screen.
    """
    return icons.tinted(name, lambda mode, state: _ink(ink, mode, state), gap=gap)


def set_icon(target: Dressed, name: str, ink: str = "text") -> None:
    """Give a button or action an icon that follows every change of scheme; call again for another icon."""
    for old in target.findChildren(_Dresser, options=Qt.FindChildOption.FindDirectChildrenOnly):
        old.setParent(None)
        old.deleteLater()
    _Dresser(target, name, ink)


def on_ground(colour: str) -> QColor:
    """A colour that a person chose (`#rrggbb`), legible on the present ground."""
    return legible(QColor(colour), tokens.surface)


def make_primary(button: QPushButton) -> None:
    """Make a button the one that Enter presses, and show it; also after it has got its style."""
    button.setProperty("primary", True)
    button.setDefault(True)
    button.style().unpolish(button)
    button.style().polish(button)


class _Dresser(QObject):
    """Lives as a child of what it dresses, so it ends with it."""

    def __init__(self, target: Dressed, name: str, ink: str) -> None:
        super().__init__(target)
        self._target, self._name, self._ink = target, name, ink
        self._dress()
        changed.connect(self._dress)
        if isinstance(target, QToolButton):
            target.installEventFilter(self)  # whether it has a word is known when it is first shown

    def eventFilter(self, _target: QObject, event: QEvent) -> bool:
        """Leave room before a tool button's word, once."""
        if event.type() == QEvent.Type.Polish:
            self._target.removeEventFilter(self)
            self._dress()
        return False

    def _dress(self) -> None:
        gap = 0
        if _has_word(self._target):
            gap = _GAP
            self._target.setIconSize(QSize(_BUTTON_ICON + gap, _BUTTON_ICON))
        self._target.setIcon(icon(self._name, self._ink, gap))


def _has_word(target: Dressed) -> TypeGuard[QAbstractButton]:
    """Whether a word stands beside the icon."""
    if isinstance(target, QToolButton):
        return target.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    return isinstance(target, QPushButton) and bool(target.text())


def pixmap(name: str, px: int = ICON, *, ink: str = "text", ratio: float = 1.0) -> QPixmap:
    """A drawing for one's own painting: px in logical pixels, in today's colours (do not keep it)."""
    return icons.drawn(name, colour(ink).rgba(), px, ratio)


def _ink(ink: str, mode: QIcon.Mode, state: QIcon.State) -> QColor:
    if mode == QIcon.Mode.Disabled:
        return tokens.disabled
    is_chosen = mode == QIcon.Mode.Selected or state == QIcon.State.On
    return tokens.accent if is_chosen and ink in ("text", "muted") else colour(ink)


def colour(name: str) -> QColor:
    """A token's colour now, by its name; raises AttributeError for an unknown name."""
    found = getattr(tokens, name)
    if not isinstance(found, QColor):
        raise TypeError(f"not a colour: {name}")
    return found
