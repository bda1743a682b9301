"""The board as a person uses it: hands input to one gesture at a time and says what is wanted.

It knows rows in memory only. What a person wants goes out as signals; what became of it comes back
through `apply_rows` and `show_model`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.queries.board import Needs, VisitColumns, WaitingRow
from resources.texts import _
from ui.board.canvas import Canvas
from ui.board.editing.placements import Placement
from ui.board.geometry import NO_FOLDS, TimeAxis
from ui.board.gestures import Copy, Drop, Move, Offer
from ui.board.keyboard.walk import Walk
from ui.board.layout.arranging import arranged
from ui.board.layout.scales import folded
from ui.board.model import BoardModel
from ui.board.painting.motion import MovingDash
from ui.board.pointer import Pointer
from ui.board.scene import HEADER
from ui.board.telling import accessible

WHEEL_STEP = 120
ZOOM_STEP = 1.25
_ELSEWHERE = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Keys and the release of a button are told to another window from then on."""


class BoardView(Canvas):
    """Lanes and visits of one `BoardModel`.

    Signals:
        moves_wanted(list[Move]): visits are to stand elsewhere; none breaks a hard rule.
        orders_dropped(list[Drop]): orders are to get visits.
        unschedule_wanted(list[int]): visit ids that go back to the waiting list.
        order_wanted(int): an order is to be opened.
        move_dialog_wanted(object): a visit is to be moved by dialog.
        selection_changed(): `selected_ids` is another set.
        hint(str): what the gesture in hand will do; empty when there is none.
        refused(str): why something was not done.
        offered(Offer): why a drop sprang back, and what can be done instead.
        copies_wanted(list[Copy]): orders are to get one more visit each.
        visit_wanted(int, object, object): somebody is to be visited: lane, start and end (epoch seconds; end
            0 for as long as the order takes).
        day_wanted(date): what is carried rests over a date of the header.
        hovered(object): visit id under the pointer, 0 for none; that of one being made is a long number.
        waiting_changed(): other orders wait.
        context_wanted(QPoint): a menu for the focused or selected visits, at a point of the screen.
        period_wanted(int): one period on (1) or back (-1) past what can be scrolled.
    """

    moves_wanted = Signal(list)
    orders_dropped = Signal(list)
    unschedule_wanted = Signal(list)
    order_wanted = Signal(int)
    move_dialog_wanted = Signal(object)
    selection_changed = Signal()
    hint = Signal(str)
    refused = Signal(str)
    offered = Signal(object)
    copies_wanted = Signal(list)
    visit_wanted = Signal(int, object, object)
    day_wanted = Signal(object)
    hovered = Signal(object)
    period_wanted = Signal(int)
    context_wanted = Signal(object)
    waiting_changed = Signal()

    def __init__(self, model: BoardModel, parent: QWidget | None = None) -> None:
        """Show a model from its beginning."""
        self.pointer = Pointer(self)
        self.walk = Walk(self)
        super().__init__(model, parent)
        self.pointer.setParent(self)
        self.moving_dash = MovingDash(self)
        self.setAccessibleName(_("Dispatch board"))
        self.setAcceptDrops(True)
        self._waiting: Mapping[int, WaitingRow] = {}
        self.waiting_list: QWidget | None = None
        self.in_steps = False
        self.days_changed.connect(self._renew_accessible)
        accessible.expose(self)

    def _renew_accessible(self) -> None:
        accessible.renew(self)

    # ------------------------------------------------------------------ what is shown

    @property
    def waiting(self) -> Mapping[int, WaitingRow]:
        """The waiting orders by id."""
        return self._waiting

    @waiting.setter
    def waiting(self, rows: Mapping[int, WaitingRow]) -> None:
        """Other orders wait now."""
        self._waiting = rows
        self.waiting_changed.emit()

    def show_model(self, model: BoardModel) -> None:
        """Show another window or freshly read rows; zoom, place in time and selection stay."""
        scene = self.scene
        left = scene.time(scene.lane_column)
        model.arrange(arranged(model.lanes, scene.lane_order))
        model.mark_pending(scene.model.pending)
        scene.model = model
        folds = folded(model) if scene.axis.folds else NO_FOLDS
        scene.axis = TimeAxis(model.window.starts, model.window.ends, scene.axis.seconds_per_pixel, folds)
        scene.hovered = 0
        scene.hidden, scene.dimmed = frozenset(), None
        scene.lay_out_time()
        self.rows_changed()
        self.horizontalScrollBar().setValue(scene.axis.x(left))
        self._follow_days()  # the travel of what is out of view waits for the rest
        self.days_changed.emit()
        self.pointer.renew()

    def apply_rows(
        self,
        columns: VisitColumns,
        *,
        removed: Iterable[int] = (),
        needs: Mapping[int, Needs] | None = None,
    ) -> None:
        """Take changed rows and repaint the lanes they touch."""
        self._repaint_lanes(self.scene.model.apply(columns, removed=removed, needs=needs))
        self.pointer.renew()

    def place(self, placements: Iterable[Placement]) -> None:
        """Show visits elsewhere at once, before the database has agreed."""
        self._repaint_lanes(self.scene.model.place(placements))

    def mark_pending(self, visit_ids: Iterable[int], *, on: bool = True) -> None:
        """Dash the outline of visits that are being saved."""
        ids = list(visit_ids)
        self.scene.model.mark_pending(ids, on=on)
        self.moving_dash.follow()
        for visit_id in ids:
            self.update_visit(visit_id)

    def _repaint_lanes(self, lanes: frozenset[int]) -> None:
        heights, first = self.scene.rows.height, self.scene.span(self.scene.canvas)[0][0]
        stood = self.scene.lane_top(first) if first < len(self.scene.rows) else 0
        self.rows_changed(whole=False)
        if self.scene.rows.height != heights:
            if first < len(self.scene.rows):  # what grew above the view pushes nothing down in it
                self.pan_by(QPoint(0, self.scene.lane_top(first) - stood))
            self.viewport().update()
            return
        for lane in lanes:
            top = self.scene.lane_top(lane)
            self.dirty(QRect(0, top, self.width(), self.scene.lane_bottom(lane) - top))
        self.dirty(QRect(0, 0, self.width(), HEADER))

    def rows_changed(self, *, whole: bool = True) -> None:
        """As before; what is no longer on the board is neither focused nor selected."""
        super().rows_changed(whole=whole)
        slot = self.scene.model.table.slot
        if self.scene.focused and slot(self.scene.focused) < 0:
            self.scene.focused = 0
        gone = {one for one in self.scene.selected if slot(one) < 0}
        if gone:
            self.select(frozenset(self.scene.selected - gone))

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

    # ------------------------------------------------------------------ what gestures say

    def want_moves(self, moves: list[Move], *, in_steps: bool = False) -> None:
        """Say that visits are to stand elsewhere; steps of the keyboard may become one to undo."""
        self.in_steps = in_steps
        self.moves_wanted.emit(moves)

    def want_orders(self, drops: list[Drop]) -> None:
        """Say that orders are to get visits."""
        self.orders_dropped.emit(drops)

    def want_unscheduled(self, visit_ids: list[int]) -> None:
        """Say that visits are to go back to the waiting list."""
        self.unschedule_wanted.emit(visit_ids)

    def want_copies(self, copies: list[Copy]) -> None:
        """Say that orders are to get one more visit each."""
        self.copies_wanted.emit(copies)

    def want_visit(self, lane: int, starts: int, ends: int) -> None:
        """Say that somebody is to be visited there."""
        self.visit_wanted.emit(lane, starts, ends)

    def refuse(self, offer: Offer | str) -> None:
        """Say why a drop sprang back, and what can be done instead."""
        if isinstance(offer, Offer) and (offer.ways or offer.wish):
            self.offered.emit(offer)
        else:
            self.refused.emit(offer.words if isinstance(offer, Offer) else offer)

    def say(self, sentence: str) -> None:
        """A hint for the status bar."""
        self.hint.emit(sentence)

    def over_waiting_list(self, at: QPoint) -> bool:
        """Whether a viewport point lies over the waiting list."""
        target = self.waiting_list
        if target is None or not target.isVisible():
            return False
        return target.rect().contains(target.mapFromGlobal(self.viewport().mapToGlobal(at)))

    def pan_by(self, delta: QPoint) -> None:
        """Scroll by pixels."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + delta.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + delta.y())

    # ------------------------------------------------------------------ input

    def viewportEvent(self, event: QEvent) -> bool:
        """Pointer and drag events of the viewport."""
        if self.pointer.handle(event):
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
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
        self.pointer.follow()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of board.md 5, 39 to 46; while a gesture is in hand they are its own."""
        if not (self.pointer.key(event, down=True) or self.walk.press(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space held pans with the left button, and toggles when it did not."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self.pointer.hold_space(on=False):
            self.walk.toggle()
        if not self.pointer.key(event, down=False):
            super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """While a gesture is in hand no key is a command."""
        if event.type() == QEvent.Type.ShortcutOverride and self.pointer.gesture is not None:
            event.accept()
            return True
        return super().event(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Double click opens the order; on empty space it asks who is to be visited then."""
        at, scene = event.position().toPoint(), self.scene
        if event.button() != Qt.MouseButton.LeftButton or not scene.canvas.contains(at):
            return
        slot, lane = scene.slot_at(at.x(), at.y()), scene.lane_at(at.y())
        if slot >= 0:
            self.order_wanted.emit(int(scene.model.table.order_id[slot]))
        elif lane >= 0:
            instant = scene.time(at.x())
            step = scene.axis.snap_at(instant)
            self.visit_wanted.emit(lane, scene.model.days.snapped(instant - step / 2, step), 0)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A menu for the visit under the pointer, or for the focused one."""
        scene = self.scene
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            slot = (
                scene.slot_at(event.pos().x(), event.pos().y()) if scene.canvas.contains(event.pos()) else -1
            )
            if slot < 0:
                return
            self.walk.point_at(int(scene.model.table.id[slot]))
            self.context_wanted.emit(event.globalPos())
            return
        slot = scene.model.table.slot(scene.focused)
        if slot >= 0:
            self.context_wanted.emit(self.viewport().mapToGlobal(scene.rect_of(slot).center()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus outline."""
        self.scene.has_focus = True
        self.update_visit(self.scene.focused)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus outline; a gesture does not outlive the window's attention."""
        if event.reason() in _ELSEWHERE:
            self.pointer.let_go()
        self.scene.has_focus = False
        self.update_visit(self.scene.focused)
        super().focusOutEvent(event)
