"""Where what is carried would stand: plainly, as a copy, changed with another, or pushing what follows.

Nothing here changes anything; times are epoch seconds, lanes indexes. No Qt.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from models import replanning
from ui.board.aiming import pushed
from ui.board.editing.placements import Placement
from ui.board.many.ground import stand_of
from ui.board.scene import Scene


class Kind(StrEnum):
    """What a drop would do."""

    MOVE = "move"
    COPY = "copy"
    SWAP = "swap"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a carried visit stood when it was grabbed.

    Attributes:
        technician_id: whose lane that was; lanes may get other numbers meanwhile.
        is_sister: it goes along because it is of one crew with a visit that is carried; its lane stays.
    """

    place: Placement
    technician_id: int
    is_sister: bool = False


@dataclass(frozen=True, slots=True)
class Aim:
    """What a drop here would do.

    Attributes:
        places: where each visit would stand, the one under the pointer first.
        before: where each stands now; None for one that would be made.
        outside: so many carried visits would fall off the board.
    """

    kind: Kind
    places: tuple[Placement, ...]
    before: tuple[Placement | None, ...]
    outside: int = 0

    @property
    def state(self) -> tuple[object, ...]:
        """Equal for two aims that mean the same."""
        spans = tuple((place.visit_id, place.lane, place.starts, place.ends) for place in self.places)
        return self.kind, spans, self.outside

    @property
    def stays(self) -> bool:
        """Whether nothing would change."""
        return self.places == self.before and not self.outside

    @property
    def moving(self) -> frozenset[int]:
        """Ids of the visits that leave their place."""
        return frozenset(place.visit_id for place in self.places if place.visit_id)


@dataclass(slots=True)
class Held:
    """Keys held while something is carried."""

    keys: set[str] = field(default_factory=set)

    @property
    def kind(self) -> Kind:
        """What the keys make of a move."""
        if "swap" in self.keys:
            return Kind.SWAP
        return Kind.PUSH if "push" in self.keys else Kind.MOVE


def origins_of(scene: Scene, slot: int) -> tuple[Origin, ...]:
    """What goes along when the visit of a slot is grabbed: itself first, the selected ones, their crews."""
    table = scene.model.table
    first = int(table.id[slot])
    chosen = set(scene.selected) if first in scene.selected else {first}
    ids = [first, *sorted(chosen - {first})]
    found = [_origin(scene, visit_id) for visit_id in ids]
    going = {one for visit_id in ids for one in table.sisters(table.slot(visit_id))}
    sisters = sorted({int(table.id[one]) for one in going} - chosen)
    return (*found, *(replace(_origin(scene, one), is_sister=True) for one in sisters))


def _origin(scene: Scene, visit_id: int) -> Origin:
    place = scene.model.placement(scene.model.table.slot(visit_id))
    return Origin(place, scene.model.lanes[place.lane].technician_id)


def crew_of(scene: Scene, crew_id: int) -> list[int]:
    """Ids of the visits of a crew that are on the board."""
    table = scene.model.table
    found: list[int] = table.id[table.order[table.crew_id[table.order] == crew_id]].tolist()
    return found


def carried(scene: Scene, origins: Sequence[Origin], *, lane: int, starts: int) -> Aim:
    """The grabbed visit at a lane and time, the others as far from it as they were."""
    first = origins[0].place
    by_lanes = lanes_between(scene, first.lane, lane)
    days = scene.model.days
    places, before, outside = [], [], 0
    for at, origin in enumerate(origins):
        place = origin.place
        target = place.lane if origin.is_sister else lane if not at else stepped(scene, place.lane, by_lanes)
        if target < 0:
            outside += 1
            continue
        there = days.carried(place.starts, taken=first.starts, put=starts)
        places.append(place.moved(lane=target, starts=there))
        before.append(place)
    return Aim(Kind.MOVE, tuple(places), tuple(before), outside)


def copied(aim: Aim) -> Aim:
    """The same, but what is carried stays and others are made."""
    places = tuple(replace(place, visit_id=0) for place in aim.places)
    return Aim(Kind.COPY, places, (None,) * len(places), aim.outside)


def swapped(scene: Scene, origin: Origin, other_slot: int) -> Aim:
    """A visit and another at one another's place, each as long as it is; by the planner of the command."""
    model = scene.model
    mine, other = origin.place, model.placement(other_slot)
    plan = replanning.swapped(stand_of(model, model.table.slot(mine.visit_id)), stand_of(model, other_slot))
    changes = {change.visit_id: change for change in plan.changes}
    places = []
    for was in (mine, other):
        now = changes.get(was.visit_id)
        places.append(
            replace(was, lane=now.lane, starts=now.starts, ends=now.ends) if now is not None else was
        )
    return Aim(Kind.SWAP, tuple(places), (mine, other))


def pushing(scene: Scene, aim: Aim) -> Aim:
    """The same, and what follows in the lanes makes room, with travel."""
    moving = aim.moving
    places, before = list(aim.places), list(aim.before)
    for lane in sorted({place.lane for place in aim.places}):
        last = max((place for place in aim.places if place.lane == lane), key=lambda place: place.ends)
        for was, place in pushed(scene.model, last, moving):
            places.append(place)
            before.append(was)
    return Aim(Kind.PUSH, tuple(places), tuple(before), aim.outside)


def lanes_between(scene: Scene, first: int, last: int) -> int:
    """How many visible lanes further down a lane is."""
    return _shown_before(scene, last) - _shown_before(scene, first)


def _shown_before(scene: Scene, lane: int) -> int:
    rows = scene.rows
    return int((rows.bottoms[:lane] > rows.tops[:lane]).sum())


def stepped(scene: Scene, lane: int, by: int) -> int:
    """The visible lane so many further down, -1 beyond the first or last one and from a hidden one."""
    if not by:
        return lane
    if not scene.rows.shows(lane):
        return -1
    there = scene.rows.step(lane, by)
    return there if lanes_between(scene, lane, there) == by else -1


def own_slot(scene: Scene, slot: int, moving: Collection[int]) -> bool:
    """Whether the visit of a slot is one of those carried."""
    return int(scene.model.table.id[slot]) in moving
