"""Panes around the board: each can be moved to another side, be a window of its own, or be shut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QToolButton, QVBoxLayout, QWidget

from resources.texts import N_, _
from ui import theme

Arrangement = dict[str, Any]  # Any: what JSON knows
"""Where panes stand and how large they are, as JSON."""


class Spot(StrEnum):
    """Where a pane stands."""

    LEFT = "left"
    RIGHT = "right"
    BELOW = "below"
    WINDOW = "window"
    SHUT = "shut"


SIDES = (Spot.LEFT, Spot.RIGHT, Spot.BELOW)
_WORDS = {
    Spot.BELOW: (N_("Below the board"), "pane-bottom"),
    Spot.RIGHT: (N_("To the right"), "pane-right"),
    Spot.LEFT: (N_("To the left"), "left"),
    Spot.WINDOW: (N_("In a window of its own"), "open"),
    Spot.SHUT: (N_("Close"), "x"),
}
_SIZES = {Spot.LEFT: 296, Spot.RIGHT: 296, Spot.BELOW: 230}
"""Pixels that an area takes before a person drags its edge."""

LEAST, STEP = 90, 40
"""Pixels that a side keeps at least, and by which it grows from its menu."""


class PaneWindow(QWidget):
    """A pane that is a window of its own, on whichever screen; closing it puts the pane back.

    A tool window: it stays above its board, and the keys of the main window work in it.

    Signals:
        closed(): the person closed it.
    """

    closed = Signal()

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool | Qt.WindowType.WindowMinMaxButtonsHint)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.resize(720, 420)
        parent.window().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the window of the board."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.hide()
        elif event.type() == QEvent.Type.Show and not event.spontaneous():
            self.show()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell it, unless the whole program is being closed."""
        parent = self.parentWidget()
        if parent is not None and parent.isVisible():
            self.closed.emit()
        super().closeEvent(event)


@dataclass(slots=True)
class _Pane:
    title: str
    content: QWidget
    spot: Spot
    home: Spot
    window: PaneWindow | None = None
    geometry: str = ""


class Docking(QWidget):
    """A centre with panes to its left, to its right and below it.

    Signals:
        changed(): a pane stands elsewhere, or an edge was dragged.
    """

    changed = Signal()

    def __init__(self, centre: QWidget, parent: QWidget | None = None) -> None:
        """Show the centre alone."""
        super().__init__(parent)
        self._panes: dict[str, _Pane] = {}
        self._sizes = dict(_SIZES)
        self._is_placing = False
        self._areas = {
            spot: QSplitter(Qt.Orientation.Horizontal if spot is Spot.BELOW else Qt.Orientation.Vertical)
            for spot in SIDES
        }
        self.down, self.across = QSplitter(Qt.Orientation.Vertical), QSplitter(Qt.Orientation.Horizontal)
        for part in (centre, self._areas[Spot.BELOW]):
            self.down.addWidget(part)
        for part in (self._areas[Spot.LEFT], self.down, self._areas[Spot.RIGHT]):
            self.across.addWidget(part)
        self.down.setStretchFactor(0, 1)
        self.across.setStretchFactor(1, 1)
        for splitter in (self.down, self.across, *self._areas.values()):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(self._on_dragged)
        for area in self._areas.values():
            area.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.across)

    def add(self, name: str, title: str, content: QWidget, *, spot: Spot, head: QHBoxLayout) -> None:
        """Take a pane in at its home; `head` is its first row, at whose end its menu stands."""
        self._panes[name] = _Pane(title, content, spot, spot)
        head.addWidget(self._menu_button(name))
        self._place(name, spot)
        self._fit()

    # ------------------------------------------------------------------ where panes are

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all panes."""
        return tuple(self._panes)

    def title(self, name: str) -> str:
        """What a pane is called, translated."""
        return self._panes[name].title

    def spot(self, name: str) -> Spot:
        """Where a pane stands now."""
        return self._panes[name].spot

    def window_of(self, name: str) -> PaneWindow | None:
        """The window a pane is in, if it is in one of its own."""
        return self._panes[name].window

    def send(self, name: str, spot: Spot) -> None:
        """Put a pane elsewhere, into a window of its own, or shut it."""
        if self._panes[name].spot is spot:
            return
        self._place(name, spot)
        self._fit()
        self.changed.emit()

    def toggle(self, name: str) -> None:
        """Shut a pane, or open it where it was docked the last time."""
        pane = self._panes[name]
        self.send(name, pane.home if pane.spot is Spot.SHUT else Spot.SHUT)

    def bring_up(self, name: str) -> None:
        """Make a pane visible, and its window the one in front."""
        if self._panes[name].spot is Spot.SHUT:
            self.toggle(name)
        window = self._panes[name].window
        if window is not None:
            window.raise_()
            window.activateWindow()

    def _place(self, name: str, spot: Spot) -> None:
        pane = self._panes[name]
        self._leave_window(pane)
        pane.spot = spot
        if spot in SIDES:
            pane.home = spot
            self._areas[spot].addWidget(pane.content)
            pane.content.show()
        elif spot is Spot.WINDOW:
            self._open_window(name, pane)
        else:
            pane.content.hide()

    def _open_window(self, name: str, pane: _Pane) -> None:
        window = pane.window = PaneWindow(pane.title, self)
        window.closed.connect(lambda: self.send(name, pane.home))
        page = self.parentWidget()
        if page is not None:
            window.addActions(page.actions())
        column = window.layout()
        if column is not None:
            column.addWidget(pane.content)
        if pane.geometry:
            window.restoreGeometry(QByteArray.fromBase64(pane.geometry.encode()))
        pane.content.show()
        window.show()

    def _leave_window(self, pane: _Pane) -> None:
        if pane.window is None:
            return
        pane.geometry = _text(pane.window.saveGeometry())
        window, pane.window = pane.window, None
        pane.content.setParent(self)
        window.closed.disconnect()
        window.hide()
        window.deleteLater()

    # ------------------------------------------------------------------ sizes

    def _fit(self) -> None:
        """Show the areas that hold a pane, each as large as it was."""
        for spot, area in self._areas.items():
            area.setVisible(any(pane.spot is spot for pane in self._panes.values()))
        size, self._is_placing = self._sizes, True
        width, height = max(self.width(), 900), max(self.height(), 500)
        wide = (size[Spot.LEFT], size[Spot.RIGHT])
        self.across.setSizes([wide[0], max(width - sum(wide), 200), wide[1]])
        self.down.setSizes([max(height - size[Spot.BELOW], 200), size[Spot.BELOW]])
        self._is_placing = False

    def _on_dragged(self, *_at: int) -> None:
        if self._is_placing:
            return
        left, _middle, right = self.across.sizes()
        for spot, now in ((Spot.LEFT, left), (Spot.RIGHT, right), (Spot.BELOW, self.down.sizes()[1])):
            if now and self._areas[spot].isVisible():
                self._sizes[spot] = now
        self.changed.emit()

    # ------------------------------------------------------------------ kept and restored

    def arrangement(self) -> Arrangement:
        """Where everything stands, as JSON."""
        panes = {}
        for name, pane in self._panes.items():
            geometry = _text(pane.window.saveGeometry()) if pane.window is not None else pane.geometry
            panes[name] = {"spot": pane.spot.value, "home": pane.home.value, "geometry": geometry}
        return {"sizes": {spot.value: size for spot, size in self._sizes.items()}, "panes": panes}

    def restore(self, wanted: Mapping[str, Any]) -> None:  # Any: as Arrangement
        """Put everything where it stood; what is unknown or missing stays where it is."""
        sizes = wanted.get("sizes", {})
        for spot in SIDES:
            if isinstance(sizes.get(spot.value), int):
                self._sizes[spot] = max(sizes[spot.value], LEAST)
        for name, kept in wanted.get("panes", {}).items():
            pane = self._panes.get(name)
            spots = [spot for spot in Spot if spot.value == kept.get("spot")]
            homes = [spot for spot in SIDES if spot.value == kept.get("home")]
            if pane is None or not spots:
                continue
            pane.geometry = str(kept.get("geometry", ""))
            if pane.spot is not spots[0]:
                self._place(name, spots[0])
            pane.home = homes[0] if homes else pane.home
        self._fit()

    # ------------------------------------------------------------------ the menu of a pane

    def _menu_button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme.set_icon(button, "more", "muted")
        words = _("Move or close this pane")
        button.setToolTip(words)
        button.setAccessibleName(words)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill(menu, name))
        button.setMenu(menu)
        return button

    def _fill(self, menu: QMenu, name: str) -> None:
        menu.clear()
        for spot, (words, icon) in _WORDS.items():
            action = QAction(theme.icon(icon), _(words), menu)
            action.triggered.connect(partial(self.send, name, spot))
            action.setEnabled(self.spot(name) is not spot)
            menu.addAction(action)
        menu.addSeparator()
        for words, by in ((_("Larger"), STEP), (_("Smaller"), -STEP)):
            menu.addAction(words, partial(self._grow, name, by)).setEnabled(self.spot(name) in SIDES)

    def _grow(self, name: str, by: int) -> None:
        """Make a side larger or smaller by so many pixels, as dragging its edge does."""
        spot = self.spot(name)
        if spot in SIDES:
            self._sizes[spot] = max(self._sizes[spot] + by, LEAST)
            self._fit()
            self.changed.emit()


def _text(geometry: QByteArray) -> str:
    return bytes(geometry.toBase64().data()).decode()
