"""Whether there is anything in the database yet."""

from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from models.customers import Customer
from models.orders import ServiceOrder
from models.technicians import Technician


def has_rows(session: Session) -> bool:
    """False in a new database: no customers, technicians or orders."""
    return bool(
        session.scalar(
            select(
                or_(
                    exists(select(Customer.id)),
                    exists(select(Technician.id)),
                    exists(select(ServiceOrder.id)),
                )
            )
        )
    )
