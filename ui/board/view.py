"""The scrolling board widget: paints, scrolls by blitting, zooms, and hands input to one gesture at a time.

It knows rows in memory only. What a person wants goes out as signals; what became of it comes back
through `apply_rows` and `show_model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.queries.board import BoardWindow, Needs, VisitColumns, WaitingRow
from resources.texts import _
from ui import theme
from ui.board import accessible
from ui.board.geometry import COMFORTABLE, COMPACT, TimeAxis
from ui.board.gestures import Drop, Move
from ui.board.header import UPPER, flag_rect
from ui.board.model import BoardModel, Placement
from ui.board.overlay import OUTLINE, covered
from ui.board.painter import BoardPainter
from ui.board.pointer import Pointer
from ui.board.scales import Scale, first_shown, seconds_per_pixel
from ui.board.scene import HEADER, LANE_COLUMN, Overlay, Scene
from ui.board.style import Style
from ui.board.walk import Walk

WHEEL_STEP = 120
ZOOM_STEP = 1.25
WHOLE = 4
"""This many logical pixels are whole device pixels at ratios of quarters."""
REST = 120
"""Milliseconds after which a scroll or zoom counts as over: capacity and accessible rows are renewed."""


class BoardView(QAbstractScrollArea):
    """Lanes and visits of one `BoardModel`.

    Signals:
        moves_wanted(list[Move]): visits are to stand elsewhere; none breaks a hard rule.
        orders_dropped(list[Drop]): orders are to get visits.
        unschedule_wanted(list[int]): visit ids that go back to the waiting list.
        order_wanted(int): an order is to be opened.
        move_dialog_wanted(int): a visit is to be moved by dialog.
        selection_changed(): `selected_ids` is another set.
        hint(str): what the gesture in hand will do; empty when there is none.
        refused(str): why a drop sprang back.
        hovered(int): visit id under the pointer, 0 for none.
        days_changed(): other days or another zoom are in view, after a rest.
        period_wanted(int): one period on (1) or back (-1) past what can be scrolled.
    """

    moves_wanted = Signal(list)
    orders_dropped = Signal(list)
    unschedule_wanted = Signal(list)
    order_wanted = Signal(int)
    move_dialog_wanted = Signal(int)
    selection_changed = Signal()
    hint = Signal(str)
    refused = Signal(str)
    hovered = Signal(int)
    days_changed = Signal()
    period_wanted = Signal(int)

    def __init__(self, model: BoardModel, parent: QWidget | None = None) -> None:
        """Show a model from its first day's working hours."""
        super().__init__(parent)
        self.pointer = Pointer(self)
        self.walk = Walk(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Dispatch board"))
        port = self.viewport()
        port.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        port.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        port.setAutoFillBackground(False)
        port.setMouseTracking(True)
        self.setAcceptDrops(True)
        window = model.window
        self.scene = Scene(model, TimeAxis(window.starts, window.ends, 40.0))
        self.scene.size = port.size()
        self.waiting: Mapping[int, WaitingRow] = {}
        self.waiting_list: QWidget | None = None
        self._painter: BoardPainter | None = None
        self._is_laying_out = False
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._rested)
        theme.changed.connect(self.restyle)
        accessible.expose(self)
        self._fit_bars()

    # ------------------------------------------------------------------ what is shown

    def show_model(self, model: BoardModel) -> None:
        """Show another window or freshly read rows; zoom, place in time and selection stay."""
        scene = self.scene
        left = scene.time(LANE_COLUMN)
        self.pointer.cancel()
        scene.model = model
        scene.axis = TimeAxis(model.window.starts, model.window.ends, scene.axis.seconds_per_pixel)
        scene.hovered = 0
        scene.hidden, scene.dimmed = frozenset(), frozenset()
        scene.lay_out_time()
        self._rows_changed()
        self.horizontalScrollBar().setValue(scene.axis.x(left))
        self._rested()

    def show_window(self, window: BoardWindow, travel: object = None) -> None:
        """Show a window that was read; see `show_model`."""
        from models.distances import Travel  # noqa: PLC0415

        self.show_model(BoardModel(window, travel if isinstance(travel, Travel) else None))

    def apply_rows(
        self,
        columns: VisitColumns,
        *,
        removed: Iterable[int] = (),
        needs: Mapping[int, Needs] | None = None,
    ) -> None:
        """Take changed rows and repaint the lanes they touch."""
        self._repaint_lanes(self.scene.model.apply(columns, removed=removed, needs=needs))

    def place(self, placements: Iterable[Placement]) -> None:
        """Show visits elsewhere at once, before the database has agreed."""
        self._repaint_lanes(self.scene.model.place(placements))

    def mark_pending(self, visit_ids: Iterable[int], *, on: bool = True) -> None:
        """Dash the outline of visits that are being saved."""
        ids = list(visit_ids)
        self.scene.model.mark_pending(ids, on=on)
        for visit_id in ids:
            self.update_visit(visit_id)

    def _repaint_lanes(self, lanes: frozenset[int]) -> None:
        heights = self.scene.rows.height
        self._rows_changed(whole=False)
        if self.scene.rows.height != heights:
            self.viewport().update()
            return
        for lane in lanes:
            top = self.scene.lane_top(lane)
            self.dirty(QRect(0, top, self.width(), self.scene.lane_bottom(lane) - top))
        self.dirty(QRect(0, 0, self.width(), HEADER))

    def _rows_changed(self, *, whole: bool = True) -> None:
        self.scene.lay_out_lanes()
        if self._painter is not None:
            self._painter.forget()
        if self.scene.focused and self.scene.model.table.slot(self.scene.focused) < 0:
            self.scene.focused = 0
        gone = {one for one in self.scene.selected if self.scene.model.table.slot(one) < 0}
        if gone:
            self.select(frozenset(self.scene.selected - gone))
        self._fit_bars()
        self._rest.start()
        if whole:
            self.viewport().update()

    def set_compact(self, *, on: bool) -> None:
        """Low lanes with one line of text, or comfortable ones."""
        self.scene.density = COMPACT if on else COMFORTABLE
        self._painter = None
        self._rows_changed()

    def set_filter(self, *, hidden: frozenset[int] = frozenset(), dimmed: frozenset[int] = frozenset()) -> None:
        """Leave lanes out (lane indexes) and make visits faint (visit ids)."""
        self.scene.hidden, self.scene.dimmed = hidden, dimmed
        self._rows_changed()

    def toggle_group(self, team_id: int) -> None:
        """Close or open a team's lanes."""
        self.scene.collapsed ^= {team_id}
        self._rows_changed()

    def set_now(self, instant: int) -> None:
        """Move the now-line; call every half minute."""
        for renew in (False, True):
            if renew:
                self.scene.now = instant
            if self.scene.now:
                self.dirty(QRect(self.scene.x(self.scene.now) - 2, HEADER, 5, self.height()))
                self.dirty(flag_rect(self.scene, self.style_in_use).adjusted(-1, -1, 1, 1))

    # ------------------------------------------------------------------ time in view

    def show_scale(self, scale: Scale, instant: int) -> None:
        """Show a day, week or month that holds an instant, in the width there is."""
        width = max(self.scene.canvas.width(), 1)
        model = self.scene.model
        self._zoom_to(seconds_per_pixel(scale, model, instant, width))
        self.horizontalScrollBar().setValue(self.scene.axis.x(first_shown(scale, model, instant)))

    def go_to(self, instant: int) -> None:
        """Scroll so that an instant is at the left edge."""
        self.horizontalScrollBar().setValue(self.scene.axis.x(instant))

    def middle(self) -> int:
        """Instant in the middle of the view."""
        return self.scene.time(LANE_COLUMN + self.scene.canvas.width() / 2)

    def zoom(self, factor: float, *, around: int | None = None) -> None:
        """Zoom in (factor > 1) or out around a viewport x, by default the middle."""
        x = LANE_COLUMN + self.scene.canvas.width() // 2 if around is None else max(around, LANE_COLUMN)
        instant = self.scene.axis.starts + (
            x + self.scene.scroll_x - LANE_COLUMN
        ) * self.scene.axis.seconds_per_pixel
        self._zoom_to(self.scene.axis.seconds_per_pixel / factor)
        wanted = (instant - self.scene.axis.starts) / self.scene.axis.seconds_per_pixel
        self._is_laying_out = True
        self.horizontalScrollBar().setValue(round(wanted) - (x - LANE_COLUMN))
        self._is_laying_out = False
        self._read_bars()

    def _zoom_to(self, seconds: float) -> None:
        self.scene.axis = self.scene.axis.zoomed(seconds)
        self.scene.lay_out_time()
        if self._painter is not None:
            self._painter.header.forget()
        self._fit_bars()
        self.viewport().update()
        self._rest.start()

    def _rested(self) -> None:
        """A scroll or zoom is over: capacity follows the days in view."""
        self._rest.stop()
        self.scene.model.measure_all()
        days = self.scene.days_in_view()
        if days != self.scene.load_days:
            self.scene.load_days = days
            self.dirty(QRect(0, 0, LANE_COLUMN, self.height()))
        accessible.renew(self)
        self.days_changed.emit()

    # ------------------------------------------------------------------ selection and overlay

    @property
    def selected_ids(self) -> frozenset[int]:
        """Ids of the selected visits."""
        return frozenset(self.scene.selected)

    def select(self, visit_ids: frozenset[int]) -> None:
        """Make these the selected visits."""
        changed = self.scene.selected ^ visit_ids
        self.scene.selected = set(visit_ids)
        for visit_id in changed:
            self.update_visit(visit_id)
        if changed:
            self.selection_changed.emit()

    def focus_visit(self, visit_id: int) -> None:
        """Give a visit the keyboard focus and bring it into view."""
        before, self.scene.focused = self.scene.focused, visit_id
        self.update_visit(before)
        self.update_visit(visit_id)
        self.reveal(visit_id)
        accessible.focused(self)

    def reveal(self, visit_id: int) -> None:
        """Scroll so that a visit is in view."""
        slot = self.scene.model.table.slot(visit_id)
        if slot < 0:
            return
        rect, canvas = self.scene.rect_of(slot), self.scene.canvas
        for low, high, first, last, bar in (
            (rect.left() - 24, rect.right() + 24, canvas.left(), canvas.right(), self.horizontalScrollBar()),
            (rect.top() - 8, rect.bottom() + 8, canvas.top(), canvas.bottom(), self.verticalScrollBar()),
        ):
            if low < first or high - low > last - first:
                bar.setValue(bar.value() + low - first)
            elif high > last:
                bar.setValue(bar.value() + high - last)

    def update_visit(self, visit_id: int) -> None:
        """Repaint one visit with its outlines."""
        slot = self.scene.model.table.slot(visit_id) if visit_id else -1
        if slot >= 0:
            reach = OUTLINE + 1
            self.dirty(self.scene.rect_of(slot).adjusted(-reach, -reach, reach, reach))

    def show_overlay(self, overlay: Overlay, *, target_lane: int = -1) -> None:
        """Repaint what the overlay covered and covers, and the blocks it lifts."""
        scene, style = self.scene, self.style_in_use
        bounds = covered(scene, style)
        lanes = {scene.target_lane, target_lane} if target_lane != scene.target_lane else set()
        lifted = scene.overlay.lifted ^ overlay.lifted
        scene.overlay, scene.target_lane = overlay, target_lane
        self.dirty(bounds | covered(scene, style))
        for visit_id in lifted:
            self.update_visit(visit_id)
        for lane in lanes - {-1}:
            top = scene.lane_top(lane)
            self.dirty(QRect(0, top, LANE_COLUMN, scene.lane_bottom(lane) - top))

    # ------------------------------------------------------------------ what gestures say

    def want_moves(self, moves: list[Move]) -> None:
        """Say that visits are to stand elsewhere."""
        self.moves_wanted.emit(moves)

    def want_orders(self, drops: list[Drop]) -> None:
        """Say that orders are to get visits."""
        self.orders_dropped.emit(drops)

    def want_unscheduled(self, visit_ids: list[int]) -> None:
        """Say that visits are to go back to the waiting list."""
        self.unschedule_wanted.emit(visit_ids)

    def refuse(self, sentence: str) -> None:
        """Say why a drop sprang back."""
        self.refused.emit(sentence)

    def say(self, sentence: str) -> None:
        """A hint for the status bar."""
        self.hint.emit(sentence)

    def over_waiting_list(self, at: QPoint) -> bool:
        """Whether a viewport point lies over the waiting list."""
        target = self.waiting_list
        if target is None or not target.isVisible():
            return False
        return target.rect().contains(target.mapFromGlobal(self.viewport().mapToGlobal(at)))

    # ------------------------------------------------------------------ scrolling and painting

    def pan_by(self, delta: QPoint) -> None:
        """Scroll by pixels."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + delta.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + delta.y())

    def _fit_bars(self) -> None:
        """Ranges of the scroll bars after the layout, the zoom or the window changed."""
        canvas = self.scene.canvas
        self._is_laying_out = True
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(self.scene.axis.width - canvas.width(), 0))
        across.setPageStep(max(canvas.width(), 1))
        across.setSingleStep(40)
        down.setRange(0, max(self.scene.rows.height - canvas.height(), 0))
        down.setPageStep(max(canvas.height(), 1))
        down.setSingleStep(self.scene.density.lane)
        self._is_laying_out = False
        self._read_bars()

    def _read_bars(self) -> None:
        """Take the bars' values; on a screen with fractional pixels in steps of whole ones."""
        step = WHOLE if self.viewport().devicePixelRatioF() % 1 else 1
        self.scene.scroll_x = self.horizontalScrollBar().value() // step * step
        self.scene.scroll_y = self.verticalScrollBar().value() // step * step

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 (Qt's name)
        """Move what is painted already and paint the strip that came into view."""
        if self._is_laying_out:
            return
        scene, canvas, port = self.scene, self.scene.canvas, self.viewport()
        before = scene.scroll_x, scene.scroll_y
        self._read_bars()
        dx, dy = before[0] - scene.scroll_x, before[1] - scene.scroll_y
        self._rest.start()
        if scene.overlay or abs(dx) > canvas.width() // 2 or abs(dy) > canvas.height() // 2:
            port.update()
            return
        port.scroll(dx, dy, canvas)
        if dx:
            port.scroll(dx, 0, QRect(LANE_COLUMN, UPPER, canvas.width(), HEADER - UPPER))
            port.update(LANE_COLUMN, 0, canvas.width(), UPPER)
        if dy:
            port.scroll(0, dy, self.scene.column)
        if port.devicePixelRatioF() % 1:
            self._dirty_strips(dx, dy)

    def _dirty_strips(self, dx: int, dy: int) -> None:
        """What came into view, grown to whole device pixels on a screen that has fractions of them."""
        width, height = self.width(), self.height()
        if dx:
            left = LANE_COLUMN if dx > 0 else self.scene.size.width() + dx
            self.dirty(QRect(left, 0, abs(dx), height))
        if dy:
            top = HEADER if dy > 0 else self.scene.size.height() + dy
            self.dirty(QRect(0, top, width, abs(dy)))

    def dirty(self, rect: QRect) -> None:
        """Repaint a rectangle; on a screen with fractional pixels grown until its edges are whole ones."""
        if self.viewport().devicePixelRatioF() % 1:
            left, top = rect.left() // WHOLE * WHOLE, rect.top() // WHOLE * WHOLE
            right, bottom = -(-rect.right() - 1) // WHOLE * WHOLE, -(-rect.bottom() - 1) // WHOLE * WHOLE
            rect = QRect(left, top, right - left + WHOLE, bottom - top + WHOLE)
        self.viewport().update(rect)

    @property
    def board_painter(self) -> BoardPainter:
        """Painter for the theme, density and screen in use."""
        ratio = self.viewport().devicePixelRatioF()
        if self._painter is None or self._painter.style.ratio != ratio:
            self._painter = BoardPainter(self.scene.density, ratio)
        return self._painter

    @property
    def style_in_use(self) -> Style:
        """Texts and measures of the board."""
        return self.board_painter.style

    def restyle(self) -> None:
        """Take colours, font and language anew."""
        self._painter = None
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the region that needs it."""
        painter = QPainter(self.viewport())
        self.board_painter.paint(painter, self.scene, event.region())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the viewport's size."""
        self.scene.size = self.viewport().size()
        self._fit_bars()
        self._rest.start()

    # ------------------------------------------------------------------ input

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Pointer and drag events of the viewport."""
        if self.pointer.handle(event):
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Wheel scrolls lanes, Shift+wheel time, Ctrl+wheel zooms around the pointer."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = angle.y() or angle.x()
            self.zoom(ZOOM_STEP ** (turned / WHEEL_STEP), around=round(event.position().x()))
        else:
            delta = pixels if not pixels.isNull() else angle * (self.scene.density.lane * 2 / WHEEL_STEP)
            if event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier):
                delta = QPoint(delta.y() or delta.x(), 0)
            self.pan_by(QPoint(-delta.x(), -delta.y()))
        event.accept()

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name; PySide gives QKeyEvent)
        """Keys of board.md 5, 39 to 46."""
        if not self.walk.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name; PySide gives QKeyEvent)
        """Space held pans with the left button."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.pointer.space_held = False
        super().keyReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Double click opens the order."""
        at = event.position().toPoint()
        slot = self.scene.slot_at(at.x(), at.y()) if self.scene.canvas.contains(at) else -1
        if slot >= 0:
            self.order_wanted.emit(int(self.scene.model.table.order_id[slot]))

    def focusInEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Show the focus outline."""
        self.scene.has_focus = True
        self.update_visit(self.scene.focused)
        super().focusInEvent(event)

    def focusOutEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Hide the focus outline."""
        self.scene.has_focus = False
        self.update_visit(self.scene.focused)
        super().focusOutEvent(event)
