"""Swap, push, pull, close gaps, chain, align, split, join, duplicate, postpone, hand over, block time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from models.replanning import (
    Change,
    Field,
    Plan,
    Stand,
    aligned,
    chained,
    closed_up,
    duplicated,
    joined,
    joint_why_not,
    moved_by,
    pulled,
    pushed,
    split_at,
)
from models.terms import Right
from resources.texts import N_, _, ngettext
from ui.board.many.block_time import block_time, time_off_choices
from ui.board.many.carrying import carry_out
from ui.board.many.ground import field_of, stands_of
from ui.board.many.hand_over import open_hand_over
from ui.board.many.push_dialog import open_push
from ui.board.many.swapping import SwapMark, swap
from ui.board.verbs.verb import Choice, Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage

BOTH = (Place.VISIT, Place.SEVERAL)
DAY = 86_400
POSTPONED = (
    (N_("By a day"), 1),
    (N_("By two days"), 2),
    (N_("By a week"), 7),
    (N_("By two weeks"), 14),
    (N_("Back by a day"), -1),
    (N_("Back by a week"), -7),
)


def _stands(page: BoardPage, target: Target) -> list[Stand]:
    return stands_of(page.view.scene.model, target.visit_ids)


def _field(page: BoardPage, stands: Sequence[Stand]) -> Field:
    return field_of(page.view.scene.model, {stand.lane for stand in stands})


def _told(words: str, stands: Sequence[Stand]) -> str:
    """A translated sentence with the first visit's number and how many there are."""
    return words.format(order=stands[0].label if stands else "", n=len(stands))


# ---------------------------------------------------------------------- swap


def _swap(page: BoardPage, target: Target) -> None:
    """Two that are selected change places; one is marked and waits for the other."""
    if len(target.visit_ids) == 2:
        swap(page, *target.visit_ids)
    else:
        mark = page.parts["swap"]
        if isinstance(mark, SwapMark):
            mark.press(target.visit_ids[0])


def _why_not_swap(_page: BoardPage, target: Target) -> str | None:
    return None if len(target.visit_ids) in (1, 2) else _("Select two visits, no more.")


# ---------------------------------------------------------------------- push, pull, close gaps


def _push(page: BoardPage, target: Target) -> None:
    """What follows makes room; when it has room already, ask by how much it shall be later."""
    stands = _stands(page, target)
    if not stands:
        return
    plan = pushed(_field(page, stands), stands[0])
    if plan.is_empty and not plan.stays:
        open_push(page, stands[0])
    else:
        _carry_push(page, stands[0], plan)


def _carry_push(page: BoardPage, anchor: Stand, plan: Plan) -> None:
    words = {"order": anchor.label}
    carry_out(
        page,
        plan,
        text=_("Push what follows {order}").format(**words),
        told=_("Pushed what follows {order}").format(**words),
    )


def _pull(page: BoardPage, target: Target) -> None:
    stands = _stands(page, target)
    if not stands:
        return
    scene = page.view.scene
    midnight = int(scene.model.days.bounds(scene.model.days.number(stands[0].starts))[1])
    plan = pulled(_field(page, stands), stands[0], until=midnight, not_before=scene.now)
    words = {"order": stands[0].label}
    carry_out(
        page,
        plan,
        text=_("Pull up what follows {order}").format(**words),
        told=_("Pulled up what follows {order}").format(**words),
    )


def _close(page: BoardPage, target: Target) -> None:
    """Close the gaps of the days of the chosen visits, or of a lane's day."""
    scene = page.view.scene
    days, stands = scene.model.days, _stands(page, target)
    pairs = {(stand.lane, days.number(stand.starts)) for stand in stands}
    if not stands and target.lane >= 0:
        pairs = {(target.lane, days.number(target.instant or page.view.middle()))}
    field = field_of(scene.model, {lane for lane, _day in pairs})
    changes: list[Change] = []
    for lane, day in sorted(pairs):
        starts, ends = days.bounds(day)
        changes += closed_up(field, lane, starts=starts, ends=ends, not_before=scene.now).changes
    names = ", ".join(scene.model.lanes[lane].name for lane in sorted({lane for lane, _day in pairs}))
    carry_out(
        page,
        Plan(tuple(changes)),
        text=_("Close gaps of {name}").format(name=names),
        told=_("Closed gaps of {name}").format(name=names),
    )


# ---------------------------------------------------------------------- order and time of several


def _chain(page: BoardPage, target: Target) -> None:
    stands = _stands(page, target)
    n = len(stands)
    carry_out(
        page,
        chained(_field(page, stands), stands),
        text=ngettext("Chain {n} visit", "Chain {n} visits", n).format(n=n),
        told=ngettext("Chained {n} visit", "Chained {n} visits", n).format(n=n),
    )


def _align(page: BoardPage, target: Target) -> None:
    stands = _stands(page, target)
    n = len(stands)
    carry_out(
        page,
        aligned(_field(page, stands), stands, page.view.scene.model.days.number),
        text=ngettext("Align start of {n} visit", "Align starts of {n} visits", n).format(n=n),
        told=ngettext("Aligned start of {n} visit", "Aligned starts of {n} visits", n).format(n=n),
    )


def _postpone(days: int) -> Callable[[BoardPage, Target], None]:
    def run(page: BoardPage, target: Target) -> None:
        stands = _stands(page, target)
        local = page.view.scene.model.days
        carry_out(
            page,
            moved_by(stands, lambda instant: local.shifted(instant, days * DAY)),
            text=_told(ngettext("Postpone {order}", "Postpone {n} visits", len(stands)), stands),
            told=_told(ngettext("Postponed {order}", "Postponed {n} visits", len(stands)), stands),
        )

    return run


def _postponed(page: BoardPage, target: Target) -> list[Choice]:
    return [
        Choice(_(words), lambda days=days: _postpone(days)(page, target))  # type: ignore[misc]  # the loop's own
        for words, days in POSTPONED
    ]


# ---------------------------------------------------------------------- pieces


def _split(page: BoardPage, target: Target) -> None:
    """Cut at the time pointed at, else in the middle."""
    stands = _stands(page, target)
    if not stands:
        return
    stand = stands[0]
    at = target.instant if stand.starts < target.instant < stand.ends else (stand.starts + stand.ends) // 2
    carry_out(
        page,
        split_at(stand, at),
        text=_told(_("Split {order}"), stands),
        told=_told(_("Split {order} in two"), stands),
    )


def _join(page: BoardPage, target: Target) -> None:
    stands = _stands(page, target)
    carry_out(
        page,
        joined(stands),
        text=_("Join visits of {order}").format(order=stands[0].label),
        told=_("Joined visits of {order}").format(order=stands[0].label),
    )


def _why_not_join(page: BoardPage, target: Target) -> str | None:
    return joint_why_not(_stands(page, target))


def _duplicate(page: BoardPage, target: Target) -> None:
    stands = _stands(page, target)
    carry_out(
        page,
        duplicated(_field(page, stands), stands),
        text=_told(ngettext("Duplicate {order}", "Duplicate {n} visits", len(stands)), stands),
        told=_told(ngettext("Duplicated {order}", "Duplicated {n} visits", len(stands)), stands),
    )


# ---------------------------------------------------------------------- whole days


def _hand_over(page: BoardPage, target: Target) -> None:
    open_hand_over(page, target, is_sick=False)


def _sick(page: BoardPage, target: Target) -> None:
    open_hand_over(page, target, is_sick=True)


def _on_lane(_page: BoardPage, target: Target) -> str | None:
    return None if target.lane >= 0 else _("Choose a technician first.")


VERBS = (
    Verb(
        "swap",
        N_("Swap with…"),
        N_("Mark it, then give the same command on the other visit"),
        _swap,
        places=BOTH,
        key="X",
        section=1,
        why_not=_why_not_swap,
        right=Right.PLAN,
    ),
    Verb(
        "push",
        N_("Push following"),
        N_("Let what follows make room, or begin later"),
        _push,
        key="P",
        section=1,
        right=Right.PLAN,
    ),
    Verb(
        "pull",
        N_("Pull following"),
        N_("Let what follows on that day come up to it"),
        _pull,
        key="Shift+P",
        section=1,
        right=Right.PLAN,
    ),
    Verb(
        "close_gaps",
        N_("Close gaps"),
        N_("Let the visits of that day follow one another without waiting"),
        _close,
        places=(*BOTH, Place.LANE),
        key="G",
        section=1,
        right=Right.PLAN,
    ),
    Verb(
        "chain",
        N_("Chain one after another"),
        N_("Put them one after another with the technician of the first"),
        _chain,
        places=(Place.SEVERAL,),
        section=1,
        right=Right.PLAN,
    ),
    Verb(
        "align",
        N_("Align starts"),
        N_("Let them start together with the first of their day"),
        _align,
        places=(Place.SEVERAL,),
        section=1,
        right=Right.PLAN,
    ),
    Verb(
        "postpone",
        N_("Postpone"),
        N_("Move them by whole days at the same time of day"),
        _postpone(1),
        places=BOTH,
        section=1,
        choices=_postponed,
        right=Right.PLAN,
    ),
    Verb(
        "split",
        N_("Split"),
        N_("Make two visits of it, cut at this time"),
        _split,
        key="Ctrl+T",
        section=1,
        right=Right.PLAN,
    ),
    Verb(
        "join",
        N_("Join"),
        N_("Make one visit of those of one order"),
        _join,
        places=(Place.SEVERAL,),
        key="Ctrl+J",
        section=1,
        why_not=_why_not_join,
        right=Right.PLAN,
    ),
    Verb(
        "duplicate",
        N_("Duplicate"),
        N_("Plan a further visit of the order at the next free time"),
        _duplicate,
        places=BOTH,
        key="Ctrl+D",
        section=1,
        right=Right.PLAN,
    ),
    Verb(
        "hand_over",
        N_("Hand over…"),
        N_("Give these visits to one or several others"),
        _hand_over,
        places=(Place.SEVERAL,),
        section=1,
        right=Right.PLAN,
    ),
    Verb(
        "hand_over_day",
        N_("Hand over a day…"),
        N_("Give the visits of a day or a period to one or several others"),
        _hand_over,
        places=(Place.LANE,),
        section=1,
        why_not=_on_lane,
        right=Right.PLAN,
    ),
    Verb(
        "sick",
        N_("Technician sick…"),
        N_("Enter the illness and spread the visits over others"),
        _sick,
        places=(Place.LANE,),
        section=1,
        why_not=_on_lane,
        right=Right.PLAN,
    ),
    Verb(
        "block_time",
        N_("Block time"),
        N_("Enter leave, training or a note at this time"),
        block_time,
        places=(Place.EMPTY, Place.LANE),
        section=4,
        why_not=_on_lane,
        choices=time_off_choices,
        right=Right.PLAN,
    ),
)
