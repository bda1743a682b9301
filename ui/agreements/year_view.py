"""YearView: a year of an agreement, a row a line; occurrences are looked at, opened, moved and skipped."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QToolTip, QWidget

from app.queries.year_strip import MarkState, StripMark, YearStrip
from resources.texts import _
from ui import theme
from ui.agreements.strip_marks import said
from ui.agreements.year_moving import Moving
from ui.agreements.year_painter import Marked, YearPainter
from ui.agreements.year_place import Key, YearPlace, key_of

_OPEN = (MarkState.PLANNED, MarkState.MISSED)


class YearView(QWidget):
    """Paints a strip and tells what a person wants done with an occurrence.

    Arrows go from one occurrence to the next, Alt and an arrow move it by a day, Del skips it or takes that
    back, Enter opens its order; the mouse carries it to another day.

    Signals:
        move_wanted(object, object, bool): a StripMark, the date it is to have, whether by the keyboard.
        skip_wanted(object), restore_wanted(object): a StripMark.
        order_wanted(int): the order of an occurrence.
        hint(str): what the gesture in hand will do, or "".
    """

    move_wanted = Signal(object, object, bool)
    skip_wanted = Signal(object)
    restore_wanted = Signal(object)
    order_wanted = Signal(int)
    hint = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip: YearStrip | None = None
        self._current: Key | None = None
        self._hovered: Key | None = None
        self._pressed: tuple[QPointF, StripMark] | None = None
        self._moving: Moving | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setMinimumWidth(360)
        theme.changed.connect(self.update)

    # -- what is shown -------------------------------------------------------------------------------

    @property
    def strip(self) -> YearStrip | None:
        """The strip shown."""
        return self._strip

    @property
    def moving(self) -> Moving | None:
        """The occurrence in the hand."""
        return self._moving

    def show_strip(self, strip: YearStrip | None) -> None:
        """Show a strip; the occurrence the keyboard is on stays."""
        self._strip, self._moving, self._pressed = strip, None, None
        place = self.place()
        if place is not None and place.mark(self._current) is None:
            first = place.first()
            self._current = key_of(first) if first is not None else None
        self.setMinimumHeight(place.height if place is not None else 0)
        self.updateGeometry()
        self._describe()
        self.update()

    def place(self) -> YearPlace | None:
        """Where things are, or None while there is nothing."""
        return YearPlace(self._strip, self.width()) if self._strip is not None else None

    def current(self) -> StripMark | None:
        """The occurrence the keyboard is on."""
        place = self.place()
        return place.mark(self._current) if place is not None else None

    def point_of(self, mark: StripMark) -> QPointF:
        """Where a mark of the strip is painted; the widget's own coordinates."""
        place = self.place()
        return QPointF(place.axis.middle(mark.on), place.track(place.row_of(mark))) if place else QPointF()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        place = self.place()
        return QSize(900, place.height if place is not None else 200)

    def _describe(self) -> None:
        strip, mark = self._strip, self.current()
        if strip is None:
            return
        self.setAccessibleName(_("Year {year} of agreement {code}").format(year=strip.year, code=strip.code))
        self.setAccessibleDescription("\n".join(self._words(mark)) if mark is not None else "")

    def _words(self, mark: StripMark) -> tuple[str, ...]:
        place = self.place()
        return said(mark, place.strip.lines[place.row_of(mark)]) if place is not None else ()

    # -- keyboard ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go, move, skip, open; Esc lets go of what is in the hand."""
        if event.key() == Qt.Key.Key_Escape and self._moving is not None:
            self._let_go()
            return
        mark = self.current()
        if mark is None or not self._act(event, mark):
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent, mark: StripMark) -> bool:
        key, is_alt = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        upwards = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        if sideways is not None and is_alt:
            self._move_by(mark, sideways)
        elif sideways is not None or upwards is not None:
            self._go(mark, sideways or 0, upwards or 0)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._skip_or_restore(mark)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(mark)
        else:
            return False
        return True

    def _go(self, mark: StripMark, sideways: int, upwards: int) -> None:
        place = self.place()
        found = (place.beside(mark, sideways) if sideways else place.above(mark, upwards)) if place else None
        if found is not None:
            self.choose(found)

    def choose(self, mark: StripMark) -> None:
        """Put the keyboard on an occurrence."""
        self._current = key_of(mark)
        self._describe()
        self.hint.emit(" · ".join(self._words(mark)[:2]))
        self.update()

    def _move_by(self, mark: StripMark, days: int) -> None:
        moving = self._lifted(mark, mark.on + timedelta(days))
        if moving is not None and moving.changes_anything:
            self._drop(moving, by_keyboard=True)
        elif moving is not None:
            self.hint.emit(moving.why_not)

    def _skip_or_restore(self, mark: StripMark) -> None:
        if mark.state is MarkState.SKIPPED:
            self.restore_wanted.emit(mark)
        elif mark.state in _OPEN:
            self.skip_wanted.emit(mark)
        else:
            told = _("Order {order} was made for it; cancel or delete that order instead.")
            self.hint.emit(told.format(order=mark.number))

    def _open(self, mark: StripMark) -> None:
        if mark.order_id:
            self.order_wanted.emit(mark.order_id)

    # -- mouse ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the mark under the pointer."""
        mark = self._at(event.position())
        if mark is not None:
            self.choose(mark)
            if event.button() == Qt.MouseButton.LeftButton:
                self._pressed = (event.position(), mark)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry what is held, else light what is under the pointer."""
        if self._pressed is not None:
            self._carry(event.position())
            return
        mark = self._at(event.position())
        hovered = key_of(mark) if mark is not None else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.PointingHandCursor if mark else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it down; a click opens its order."""
        pressed, moving = self._pressed, self._moving
        self._let_go()
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if moving is None:
            self._open(pressed[1])
        elif moving.changes_anything:
            self._drop(moving, by_keyboard=False)

    def _carry(self, at: QPointF) -> None:
        place = self.place()
        if place is None or self._pressed is None:
            return
        start, mark = self._pressed
        distance = (at - start).manhattanLength()
        if self._moving is None and distance < QApplication.startDragDistance():
            return
        grip = place.axis.middle(mark.on) - start.x()
        self._moving = self._lifted(mark, place.axis.day(at.x() + grip))
        if self._moving is not None:
            refused = bool(self._moving.why_not)
            self.setCursor(Qt.CursorShape.ForbiddenCursor if refused else Qt.CursorShape.ClosedHandCursor)
            self.hint.emit(self._moving.why_not or self._moving.head)
        QToolTip.hideText()
        self.update()

    def _lifted(self, mark: StripMark, to: date) -> Moving | None:
        place = self.place()
        return Moving(place.strip, place.strip.lines[place.row_of(mark)], mark, to) if place else None

    def _let_go(self) -> None:
        if self._moving is not None:
            self.hint.emit("")
        self._pressed, self._moving = None, None
        self.unsetCursor()
        self.update()

    def _drop(self, moving: Moving, *, by_keyboard: bool) -> None:
        """Show it where it goes at once; the owner asks the database and shows what became of it."""
        moved = replace(moving.mark, on=moving.to, is_moved=moving.to != moving.mark.calculated)
        marks = (moved if key_of(each) == key_of(moved) else each for each in moving.line.marks)
        line = replace(moving.line, marks=tuple(sorted(marks, key=lambda each: each.on)))
        lines = (line if each.id == line.id else each for each in moving.strip.lines)
        self._strip = replace(moving.strip, lines=tuple(lines))
        self._describe()
        self.update()
        self.move_wanted.emit(moving.mark, moving.to, by_keyboard)

    def _at(self, at: QPointF) -> StripMark | None:
        place = self.place()
        return place.mark_at(at.x(), at.y()) if place is not None else None

    # -- menu and words ------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the occurrence under the pointer, or the keyboard's."""
        by_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        mark = self.current() if by_keyboard else self._at(QPointF(event.pos()))
        if mark is None:
            return
        self.choose(mark)
        point = self.mapToGlobal(self.point_of(mark).toPoint()) if by_keyboard else event.globalPos()
        self.menu_of(mark).popup(point)

    def menu_of(self, mark: StripMark) -> QMenu:
        """The commands for an occurrence; the menu deletes itself when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_open, is_loose = mark.state in _OPEN, not mark.fixed
        is_decided = mark.state is MarkState.SKIPPED or (mark.is_moved and is_loose)
        entries = (
            (_("Open the order"), "open", bool(mark.order_id), lambda: self._open(mark)),
            (_("A day earlier"), "left", is_loose, lambda: self._move_by(mark, -1)),
            (_("A day later"), "right", is_loose, lambda: self._move_by(mark, 1)),
            (_("Skip this one"), "minus", is_open, lambda: self.skip_wanted.emit(mark)),
            (_("Back to its own date"), "undo", is_decided, lambda: self.restore_wanted.emit(mark)),
        )  # fmt: skip
        for text, icon, is_possible, act in entries:
            action = menu.addAction(text)
            theme.set_icon(action, icon)
            action.setEnabled(is_possible)
            action.triggered.connect(lambda _checked=False, act=act: act())
        return menu

    def event(self, event: QEvent) -> bool:
        """Say what is under the resting pointer."""
        if event.type() == QEvent.Type.ToolTip and self._pressed is None:
            asked = cast(QHelpEvent, event)
            mark = self._at(QPointF(asked.pos()))
            words = "<br>".join(html.escape(row) for row in self._words(mark)) if mark is not None else ""
            QToolTip.showText(asked.globalPos(), words, self)
            return True
        return super().event(event)

    # -- painting ------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the year."""
        painter, place = QPainter(self), self.place()
        if place is None:
            painter.fillRect(self.rect(), theme.tokens.surface)
            return
        marked = Marked(self._current, self._hovered, self._moving, self.hasFocus())
        YearPainter(painter, place, marked).paint(self.rect())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is elsewhere."""
        super().focusOutEvent(event)
        self.update()
