"""The board for screen readers: lanes, and in each the visits in view with name, place and state.

Qt takes None where its Python signatures promise an interface. Interfaces are kept by Python as long as
their widget lives; Qt owns only their ids (ecosystem.md 4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QColor, QWindow

from resources.texts import _
from ui.board.telling.spoken import lane_name, visit_details, visit_name

if TYPE_CHECKING:
    from ui.board.view import BoardView

LANE_IDS = -1
"""Children are known by visit id, lanes by -1 less their index."""

_boards: dict[int, BoardInterface] = {}


class Part(QAccessibleInterface):
    """What all parts of the board have in common: they are painted, not widgets."""

    def __init__(self, view: BoardView) -> None:
        """Speak for a part of a view."""
        super().__init__()
        self.view = view
        self.parts: list[Part] = []

    def key(self) -> int:
        """By which it is known among the others."""
        return 0

    def object(self) -> QObject | None:  # type: ignore[override]
        """A part is no object of its own."""
        return None

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A part of it in view."""
        return self.parts[index] if 0 <= index < len(self.parts) else None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The part of it at a point of the screen."""
        return next((part for part in self.parts if part.rect().contains(x, y)), None)

    def childCount(self) -> int:
        """How many parts of it are in view."""
        return len(self.parts)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Place of a part."""
        keys = [part.key() for part in self.parts]
        key = child.key() if isinstance(child, Part) else 0
        return keys.index(key) if key in keys else -1

    def on_screen(self, rect: QRect) -> QRect:
        """A rectangle of the viewport on the screen."""
        return rect.translated(self.view.viewport().mapToGlobal(QPoint(0, 0)))

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Nothing is renamed here."""

    def foregroundColor(self) -> QColor:
        """Ink of the board."""
        return self.view.style_in_use.text

    def backgroundColor(self) -> QColor:
        """Ground of the board."""
        return self.view.style_in_use.tokens.surface

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The window the board is in."""
        return self.view.window().windowHandle()


class VisitInterface(Part):
    """One visit in view."""

    def __init__(self, lane: LaneInterface, visit_id: int) -> None:
        """Speak for a visit of a lane."""
        super().__init__(lane.view)
        self._lane = lane
        self.visit_id = visit_id

    def key(self) -> int:
        """The visit's id."""
        return self.visit_id

    def _slot(self) -> int:
        return self.view.scene.model.table.slot(self.visit_id)

    def isValid(self) -> bool:
        """Whether the visit is still on the board."""
        return self._slot() >= 0

    def parent(self) -> QAccessibleInterface:
        """The lane in which it is listed."""
        return self._lane

    def rect(self) -> QRect:
        """The block on the screen."""
        return self.on_screen(self.view.scene.rect_of(self._slot()) if self.isValid() else QRect())

    def role(self) -> QAccessible.Role:
        """An item of its lane."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Selectable, focusable, and what of these it is; busy while it is being saved."""
        state = QAccessible.State()
        scene = self.view.scene
        state.selectable = state.focusable = state.multiSelectable = True
        state.selected = self.visit_id in scene.selected
        state.focused = self.visit_id == scene.focused and scene.has_focus
        state.busy = self.visit_id in scene.model.pending
        state.offscreen = not self.view.scene.canvas.intersects(
            self.view.scene.rect_of(self._slot()) if self.isValid() else QRect()
        )
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """The visit in a sentence, with its place in the lane; broken rules and signs as the description."""
        if not self.isValid():
            return ""
        if kind == QAccessible.Text.Name:
            return visit_name(self.view, self._slot())
        return visit_details(self.view, self._slot()) if kind == QAccessible.Text.Description else ""


class LaneInterface(Part):
    """A technician's lane in view, a list of visits."""

    def __init__(self, board: BoardInterface, lane: int) -> None:
        """Speak for a lane of a board."""
        super().__init__(board.view)
        self._board, self.lane = board, lane

    def key(self) -> int:
        """Negative, so that no visit has it."""
        return LANE_IDS - self.lane

    def isValid(self) -> bool:
        """Whether there is such a lane."""
        return self.lane < len(self.view.scene.model.lanes)

    def parent(self) -> QAccessibleInterface:
        """The board."""
        return self._board

    def rect(self) -> QRect:
        """The lane on the screen, with its header."""
        if not self.isValid():
            return QRect()
        scene = self.view.scene
        top = scene.lane_top(self.lane)
        return self.on_screen(QRect(0, top, scene.size.width(), scene.lane_bottom(self.lane) - top))

    def role(self) -> QAccessible.Role:
        """A list."""
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        """Whether it can be opened and closed: it is open, else it would not be here."""
        state = QAccessible.State()
        state.expandable = state.expanded = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Who, how full, how many visits."""
        return lane_name(self.view, self.lane) if kind == QAccessible.Text.Name and self.isValid() else ""


class BoardInterface(Part):
    """The board as a tree of lanes with the visits in view."""

    def __init__(self, view: BoardView) -> None:
        """Speak for a view."""
        super().__init__(view)
        self._known: dict[int, Part] = {}

    def renew(self) -> None:
        """Take the lanes and visits in view as parts."""
        scene = self.view.scene
        first, last = scene.span(scene.canvas)[0]
        slots = scene.slots_in(scene.canvas).tolist()
        lanes = {at: self._lane(at) for at in range(first, last) if scene.rows.shows(at)}
        for lane in lanes.values():
            lane.parts = []
        for slot in slots:
            its = lanes.get(int(scene.model.table.lane[slot]))
            if its is not None:
                its.parts.append(self._visit(its, int(scene.model.table.id[slot])))
        self.parts = list(lanes.values())

    def _lane(self, lane: int) -> LaneInterface:
        found = self._known.get(LANE_IDS - lane)
        if isinstance(found, LaneInterface):
            return found
        made = self._known[LANE_IDS - lane] = LaneInterface(self, lane)
        QAccessible.registerAccessibleInterface(made)
        return made

    def _visit(self, lane: LaneInterface, visit_id: int) -> VisitInterface:
        found = self._known.get(visit_id)
        if isinstance(found, VisitInterface):
            found._lane = lane  # it may have been moved
            return found
        made = self._known[visit_id] = VisitInterface(lane, visit_id)
        QAccessible.registerAccessibleInterface(made)
        return made

    def isValid(self) -> bool:
        """As long as the view lives."""
        return True

    def object(self) -> QObject:
        """The view."""
        return self.view

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """The widget around the view."""
        above = self.view.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    def rect(self) -> QRect:
        """The view on the screen."""
        return QRect(self.view.mapToGlobal(QPoint(0, 0)), self.view.size())

    def role(self) -> QAccessible.Role:
        """A tree: lanes, and visits in them."""
        return QAccessible.Role.Tree

    def state(self) -> QAccessible.State:
        """Focusable."""
        state = QAccessible.State()
        state.focusable = True
        state.focused = self.view.hasFocus()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Name of the board; its description says where the table of the same visits is."""
        if kind == QAccessible.Text.Description:
            return _("The tab “Table” lists the same visits as rows.")
        return self.view.accessibleName() if kind == QAccessible.Text.Name else ""

    def focus_child(self) -> VisitInterface | None:
        """The focused visit."""
        found = self._known.get(self.view.scene.focused)
        return found if isinstance(found, VisitInterface) else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """As Qt asks for it."""
        return self.focus_child()


_installed: list[bool] = []


def expose(view: BoardView) -> None:
    """Let screen readers find this view; costs nothing while none listens."""
    if not _installed:
        QAccessible.installFactory(_interface_of)
        _installed.append(True)
    key = id(view)
    view.destroyed.connect(lambda: _boards.pop(key, None))


def _interface_of(_key: str, thing: QObject) -> QAccessibleInterface | None:
    """Qt asks for the interface of an object; only boards are ours."""
    if type(thing).__name__ != "BoardView":
        return None
    found = _boards.get(id(thing))
    if found is None:
        found = _boards[id(thing)] = BoardInterface(thing)  # type: ignore[arg-type]
        found.renew()
    return found


def renew(view: BoardView) -> None:
    """Other visits are in view."""
    found = _boards.get(id(view))
    if found is not None:
        found.renew()


def focused(view: BoardView) -> None:
    """Another visit has the focus: say it."""
    found = _boards.get(id(view))
    if found is None or not QAccessible.isActive():
        return
    child = found.focus_child()
    if child is not None:
        event = QAccessibleEvent(view, QAccessible.Event.Focus)
        event.setChild(found.indexOfChild(child.parent()))
        QAccessible.updateAccessibility(event)
