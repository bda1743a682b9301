"""Open, change time, assign, back to the waiting list, cancel, print, show; what is offered on empty time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from models.terms import Right
from resources.texts import N_, _, ngettext
from ui.board.keyboard.assigning import assign_choices, open_assign
from ui.board.keyboard.time_edit import edit_time
from ui.board.verbs.verb import Choice, Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage

BOTH = (Place.VISIT, Place.SEVERAL)
SHOW = N_("Show")
NEW_VISIT = 60 * 60
"""A visit begun by key is this long, in seconds, until its order says otherwise."""


def _slot(page: BoardPage, target: Target) -> int:
    return page.view.scene.model.table.slot(target.visit_ids[0])


def _open(page: BoardPage, target: Target) -> None:
    if target.place is Place.WAITING:
        page.order_wanted.emit(target.order_ids[0])
        return
    table = page.view.scene.model.table
    page.order_wanted.emit(int(table.order_id[_slot(page, target)]))


def _move(page: BoardPage, target: Target) -> None:
    if target.place is Place.WAITING:
        page.plan_by_dialog(target.order_ids[0])
    else:
        page.move_by_dialog(target.visit_ids[0])


def _time(page: BoardPage, target: Target) -> None:
    focused = page.view.scene.focused
    edit_time(page.view, focused if focused in target.visit_ids else target.visit_ids[0])


def _unschedule(page: BoardPage, target: Target) -> None:
    page.planning.unschedule(list(target.visit_ids))


def _print(page: BoardPage, target: Target) -> None:
    page.print_wanted.emit(list(target.visit_ids))


def _waits(_page: BoardPage, target: Target) -> str | None:
    return (
        None if target.place is not Place.WAITING or target.order_ids else _("choose a waiting order first")
    )


def _on_lane(_page: BoardPage, target: Target) -> str | None:
    return None if target.lane >= 0 and target.instant else _("stand on empty time first (Ctrl+arrows)")


# ---------------------------------------------------------------------- show


def _show_technician(page: BoardPage, target: Target) -> None:
    scene = page.view.scene
    lane = target.lane
    if target.visit_ids:
        lane = int(scene.model.table.lane[_slot(page, target)])
    page.technician_wanted.emit(scene.model.lanes[lane].technician_id)


def _show_customer_visits(page: BoardPage, target: Target) -> None:
    """Select all visits of the customer that are read, and tell how many."""
    table, slot = page.view.scene.model.table, _slot(page, target)
    customer = int(table.customer_id[slot])
    found = table.id[table.order[table.customer_id[table.order] == customer]].tolist()
    page.view.select(frozenset(found))
    words = ngettext(
        "{n} visit of {customer} in these days", "{n} visits of {customer} in these days", len(found)
    )
    page.messages.say(words.format(n=len(found), customer=table.customer[slot]))


def _show_agreement(page: BoardPage, target: Target) -> None:
    page.agreement_wanted.emit(int(page.view.scene.model.table.agreement_id[_slot(page, target)]))


def _has_agreement(page: BoardPage, target: Target) -> str | None:
    if page.view.scene.model.table.agreement_id[_slot(page, target)]:
        return None
    return _("The order belongs to no agreement.")


def _show_customer(page: BoardPage, target: Target) -> None:
    page.customer_wanted.emit(int(page.view.scene.model.table.customer_id[_slot(page, target)]))


def _show_history(page: BoardPage, target: Target) -> None:
    page.view.select(frozenset(target.visit_ids))
    page.side.show_tab("history")


# ---------------------------------------------------------------------- empty time, lanes


def _new_visit(page: BoardPage, target: Target) -> None:
    page.view.want_visit(target.lane, target.instant, 0)


def _visits_on(page: BoardPage, lanes: tuple[int, int], number: int, count: int = 1) -> list[int]:
    """Ids of the visits of lanes on some days, by number."""
    model = page.view.scene.model
    first = min(max(number, 0), model.days.count - 1)
    last = min(first + count, model.days.count)
    slots = model.table.visible(lanes, int(model.days.midnights[first]), int(model.days.midnights[last]))
    found: list[int] = model.table.id[slots[np.argsort(model.table.starts[slots], kind="stable")]].tolist()
    return found


def _print_day(page: BoardPage, target: Target) -> None:
    model = page.view.scene.model
    at = target.instant or page.view.middle()
    page.print_wanted.emit(_visits_on(page, (0, len(model.lanes)), model.days.number(at)))


def _print_lane(page: BoardPage, target: Target) -> None:
    first, last = page.view.scene.days_in_view()
    page.print_wanted.emit(_visits_on(page, (target.lane, target.lane + 1), first, last - first))


def _lane_days(page: BoardPage, target: Target) -> list[Choice]:
    """Today, tomorrow, the days in view."""
    scene, lanes = page.view.scene, (target.lane, target.lane + 1)
    today = scene.model.days.number(scene.now or page.view.middle())
    first, last = scene.days_in_view()
    spans = (
        (_("Today"), today, 1),
        (_("Tomorrow"), today + 1, 1),
        (_("The days in view"), first, last - first),
    )
    choices = []
    for text, number, count in spans:
        ids = _visits_on(page, lanes, number, count)
        choices.append(
            Choice(
                text,
                lambda ids=ids: page.print_wanted.emit(ids),  # type: ignore[misc]  # a default keeps the loop's
                ngettext("{n} visit", "{n} visits", len(ids)).format(n=len(ids)),
                None if ids else _("No visits then."),
            )
        )
    return choices


VERBS = (
    Verb(
        "open",
        N_("Open"),
        N_("Open the order in the editor"),
        _open,
        places=(Place.VISIT, Place.WAITING),
        key="Return",
        why_not=_waits,
    ),
    Verb(
        "time",
        N_("Change time…"),
        N_("Type another time over the block: 10:15-11:45, 14:00, +30"),
        _time,
        key="F2",
        right=Right.PLAN,
    ),
    Verb(
        "move_by",
        N_("Move by…"),
        N_("Type by how much they move: +30, -15, +1:30"),
        _time,
        places=(Place.SEVERAL,),
        key="F2",
        right=Right.PLAN,
    ),
    Verb(
        "move",
        N_("Move to…"),
        N_("Say technician, day, time and duration in a dialog, with the verdict"),
        _move,
        places=(Place.VISIT, Place.WAITING),
        key="M",
        why_not=_waits,
        right=Right.PLAN,
    ),
    Verb(
        "assign",
        N_("Assign to"),
        N_("Find a technician by typing, the best first"),
        open_assign,
        places=(*BOTH, Place.WAITING),
        key="A",
        why_not=_waits,
        choices=assign_choices,
        right=Right.PLAN,
    ),
    Verb(
        "unschedule",
        N_("Back to the waiting list"),
        N_("Take the visits off the board; their orders wait again"),
        _unschedule,
        places=BOTH,
        key="Del",
        section=4,
        right=Right.PLAN,
    ),
    Verb(
        "new_visit",
        N_("New visit here"),
        N_("Choose who is to be visited at this time"),
        _new_visit,
        places=(Place.EMPTY,),
        key="Return",
        why_not=_on_lane,
        right=Right.PLAN,
    ),
    Verb(
        "print_day",
        N_("Print this day…"),
        N_("Print the work descriptions of everybody on this day"),
        _print_day,
        places=(Place.EMPTY,),
        section=8,
        is_general=True,
    ),
    Verb(
        "print_lane",
        N_("Print sheets"),
        N_("Print the technician's work descriptions"),
        _print_lane,
        places=(Place.LANE,),
        choices=_lane_days,
    ),
    Verb(
        "print_sheets",
        N_("Print work descriptions…"),
        N_("Print the work descriptions of the selected visits"),
        _print,
        places=BOTH,
        section=8,
    ),
    Verb(
        "show_customer",
        N_("Customer"),
        N_("Lead to the customer's page"),
        _show_customer,
        above=SHOW,
        section=7,
    ),
    Verb(
        "show_customer_visits",
        N_("Customer's other visits"),
        N_("Select all visits of this customer that are on the board"),
        _show_customer_visits,
        above=SHOW,
        section=7,
    ),
    Verb(
        "show_agreement",
        N_("Agreement"),
        N_("Lead to the agreement the order comes from"),
        _show_agreement,
        above=SHOW,
        section=7,
        why_not=_has_agreement,
    ),
    Verb("show_history", N_("History"), N_("Who changed it, and when"), _show_history, above=SHOW, section=7),
    Verb(
        "show_technician",
        N_("Technician"),
        N_("Lead to the technician's own page"),
        _show_technician,
        above=SHOW,
        section=7,
    ),
    Verb(
        "profile",
        N_("Profile and skills"),
        N_("Lead to the technician's own page"),
        _show_technician,
        places=(Place.LANE,),
        key="Return",
        section=8,
    ),
)
