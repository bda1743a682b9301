"""In which order the lanes stand and what groups they form: by team, skill, region or not at all. No Qt.

The lanes of a model are put in another order in memory; nothing is read again. Every technician stands
once, so that a visit has one place: in the group of a skill stand those for whom it is the rarest of their
skills, as that is what they are looked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.queries.board import LaneRow
from resources.texts import N_, _
from ui.board.geometry import Band

if TYPE_CHECKING:
    from ui.board.model import BoardModel

PINNED = "pinned"
"""Key of the group of pinned lanes, which stands first."""
NOWHERE = "nowhere"
"""Key of the strip of waiting orders that belong to none of the groups."""


class Grouping(StrEnum):
    """What lanes are grouped by."""

    TEAM = "team"
    SKILL = "skill"
    REGION = "region"
    NONE = "none"


NAMES = {
    Grouping.TEAM: N_("Team"),
    Grouping.SKILL: N_("Skill"),
    Grouping.REGION: N_("Region"),
    Grouping.NONE: N_("No groups"),
}


@dataclass(frozen=True, slots=True)
class LaneOrder:
    """How a person wants the lanes to stand; ids are technicians', `pinned` in the order of pinning."""

    grouping: Grouping = Grouping.TEAM
    pinned: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()


Place = tuple[str, str]
"""Key and name of a group."""


def arranged(lanes: Sequence[LaneRow], how: LaneOrder) -> list[int]:
    """Indexes of the lanes in the order they are to stand in: pinned ones first, then by group and name."""
    places = places_of(lanes, how.grouping)
    pinned = {technician_id: at for at, technician_id in enumerate(how.pinned)}
    return sorted(
        range(len(lanes)),
        key=lambda at: _rank(lanes[at], places[at], pinned.get(lanes[at].technician_id, -1)),
    )


def _rank(row: LaneRow, place: Place, pin: int) -> tuple[bool, int, bool, str, str, str, str]:
    name = "" if pin >= 0 else place[1].casefold()
    key = "" if pin >= 0 else place[0]
    return pin < 0, pin, not name, name, key, row.name.casefold(), row.code


def places_of(lanes: Sequence[LaneRow], grouping: Grouping) -> list[Place]:
    """The group of each lane; the name is "" for those without a team, skill or region."""
    if grouping is Grouping.TEAM:
        return [(f"team {row.team_id}", row.team if row.team_id else "") for row in lanes]
    if grouping is Grouping.SKILL:
        count = holders(lanes)
        return [skill_place(row.skills, count) for row in lanes]
    if grouping is Grouping.REGION:
        return [(f"region {row.region}", row.region) for row in lanes]
    return [("all", "")] * len(lanes)


def holders(lanes: Sequence[LaneRow]) -> Counter[int]:
    """How many technicians hold each skill, by skill id."""
    return Counter(skill for row in lanes for skill, _name in row.skills)


def skill_place(skills: Sequence[tuple[int, str]], count: Mapping[int, int]) -> Place:
    """The group of somebody with these skills, or of work that asks for them: that of the rarest."""
    if not skills:
        return "skill 0", ""
    skill, name = min(skills, key=lambda one: (count.get(one[0], 0), one[1]))
    return f"skill {skill}", name


def bands_of(model: BoardModel, how: LaneOrder, strips: Mapping[str, int]) -> tuple[Band, ...]:
    """The groups of a model whose lanes stand as `arranged` says, with their strips of waiting orders."""
    lanes = model.lanes
    places = places_of(lanes, how.grouping)
    pinned = set(how.pinned)
    of = holders(lanes) if how.grouping is Grouping.SKILL else Counter[int]()
    bands: list[Band] = []
    if strips.get(NOWHERE):
        bands.append(Band(NOWHERE, "", 0, 0, strip=strips[NOWHERE]))
    first = next((at for at, row in enumerate(lanes) if row.technician_id not in pinned), len(lanes))
    if first:
        bands.append(Band(PINNED, _("Pinned"), 0, first))
    while first < len(lanes):
        key, name = places[first]
        last = first
        while last < len(lanes) and places[last][0] == key:
            last += 1
        title = name or _untitled(how.grouping, with_pinned=bool(pinned))
        count = of[int(key.split()[1])] if how.grouping is Grouping.SKILL else 0
        bands.append(Band(key, title, first, last, strips.get(key, 0), count))
        first = last
    return tuple(bands)


def _untitled(grouping: Grouping, *, with_pinned: bool) -> str:
    """Title of the group of those who have none of it; a single group has no title."""
    if grouping is Grouping.TEAM:
        return _("No team")
    if grouping is Grouping.SKILL:
        return _("No skill")
    if grouping is Grouping.REGION:
        return _("No region")
    return _("Everybody else") if with_pinned else ""
