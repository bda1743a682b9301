"""In which order several visits change places, so that none passes through another. Pure arithmetic.

The database checks every single step against double booking (decision 16); what counts for people is the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """A visit that goes from one place to another; times are epoch seconds."""

    visit_id: int
    from_technician_id: int
    from_starts: int
    from_ends: int
    technician_id: int
    starts: int
    ends: int

    def lands_on(self, other: Move) -> bool:
        """Whether this one's new place overlaps the other's old one."""
        return (
            self.technician_id == other.from_technician_id
            and self.starts < other.from_ends
            and other.from_starts < self.ends
        )


@dataclass(frozen=True, slots=True)
class Step:
    """Visits that may be moved together; `park` are to be set aside before."""

    visit_ids: tuple[int, ...]
    park: tuple[int, ...] = ()


def steps_of(moves: Sequence[Move]) -> list[Step]:
    """Split moves into steps, each of which lands on nothing that has not moved yet.

    A chain, as when a row of visits is pushed along, needs as many steps as it is long. In a ring, as when
    two visits change places, one visit is set aside.
    """
    left = list(moves)
    steps: list[Step] = []
    parked: set[int] = set()
    while left:
        standing = [move for move in left if move.visit_id not in parked]
        free = [
            move for move in left if not any(other is not move and move.lands_on(other) for other in standing)
        ]
        if free:
            steps.append(Step(tuple(move.visit_id for move in free)))
            left = [move for move in left if move not in free]
        else:
            first = left[0]
            blocker = next(other for other in standing if other is not first and first.lands_on(other))
            parked.add(blocker.visit_id)
            steps.append(Step((), park=(blocker.visit_id,)))
    return steps
