"""What is asked of visits and what comes of it: places, versions seen, answers that lead back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.queries.board import Place, VisitColumns
from models import fit
from models.terms import Lock, VisitStatus


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a visit shall stand.

    Attributes:
        visit_id: the visit; for a new one 0, or the id it had before it was undone.
        order_id, technician_id: for whom, by whom.
        starts, ends: aware instants.
        seen: version of the visit that the person saw; for a new visit of the order, 0 to ask nothing.
        override_reason: why it may break rules, an overlap too; for hard ones asks for the right to override.
        overlap_reason: why it overlaps where it stands, to be kept on the way back; it allows nothing.
        crew_id: the crew it goes with, 0 for none, None for the one it has; new visits of one call with the
            same number below 0 become a crew.
        again: a new visit although its order has one.
    """

    visit_id: int
    order_id: int
    technician_id: int
    starts: datetime
    ends: datetime
    seen: int
    overlap_reason: str = ""
    override_reason: str = ""
    crew_id: int | None = None
    again: bool = False

    @property
    def place(self) -> Place:
        """The same in epoch seconds, as the board judges it."""
        return Place(
            visit_id=self.visit_id,
            order_id=self.order_id,
            technician_id=self.technician_id,
            starts=int(self.starts.timestamp()),
            ends=int(self.ends.timestamp()),
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one placement.

    Attributes:
        visit_id, version: of the visit now.
        findings: what it breaks all the same: soft findings, and an overlap that was allowed.
        before: where it stood, to be handed in to go back; None for a new one.
    """

    visit_id: int
    version: int
    findings: tuple[fit.Finding, ...]
    before: Placement | None


@dataclass(frozen=True, slots=True)
class Planned:
    """Answer of what places visits: the rows as they are now, and a `Placed` for each placement in order."""

    visits: VisitColumns
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class SeenVisit:
    """A visit in the version that a person saw."""

    visit_id: int
    seen: int


@dataclass(frozen=True, slots=True)
class NewStatus:
    """What status a visit shall have."""

    visit_id: int
    seen: int
    status: VisitStatus


@dataclass(frozen=True, slots=True)
class NewLock:
    """What of a visit shall not be moved any more; None unlocks it."""

    visit_id: int
    seen: int
    lock: Lock | None


@dataclass(frozen=True, slots=True)
class DroppedVisit:
    """A visit that went back to the waiting list, with all that is needed to restore it.

    Attributes:
        beside: other visits its order had then; a further one was planned by somebody meanwhile.
    """

    placement: Placement
    status: VisitStatus
    lock: Lock | None
    beside: frozenset[int]


@dataclass(frozen=True, slots=True)
class TimeOff:
    """Time in which a technician is not to be planned: leave, training, illness.

    Attributes:
        technician_id: who.
        starts, ends: aware instants.
        reason: for people to read.
        absence_id: of the row once it is there.
    """

    technician_id: int
    starts: datetime
    ends: datetime
    reason: str
    absence_id: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was asked for and not done.

    Attributes:
        visit_id: the visit, 0 for one that was to be made, and for time off.
        at: which of the visits that were to be made, else -1.
        why: the sentence that refused it.
        time: the time off that was not entered or taken back, None for a visit.
    """

    visit_id: int
    at: int
    why: str
    time: TimeOff | None = None


@dataclass(frozen=True, slots=True)
class Rearranged:
    """Answer of what drops, moves and makes visits at once: all that the way back needs.

    Attributes:
        visits: rows of the moved and the made, as they are now.
        moved, made: in the order they were asked for, but for what was left out.
        dropped: what brings the dropped ones back.
        left: what was left out, where that was allowed.
        blocked: time off that was entered.
        freed: time off that was taken back.
    """

    visits: VisitColumns
    moved: tuple[Placed, ...]
    made: tuple[Placed, ...]
    dropped: tuple[DroppedVisit, ...]
    left: tuple[LeftOut, ...] = ()
    blocked: tuple[TimeOff, ...] = ()
    freed: tuple[TimeOff, ...] = ()

    @property
    def placed(self) -> tuple[Placed, ...]:
        """All that stand now."""
        return self.moved + self.made


@dataclass(frozen=True, slots=True)
class WayBack:
    """What undoes a rearrangement, or does it again.

    Attributes:
        made: visits to be taken away.
        moved: where visits stood.
        dropped: visits to be brought back, ids and all.
        unblock, block: time off to be taken back, and to be entered.
    """

    made: Sequence[SeenVisit] = ()
    moved: Sequence[Placement] = ()
    dropped: Sequence[DroppedVisit] = ()
    unblock: Sequence[TimeOff] = ()
    block: Sequence[TimeOff] = ()


def way_back(answer: Rearranged) -> WayBack:
    """What undoes an answer, with the versions it left."""
    return WayBack(
        made=[SeenVisit(one.visit_id, one.version) for one in answer.made],
        moved=[one.before for one in answer.moved if one.before is not None],
        dropped=answer.dropped,
        unblock=answer.blocked,
        block=answer.freed,
    )
