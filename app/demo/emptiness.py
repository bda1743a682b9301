"""Whether a database holds nothing yet."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from models.customers import Customer
from models.errors import Refused
from models.orders import ServiceOrder
from models.technicians import Technician
from resources.texts import _


def require_empty(session: Session | Connection) -> None:
    """Refuse a database that somebody works with.

    Raises:
        Refused: there are customers, technicians or orders in it.
    """
    for kind in (Customer, Technician, ServiceOrder):
        if session.execute(select(kind.__table__.c.id).limit(1)).first() is not None:
            raise Refused(
                _("The database is not empty; the demo company needs one of its own."),
                remedy=_("Choose another file with --database, or a new PostgreSQL database."),
            )
