"""The time of a block typed in its place: "10:15-11:45", "14:00", "+30", with the ghost and its verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from resources.texts import _, format_time
from ui import theme
from ui.board.aiming import overlay_for
from ui.board.editing.placements import Placement
from ui.board.gestures.aims import origins_of
from ui.board.ghosts import Overlay
from ui.board.keyboard.nudging import want
from ui.board.keyboard.time_text import parse_span

if TYPE_CHECKING:
    from ui.board.view import BoardView

WIDTH = 128
_ENDS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TimeEdit(QLineEdit):
    """A line over a block of the board; Enter takes the time, Esc or turning elsewhere leaves it.

    With several visits selected the first one's change of start moves them all, and their crews.
    """

    def __init__(self, view: BoardView, visit_id: int) -> None:
        """Lie over the block of a visit that is on the board."""
        super().__init__(view.viewport())
        self._view = view
        self._is_over = False
        scene = view.scene
        first, *others = origins_of(scene, scene.model.table.slot(visit_id))
        self._place, self._all = first.place, [other.place for other in others]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(theme.font(13, 600, tabular=True))
        self.setAccessibleName(_("Time of {order}").format(order=self._place.title))
        self.setToolTip(_("10:15-11:45 · 14:00 · +30 · -15 · 90 min"))
        walls = [scene.model.days.wall(at) for at in (self._place.starts, self._place.ends)]
        self.setText("-".join(format_time(wall) for wall in walls))
        self.textChanged.connect(self._show_ghost)
        view.horizontalScrollBar().valueChanged.connect(self._follow)
        view.verticalScrollBar().valueChanged.connect(self._follow)

    def open(self) -> None:
        """Take the keyboard."""
        self._view.reveal(self._place.visit_id)
        self._follow()
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self._view.say(self.toolTip())

    def _follow(self) -> None:
        slot = self._view.scene.model.table.slot(self._place.visit_id)
        if slot < 0:
            self.leave()
            return
        rect, canvas = self._view.scene.rect_of(slot), self._view.scene.canvas
        left = min(max(rect.left(), canvas.left()), canvas.right() - WIDTH)
        self.setGeometry(left, rect.center().y() - 15, WIDTH, 30)

    def wanted(self) -> list[Placement]:
        """Where the visits shall stand; raises ValueError with a sentence when that cannot be understood."""
        place, days = self._place, self._view.scene.model.days
        starts, ends = parse_span(self.text(), (place.starts, place.ends), days.zone)
        if ends <= starts:
            raise ValueError(_("It would end before it begins."))
        others = [
            other.moved(lane=other.lane, starts=days.carried(other.starts, taken=place.starts, put=starts))
            for other in self._all
            if starts != place.starts
        ]
        return [replace(place, starts=starts, ends=ends), *others]

    def _show_ghost(self) -> None:
        try:
            places = self.wanted()
        except ValueError:
            self._view.show_overlay(Overlay())
            self._mark(wrong=True)
            return
        self._mark(wrong=False)
        ids = frozenset(place.visit_id for place in places)
        scene, style = self._view.scene, self._view.style_in_use
        self._view.show_overlay(overlay_for(scene, style, places, ids))

    def _mark(self, *, wrong: bool) -> None:
        if self.property("wrong") is not wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def _take(self) -> None:
        try:
            places = self.wanted()
        except ValueError as error:
            self._view.say(str(error))
            return
        self.leave()
        slot = self._view.scene.model.table.slot
        if slot(self._place.visit_id) < 0:
            self._view.refuse(_("Not changed: the visit was taken off the board meanwhile."))
            return
        want(self._view, [place for place in places if slot(place.visit_id) >= 0])

    def leave(self) -> None:
        """Close without a trace; the keyboard is the board's."""
        if self._is_over:
            return
        self._is_over = True
        self._view.show_overlay(Overlay())
        self._view.say("")
        had_it = self.hasFocus()
        self.hide()
        if had_it:
            self._view.setFocus(Qt.FocusReason.PopupFocusReason)
        self.close()

    def event(self, event: QEvent) -> bool:
        """Enter and Esc are this line's own, whatever else has them as keys."""
        if isinstance(event, QKeyEvent) and event.key() in _ENDS:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                (self.leave if event.key() == Qt.Key.Key_Escape else self._take)()
                return True
        if event.type() == QEvent.Type.FocusOut:
            self.leave()
        return super().event(event)


def edit_time(view: BoardView, visit_id: int) -> QObject | None:
    """Open the line over a visit; None when it is not on the board."""
    if view.scene.model.table.slot(visit_id) < 0:
        return None
    line = TimeEdit(view, visit_id)
    line.open()
    return line
