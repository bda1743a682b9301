"""What is shown of the board and how: order of lanes, scales and zoom, what a gesture lays over it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget

from app.queries.board import OrderDues
from ui.board.geometry import COMFORTABLE, COMPACT, NO_FOLDS
from ui.board.ghosts import Overlay
from ui.board.layout.arranging import LaneOrder, arranged
from ui.board.layout.header import HOUR_ROOM, flag_rect
from ui.board.layout.scales import OPEN, Scale, first_shown, folded, seconds_per_pixel
from ui.board.model import BoardModel
from ui.board.painting.ghost_paint import patches
from ui.board.painting.lane_marks import promise_rect
from ui.board.painting.overlay import OUTLINE
from ui.board.painting.style import Style
from ui.board.painting.surface import Surface
from ui.board.scene import HEADER, NARROWEST, WIDEST

OPEN_FROM = 1_200.0
"""From this zoom on, in seconds per pixel, time is not folded: a month shows whole days."""


class Canvas(Surface):
    """A surface whose lanes and time can be laid out otherwise.

    Signals:
        overlay_shown(): what is carried stands elsewhere, or is carried no longer.
        lanes_changed(): the lanes stand in another order or other groups, or some opened or closed.
    """

    lanes_changed = Signal()
    overlay_shown = Signal()

    def __init__(self, model: BoardModel, parent: QWidget | None = None) -> None:
        """Show a model from its beginning."""
        self._folds = False
        self._patched: tuple[Overlay, tuple[int, int, float], list[QRect]] | None = None
        super().__init__(model, parent)

    def rows_changed(self, *, whole: bool = True) -> None:
        """As before; what a gesture covers is worked out anew."""
        self._patched = None
        super().rows_changed(whole=whole)

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
        before = self.scene.model.dues_at // 60
        changed = self.scene.model.show_dues(dues, at)
        if changed or (len(dues.order_id) and before != at // 60):  # the time that is left is in minutes
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
                flag = flag_rect(self.scene, self.style_in_use)
                self.dirty(flag.adjusted(-HOUR_ROOM, -1, HOUR_ROOM, 1))

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
        self.dirty_over(before[0] | after[0])
        kept = [rect for rect in before[1:] if rect in after[1:]]
        for rect in (*before[1:], *after[1:]):
            if rect not in kept:
                self.dirty_over(rect)
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
