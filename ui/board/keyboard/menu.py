"""Menus of the board, made of its table of commands (board.md 5, 48 to 52): the same order everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from resources.texts import _
from ui import keymap
from ui.board.verbs.keys import key_of
from ui.board.verbs.table import verbs_of
from ui.board.verbs.verb import Choice, Place, Target, Verb
from ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from ui.board.page import BoardPage

LINE = "-"
_CLIP = ("cut", "copy", "paste", LINE)
_LOCKS = ("lock_time", "lock_person", "unlock", "status", LINE)
_TAKES = tuple(f"take_slot_{number}" for number in range(1, 10))
_DRAFT = ("draft", "publish_draft", "drop_draft")
ORDER: dict[Place, tuple[str, ...]] = {
    Place.VISIT: (
        *("open", "time", "move", LINE),
        *("assign", "find_slots", *_TAKES, LINE),
        *("swap", "push", "pull", "close_gaps", "split", "duplicate", "postpone", LINE),
        *_CLIP,
        *_LOCKS,
        *("unschedule", "cancel_order", LINE),
        *("why", "why_not", "show_history", "show_customer_visits", "show_customer"),
        *("show_agreement", "show_technician", LINE),
        *("print_sheets", "print_board", "copy_text", "copy_image", LINE),
        *_DRAFT,
    ),
    Place.SEVERAL: (
        *("move_by", "postpone", "assign", "hand_over", LINE),
        *("find_slots", *_TAKES, "swap", "align", "chain", "close_gaps", "join", "duplicate", LINE),
        *_CLIP,
        *_LOCKS,
        *("unschedule", "cancel_order", LINE),
        *("print_sheets", "print_board", "copy_text", "copy_image", LINE),
        *_DRAFT,
    ),
    Place.EMPTY: (
        *("new_visit", "paste", "block_time", "close_day", "open_day", LINE),
        *("fit_jobs_here", LINE),
        *("zoom_to_day", "print_day", "print_board", LINE),
        *("show_lanes", LINE),
        *_DRAFT,
    ),
    Place.LANE: (
        *("print_lane", "print_board", LINE),
        *("hand_over_day", "sick", "close_gaps", "block_time", "close_day", "open_day", LINE),
        *("pin_lane", "unpin_lane", "hide_lane", "show_lanes", LINE),
        *("profile", LINE),
        *_DRAFT,
    ),
    Place.WAITING: (
        *("find_slots", *_TAKES, "drop_next_free", "assign", "move", LINE),
        *("open", LINE),
        *("promise", "promise_window", "combine", "priority", LINE),
        *(*_CLIP, "cancel_order", LINE),
        *("copy_text",),
    ),
}
"""Names of commands as they follow one another; a submenu stands where the first of its commands does.

A command that is not named stands behind those of its section, or at the end.
"""


def entries_of(place: Place) -> list[Verb | None]:
    """The commands of a place in their order; None is a line between sections."""
    verbs = {verb.name: verb for verb in verbs_of(place)}
    found: list[Verb | None] = []
    for name in ORDER[place]:
        if name == LINE:
            found.append(None)
        elif name in verbs:
            found.append(verbs.pop(name))
    for verb in verbs.values():
        found.insert(_after_kin(found, verb), verb)
    return _tidy(found)


def _after_kin(found: Sequence[Verb | None], verb: Verb) -> int:
    """The place behind the last command of the same submenu, else of the same section, else the end."""
    above = [at for at, other in enumerate(found) if other and verb.above and other.above == verb.above]
    section = [at for at, other in enumerate(found) if other and other.section == verb.section]
    for places in (above, section):
        if places:
            return places[-1] + 1
    return len(found)


def _tidy(entries: Sequence[Verb | None]) -> list[Verb | None]:
    """No line at an end, none twice."""
    kept: list[Verb | None] = []
    for entry in entries:
        if entry is not None or (kept and kept[-1] is not None):
            kept.append(entry)
    return kept[:-1] if kept and kept[-1] is None else kept


def menu_of(page: BoardPage, target: Target) -> QMenu:
    """Verbs first, each with its key; what cannot be done now is grey and says why in its tip."""
    menu = _menu(page)
    below: dict[str, QMenu] = {}
    for verb in entries_of(target.place):
        if verb is None:
            menu.addSeparator()
        elif not verb.above:
            _add(page, menu, verb, target)
        else:
            if verb.above not in below:
                below[verb.above] = menu.addMenu(_(verb.above))
                below[verb.above].setToolTipsVisible(True)
            _add(page, below[verb.above], verb, target)
    for submenu in below.values():
        _close_empty(submenu)
    return menu


def _close_empty(submenu: QMenu) -> None:
    """A submenu of which nothing can be done now is grey, with the reason of its first entry."""
    actions = submenu.actions()
    if not any(action.isEnabled() for action in actions):
        submenu.menuAction().setEnabled(False)
        submenu.menuAction().setToolTip(actions[0].toolTip())


def _menu(page: BoardPage) -> QMenu:
    menu = QMenu(page)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    return menu


def _add(page: BoardPage, menu: QMenu, verb: Verb, target: Target) -> None:
    why_not = verb.hindrance(page, target)
    if verb.choices is None:
        action = QAction("\t".join(filter(None, (_(verb.text), keymap.native(key_of(verb))))), menu)
        action.triggered.connect(lambda: verb.run(page, target))
        menu.addAction(action)
    else:
        action = _submenu(page, menu, verb, target).menuAction()
    action.setObjectName(verb.name)
    action.setEnabled(why_not is None)
    action.setToolTip(plain_tip(why_not or _(verb.help)))


def _submenu(page: BoardPage, menu: QMenu, verb: Verb, target: Target) -> QMenu:
    """Its choices are asked for when it is opened: looking at 500 technicians takes a moment."""
    below = menu.addMenu("\t".join(filter(None, (_(verb.text), keymap.native(key_of(verb))))))
    below.setToolTipsVisible(True)

    def fill() -> None:
        if below.isEmpty() and verb.choices is not None:
            choices = verb.choices(page, target)
            for choice in choices:
                _choose(below, choice)
            if not choices:
                below.addAction(_("Nothing fits.")).setEnabled(False)

    below.aboutToShow.connect(fill)
    return below


def _choose(menu: QMenu, choice: Choice) -> None:
    action = menu.addAction(choice.text.replace("&", "&&"))
    if choice.is_checked is not None:
        action.setCheckable(True)
        action.setChecked(choice.is_checked)
    action.setEnabled(choice.why_not is None)
    action.setToolTip(plain_tip(choice.why_not or choice.tip))
    action.triggered.connect(lambda: choice.run())
