"""What is said aloud: visits and lanes in sentences, moves and verdicts as they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from models import fit
from models.fit import NAMES as RULE_NAMES
from models.terms import Priority
from resources.texts import N_, _, format_number, format_weekday_date, ngettext
from ui.board.columns import CANCELLED, STATUSES
from ui.board.painting.labels import times
from ui.board.painting.signs import due_words

if TYPE_CHECKING:
    from ui.board.gestures import Move
    from ui.board.page import BoardPage
    from ui.board.view import BoardView

STATUS_NAMES = {
    "planned": N_("planned"),
    "sent": N_("sent"),
    "travelling": N_("travelling"),
    "working": N_("working"),
    "done": N_("done"),
    "cancelled": N_("cancelled"),
}
HIGH, LOW = tuple(Priority).index(Priority.HIGH), tuple(Priority).index(Priority.LOW)
LOCKS = {1: N_("time locked"), 2: N_("person locked"), 3: N_("time and person locked")}
REST_MS = 350
"""A verdict is said when the gesture rests; sooner, one would talk over the other."""


def visit_name(view: BoardView, slot: int) -> str:
    """What a screen reader says of a visit: order, customer, when, who, status, place in the lane's day."""
    table, model = view.scene.model.table, view.scene.model
    starts, ends = int(table.starts[slot]), int(table.ends[slot])
    at, count = place_in_day(view, slot)
    parts = [
        f"{table.number[slot]} {table.customer[slot]}".strip(),
        format_weekday_date(model.days.wall(starts).date()),
        times(view.scene, view.style_in_use, starts, ends),
        model.lanes[int(table.lane[slot])].name,
        _(STATUS_NAMES[STATUSES[int(table.status[slot])]]),
    ]
    if table.priority[slot] == HIGH:
        parts.append(_("high priority"))
    parts.append(_("visit {at} of {count}").format(at=at, count=count))
    return ", ".join(part for part in parts if part)


def place_in_day(view: BoardView, slot: int) -> tuple[int, int]:
    """Which visit of its lane's day it is, from 1, and of how many."""
    model = view.scene.model
    table, lane = model.table, int(model.table.lane[slot])
    midnight, after = model.days.bounds(model.days.number(int(table.starts[slot])))
    slots = table.visible((lane, lane + 1), midnight, after).tolist()
    return (slots.index(slot) + 1 if slot in slots else 1), max(len(slots), 1)


def visit_details(view: BoardView, slot: int) -> str:
    """What the signs on a visit say: broken rules, service level, lock, crew, agreement, part."""
    model = view.scene.model
    table, facts = model.table, view.scene.encoding.of(model)
    parts = [_(RULE_NAMES[rule]) for _hard, rule in model.conflicts.rules_of(int(table.id[slot]))]
    if facts.off_promise[slot] and table.status[slot] != CANCELLED:
        parts.append(_("outside the promised window"))
    due = int(model.due_of(table.order_id[slot : slot + 1])[0][0])
    if due:
        left = due_words(due - model.dues_at)
        parts.append(left if due < model.dues_at else _("{time} left").format(time=left))
    if table.priority[slot] == LOW:
        parts.append(_("low priority"))
    if table.lock[slot]:
        parts.append(_(LOCKS[int(table.lock[slot])]))
    if facts.crews[slot]:
        n = int(facts.crews[slot])
        parts.append(ngettext("{n} person", "{n} people together", n).format(n=n))
    if table.agreement_id[slot]:
        parts.append(_("from an agreement"))
    part, total = (int(column[slot]) for column in facts.parts)
    if total:
        parts.append(_("part {part} of {total}").format(part=part, total=total))
    return ", ".join(parts)


def lane_name(view: BoardView, lane: int) -> str:
    """What a screen reader says of a lane: who, team, hours of the days in view, visits in view."""
    scene = view.scene
    row = scene.model.lanes[lane]
    booked, available = scene.model.load(lane, scene.load_days)
    hours = _("{booked} of {available} hours booked").format(
        booked=format_number(round(booked, 1)), available=format_number(round(available, 1))
    )
    first, last = scene.load_days
    span = (int(scene.model.days.midnights[first]), int(scene.model.days.midnights[last]))
    count = len(scene.model.table.visible((lane, lane + 1), *span))
    visits = ngettext("{n} visit", "{n} visits", count).format(n=count)
    return ", ".join(part for part in (row.name, row.team, hours, visits) if part)


def verdict_words(verdict: fit.Verdict) -> str:
    """A verdict aloud."""
    heads = (_("fits"), _("fits with a warning"), _("does not fit"))
    head = heads[2 if verdict.hard else 1 if verdict.soft else 0]
    return ". ".join((head, *(finding.text for finding in verdict.findings[:3])))


class Announcer(QObject):
    """Says aloud what a person who does not see the board would miss.

    Signals:
        said(str): a sentence was said, whether or not anybody listens.
    """

    said = Signal(str)

    def __init__(self, page: BoardPage) -> None:
        """Listen to a page."""
        super().__init__(page)
        self._page = page
        self._last = ""
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._say_gesture)
        page.view.overlay_shown.connect(self._rest.start)
        page.view.moves_wanted.connect(self._say_moves)
        page.messages.said.connect(self.say)
        page.view.refused.connect(lambda sentence: self.say(sentence, at_once=True))

    def say(self, sentence: str, *, at_once: bool = False) -> None:
        """Say a sentence, after what is being said or at once."""
        if not sentence:
            return
        self.said.emit(sentence)
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._page.view, sentence)
            known = QAccessible.AnnouncementPoliteness
            event.setPoliteness(known.Assertive if at_once else known.Polite)
            QAccessible.updateAccessibility(event)

    def _say_gesture(self) -> None:
        """Where what is carried would stand, and whether it fits."""
        overlay = self._page.view.scene.overlay
        sentence = ". ".join(part for part in (overlay.title, *overlay.words) if part)
        if overlay.ghosts and sentence != self._last:
            self.say(sentence)
        self._last = sentence if overlay.ghosts else ""

    def _say_moves(self, moves: list[Move]) -> None:
        """Where visits go now: the first in full, of the others how many."""
        self._rest.stop()
        model = self._page.view.scene.model
        slot = model.table.slot(moves[0].visit_id) if moves else -1
        lane = model.lane_of.get(moves[0].technician_id, -1) if moves else -1
        if slot < 0 or lane < 0:
            return
        first, style = moves[0], self._page.view.style_in_use
        parts = [
            model.table.number[slot],
            model.lanes[lane].name,
            format_weekday_date(model.days.wall(first.starts).date()),
            times(self._page.view.scene, style, first.starts, first.ends),
            verdict_words(first.verdict),
        ]
        if len(moves) > 1:
            more = len(moves) - 1
            parts.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
        self.say(", ".join(parts))
