"""Enter and take back time off while visits are rearranged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import select

from app.usecases.visits.leavings import Leavings
from app.usecases.visits.shapes import TimeOff
from app.work import Work
from models.errors import Conflict, Missing, Refused
from models.technicians import Absence, Technician
from resources.texts import _


def blocked(work: Work, wanted: Sequence[TimeOff]) -> tuple[TimeOff, ...]:
    """Enter time off; the answer knows the rows.

    Raises:
        Missing: the technician is gone.
        Refused: the technician is away from that very instant already.
    """
    entered = []
    for time in wanted:
        name = work.get(Technician, time.technician_id).name
        same = select(Absence.id).where(
            Absence.technician_id == time.technician_id, Absence.starts_at == time.starts
        )
        if work.session.scalar(same) is not None:
            raise Refused(_("{name} is away from then already.").format(name=name))
        row = Absence(
            technician_id=time.technician_id,
            starts_at=time.starts,
            ends_at=time.ends,
            reason=time.reason or None,
        )
        entered.append(replace(time, absence_id=work.add(row).id))
    return tuple(entered)


def freed(work: Work, entered: Sequence[TimeOff]) -> tuple[TimeOff, ...]:
    """Take time off back that was entered before.

    Raises:
        Missing: somebody deleted it.
        Conflict: somebody changed it since, or the id was given to another.
    """
    for time in entered:
        row = work.session.get(Absence, time.absence_id)
        if row is None:
            raise Missing(_("The time off is gone; somebody deleted it."))
        if (row.technician_id, row.starts_at, row.ends_at) != (time.technician_id, time.starts, time.ends):
            raise work.conflict(Absence, row.id)
        work.session.delete(row)
    work.session.flush()
    return tuple(entered)


Deed = Callable[[Work, Sequence[TimeOff]], tuple[TimeOff, ...]]


def each_possible(
    work: Work, deed: Deed, wanted: Sequence[TimeOff], leavings: Leavings
) -> tuple[TimeOff, ...]:
    """Enter or take back what can be, one by one; what cannot is left out with its reason."""
    done: list[TimeOff] = []
    for time in wanted:
        try:
            done += deed(work, [time])
        except (Refused, Conflict) as error:
            leavings.note(error, time=time)
    return tuple(done)
