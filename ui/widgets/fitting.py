"""How wide the columns of a table are: what gives way where there is little room, and what grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ui.widgets.columns import Column

_SHARE = 0.6
"""How much of its width a column of words keeps at the least, unless it says otherwise."""
_LEAST = 64
_LONGEST_TITLE = 160
"""A longer title is cut: the form below the table says it whole."""


@dataclass(frozen=True, slots=True)
class Room:
    """The pixels a column wants and the least it can do with; a spare one may be left out."""

    width: int
    least: int
    is_elastic: bool = False
    is_spare: bool = False


def room_of(column: Column[Any], title: int) -> Room:
    """The room of a column whose title needs some pixels: words give way, dates, figures and chips do not."""
    title = min(title, _LONGEST_TITLE)
    width = max(column.width, title)
    if column.least is not None:
        return Room(width, max(min(column.least, column.width), title), column.least < width, column.is_spare)
    is_elastic = not (column.is_tabular or column.is_right or column.badge is not None)
    least = max(round(column.width * _SHARE), _LEAST, title) if is_elastic else width
    return Room(width, min(least, width), is_elastic, column.is_spare)


def widths(rooms: Sequence[Room], available: int) -> tuple[int, ...]:
    """The width of each column, 0 for a spare one left out; wider than available only if all are at least.

    Spare columns go from the right, as many as it takes; what is left over goes to those that are elastic.
    """
    shown = [True] * len(rooms)
    for position in reversed(range(len(rooms))):
        if sum(room.least for room, is_on in zip(rooms, shown, strict=True) if is_on) <= available:
            break
        shown[position] = not rooms[position].is_spare
    kept = [room for room, is_on in zip(rooms, shown, strict=True) if is_on]
    missing = sum(room.width for room in kept) - available
    if missing > 0:
        weights = [room.width - room.least for room in kept]
    else:
        weights = [room.width if room.is_elastic else 0 for room in kept]
    found = iter(_shared(kept, weights, missing))
    return tuple(next(found) if is_on else 0 for is_on in shown)


def _shared(kept: Sequence[Room], weights: Sequence[int], missing: int) -> list[int]:
    """Take the missing pixels from the columns by their weights; the last that has one takes the rest."""
    whole = sum(weights)
    if not whole:
        *others, last = [room.width for room in kept] or [0]
        return [*others, last + max(-missing, 0)]
    rest = min(missing, whole) if missing > 0 else missing
    found = []
    for room, weight in zip(kept, weights, strict=True):
        part = round(rest * weight / whole) if weight else 0
        rest, whole = rest - part, whole - weight
        found.append(room.width - part)
    return found
