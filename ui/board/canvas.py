"""The painted surface of the board: scrolls by blitting, zooms, repaints only what changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.queries.board import OrderDues
from ui import theme
from ui.board.arranging import LaneOrder, arranged
from ui.board.geometry import COMFORTABLE, COMPACT, NO_FOLDS, TimeAxis
from ui.board.ghost_paint import patches
from ui.board.ghosts import Overlay
from ui.board.header import flag_rect
from ui.board.lane_marks import promise_rect
from ui.board.model import BoardModel
from ui.board.overlay import OUTLINE
from ui.board.painter import BoardPainter
from ui.board.scales import OPEN, Scale, first_shown, folded, seconds_per_pixel
from ui.board.scene import HEADER, NARROWEST, WIDEST, Scene
from ui.board.slim_bar import SlimBar
from ui.board.style import Style

WHOLE = 4
"""This many logical pixels are whole device pixels at ratios of quarters."""
OPEN_FROM = 1_200.0
"""From this zoom on, in seconds per pixel, time is not folded: a month shows whole days."""
REST = 120
"""Milliseconds after which a scroll or zoom counts as over: capacity and accessible rows are renewed."""


class Canvas(QAbstractScrollArea):
    """Shows a scene.

    Signals:
        days_changed(): other days or another zoom are in view, after a rest.
        overlay_shown(): what is carried stands elsewhere, or is carried no longer.
        lanes_changed(): the lanes stand in another order or other groups, or some opened or closed.
        rows_renewed(): visits, lanes or service levels are others, or are laid out otherwise.
    """

    days_changed = Signal()
    lanes_changed = Signal()
    overlay_shown = Signal()
    rows_renewed = Signal()

    def __init__(self, model: BoardModel, parent: QWidget | None = None) -> None:
        """Show a model from its beginning."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        port = self.viewport()
        port.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        port.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        port.setAutoFillBackground(False)
        port.setMouseTracking(True)
        self.setVerticalScrollBar(SlimBar(Qt.Orientation.Vertical))
        self.setHorizontalScrollBar(SlimBar(Qt.Orientation.Horizontal))
        corner = QWidget()
        corner.setAutoFillBackground(True)
        self.setCornerWidget(corner)
        window = model.window
        self.scene = Scene(model, TimeAxis(window.starts, window.ends, 40.0))
        self.scene.size = port.size()
        self._painter: BoardPainter | None = None
        self._patched: tuple[Overlay, tuple[int, int, float], list[QRect]] | None = None
        self._is_laying_out = self._folds = False
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.rested)
        theme.changed.connect(self.restyle)
        self._fit_bars()

    def rows_changed(self, *, whole: bool = True) -> None:
        """Renew the layout after rows changed, and repaint all of it unless told otherwise."""
        self._patched = None
        dimmed = self.scene.dimmed
        if dimmed is not None and len(dimmed) != len(self.scene.model.table.lane):
            self.scene.dimmed = None
        self.scene.lay_out_lanes()
        if self._painter is not None:
            self._painter.forget()
        self._fit_bars()
        self._rest.start()
        if whole:
            self.viewport().update()
        self.rows_renewed.emit()

    def set_compact(self, *, on: bool) -> None:
        """Low lanes with one line of text, or comfortable ones."""
        self.scene.density = COMPACT if on else COMFORTABLE
        self._painter = None
        self.rows_changed()

    def set_filter(
        self, *, hidden: frozenset[int] = frozenset(), dimmed: npt.NDArray[np.bool_] | None = None
    ) -> None:
        """Leave lanes out (lane indexes) and make visits faint (true by slot)."""
        self.scene.hidden, self.scene.dimmed = hidden, dimmed
        self.rows_changed()

    def toggle_group(self, key: str) -> None:
        """Close or open a group's lanes."""
        self.set_collapsed(self.scene.collapsed ^ {key})

    def set_collapsed(self, keys: frozenset[str]) -> None:
        """Show only the titles of these groups."""
        self.scene.collapsed = keys
        self.rows_changed()
        self.lanes_changed.emit()

    def arrange(self, how: LaneOrder) -> None:
        """Stand the lanes in another order or other groups; what is in hand is let go."""
        self.scene.lane_order = how
        self.scene.model.arrange(arranged(self.scene.model.lanes, how))
        self.rows_changed()
        self.lanes_changed.emit()

    def set_lane_column(self, width: int) -> None:
        """Make the lane column wider or narrower."""
        scene = self.scene
        left = scene.time(scene.lane_column)
        scene.lane_column = min(max(width, NARROWEST), WIDEST, max(scene.size.width() // 2, NARROWEST))
        if self._painter is not None:
            self._painter.forget()
        self._fit_bars()
        self._is_laying_out = True
        self.horizontalScrollBar().setValue(scene.axis.x(left))
        self._is_laying_out = False
        self._read_bars()
        self._rest.start()
        self.viewport().update()

    def show_dues(self, dues: OrderDues, at: int) -> None:
        """Mark the visits of orders whose service level runs out, as seen at an instant."""
        if self.scene.model.show_dues(dues, at):
            self.viewport().update()
        if self.scene.model.conflicts.waiting:
            self.rows_renewed.emit()

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
        folds = folded(model) if self._folds and scale not in OPEN else NO_FOLDS
        self.scene.axis = replace(self.scene.axis, folds=folds)
        self._zoom_to(seconds_per_pixel(scale, model, instant, width, folds))
        self.horizontalScrollBar().setValue(self.scene.axis.x(first_shown(scale, model, instant)))
        self._follow_days()  # a jump is no scroll: nobody shall see another day's load meanwhile

    @property
    def folds(self) -> bool:
        """Whether hours in which nobody works are drawn narrow, in all scales but the month."""
        return self._folds

    def set_folds(self, *, on: bool) -> None:
        """Draw hours in which nobody works narrow, or as wide as others; the middle of the view stays."""
        self._folds = on
        middle = self.middle()
        self.refold()
        across = self.scene.canvas.width() // 2
        self.horizontalScrollBar().setValue(round(self.scene.axis.offset(middle)) - across)

    def refold(self) -> None:
        """Take the hours in which nobody works from the model anew; for another model or another wish."""
        scene = self.scene
        wide = scene.axis.seconds_per_pixel >= OPEN_FROM
        folds = folded(scene.model) if self._folds and not wide else NO_FOLDS
        scene.axis = replace(scene.axis, folds=folds)
        scene.lay_out_time()
        self._fit_bars()
        self._rest.start()
        self.viewport().update()

    def go_to(self, instant: int) -> None:
        """Scroll so that an instant is at the left edge."""
        self.horizontalScrollBar().setValue(self.scene.axis.x(instant))

    def middle(self) -> int:
        """Instant in the middle of the view."""
        return self.scene.time(self.scene.lane_column + self.scene.canvas.width() / 2)

    def zoom(self, factor: float, *, around: int | None = None) -> None:
        """Zoom in (factor > 1) or out around a viewport x, by default the middle."""
        left = self.scene.lane_column
        x = left + self.scene.canvas.width() // 2 if around is None else max(around, left)
        instant = self.scene.axis.instant(x + self.scene.scroll_x - left)
        seconds = self.scene.axis.seconds_per_pixel / factor
        if self._folds and (seconds >= OPEN_FROM) == bool(self.scene.axis.folds):
            folds = NO_FOLDS if self.scene.axis.folds else folded(self.scene.model)
            self.scene.axis = replace(self.scene.axis, folds=folds)
        self._zoom_to(seconds)
        self._is_laying_out = True
        self.horizontalScrollBar().setValue(round(self.scene.axis.offset(instant)) - (x - left))
        self._is_laying_out = False
        self._read_bars()

    def zoom_to(self, seconds: float) -> None:
        """Zoom to so many seconds per pixel around the middle."""
        self.zoom(self.scene.axis.seconds_per_pixel / seconds)

    def _zoom_to(self, seconds: float) -> None:
        self.scene.axis = self.scene.axis.zoomed(seconds)
        self.scene.lay_out_time()
        self._fit_bars()
        self.viewport().update(
            self.scene.lane_column, 0, self.width(), self.height()
        )  # lanes stay as they are
        self._rest.start()

    def rested(self) -> None:
        """A scroll or zoom is over: capacity follows the days in view."""
        self._rest.stop()
        self.scene.model.measure_all()
        self._follow_days()
        self.days_changed.emit()

    def _follow_days(self) -> None:
        days = self.scene.days_in_view()
        if days != self.scene.load_days:
            self.scene.load_days = days
            self.dirty(QRect(0, 0, self.scene.lane_column, self.height()))

    # ------------------------------------------------------------------ parts to repaint

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
            around = self.scene.rect_of(slot) | promise_rect(self.scene, visit_id)
            self.dirty(around.adjusted(-reach, -reach, reach, reach))

    def show_overlay(self, overlay: Overlay, *, target_lane: int = -1) -> None:
        """Repaint what the overlay covered and covers, and the blocks it lifts."""
        scene, style = self.scene, self.style_in_use
        before = self._patches(style)
        lanes = {scene.target_lane, target_lane} if target_lane != scene.target_lane else set()
        lifted = scene.overlay.lifted ^ overlay.lifted
        scene.overlay, scene.target_lane = overlay, target_lane
        after = self._patches(style)
        self.dirty(before[0] | after[0])
        kept = [rect for rect in before[1:] if rect in after[1:]]
        for rect in (*before[1:], *after[1:]):
            if rect not in kept:
                self.dirty(rect)
        for visit_id in lifted:
            self.update_visit(visit_id)
        for lane in lanes - {-1}:
            top = scene.lane_top(lane)
            self.dirty(QRect(0, top, scene.lane_column, scene.lane_bottom(lane) - top))
        self.overlay_shown.emit()

    def _patches(self, style: Style) -> list[QRect]:
        """What the overlay covers; kept until it changes or moves."""
        scene = self.scene
        overlay, place = scene.overlay, (scene.scroll_x, scene.scroll_y, scene.axis.seconds_per_pixel)
        if self._patched is None or self._patched[0] is not overlay or self._patched[1] != place:
            self._patched = overlay, place, patches(scene, style)
        return self._patched[2]

    # ------------------------------------------------------------------ scrolling and painting

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

    def scrollContentsBy(self, dx: int, dy: int) -> None:
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
        if dx:  # with the hours above it, and by itself: what moves both ways moves twice
            port.scroll(dx, 0, canvas.adjusted(0, scene.upper - HEADER, 0, 0))
            port.update(scene.lane_column, 0, canvas.width(), scene.upper)
        if dy:  # with the lane column beside it
            port.scroll(0, dy, canvas.adjusted(-scene.lane_column, 0, 0, 0))
        if port.devicePixelRatioF() % 1:
            self._dirty_strips(dx, dy)

    def _dirty_strips(self, dx: int, dy: int) -> None:
        """What came into view, grown to whole device pixels on a screen that has fractions of them."""
        width, height = self.width(), self.height()
        if dx:
            left = self.scene.lane_column if dx > 0 else self.scene.size.width() + dx
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
        wanted = ratio, self.scene.encoding.colouring
        if self._painter is None or (self._painter.style.ratio, self._painter.style.colouring) != wanted:
            self._painter = BoardPainter(self.scene.density, *wanted)
        return self._painter

    @property
    def style_in_use(self) -> Style:
        """Texts and measures of the board."""
        return self.board_painter.style

    def restyle(self) -> None:
        """Take colours, font and language anew."""
        self._painter = None
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the region that needs it."""
        painter = QPainter(self.viewport())
        self.board_painter.paint(painter, self.scene, event.region())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the viewport's size."""
        self.scene.size = self.viewport().size()
        self._fit_bars()
        self._rest.start()
