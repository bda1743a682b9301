"""Order numbers by the block: one update of the company's counter for many orders (domain.md 17)."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.company import Company
from models.orders import ServiceOrder
from models.search import begins_with


def take_numbers(session: Session, count: int) -> list[str]:
    """Hand out so many order numbers; others wait at the counter until the commit.

    Numbers that an import or a person gave to an order already are left out.
    """
    numbers: list[str] = []
    while len(numbers) < count:
        wanted = count - len(numbers)
        after, prefix = session.execute(
            update(Company)
            .values(next_order=Company.next_order + wanted)
            .returning(Company.next_order, Company.order_prefix)
            .execution_options(synchronize_session=False)
        ).one()
        drawn = [f"{prefix}{number:05d}" for number in range(after - wanted, after)]
        taken = _taken(session, drawn)
        numbers += [number for number in drawn if number not in taken] if taken else drawn
    return numbers


def _taken(session: Session, drawn: list[str]) -> set[str]:
    """Which of these numbers are in use: numbers of one length stand together in the index."""
    taken: set[str] = set()
    for length in {len(number) for number in drawn}:
        block = [number for number in drawn if len(number) == length]
        between = begins_with(ServiceOrder.number, block[0], block[-1] + "!")
        taken.update(session.scalars(select(ServiceOrder.number).where(between)))
    return taken
