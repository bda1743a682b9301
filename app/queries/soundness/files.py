"""Whether a database is sound: its own integrity, references, visits that overlap, the flow of stages."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, select, text
from sqlalchemy.orm import Session, aliased

from models.technicians import Technician
from models.visits import OPEN, Visit
from resources.texts import _


def file_faults(session: Session) -> Iterator[str]:
    """SQLite is asked to read itself through; PostgreSQL watches its references all the time."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for (said,) in session.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield _("The file is damaged: {said}.").format(said=said)
    for table, row_id, parent, _index in session.execute(text("PRAGMA foreign_key_check")):
        yield _("Row {row} of {table} refers to a row of {parent} that is gone.").format(
            row=row_id, table=table, parent=parent
        )


def overlaps(session: Session) -> Iterator[str]:
    """Visits that book somebody twice without a reason."""
    other = aliased(Visit)
    pairs = (
        select(Technician.name, Visit.order_number, other.order_number.label("other"))
        .join(Technician, Technician.id == Visit.technician_id)
        .join(
            other,
            and_(
                other.technician_id == Visit.technician_id,
                other.id > Visit.id,
                other.starts_at < Visit.ends_at,
                other.ends_at > Visit.starts_at,
            ),
        )
        .where(
            *(
                condition
                for visit in (Visit, other)
                for condition in (visit.status.in_(OPEN), visit.overlap_reason.is_(None))
            )
        )
        .order_by(Technician.name, Visit.order_number)
    )
    for name, number, against in session.execute(pairs):
        yield _("{technician}: {order} overlaps {other}.").format(
            technician=name, order=number, other=against
        )
