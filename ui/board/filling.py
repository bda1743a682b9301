"""Waiting orders that go well at a place of the board: near, long enough free, no rule broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from resources.texts import _, format_minutes
from ui.board.nudging import plan_rows
from ui.board.offers import Chance, chance_at
from ui.board.placements import waiting_placement
from ui.board.verbs.verb import Choice, Target

if TYPE_CHECKING:
    from app.queries.board import WaitingRow
    from ui.board.page import BoardPage

BEST = 5
LOOKED_AT = 60
"""So many orders, the nearest by road, are judged."""


def fill_choices(page: BoardPage, target: Target) -> list[Choice]:
    """The best five for a lane and time."""
    found = sorted(_chances(page, target), key=lambda pair: pair[0].cost)
    return [_choice(page, chance, row) for chance, row in found[:BEST] if not chance.verdict.hard]


def _choice(page: BoardPage, chance: Chance, row: WaitingRow) -> Choice:
    said = "; ".join(one.text for one in chance.verdict.findings) or _("fits")
    travel = format_minutes(round(chance.verdict.travel_in.minutes))
    tip = _("{time}, travel {travel}, {verdict}").format(
        time=format_minutes(row.duration_minutes), travel=travel, verdict=said
    )
    place = chance.place
    return Choice(
        place.title, lambda: plan_rows(page.view, [row], lane=place.lane, starts=place.starts), tip=tip
    )


def _chances(page: BoardPage, target: Target) -> list[tuple[Chance, WaitingRow]]:
    model = page.view.scene.model
    rows = _nearest(page, target, list(page.view.waiting.values()))
    return [
        (chance_at(model, waiting_placement(row, lane=target.lane, starts=target.instant)), row)
        for row in rows
    ]


def _nearest(page: BoardPage, target: Target, rows: list[WaitingRow]) -> list[WaitingRow]:
    """Those nearest to where the technician is then; windows that are over or far off are left out."""
    model = page.view.scene.model
    at = target.instant
    rows = [
        row for row in rows if (not row.promise_to or row.promise_to >= at) and row.promise_from <= at + 3600
    ]
    if model.travel is None or len(rows) <= LOOKED_AT:
        return rows[:LOOKED_AT]
    stops = model.judging.stops(target.lane, at - 43_200, at + 1)
    site = stops[-1].site_id if stops else model.lanes[target.lane].home_site_id
    sites = np.array([row.site_id for row in rows], dtype=np.int64)
    minutes, _kilometres, _source = model.travel.legs(np.full(len(rows), site, dtype=np.int64), sites)
    return [rows[n] for n in np.argsort(minutes, kind="stable")[:LOOKED_AT].tolist()]
