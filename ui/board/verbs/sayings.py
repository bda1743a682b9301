"""Lock and unlock visits, say how far they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from models.terms import Lock, Right, VisitStatus
from resources.texts import N_, _, ngettext
from ui.board.columns import STATUSES
from ui.board.editing.sayings import Said
from ui.board.verbs.verb import Choice, Place, Target, Verb
from ui.widgets.term_names import STATUS_NAMES

if TYPE_CHECKING:
    from ui.board.page import BoardPage

BOTH = (Place.VISIT, Place.SEVERAL)
LOCKS: tuple[Lock | None, ...] = (None, Lock.TIME, Lock.PERSON, Lock.BOTH)
"""Locks by the code of the board's columns."""
TIME_BIT, PERSON_BIT = 1, 2
NOT_FROM = {
    VisitStatus.DONE: frozenset({VisitStatus.CANCELLED}),
    VisitStatus.CANCELLED: frozenset({VisitStatus.DONE}),
}
"""What a visit does not become any more: `models.visits.Visit.why_not_become`, which has the last word."""


def _codes(page: BoardPage, target: Target) -> list[tuple[int, int, int, int]]:
    """Id, version, lock code, status code of the visits that are in the database."""
    table = page.view.scene.model.table
    return [
        (int(table.id[slot]), int(table.version[slot]), int(table.lock[slot]), int(table.status[slot]))
        for slot in page.view.scene.slots_of(target.visit_ids)
        if int(table.id[slot]) > 0
    ]


def _stored(page: BoardPage, target: Target) -> str | None:
    return None if _codes(page, target) else _("It is not saved yet.")


def _named(page: BoardPage, target: Target) -> str:
    table = page.view.scene.model.table
    slots = page.view.scene.slots_of(target.visit_ids)
    return table.number[slots[0]] if slots else ""


# ---------------------------------------------------------------------- locks


def _toggled(bit: int) -> Callable[[BoardPage, Target], None]:
    """Lock a part of all of them, or unlock it when all have it locked."""

    def run(page: BoardPage, target: Target) -> None:
        codes = _codes(page, target)
        on = not all(code & bit for _id, _seen, code, _status in codes)
        _lock(page, target, lambda code: code | bit if on else code & ~bit)

    return run


def _unlock(page: BoardPage, target: Target) -> None:
    _lock(page, target, lambda _code: 0)


def _lock(page: BoardPage, target: Target, new: Callable[[int], int]) -> None:
    said = [
        Said(visit_id, seen, lock=LOCKS[new(code)], was_lock=LOCKS[code])
        for visit_id, seen, code, _status in _codes(page, target)
        if new(code) != code
    ]
    if not said:
        return
    locks = any(one.lock is not None for one in said)
    n, named = len(said), _named(page, target)
    text = ngettext("Lock {order}", "Lock {n} visits", n) if locks else ""
    text = text or ngettext("Unlock {order}", "Unlock {n} visits", n)
    page.planning.say(said, text.format(order=named, n=n), is_lock=True)


def _is_locked(page: BoardPage, target: Target) -> str | None:
    if any(code for _id, _seen, code, _status in _codes(page, target)):
        return None
    return _("Nothing is locked.")


# ---------------------------------------------------------------------- status


def _statuses(page: BoardPage, target: Target) -> list[Choice]:
    """Those that are legal for all of them."""
    now = {STATUSES[status] for _id, _seen, _code, status in _codes(page, target)}
    return [
        Choice(
            _(STATUS_NAMES[status]),
            lambda status=status: set_statuses(page, target, status),  # type: ignore[misc]  # the loop's own
            why_not=None,
            is_checked=now == {status},
        )
        for status in STATUSES
        if not any(status in NOT_FROM.get(one, frozenset()) for one in now)
    ]


def set_statuses(page: BoardPage, target: Target, status: VisitStatus) -> None:
    """Say how far visits are, as one step."""
    said = [
        Said(visit_id, seen, status=status, was_status=STATUSES[code])
        for visit_id, seen, _lock, code in _codes(page, target)
        if STATUSES[code] is not status
    ]
    if said:
        n = len(said)
        text = ngettext("Status of {order}: {status}", "Status of {n} visits: {status}", n)
        words = text.format(order=_named(page, target), n=n, status=_(STATUS_NAMES[status]))
        page.planning.say(said, words, is_lock=False)


def _next_status(page: BoardPage, target: Target) -> None:
    """The next one on the way from planned to done."""
    way = (
        VisitStatus.PLANNED, VisitStatus.SENT, VisitStatus.TRAVELLING, VisitStatus.WORKING, VisitStatus.DONE,
    )  # fmt: skip
    now = [STATUSES[status] for _id, _seen, _code, status in _codes(page, target)]
    known = [way.index(one) for one in now if one in way]
    if known and min(known) + 1 < len(way):
        set_statuses(page, target, way[min(known) + 1])


LOCK, STATUS = N_("Lock"), N_("Status")

VERBS = (
    Verb(
        "lock_time",
        N_("Time"),
        N_("Lock or unlock the time of the visits"),
        _toggled(TIME_BIT),
        places=BOTH,
        key="L",
        section=2,
        why_not=_stored,
        above=LOCK,
        right=Right.PLAN,
    ),
    Verb(
        "lock_person",
        N_("Technician"),
        N_("Lock or unlock the technician of the visits"),
        _toggled(PERSON_BIT),
        places=BOTH,
        key="Shift+L",
        section=2,
        why_not=_stored,
        above=LOCK,
        right=Right.PLAN,
    ),
    Verb(
        "unlock",
        N_("Unlock"),
        N_("Let the visits be moved freely"),
        _unlock,
        places=BOTH,
        section=2,
        why_not=_is_locked,
        above=LOCK,
        right=Right.PLAN,
    ),
    Verb(
        "status",
        STATUS,
        N_("Say how far the visits are; its key goes one on"),
        _next_status,
        places=BOTH,
        section=2,
        why_not=_stored,
        choices=_statuses,
        right=Right.PLAN,
    ),
)
