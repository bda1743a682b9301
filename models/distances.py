"""Travel between two sites: measured where there is a row, else estimated, else unknown (issue 2, part 5).

A measured row holds for its own direction; where only the opposite direction was measured, that one is
taken, because a road there is a better guess of the road back than a straight line. An estimate is the
great circle times a factor, driven at a speed; both are settings. Minutes and kilometres are floats,
0.0 where nothing is known. Pure numpy, no database, any thread.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ids = Sequence[int] | npt.NDArray[np.int64]
"""Site ids, one per row; 0 is the unknown place."""

Numbers = Sequence[float] | npt.NDArray[np.float64]
"""A column of numbers, nan where nothing is known."""

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""

CACHE_SIZE = 200_000
"""Pairs a `Travel` remembers before it starts afresh (about 40 MB)."""


class LegSource(StrEnum):
    """Where a leg's figures come from."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"
    NONE = "none"  # both ends are the same place


MEASURED, ESTIMATED, UNKNOWN, NONE = range(4)
"""Source codes of `Travel.legs`: positions in `tuple(LegSource)`."""


class Leg(NamedTuple):
    """Travel from one place to another."""

    minutes: float
    kilometres: float
    source: LegSource


UNKNOWN_LEG = Leg(0.0, 0.0, LegSource.UNKNOWN)
NO_LEG = Leg(0.0, 0.0, LegSource.NONE)

Legs = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.uint8]]
"""Minutes, kilometres and source codes of many legs, of equal length."""


@dataclass(eq=False)
class Travel:
    """Travel between the sites of a company.

    Measured rows are found by a binary search in one sorted array of keys (from × places + to), so that
    a million rows cost no more than three arrays. Make a new one when sites or rows change.

    Attributes:
        site_ids, latitudes, longitudes: one row per site, degrees, nan where unknown.
        from_ids, to_ids, minutes, kilometres: one row per measured direction; of equal rows the first
            counts; a distance of nan is estimated. The sites need not be among `site_ids`.
        factor: road kilometres per kilometre of great circle.
        speed_kmh: speed of estimated legs.

    Raises:
        ValueError: columns of unequal length, or a factor or speed that is not positive.
    """

    site_ids: Ids
    latitudes: Numbers
    longitudes: Numbers
    from_ids: Ids = ()
    to_ids: Ids = ()
    minutes: Numbers = ()
    kilometres: Numbers = ()
    factor: float = 1.3
    speed_kmh: float = 60.0

    def __post_init__(self) -> None:
        if not (self.factor > 0 and self.speed_kmh > 0):
            raise ValueError("factor and speed must be positive")
        if not len(self.from_ids) == len(self.to_ids) == len(self.minutes) == len(self.kilometres):
            raise ValueError("columns of measured travel are of unequal length")
        sites, froms, tos = (_as_ids(column) for column in (self.site_ids, self.from_ids, self.to_ids))
        self._places, _rows = _distinct(np.concatenate((sites, froms, tos)))
        self._count = len(self._places)
        self._numbers = {place: number for number, place in enumerate(self._places.tolist())}
        self._vectors = np.full((self._count, 3), np.nan)
        self._vectors[self._position(sites)] = _unit_vectors(self.latitudes, self.longitudes)
        self._keys, rows = _distinct(self._position(froms) * self._count + self._position(tos))
        self._minutes = np.asarray(self.minutes, dtype=np.float64)[rows]
        self._kilometres = np.asarray(self.kilometres, dtype=np.float64)[rows]
        self._fill_distances()
        self._cache: dict[tuple[int, int], Leg] = {}

    def leg(self, a: int, b: int) -> Leg:
        """Travel from site `a` to site `b`; remembered, so that asking again costs a look-up."""
        leg = self._cache.get((a, b))
        if leg is None:
            if len(self._cache) >= CACHE_SIZE:
                self._cache.clear()
            leg = self._cache[a, b] = self._find(a, b)
        return leg

    def legs(self, a_ids: Ids, b_ids: Ids) -> Legs:
        """Travel of many pairs at once: from `a_ids[k]` to `b_ids[k]`, or all to or from one (broadcast).

        Returns minutes, kilometres and source codes (`tuple(LegSource)[code]`).
        """
        a, b = np.broadcast_arrays(_as_ids(a_ids), _as_ids(b_ids))
        start, end = self._position(a), self._position(b)
        known = (start >= 0) & (end >= 0) & (a != 0) & (b != 0)
        kilometres = self._estimate(start, end)
        minutes = kilometres * (60.0 / self.speed_kmh)
        source = np.where(known & ~np.isnan(kilometres), ESTIMATED, UNKNOWN).astype(np.uint8)
        # The true direction comes last, so that it overwrites what was measured the other way.
        for keys in (end * self._count + start, start * self._count + end):
            row = _find_sorted(self._keys, keys)
            found = known & (row >= 0)
            minutes[found], kilometres[found] = self._minutes[row[found]], self._kilometres[row[found]]
            source[found] = MEASURED
        source[(a == b) & (a != 0)] = NONE
        nothing = source >= UNKNOWN
        minutes[nothing] = kilometres[nothing] = 0.0
        return minutes, kilometres, source

    def _position(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Position of each site in our own order, -1 for one we do not know."""
        return _find_sorted(self._places, ids)

    def _estimate(self, start: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """Road kilometres between places by their positions; nan where a coordinate is missing."""
        if not self._count:
            return np.full(start.shape, np.nan)
        chord = np.linalg.norm(self._vectors[start] - self._vectors[end], axis=-1)
        angle = 2.0 * np.arcsin(np.minimum(chord / 2.0, 1.0))
        return np.asarray(angle * EARTH_RADIUS_KM * self.factor, dtype=np.float64)

    def _fill_distances(self) -> None:
        """Estimate the distance of rows that were measured in minutes only, 0.0 where that fails."""
        bare = np.flatnonzero(np.isnan(self._kilometres))
        start, end = np.divmod(self._keys[bare], max(self._count, 1))
        self._kilometres[bare] = np.nan_to_num(self._estimate(start, end))

    def _find(self, a: int, b: int) -> Leg:
        """As `legs`, for one pair, in plain Python: ten times quicker than arrays of one."""
        if a == b and a:
            return NO_LEG
        start, end = self._numbers.get(a, -1), self._numbers.get(b, -1)
        if not (a and b) or start < 0 or end < 0:
            return UNKNOWN_LEG
        for key in (start * self._count + end, end * self._count + start):
            row = int(self._keys.searchsorted(key))
            if row < len(self._keys) and self._keys[row] == key:
                return Leg(float(self._minutes[row]), float(self._kilometres[row]), LegSource.MEASURED)
        chord = math.dist(self._vectors[start].tolist(), self._vectors[end].tolist())
        if math.isnan(chord):
            return UNKNOWN_LEG
        kilometres = 2.0 * math.asin(min(chord / 2.0, 1.0)) * EARTH_RADIUS_KM * self.factor
        return Leg(kilometres * (60.0 / self.speed_kmh), kilometres, LegSource.ESTIMATED)


def _as_ids(column: Ids) -> npt.NDArray[np.int64]:
    return np.atleast_1d(np.asarray(column, dtype=np.int64))


def _unit_vectors(latitudes: Numbers, longitudes: Numbers) -> npt.NDArray[np.float64]:
    """Points on the unit sphere, shape (n, 3), nan where a coordinate is nan."""
    latitude, longitude = np.radians(np.asarray(latitudes, dtype=np.float64)), np.radians(longitudes)
    ring = np.cos(latitude)
    return np.stack((ring * np.cos(longitude), ring * np.sin(longitude), np.sin(latitude)), axis=-1)


def _distinct(
    values: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Distinct values in order, and where each comes first (np.unique would load numpy.ma at each start)."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    is_new = np.ones(len(values), dtype=np.bool_)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new], order[is_new]


def _find_sorted(
    sorted_values: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Index of each wanted value in a sorted array without doubles, -1 where it is not there."""
    if not len(sorted_values):
        return np.full(wanted.shape, -1, dtype=np.int64)
    index = np.minimum(sorted_values.searchsorted(wanted), len(sorted_values) - 1)
    return np.where(sorted_values[index] == wanted, index, -1).astype(np.int64)
