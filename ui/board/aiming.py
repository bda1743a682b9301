"""Where a gesture's block would go: lane by the pointer, time by steps and magnets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.distances import Leg
from resources.texts import _, format_minutes, format_weekday_date
from ui.board.geometry import magnet, snapped
from ui.board.labels import times
from ui.board.model import BoardModel
from ui.board.placements import Placement
from ui.board.scene import Ghost, Overlay, Scene
from ui.board.style import Style

MAGNET_PIXELS = 7
SHORTEST = 15 * 60
"""A resized visit lasts at least this many seconds (with Alt, five minutes)."""
SHORTEST_FREE = 5 * 60


def snapped_start(scene: Scene, place: Placement, *, others: frozenset[int]) -> int:
    """The start nearest to `place.starts` on a step or on a magnet; `others` are visits that move along."""
    model = scene.model
    step = scene.axis.snap
    anchor = int(model.days.midnights[model.days.number(place.starts)])
    stepped = snapped(place.starts, step=step, anchor=anchor)
    reach = MAGNET_PIXELS * scene.axis.seconds_per_pixel
    pulled = magnet(place.starts, tuple(_magnets(model, place, others)), reach=reach)
    return stepped if pulled is None else pulled


def _magnets(model: BoardModel, place: Placement, others: frozenset[int]) -> Iterator[int]:
    """Starts that a person is likely to mean: right after or before a neighbour with its travel, the ends
    of the shift, the bounds of the promised window."""
    lane, stops = model.judging.around(place.lane, place.starts)
    length = place.ends - place.starts
    for stop in stops:
        if stop.visit_id in others:
            continue
        yield _whole_minute(stop.ends + int(model.leg(stop.site_id, place.site_id).minutes * 60))
        travel = int(model.leg(place.site_id, stop.site_id).minutes * 60)
        yield stop.starts - length - _whole_minute(travel)
    for starts, ends in lane.shifts:
        yield starts
        yield ends - length
    yield from (bound for bound in (place.promise_from, place.promise_to) if bound)


def _whole_minute(instant: int) -> int:
    """Rounded up to a whole minute."""
    return -(-instant // 60) * 60


def snapped_edge(scene: Scene, instant: int, *, free: bool) -> int:
    """An end of a visit on a step, or on a minute when free."""
    days = scene.model.days
    anchor = int(days.midnights[days.number(instant)])
    return snapped(instant, step=60 if free else scene.axis.snap, anchor=anchor)


def resized(place: Placement, *, edge: int, at_start: bool, free: bool) -> Placement:
    """The placement with one end elsewhere, never shorter than the shortest visit."""
    least = SHORTEST_FREE if free else SHORTEST
    if at_start:
        return replace(place, starts=min(edge, place.ends - least))
    return replace(place, ends=max(edge, place.starts + least))


def flowing(model: BoardModel, places: Sequence[Placement]) -> list[Placement]:
    """Orders one after another from the first one's start, with travel, through free working time.

    A piece that does not fit before the next visit or the end of a shift begins after it; when no
    working time is left the rest follows the last one.
    """
    if len(places) < 2:
        return list(places)
    laid: list[Placement] = []
    at = places[0].starts
    for place in places:
        travel = model.leg(laid[-1].site_id, place.site_id).minutes if laid else 0.0
        start = _whole_minute(at + int(travel * 60))
        start = _free_start(model, place.moved(lane=place.lane, starts=start), first=not laid)
        laid.append(place.moved(lane=place.lane, starts=start))
        at = laid[-1].ends
    return laid


def _free_start(model: BoardModel, place: Placement, *, first: bool) -> int:
    """First start at or after the place's own that meets no visit and lies in a shift, if there is one."""
    if first:
        return place.starts
    length = place.ends - place.starts
    row = model.lanes[place.lane]
    shifts = [span for span in row.shifts if span[1] - length >= place.starts]
    for begin, end in shifts:
        start = max(place.starts, begin)
        for stop in model.judging.stops(place.lane, start, end):
            if stop.starts - start >= length:
                break
            travel = int(model.leg(stop.site_id, place.site_id).minutes * 60)
            start = max(start, _whole_minute(stop.ends + travel))
        if start + length <= end:
            return start
    return place.starts


def overlay_for(scene: Scene, style: Style, places: Sequence[Placement], lifted: frozenset[int]) -> Overlay:
    """Judge placements and put the answer into words."""
    verdicts = scene.model.judge(places)
    ghosts = tuple(Ghost(place, verdict) for place, verdict in zip(places, verdicts, strict=True))
    first = places[0]
    hard = any(verdict.hard for verdict in verdicts)
    soft = any(not verdict.fits for verdict in verdicts)
    return Overlay(
        ghosts=ghosts,
        lifted=lifted,
        title=_title(scene, style, first),
        words=_words(ghosts),
        hard=hard,
        soft=soft,
    )


def _title(scene: Scene, style: Style, place: Placement) -> str:
    """Day, time, length and technician: "Mon 23 Nov 14:00–15:30 · 1 h 30 · Dewi Jansen"."""
    model = scene.model
    parts = (
        format_weekday_date(model.days.wall(place.starts).date())
        + " "
        + times(scene, style, place.starts, place.ends),
        format_minutes((place.ends - place.starts) // 60),
        model.lanes[place.lane].name,
    )
    return " · ".join(parts)


def _words(ghosts: Sequence[Ghost]) -> tuple[str, ...]:
    """The verdict, hard findings first; how many fit when there are several."""
    broken = [ghost for ghost in ghosts if not ghost.verdict.fits]
    if not broken:
        verdict = ghosts[0].verdict
        return (_("Fits"), *_travel_words(verdict.travel_in, verdict.travel_out))
    if len(ghosts) == 1:
        return tuple(finding.text for finding in broken[0].verdict.findings)
    head = _("{n} of {total} do not fit").format(n=len(broken), total=len(ghosts))
    reasons = [f"{ghost.place.number}: {ghost.verdict.findings[0].text}" for ghost in broken]
    return (head, *reasons)


def _travel_words(arrive: Leg, leave: Leg) -> Iterator[str]:
    if arrive.minutes >= 1 or leave.minutes >= 1:
        yield _("Travel {before} before, {after} after").format(
            before=format_minutes(round(arrive.minutes)), after=format_minutes(round(leave.minutes))
        )
