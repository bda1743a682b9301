"""The command palette: every action and command by typing, why it cannot be done, and where one can jump.

Jumps are technicians, orders by number, days and times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from resources.texts import _, format_time, format_weekday_date
from ui import actions, keymap
from ui.board.keyboard.jumping import day_entries
from ui.board.verbs.keys import VerbKeys, key_of, words
from ui.board.verbs.table import VERBS
from ui.board.verbs.verb import Target, Verb
from ui.widgets import fuzzy
from ui.widgets.picker import Entry, Picker

if TYPE_CHECKING:
    from ui.board.page import BoardPage

MOST = 40
NUMBER = 9_000
"""What the number of an order or a date is worth, beside words (`fuzzy`)."""
MANY = 5_000
"""Where there are more orders, one figure alone finds none."""
JUMPS = 8
"""So many technicians, and so many orders, are offered at most."""
SILENT = ("palette", "save", "next_pane", "previous_pane", "find", "explain")
"""Actions that mean nothing once the palette has the keyboard."""


class Palette:
    """What can be found by typing, on one window."""

    def __init__(self, window: QWidget, given: Mapping[str, QAction], page: BoardPage | None) -> None:
        """Offer the window's actions, and what the board's page has if it is in front."""
        self._window, self._page = window, page
        self._target: Target | None = None
        self._entries = list(self._actions(given))
        if page is not None:
            self._target = page.part(VerbKeys).target()
            self._entries += [self._verb(page, self._target, verb) for verb in VERBS]
            self._entries += list(self._toolbar(page, given))

    def open(self) -> Picker:
        """Show it with the keyboard in its line."""
        picker = Picker(
            self._window,
            self.find,
            title=_("Commands"),
            prompt=_("A command, a technician, an order's number, a day"),
            hint=_("Enter does it; grey is what cannot be done now, with the reason"),
        )
        picker.open()
        return picker

    # ------------------------------------------------------------------ what there is

    def _actions(self, given: Mapping[str, QAction]) -> Iterator[Entry]:
        """The window's own; those that only a page has are not given."""
        for spec in actions.SPECS:
            action = given.get(spec.name)
            if action is None or spec.name in SILENT or not _does_something(action):
                continue
            why_not = None if action.isEnabled() else _("There is nothing for it to do now.")
            text = action.text().replace("&", "").rstrip("…") or actions.words(spec)
            yield Entry(text, action.trigger, _(spec.help), actions.shortcut_text(spec), why_not)

    def _toolbar(self, page: BoardPage, given: Mapping[str, QAction]) -> Iterator[Entry]:
        """Actions of the board's page: days, scales, zoom."""
        for action in page.actions():
            spec = actions.BY_NAME.get(action.objectName())
            if spec is None or spec.name in SILENT:
                continue
            if spec.name in given and _does_something(given[spec.name]):
                continue
            yield Entry(actions.words(spec), action.trigger, _(spec.help), actions.shortcut_text(spec))

    def _verb(self, page: BoardPage, target: Target, verb: Verb) -> Entry:
        keys = page.part(VerbKeys)
        return Entry(
            words(verb),
            partial(keys.give, verb, target),
            _(verb.help),
            keymap.native(key_of(verb)),
            keys.why_not(verb, target),
        )

    # ------------------------------------------------------------------ what is typed

    def find(self, typed: str) -> list[Entry]:
        """What answers best first: commands and jumps by their words, then commands by what they do.

        What cannot be done now stands at the end, with the reason.
        """
        if not typed.strip():
            return _sorted(self._entries[:MOST])
        found = [(fuzzy.score(typed, entry.text), entry) for entry in self._entries]
        if self._page is not None:
            found += self._jumps(self._page, typed.strip())
        best = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
        entries = [entry for _worth, entry in best[:MOST]]
        if len(typed.strip()) > 2:
            known = {id(entry) for entry in entries}
            more = fuzzy.ranked(typed, self._entries, lambda entry: entry.detail, most=6)
            entries += [entry for entry in more if id(entry) not in known]
        return _sorted(entries)

    def _jumps(self, page: BoardPage, typed: str) -> Iterator[tuple[int, Entry]]:
        yield from _orders(page, typed)
        yield from _technicians(page, typed)
        worth = NUMBER if any(letter.isdigit() for letter in typed) else fuzzy.WORD * 100
        for entry in day_entries(page, typed):
            yield worth, entry


def _sorted(entries: Sequence[Entry]) -> list[Entry]:
    """What can be done before what cannot."""
    return sorted(entries, key=lambda entry: entry.why_not is not None)


def _does_something(action: QAction) -> bool:
    """Whether an action stands in a menu or works on a page; the others are no more than descriptions."""
    return bool(action.associatedObjects())


def _orders(page: BoardPage, typed: str) -> Iterator[tuple[int, Entry]]:
    """Orders whose number holds what was typed: those that end with it first, waiting ones before others."""
    many = len(page.view.waiting) + len(page.view.scene.model.table.order) > MANY
    if not any(letter.isdigit() for letter in typed) or (many and len(typed) < 2):
        return
    wanted = typed.casefold()
    table = page.view.scene.model.table
    both = [(row.number, order_id, -1) for order_id, row in page.view.waiting.items()]
    both += [(table.number[slot], 0, slot) for slot in table.order.tolist()]
    known = [
        (NUMBER * 2 if _ends_with(number, wanted) else NUMBER // 2, number, order_id, slot)
        for number, order_id, slot in both
        if wanted in number.casefold()
    ]
    known.sort(key=lambda one: (-one[0], one[3] >= 0, len(one[1]), one[1]))
    for at, (worth, number, order_id, slot) in enumerate(known[:JUMPS]):
        if slot < 0:
            yield worth - at, Entry(number, partial(_to_waiting, page, order_id), _("waits"))
        else:
            yield worth - at, Entry(number, partial(_to_visit, page, slot), _when(page, slot))


def _ends_with(number: str, wanted: str) -> bool:
    """Whether a number is the one typed, but for letters and zeros before it."""
    folded = number.casefold()
    rest = folded.removesuffix(wanted)
    return rest != folded and not rest.rstrip("0")[-1:].isdigit()


def _when(page: BoardPage, slot: int) -> str:
    model = page.view.scene.model
    wall = model.days.wall(int(model.table.starts[slot]))
    name = model.lanes[int(model.table.lane[slot])].name
    return f"{name} · {format_weekday_date(wall.date())} {format_time(wall)}"


def _to_waiting(page: BoardPage, order_id: int) -> None:
    page.waiting.table.setFocus()
    page.show_order(order_id)


def _to_visit(page: BoardPage, slot: int) -> None:
    visit_id = int(page.view.scene.model.table.id[slot])
    page.view.setFocus()
    page.view.select(frozenset({visit_id}))
    page.view.focus_visit(visit_id)


def _technicians(page: BoardPage, typed: str) -> Iterator[tuple[int, Entry]]:
    lanes = page.view.scene.model.lanes
    scored = [(fuzzy.score(typed, f"{row.name} {row.code}"), lane) for lane, row in enumerate(lanes)]
    for worth, lane in sorted(scored, reverse=True)[:JUMPS]:
        row = lanes[lane]
        said = " · ".join(filter(None, (row.team, ", ".join(name for _id, name in row.skills))))
        yield worth, Entry(f"{row.name} ({row.code})", partial(_to_lane, page, lane), said)


def _to_lane(page: BoardPage, lane: int) -> None:
    page.view.setFocus()
    page.view.walk.stand_on_header(lane)
