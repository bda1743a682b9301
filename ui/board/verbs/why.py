"""Commands about the rules: why is it so, why not with somebody else; days closed to planning."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.usecases.board_rules import DayOfTechnician
from models.terms import Right
from resources.texts import N_, _
from ui.board.conflicts.why import ask_why
from ui.board.editing.day_locks import CloseDays, OpenDays
from ui.board.verbs.verb import Choice, Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage

LANES = (Place.EMPTY, Place.LANE)


def _why(page: BoardPage, target: Target) -> None:
    ask_why(page, target.visit_ids[0])


def _others(page: BoardPage, target: Target) -> list[Choice]:
    """Everybody else, each with the first reason in the tip."""
    model = page.view.scene.model
    slot = model.table.slot(target.visit_ids[0])
    if slot < 0:
        return []
    place = model.placement(slot)
    verdicts = model.judging.judge_lanes(place)
    return [
        Choice(
            row.name,
            partial(ask_why, page, place.visit_id, technician_id=row.technician_id),
            tip=verdicts.reason(at) or _("It would fit"),
        )
        for at, row in enumerate(model.lanes)
        if at != place.lane
    ]


def _day(page: BoardPage, target: Target) -> DayOfTechnician | None:
    """The day pointed at, else the one in view, of the technician pointed at."""
    model = page.view.scene.model
    if not 0 <= target.lane < len(model.lanes):
        return None
    on_date = (
        model.days.date(model.days.number(target.instant)) if target.instant else page.days.day_in_view()
    )
    return DayOfTechnician(model.lanes[target.lane].technician_id, on_date)


def _is_closed(page: BoardPage, target: Target) -> bool:
    day, model = _day(page, target), page.view.scene.model
    if day is None:
        return False
    midnight = model.days.midnight((day.on_date - model.days.first).days)
    return any(starts <= midnight < ends for starts, ends, _why in model.lanes[target.lane].day_locks)


def _close(page: BoardPage, target: Target) -> None:
    day = _day(page, target)
    if day is not None:
        page.edits.do(CloseDays([day]))


def _open(page: BoardPage, target: Target) -> None:
    day = _day(page, target)
    if day is not None:
        page.edits.do(OpenDays([day]))


def _cannot_close(page: BoardPage, target: Target) -> str | None:
    if _day(page, target) is None:
        return _("There is no lane here.")
    return _("The day is closed to planning already.") if _is_closed(page, target) else None


def _cannot_open(page: BoardPage, target: Target) -> str | None:
    return None if _is_closed(page, target) else _("The day is not closed to planning.")


VERBS = (
    Verb(
        "why",
        N_("Why?"),
        N_("Say in words which rules a visit breaks, and what would help"),
        _why,
        key="W",
        section=6,
    ),
    Verb(
        "why_not",
        N_("Why not with"),
        N_("Say in words why another technician does not fit"),
        _why,
        section=6,
        choices=_others,
    ),
    Verb(
        "close_day",
        N_("Close day to planning"),
        N_("Nothing more is planned on this day of the technician, and nothing moved about"),
        _close,
        places=LANES,
        section=6,
        why_not=_cannot_close,
        right=Right.PLAN,
    ),
    Verb(
        "open_day",
        N_("Open day to planning"),
        N_("Plan this day of the technician again"),
        _open,
        places=LANES,
        section=6,
        why_not=_cannot_open,
        right=Right.PLAN,
    ),
)
