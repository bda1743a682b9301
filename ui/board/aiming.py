"""Where a gesture's block would go: lane by the pointer, time by steps and magnets; and the words for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import numpy as np

from models import replanning
from models.distances import Leg
from models.replanning import Stand
from resources.texts import _, format_minutes, format_weekday_date
from ui.board.editing.flowing import whole_minute
from ui.board.editing.placements import Placement
from ui.board.geometry import magnet
from ui.board.ghosts import Ghost, Overlay
from ui.board.many.ground import field_of
from ui.board.model import BoardModel
from ui.board.painting.labels import times
from ui.board.painting.style import Style
from ui.board.scene import Scene

MAGNET_PIXELS = 7
SHORTEST = 15 * 60
"""A resized visit lasts at least this many seconds (with Alt, five minutes)."""
SHORTEST_FREE = 5 * 60


def snapped_start(scene: Scene, place: Placement, *, others: Collection[int]) -> int:
    """The start nearest to `place.starts` on a step or on a magnet; `others` are visits that move along."""
    model = scene.model
    reach = MAGNET_PIXELS * scene.axis.seconds_per_pixel
    pulled = magnet(place.starts, tuple(_magnets(scene, place, others)), reach=reach)
    if pulled is not None:
        return pulled
    return model.days.snapped(place.starts, scene.axis.snap_at(place.starts))


def _magnets(scene: Scene, place: Placement, others: Collection[int]) -> Iterator[int]:
    """Starts that a person is likely to mean: right after or before a neighbour with its travel, the ends
    of the shift, the bounds of the promised window, now."""
    model = scene.model
    lane, stops = model.judging.around(place.lane, place.starts)
    length = place.ends - place.starts
    for stop in stops:
        if stop.visit_id in others:
            continue
        yield whole_minute(stop.ends + model.leg(stop.site_id, place.site_id).minutes * 60)
        travel = model.leg(place.site_id, stop.site_id).minutes * 60
        yield stop.starts - length - whole_minute(travel)
    for starts, ends in lane.shifts:
        yield starts
        yield ends - length
    yield from (bound for bound in (place.promise_from, place.promise_to) if bound)
    if scene.now:
        yield whole_minute(scene.now)


def snapped_edge(scene: Scene, place: Placement, instant: int, *, at_start: bool) -> int:
    """An end of a visit on a step or on a magnet: neighbours with their travel, the shift, now; a start also
    on the bounds of its promised window."""
    model = scene.model
    lane, stops = model.judging.around(place.lane, place.starts)
    points = [edge for shift in lane.shifts for edge in shift]
    if at_start:
        points += [bound for bound in (place.promise_from, place.promise_to) if bound]
    for stop in stops:
        if stop.visit_id == place.visit_id:
            continue
        if at_start:
            points.append(whole_minute(stop.ends + model.leg(stop.site_id, place.site_id).minutes * 60))
        else:
            travel = model.leg(place.site_id, stop.site_id).minutes * 60
            points.append(stop.starts - whole_minute(travel))
    if scene.now:
        points.append(whole_minute(scene.now))
    pulled = magnet(instant, points, reach=MAGNET_PIXELS * scene.axis.seconds_per_pixel)
    return pulled if pulled is not None else stepped_instant(scene, instant)


def stepped_instant(scene: Scene, instant: int) -> int:
    """The instant on the nearest step of the zoom."""
    return scene.model.days.snapped(instant, scene.axis.snap_at(instant))


def resized(place: Placement, *, edge: int, at_start: bool, free: bool) -> Placement:
    """The placement with one end elsewhere, never shorter than the shortest visit."""
    least = SHORTEST_FREE if free else SHORTEST
    if at_start:
        return replace(place, starts=min(edge, place.ends - least))
    return replace(place, ends=max(edge, place.starts + least))


def pushed(
    model: BoardModel, last: Placement, moving: Collection[int]
) -> Iterator[tuple[Placement, Placement]]:
    """What follows a placement in its lane and has to make room: where it stands and would stand.

    The planner is that of the command (`models.replanning`), so that both mean the same.
    """
    anchor = Stand(last.visit_id, last.order_id, last.lane, last.starts, last.ends, last.site_id)
    plan = replanning.pushed(field_of(model, [last.lane]), anchor, moving=frozenset(moving))
    for change in plan.changes:
        was = model.placement(model.table.slot(change.visit_id))
        yield was, replace(was, lane=change.lane, starts=change.starts, ends=change.ends)


# ---------------------------------------------------------------------- words


def overlay_for(
    scene: Scene,
    style: Style,
    places: Sequence[Placement],
    lifted: frozenset[int],
    *,
    mark: str = "",
    outside: int = 0,
) -> Overlay:
    """Judge placements and put the answer into words; `outside` more would fall off the board."""
    verdicts = scene.model.judge(places)
    ghosts = tuple(Ghost(place, verdict) for place, verdict in zip(places, verdicts, strict=True))
    return Overlay(
        ghosts=ghosts,
        lifted=lifted,
        title=_title(scene, style, places[0]),
        words=_words(ghosts, outside),
        hard=bool(outside) or any(verdict.hard for verdict in verdicts),
        soft=any(not verdict.fits for verdict in verdicts),
        footer=_footer(scene, ghosts[0]),
        mark=mark,
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


def _words(ghosts: Sequence[Ghost], outside: int) -> tuple[str, ...]:
    """The verdict, hard findings first; how many do not fit when there are several."""
    total = len(ghosts) + outside
    refused = [ghost for ghost in ghosts if ghost.verdict.hard]
    warned = [ghost for ghost in ghosts if not ghost.verdict.fits]
    if not warned and not outside:
        return (_("Fits"),)
    if total == 1:
        return tuple(finding.text for finding in warned[0].verdict.findings)
    if not refused and not outside:
        head = _("{n} of {total} with a warning").format(n=len(warned), total=total)
        return (head, *(_reason(ghost) for ghost in warned))
    head = _("{n} of {total} do not fit").format(n=len(refused) + outside, total=total)
    beyond = (_("No technician is there"),) if outside else ()
    return (head, *beyond, *(_reason(ghost) for ghost in refused))


def _reason(ghost: Ghost) -> str:
    return f"{ghost.place.number}: {ghost.verdict.findings[0].text}"


def _footer(scene: Scene, ghost: Ghost) -> str:
    """Travel, the step in use, and when the order's service level runs out."""
    parts = list(_travel_words(ghost.verdict.travel_in, ghost.verdict.travel_out))
    if ghost.place.order_id:
        due = int(scene.model.due_of(np.array([ghost.place.order_id], dtype=np.int64))[0][0])
        if due:
            parts.append(_due_words(scene, due))
    step = scene.axis.snap_at(ghost.place.starts) // 60
    parts.append(_("steps of {time}").format(time=format_minutes(step)))
    return " · ".join(parts)


def _due_words(scene: Scene, due: int) -> str:
    wall = scene.model.days.wall(due)
    return _("due {day} {time}").format(day=format_weekday_date(wall.date()), time=f"{wall:%H:%M}")


def _travel_words(arrive: Leg, leave: Leg) -> Iterator[str]:
    if arrive.minutes >= 1 or leave.minutes >= 1:
        yield _("Travel {before} before, {after} after").format(
            before=format_minutes(round(arrive.minutes)), after=format_minutes(round(leave.minutes))
        )
