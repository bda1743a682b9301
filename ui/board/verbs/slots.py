"""Slots: find them, take one by its digit, next free times, jobs for free time, promised windows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from models.terms import Right
from resources.texts import N_, _
from ui.board.slots.slot_choices import jobs_for_gap, next_free, windows
from ui.board.slots.slots_tab import Slots
from ui.board.verbs.verb import Choice, Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage

PLACES = (Place.VISIT, Place.SEVERAL, Place.WAITING)
DIGITS = range(1, 10)


def slots_of(page: BoardPage) -> Slots:
    """The page's slots."""
    part = page.parts["slots"]
    if not isinstance(part, Slots):
        raise TypeError("slots")
    return part


def _find(page: BoardPage, _target: Target) -> None:
    slots_of(page).ask()


def _take(page: BoardPage, _target: Target, *, number: int) -> None:
    slots_of(page).search.take_number(number)


def _why_not_take(page: BoardPage, _target: Target, *, number: int) -> str | None:
    search = slots_of(page).search
    if not search.offers:
        return _("There is no list of slots; press S first.")
    if len(search.subjects) > 1:
        return _("Several are placed together; take them all.")
    if number > len(search.offers):
        return _("There is no slot {n}.").format(n=number)
    return None


def _why_not_one(_page: BoardPage, target: Target) -> str | None:
    return None if len(target.order_ids) == 1 else _("Select one order.")


def _next_free(page: BoardPage, target: Target) -> Sequence[Choice]:
    return next_free(page, slots_of(page).search, target)


def _jobs(page: BoardPage, target: Target) -> Sequence[Choice]:
    return jobs_for_gap(page, slots_of(page).search, target)


def _windows(page: BoardPage, target: Target) -> Sequence[Choice]:
    return windows(page, slots_of(page).search, target)


def _first_free(page: BoardPage, target: Target) -> None:
    _run_first(_next_free(page, target), page)


def _first_job(page: BoardPage, target: Target) -> None:
    _run_first(_jobs(page, target), page)


def _run_first(choices: Sequence[Choice], page: BoardPage) -> None:
    """Take the best, or say that there is none."""
    if choices:
        choices[0].run()
    elif slots_of(page).search.gaps() is None:
        page.messages.say(_("Free times are being worked out; try again in a moment."))
    else:
        page.messages.say(_("Nothing fits there."))


TAKES = tuple(
    Verb(
        f"take_slot_{number}",
        text,
        N_("Take the slot of this number from the list of best places"),
        partial(_take, number=number),
        places=PLACES,
        key=str(number),
        section=1,
        why_not=partial(_why_not_take, number=number),
        above=N_("Take slot"),
        right=Right.PLAN,
    )
    for number, text in zip(
        DIGITS,
        (
            N_("Take slot 1"),
            N_("Take slot 2"),
            N_("Take slot 3"),
            N_("Take slot 4"),
            N_("Take slot 5"),
            N_("Take slot 6"),
            N_("Take slot 7"),
            N_("Take slot 8"),
            N_("Take slot 9"),
        ),
        strict=True,
    )
)

VERBS = (
    Verb(
        "find_slots",
        N_("Find slots"),
        N_("Show the best places for it, with what each one costs"),
        _find,
        places=PLACES,
        key="S",
        section=1,
    ),
    *TAKES,
    Verb(
        "drop_next_free",
        N_("Drop at next free time of"),
        N_("Plan the order at the next free time of a technician"),
        _first_free,
        places=(Place.WAITING,),
        section=1,
        why_not=_why_not_one,
        choices=_next_free,
        right=Right.PLAN,
    ),
    Verb(
        "promise_window",
        N_("Promise a slot’s window"),
        N_("Promise the customer a window around one of the best places"),
        _find,
        places=(Place.WAITING,),
        section=2,
        why_not=_why_not_one,
        choices=_windows,
        right=Right.EDIT_ORDERS,
    ),
    Verb(
        "fit_jobs_here",
        N_("Fit waiting jobs here"),
        N_("Plan one of the waiting orders that suit this free time best"),
        _first_job,
        places=(Place.EMPTY,),
        section=1,
        choices=_jobs,
        right=Right.PLAN,
    ),
)
