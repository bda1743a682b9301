"""What placements would mean, from the rows on screen and the one judge, `models.fit`. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from models import fit
from ui.board.columns import CANCELLED
from ui.board.placements import Placement, proposal_of, stop_of

if TYPE_CHECKING:
    from ui.board.model import BoardModel

NEAR = 18 * 3600
"""Stops and shifts within this many seconds around a placement take part in judging it."""


class Judging:
    """Judges placements on the lanes of one model; what it looked up is kept until `forget`."""

    def __init__(self, model: BoardModel) -> None:
        """Judge by the rows of a model."""
        self._model = model
        self._near: dict[tuple[int, int], tuple[fit.Lane, tuple[fit.Stop, ...]]] = {}

    def forget(self) -> None:
        """Drop what was looked up: visits stand elsewhere now."""
        self._near.clear()

    def judge(self, placements: Sequence[Placement]) -> list[fit.Verdict]:
        """What each placement would mean, all of them standing where they are proposed."""
        moving = frozenset(place.visit_id for place in placements if place.visit_id)
        return [self._judge_one(place, placements, moving) for place in placements]

    def _judge_one(
        self, place: Placement, together: Sequence[Placement], moving: frozenset[int]
    ) -> fit.Verdict:
        lane, stops = self.around(place.lane, place.starts)
        kept = [stop for stop in stops if stop.visit_id not in moving]
        if len(together) > 1:
            kept += [stop_of(other) for other in together if other is not place and other.lane == place.lane]
            kept.sort(key=lambda stop: stop.starts)
        verdict = fit.judge(proposal_of(place), lane, kept, self._model.leg)
        locked = self._lock_findings(place)
        return replace(verdict, findings=(*locked, *verdict.findings)) if locked else verdict

    def _lock_findings(self, place: Placement) -> tuple[fit.Finding, ...]:
        table = self._model.table
        slot = table.slot(place.visit_id) if place.visit_id else -1
        if slot < 0 or not table.lock[slot]:
            return ()
        return fit.judge_move(
            fit.LOCK_CODES[int(table.lock[slot])],
            changes_time=(place.starts, place.ends) != (table.starts[slot], table.ends[slot]),
            changes_person=place.lane != table.lane[slot],
        )

    def around(self, lane: int, instant: int) -> tuple[fit.Lane, tuple[fit.Stop, ...]]:
        """The lane with its shifts and absences near the instant, and its stops; cached per lane and day."""
        day = self._model.days.number(instant)
        found = self._near.get((lane, day))
        if found is None:
            midnight = int(self._model.days.midnights[day])
            found = self._near[lane, day] = (
                self._fit_lane(lane, midnight - NEAR, midnight + 86_400 + NEAR),
                self.stops(lane, midnight - NEAR, midnight + 86_400 + NEAR),
            )
        return found

    def _fit_lane(self, lane: int, starts: int, ends: int) -> fit.Lane:
        row = self._model.lanes[lane]
        return fit.Lane(
            technician_id=row.technician_id,
            name=row.name,
            shifts=tuple(span for span in row.shifts if span[1] > starts and span[0] < ends),
            absences=tuple(span for span in row.absences if span[1] > starts and span[0] < ends),
            skills=frozenset(skill for skill, _ in row.skills),
            home_site_id=row.home_site_id,
        )

    def stops(self, lane: int, starts: int, ends: int) -> tuple[fit.Stop, ...]:
        """The visits of a lane that touch [starts, ends), by start; cancelled ones are no stops."""
        table = self._model.table
        return tuple(
            fit.Stop(
                visit_id=int(table.id[slot]),
                starts=int(table.starts[slot]),
                ends=int(table.ends[slot]),
                site_id=int(table.site_id[slot]),
                label=table.number[slot],
            )
            for slot in table.visible((lane, lane + 1), starts, ends).tolist()
            if table.status[slot] != CANCELLED
        )
