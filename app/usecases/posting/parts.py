"""What posting and reversing share: the voucher, and writing so that one failure spoils nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from app.work import Work
from models.company import Company
from models.errors import Refused
from models.orders import ServiceOrder
from resources.texts import _

Thing = TypeVar("Thing")
_TOGETHER = 200
"""So many rows share a savepoint; only where one of them fails has each its own."""


@dataclass(frozen=True, slots=True)
class NotPosted:
    """A line that was asked for and stays as it is, with the reason."""

    order_id: int
    order: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class PostingReport:
    """What a run did.

    Attributes:
        voucher: the number of what was posted together; 0 where nothing was.
        posting_ids: the new postings.
        left_out: what was asked for and stays as it is.
    """

    voucher: int
    posting_ids: tuple[int, ...]
    order_ids: tuple[int, ...]
    left_out: tuple[NotPosted, ...]


def next_voucher(work: Work) -> Company:
    """The company, locked: two runs at once get two numbers."""
    return work.session.scalars(
        select(Company).with_for_update().execution_options(populate_existing=True)
    ).one()


def locked_orders(work: Work, ids: Sequence[int]) -> dict[int, ServiceOrder]:
    """These orders with their lines as they are now; nobody else changes them before the commit."""
    found: dict[int, ServiceOrder] = {}
    for start in range(0, len(ids), 1000):
        rows = work.session.scalars(
            select(ServiceOrder)
            .where(ServiceOrder.id.in_(ids[start : start + 1000]))
            .order_by(ServiceOrder.id)
            .options(selectinload(ServiceOrder.lines))
            .with_for_update(of=ServiceOrder)
            .execution_options(populate_existing=True)
        )
        found.update((order.id, order) for order in rows)
    return found


def each_or_none(
    work: Work,
    things: Sequence[Thing],
    write: Callable[[Thing], object],
    failed: Callable[[Thing, str], object],
) -> None:
    """Write each thing whole or not at all: many under one savepoint, each under its own where one fails."""
    for start in range(0, len(things), _TOGETHER):
        some = things[start : start + _TOGETHER]
        if _fits(work, some, write) is None:
            continue
        for thing in some:
            why = _fits(work, (thing,), write)
            if why is not None:
                failed(thing, why)


def _fits(work: Work, things: Sequence[Thing], write: Callable[[Thing], object]) -> str | None:
    """Write them all; or none, with the reason."""
    try:
        with work.session.begin_nested():
            for thing in things:
                write(thing)
            work.session.flush()
    except Refused as error:
        return str(error)
    except IntegrityError:
        return _("It was posted by somebody else just now.")
    return None
