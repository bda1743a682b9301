"""What slots offer in menus: the next free time of people, jobs for free time, windows to promise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from app.queries.board import WaitingRow
from models.filling import best_for_gap
from models.gaps import Gaps
from models.slots import sweep
from resources.texts import _, format_minutes
from ui.board.editing.placements import Placement, waiting_placement
from ui.board.editing.promising import promise, window_around, window_words
from ui.board.slots.slot_index import jobs_for, wish_of
from ui.board.slots.slot_search import Offer, SlotSearch, subject_of
from ui.board.slots.slot_words import when_words, why_words
from ui.board.verbs.verb import Choice, Target

if TYPE_CHECKING:
    from ui.board.page import BoardPage

MOST_PEOPLE = 15
"""People named in a menu, those who are free first."""
MOST_WINDOWS = 5


def next_free(page: BoardPage, search: SlotSearch, target: Target) -> list[Choice]:
    """For one waiting order: who is free first, and when; choosing plans it there."""
    row, gaps = _row_of(page, target), search.gaps()
    if row is None or gaps is None:
        return []
    return [_plan_choice(page, place) for place in _first_of_lanes(page, search, gaps, row)]


def _first_of_lanes(page: BoardPage, search: SlotSearch, gaps: Gaps, row: WaitingRow) -> list[Placement]:
    """The first place in every lane that has one, in order of time."""
    model, place = page.view.scene.model, subject_of(row).place
    found = sweep(gaps, wish_of(model, place, search.any_time, row))
    order = np.lexsort((found.lane, found.starts))
    lanes, starts = found.lane[order].tolist(), found.starts[order].tolist()
    first: dict[int, Placement] = {}
    for lane, start in zip(lanes, starts, strict=True):
        if lane not in first:
            there = place.moved(lane=lane, starts=start)
            if not model.judge([there])[0].hard:
                first[lane] = there
        if len(first) >= MOST_PEOPLE:
            break
    return list(first.values())


def _plan_choice(page: BoardPage, place: Placement) -> Choice:
    model = page.view.scene.model
    verdict = model.judge([place])[0]
    who, when = model.lanes[place.lane].name, when_words(model, place.starts, place.ends)
    return Choice(
        f"{who} · {when}",
        partial(page.planning.place_by_dialog, place, verdict, ""),
        tip=verdict.text,
    )


def jobs_for_gap(page: BoardPage, search: SlotSearch, target: Target) -> list[Choice]:
    """For free time: the five waiting orders that suit it best; choosing plans one there."""
    gaps, model = search.gaps(), page.view.scene.model
    if gaps is None or target.lane < 0:
        return []
    rows = list(page.waiting.rows.values())

    def place_of(number: int, start: int) -> Placement:
        return waiting_placement(rows[number], lane=target.lane, starts=start)

    found = best_for_gap(
        gaps,
        jobs_for(rows, search.any_time),
        lane=target.lane,
        instant=target.instant,
        is_able=lambda number, start: not model.judge([place_of(number, start)])[0].hard,
    )
    return [
        _job_choice(page, rows[suits.number], place_of(suits.number, suits.starts), suits.travel)
        for suits in found
    ]


def _job_choice(page: BoardPage, row: WaitingRow, place: Placement, travel: float) -> Choice:
    model = page.view.scene.model
    verdict = model.judge([place])[0]
    more = _("+{time}").format(time=format_minutes(round(travel))) if travel >= 1 else ""
    parts = (place.title, row.town, format_minutes(row.duration_minutes), more)
    return Choice(
        " · ".join(filter(None, parts)),
        partial(page.planning.place_by_dialog, place, verdict, ""),
        tip=when_words(model, place.starts, place.ends),
    )


def windows(page: BoardPage, search: SlotSearch, target: Target) -> list[Choice]:
    """For one waiting order: windows around its best places; choosing promises one."""
    row, gaps, model = _row_of(page, target), search.gaps(), page.view.scene.model
    if row is None or gaps is None:
        return []
    offers, _why = search.offers_for(gaps, subject_of(row), search.any_time)
    found: dict[str, Choice] = {}
    for offer in offers:
        window = window_around(model, offer.place.starts)
        words = window_words(model, window)
        if words not in found and len(found) < MOST_WINDOWS:
            found[words] = Choice(words, partial(promise, page, row, window), tip=_tip(page, offer))
    return list(found.values())


def _tip(page: BoardPage, offer: Offer) -> str:
    name = page.view.scene.model.lanes[offer.place.lane].name
    return " · ".join(filter(None, (name, why_words(offer.slot))))


def _row_of(page: BoardPage, target: Target) -> WaitingRow | None:
    """The waiting order of a target, if it is one."""
    return page.waiting.rows.get(target.order_ids[0]) if len(target.order_ids) == 1 else None
