"""The board for screen readers: a list of the visits in view, each with name, place and state.

Qt takes None where its Python signatures promise an interface. Interfaces are kept by Python as long as
their widget lives; Qt owns only their ids (ecosystem.md 4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QColor, QWindow

from models.terms import Priority
from resources.texts import N_, _, format_weekday_date
from ui.board.columns import STATUSES
from ui.board.labels import times

if TYPE_CHECKING:
    from ui.board.view import BoardView

STATUS_NAMES = {
    "planned": N_("planned"),
    "sent": N_("sent"),
    "travelling": N_("travelling"),
    "working": N_("working"),
    "done": N_("done"),
    "cancelled": N_("cancelled"),
}
HIGH = tuple(Priority).index(Priority.HIGH)

_boards: dict[int, BoardInterface] = {}


def visit_name(view: BoardView, slot: int) -> str:
    """What a screen reader says of a visit: order, customer, when, who, status."""
    table, model = view.scene.model.table, view.scene.model
    starts, ends = int(table.starts[slot]), int(table.ends[slot])
    parts = [
        f"{table.number[slot]} {table.customer[slot]}".strip(),
        format_weekday_date(model.days.wall(starts).date()),
        times(view.scene, view.style_in_use, starts, ends),
        model.lanes[int(table.lane[slot])].name,
        _(STATUS_NAMES[STATUSES[int(table.status[slot])]]),
    ]
    if table.priority[slot] == HIGH:
        parts.append(_("high priority"))
    return ", ".join(part for part in parts if part)


class VisitInterface(QAccessibleInterface):
    """One visit in view."""

    def __init__(self, board: BoardInterface, visit_id: int) -> None:
        """Speak for a visit of a board."""
        super().__init__()
        self._board = board
        self.visit_id = visit_id

    def _slot(self) -> int:
        return self._board.view.scene.model.table.slot(self.visit_id)

    def isValid(self) -> bool:
        """Whether the visit is still on the board."""
        return self._slot() >= 0

    def object(self) -> QObject | None:  # type: ignore[override]
        """A visit is no object of its own."""
        return None

    def parent(self) -> QAccessibleInterface:
        """The board."""
        return self._board

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """None."""
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """None."""
        return None

    def childCount(self) -> int:
        """None."""
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """None."""
        return -1

    def rect(self) -> QRect:
        """The block on the screen."""
        port = self._board.view.viewport()
        seen = self._board.view.scene.rect_of(self._slot()) if self.isValid() else QRect()
        return seen.translated(port.mapToGlobal(QPoint(0, 0)))

    def role(self) -> QAccessible.Role:
        """An item of the board's list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Selectable, focusable, and what of these it is."""
        state = QAccessible.State()
        scene = self._board.view.scene
        state.selectable = state.focusable = True
        state.selected = self.visit_id in scene.selected
        state.focused = self.visit_id == scene.focused and scene.has_focus
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """The visit in a sentence."""
        if kind == QAccessible.Text.Name and self.isValid():
            return visit_name(self._board.view, self._slot())
        return ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """A visit is not renamed here."""

    def foregroundColor(self) -> QColor:
        """Ink of the block."""
        return self._board.view.style_in_use.text

    def backgroundColor(self) -> QColor:
        """Ground of the block."""
        return self._board.view.style_in_use.tokens.surface

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The window the board is in."""
        return self._board.window()


class BoardInterface(QAccessibleInterface):
    """The board as a list of the visits in view."""

    def __init__(self, view: BoardView) -> None:
        """Speak for a view."""
        super().__init__()
        self.view = view
        self._children: dict[int, VisitInterface] = {}
        self._shown: list[int] = []

    def renew(self) -> None:
        """Take the visits in view as children."""
        scene = self.view.scene
        self._shown = scene.model.table.id[scene.slots_in(scene.canvas)].tolist()
        for visit_id in self._shown:
            if visit_id not in self._children:
                child = self._children[visit_id] = VisitInterface(self, visit_id)
                QAccessible.registerAccessibleInterface(child)

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

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A visit in view."""
        return self._children[self._shown[index]] if 0 <= index < len(self._shown) else None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The visit at a point of the screen."""
        at = self.view.viewport().mapFromGlobal(QPoint(x, y))
        slot = self.view.scene.slot_at(at.x(), at.y())
        return self._children.get(int(self.view.scene.model.table.id[slot])) if slot >= 0 else None

    def childCount(self) -> int:
        """How many visits are in view."""
        return len(self._shown)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Place of a visit in the list."""
        wanted = getattr(child, "visit_id", 0)
        return self._shown.index(wanted) if wanted in self._shown else -1

    def rect(self) -> QRect:
        """The view on the screen."""
        return QRect(self.view.mapToGlobal(QPoint(0, 0)), self.view.size())

    def role(self) -> QAccessible.Role:
        """A list."""
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        """Focusable."""
        state = QAccessible.State()
        state.focusable = True
        state.focused = self.view.hasFocus()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Name of the board."""
        return self.view.accessibleName() if kind == QAccessible.Text.Name else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """The board is not renamed."""

    def foregroundColor(self) -> QColor:
        """Ink of the board."""
        return self.view.style_in_use.text

    def backgroundColor(self) -> QColor:
        """Ground of the board."""
        return self.view.style_in_use.tokens.surface

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The window the board is in."""
        return self.view.window().windowHandle()

    def focus_child(self) -> QAccessibleInterface | None:
        """The focused visit."""
        return self._children.get(self.view.scene.focused)


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
        index = found.indexOfChild(child)
        event = QAccessibleEvent(view, QAccessible.Event.Focus)
        event.setChild(index)
        QAccessible.updateAccessibility(event)
