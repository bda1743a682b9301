"""The board as rows for paper: a day or more of the lanes asked for, with conflicts; then the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from app.context import Context
from app.printing import Printed
from app.queries.board import BoardWindow, LaneRow, board_window, order_dues
from app.queries.papers.choosing import unknown_technicians
from app.queries.papers.shared import company_name_and_zone
from app.queries.travel import travel
from models import fit
from models.distances import UNKNOWN_LEG, Travel
from models.errors import Refused
from models.terms import Priority, VisitStatus
from reports import board_sheet
from reports.board_sheet import BoardConflict, BoardKind, BoardLane, BoardSheet, BoardVisit, NamedTime
from resources.texts import _, current_language

_STATUSES, _PRIORITIES = tuple(VisitStatus), tuple(Priority)
_CANCELLED = _STATUSES.index(VisitStatus.CANCELLED)
_NEAR = timedelta(days=1)
"""Read around the days: neighbours take part in judging."""


def board_of(
    context: Context,
    *,
    day: date,
    days: int = 1,
    technician_ids: Sequence[int] = (),
    technician_codes: Sequence[str] = (),
) -> BoardSheet:
    """The board of some local days; lanes as they are given, or all in the order of the board.

    Raises:
        Refused: a technician is unknown, or there is none.
    """
    unknown = context.read(unknown_technicians, technician_codes)
    if unknown:
        raise Refused(_("There is no technician {code}.").format(code=", ".join(unknown)))
    name, zone_name = context.read(company_name_and_zone)
    zone = ZoneInfo(zone_name)
    first, last = _midnight(day, zone), _midnight(day + timedelta(days=days), zone)
    window = context.read(
        board_window, starts=int((first - _NEAR).timestamp()), ends=int((last + _NEAR).timestamp())
    )
    lanes = _chosen(window, technician_ids, technician_codes)
    if not lanes:
        raise Refused(_("There are no technicians to print."))
    span = int(first.timestamp()), int(last.timestamp())
    dues = context.read(order_dues)
    due_of = dict(zip(dues.order_id.tolist(), dues.due.tolist(), strict=True))
    reading = _Reading(window, context.read(travel), zone, span, due_of)
    read = [reading.lane(row) for row in lanes]
    conflicts = sorted(
        (conflict for _lane, found in read for conflict in found),
        key=lambda conflict: (not conflict.is_hard, conflict.visit.starts),
    )
    return BoardSheet(
        company=name,
        language=current_language(),
        first=day,
        days=days,
        taken_at=context.clock().astimezone(zone),
        lanes=tuple(lane for lane, _found in read),
        conflicts=tuple(conflicts),
    )


def write_board(
    sheet: BoardSheet, file: Path, paper: str, kind: str, *, is_upright: bool, in_colour: bool
) -> Printed:
    """Draw a board to a file; plain values, so that any process can.

    Raises:
        Refused: the file cannot be written.
    """
    try:
        pages = board_sheet.render(
            sheet, file, kind=BoardKind(kind), paper=paper, is_upright=is_upright, in_colour=in_colour
        )
    except OSError as error:
        raise Refused(
            _("{file} cannot be written: {error}.").format(file=file, error=error.strerror or error),
            remedy=_("Choose another place."),
        ) from error
    return Printed(file, len(sheet.lanes), pages)


def _chosen(window: BoardWindow, ids: Sequence[int], codes: Sequence[str]) -> list[LaneRow]:
    if codes:
        return [lane for lane in window.lanes if lane.code in codes]
    if not ids:
        return list(window.lanes)
    by_id = {lane.technician_id: lane for lane in window.lanes}
    return [by_id[one] for one in ids if one in by_id]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


class _Reading:
    """Turns columns of a window into lanes of paper, judging each visit where it stands."""

    def __init__(
        self,
        window: BoardWindow,
        ways: Travel,
        zone: ZoneInfo,
        span: tuple[int, int],
        due_of: Mapping[int, int],
    ) -> None:
        self._window, self._ways, self._zone, self._span = window, ways, zone, span
        self._due_of = due_of

    def lane(self, row: LaneRow) -> tuple[BoardLane, list[BoardConflict]]:
        """One lane, and the rules its visits break."""
        at = self._rows_of(row)
        stops = [stop for stop in map(self._stop, at) if stop is not None]
        judged = row.judged(self._window.closed)
        visits, conflicts = [], []
        for one in at:
            verdict = self._verdict(one, judged, stops)
            visit = self._visit(one, verdict)
            if int(self._window.visits.ends[one]) > self._span[0] and (
                int(self._window.visits.starts[one]) < self._span[1]
            ):
                visits.append(visit)
                if verdict is not None and verdict.findings:
                    words = tuple(finding.text for finding in verdict.findings)
                    conflicts.append(BoardConflict(row.name, visit, words, bool(verdict.hard)))
        return self._lane(row, tuple(visits)), conflicts

    def _rows_of(self, row: LaneRow) -> list[int]:
        columns = self._window.visits
        mine = np.flatnonzero(columns.technician_id == row.technician_id)
        found: list[int] = mine[np.lexsort((columns.id[mine], columns.starts[mine]))].tolist()
        return found

    def _lane(self, row: LaneRow, visits: tuple[BoardVisit, ...]) -> BoardLane:
        return BoardLane(
            name=row.name,
            code=row.code,
            team=row.team,
            shifts=tuple(self._spans((*span, "") for span in row.shifts)),
            absences=tuple(self._spans((*row.absences, *self._window.closed))),
            visits=visits,
        )

    def _spans(self, spans: Iterable[tuple[int, int, str]]) -> Iterator[NamedTime]:
        first, last = self._span
        for starts, ends, name in spans:
            if ends > first and starts < last:
                yield NamedTime(self._wall(starts), self._wall(ends), name)

    def _stop(self, at: int) -> fit.Stop | None:
        columns = self._window.visits
        if int(columns.status[at]) == _CANCELLED:
            return None
        return fit.Stop(
            int(columns.id[at]),
            int(columns.starts[at]),
            int(columns.ends[at]),
            int(columns.site_id[at]),
            columns.number[at],
        )

    def _verdict(self, at: int, lane: fit.Lane, stops: Sequence[fit.Stop]) -> fit.Verdict | None:
        """None for a cancelled visit; what is done is history and breaks nothing any more."""
        columns, window = self._window.visits, self._window
        if _STATUSES[int(columns.status[at])] in (VisitStatus.CANCELLED, VisitStatus.DONE):
            return None
        starts = int(columns.starts[at])
        midnight = _midnight(self._wall(starts).date(), self._zone)
        order_id = int(columns.order_id[at])
        proposal = fit.Proposal(
            starts=starts,
            ends=int(columns.ends[at]),
            visit_id=int(columns.id[at]),
            site_id=int(columns.site_id[at]),
            needs=window.needs.get(order_id, ()),
            promise_from=int(columns.promise_from[at]),
            promise_to=int(columns.promise_to[at]),
            label=columns.number[at],
            customer_id=int(columns.customer_id[at]),
            due=self._due_of.get(order_id, 0),
            parts=window.parts.get(order_id, ()),
            agreement=window.periods.get(int(columns.agreement_id[at])),
            day=(int(midnight.timestamp()), int(_midnight(midnight.date() + _NEAR, self._zone).timestamp())),
        )
        return fit.judge(proposal, lane, stops, self._ways.leg, window.rules)

    def _visit(self, at: int, verdict: fit.Verdict | None) -> BoardVisit:
        columns = self._window.visits
        leg = verdict.travel_in if verdict is not None else UNKNOWN_LEG
        return BoardVisit(
            starts=self._wall(int(columns.starts[at])),
            ends=self._wall(int(columns.ends[at])),
            number=columns.number[at],
            customer=columns.customer[at],
            town=columns.town[at],
            status=_STATUSES[int(columns.status[at])],
            priority=_PRIORITIES[int(columns.priority[at])],
            is_locked=bool(columns.lock[at]),
            minutes=round(leg.minutes),
            is_broken=verdict is not None and bool(verdict.findings),
        )

    def _wall(self, instant: int) -> datetime:
        return datetime.fromtimestamp(instant, self._zone)
