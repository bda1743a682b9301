"""The keys of the board's commands: one dispatcher for the board and the waiting list.

A key is looked up among the commands of the place that has the keyboard. What cannot be done now is said,
not done; a key nobody has here goes on to whatever else may want it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QMouseEvent

from resources.texts import N_, _
from ui import actions, keymap
from ui.board.keyboard.jumping import open_date_jump
from ui.board.keyboard.steps import STEPS
from ui.board.verbs.table import VERBS
from ui.board.verbs.verb import Place, Target, Verb
from ui.widgets.keyboard import key_text
from ui.widgets.toast import Kind

if TYPE_CHECKING:
    from ui.board.page import BoardPage

_CHOSEN = frozenset({Place.VISIT, Place.SEVERAL})
_ON_VIEW = frozenset({"visit", "several", "empty", "lane"})


PLACE_WORDS = {
    Place.VISIT: N_("visit"),
    Place.SEVERAL: N_("several visits"),
    Place.EMPTY: N_("empty time"),
    Place.LANE: N_("lane"),
    Place.WAITING: N_("waiting order"),
}


def words(verb: Verb) -> str:
    """A command's text for lists, with the submenu it stands in."""
    text = _(verb.text).rstrip("…")
    return f"{_(verb.above)}: {text}" if verb.above else text


def _where(verb: Verb) -> str:
    """Where its key works, in words."""
    if verb.is_general:
        return _("anywhere on the board")
    return ", ".join(_(PLACE_WORDS[place]) for place in verb.places)


def command_name(verb: Verb) -> str:
    """The name under which a person's key of a command is kept."""
    return f"board.{verb.name}"


def key_of(verb: Verb) -> str:
    """The key in force of a command of the board, in Qt's portable form, or ""."""
    return keymap.key_of(command_name(verb), verb.key)


def commands() -> tuple[keymap.Command, ...]:
    """The board's commands and its ways of moving about, as what can be given a key."""
    verbs = tuple(
        keymap.Command(
            command_name(verb),
            words(verb),
            _(verb.help),
            verb.key,
            verb.also,
            frozenset({keymap.ON_BOARD}) if verb.is_general else frozenset(p.value for p in verb.places),
            _("On the board"),
            _where(verb),
        )
        for verb in VERBS
    )
    steps = tuple(
        keymap.Command(
            step.name,
            _(step.text),
            _(step.text),
            step.key,
            places=_ON_VIEW,
            group=_("Moving about the board"),
        )
        for step in STEPS
    )
    return verbs + steps


class VerbKeys(QObject):
    """Takes key presses of the board and the waiting list before they do."""

    def __init__(self, page: BoardPage) -> None:
        """Serve a page."""
        super().__init__(page)
        self._page = page
        self._table: dict[Place, dict[str, Verb]] = {}
        page.view.walk.settle()
        for watched in (page.view, page.view.viewport(), page.waiting.table):
            watched.installEventFilter(self)
        keymap.changed.connect(self._forget)
        page.addAction(actions.make("go_to_date", page, on_triggered=lambda: open_date_jump(page)))

    def _forget(self) -> None:
        self._table.clear()

    def keys_at(self, place: Place) -> dict[str, Verb]:
        """Key → command, of those offered at a place."""
        found = self._table.get(place)
        if found is None:
            mine = keymap.own()
            found = {}
            for verb in VERBS:
                if place in verb.places or verb.is_general:
                    for key in (*verb.also, keymap.key_of(command_name(verb), verb.key, known=mine)):
                        if key and (keymap.letters_work() or not keymap.is_letter(key)):
                            found[key] = verb
            self._table[place] = found
        return found

    # ------------------------------------------------------------------ what has the keyboard

    def target(self) -> Target:
        """What a command given by key is about."""
        page = self._page
        if page.waiting.table.hasFocus():
            return self.waiting_target()
        return self.board_target()

    def waiting_target(self) -> Target:
        """The selected orders of the waiting list, or the one the keyboard is on."""
        table = self._page.waiting.table
        rows = table.chosen_rows() or tuple(row for row in (table.current_row(),) if row is not None)
        walk = self._page.view.walk
        lane, instant = (walk.cursor.lane, walk.cursor.instant) if walk.cursor.stands else (-1, 0)
        return Target(
            Place.WAITING, order_ids=tuple(row.order_id for row in rows), lane=lane, instant=instant
        )

    def board_target(self) -> Target:
        """The header, the empty time, or the visits on which the keyboard stands."""
        page, scene, walk = self._page, self._page.view.scene, self._page.view.walk
        if walk.header_lane >= 0:
            return Target(Place.LANE, lane=walk.header_lane, instant=page.view.middle())
        ids = tuple(page.selection.chosen_ids())
        if ids:
            slot = scene.model.table.slot(scene.focused if scene.focused in ids else ids[0])
            table = scene.model.table
            place = Place.VISIT if len(ids) == 1 else Place.SEVERAL
            return Target(place, visit_ids=ids, lane=int(table.lane[slot]), instant=self._time_in(slot))
        if walk.cursor.stands:
            return Target(Place.EMPTY, lane=walk.cursor.lane, instant=walk.cursor.instant)
        return Target(Place.EMPTY)

    def _time_in(self, slot: int) -> int:
        """The time meant within a visit: that under the pointer if it is there, else the middle."""
        view, table = self._page.view, self._page.view.scene.model.table
        starts, ends = int(table.starts[slot]), int(table.ends[slot])
        if view.scene.hovered == table.id[slot]:
            at = view.walk.on_step(view.scene.time(view.viewport().mapFromGlobal(QCursor.pos()).x()))
            if starts < at < ends:
                return at
        return (starts + ends) // 2 // 60 * 60

    def _general(self) -> Target:
        """The board as a whole."""
        return Target(Place.EMPTY, instant=self._page.view.middle())

    # ------------------------------------------------------------------ keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commands first; clicks on empty time put the keyboard there."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if watched is not self._page.view.viewport() and self._verb(event) is not None:
                event.accept()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self._page.view and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                return self._tab(is_back=event.key() == Qt.Key.Key_Backtab)
            return watched is not self._page.view.viewport() and self.press(event)
        elif isinstance(event, QFocusEvent):
            self._on_focus(watched, event)
        elif isinstance(event, QMouseEvent) and kind == QEvent.Type.MouseButtonPress:
            self._point_at_empty(event, watched)
        return False

    def _tab(self, *, is_back: bool) -> bool:
        """Headers of lanes stand before the board; whether the keyboard stays in it."""
        walk, scene = self._page.view.walk, self._page.view.scene
        on_header = walk.header_lane
        lane = walk.lane() if walk.lane() >= 0 else scene.rows.nearest_lane(scene.scroll_y)
        if is_back and on_header < 0 and lane >= 0:
            walk.stand_on_header(lane)
            return True
        if not is_back and on_header >= 0:
            walk.along(1)
            return True
        return False

    def _on_focus(self, watched: QObject, event: QFocusEvent) -> None:
        view = self._page.view
        came_by_tab = event.gotFocus() and event.reason() == Qt.FocusReason.TabFocusReason
        lane = view.scene.rows.nearest_lane(view.scene.scroll_y)
        if watched is view and came_by_tab and lane >= 0 and not view.scene.focused:
            view.walk.stand_on_header(lane)
        view.walk.follow()

    def _verb(self, event: QKeyEvent) -> Verb | None:
        if self._page.view.pointer.gesture is not None and not self._page.waiting.table.hasFocus():
            return None  # keys belong to the gesture in hand
        key = key_text(event)
        target = self.target()
        verb = self.keys_at(target.place).get(key)
        if verb is None and target.place in _CHOSEN:
            (other,) = _CHOSEN - {target.place}
            verb = self.keys_at(other).get(key)
        return verb

    def press(self, event: QKeyEvent) -> bool:
        """Run the command of a key; whether there is one here."""
        verb = self._verb(event)
        if verb is None:
            return False
        self.give(verb, self.target())
        return True

    def give(self, verb: Verb, target: Target) -> None:
        """Run a command, or say why it cannot be done."""
        why_not = self.why_not(verb, target)
        if why_not is None:
            verb.run(self._page, self._general() if verb.is_general else target)
        else:
            told = _("{command}: {reason}").format(command=words(verb), reason=why_not)
            self._page.messages.say(told, Kind.INFO)

    def why_not(self, verb: Verb, target: Target) -> str | None:
        """Why a command cannot be given now, also because something else has the keyboard."""
        if verb.is_general:
            return verb.hindrance(self._page, self._general())
        if target.place in verb.places:
            return verb.hindrance(self._page, target)
        if target.place is Place.SEVERAL and Place.VISIT in verb.places:
            return _("choose one visit only")
        reasons = {
            Place.VISIT: _("choose a visit first"),
            Place.SEVERAL: _("choose several visits first"),
            Place.EMPTY: _("stand on empty time first (Ctrl+arrows)"),
            Place.LANE: _("stand on a lane's header first (F6)"),
            Place.WAITING: _("choose a waiting order first"),
        }
        return reasons[verb.places[0]]

    # ------------------------------------------------------------------ the pointer

    def _point_at_empty(self, event: QMouseEvent, watched: QObject) -> None:
        """A plain click on empty time puts the keyboard there, so that what is pasted goes there."""
        if watched is not self._page.view.viewport():
            return
        scene = self._page.view.scene
        at = event.position().toPoint()
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if not plain or self._page.view.pointer.space_held or not scene.canvas.contains(at):
            return
        lane = scene.lane_at(at.y())
        if lane >= 0 and scene.slot_at(at.x(), at.y()) < 0:
            walk = self._page.view.walk
            walk.stand(lane, walk.step_at(at.x()), reveal=False)
