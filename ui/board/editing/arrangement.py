"""Visits that are to be made, and how they look before the database has made them. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from app.queries.board import VisitColumns, WaitingRow
from app.usecases.visits import TimeOff
from models import fit
from models.distances import NO_LEG
from models.terms import Priority
from ui.board.columns import TEXTS
from ui.board.model import BoardModel, empty_columns

if TYPE_CHECKING:
    from ui.board.gestures import Move

NO_VERDICT = fit.Verdict((), NO_LEG, NO_LEG)
"""For what nobody judged yet; the database judges it in any case."""

UNSAVED = -(1 << 40)
"""Ids of visits that are not in the database count down from here."""

_unsaved = count(UNSAVED, -1)


@dataclass(frozen=True, slots=True)
class New:
    """A visit that is to be made; times in epoch seconds.

    Attributes:
        version: the order's as it was seen, 0 to ask nothing.
        again: the order keeps the visits it has.
        crew: new visits of one call with the same number above 0 go together.
    """

    order_id: int
    technician_id: int
    starts: int
    ends: int
    version: int = 0
    again: bool = False
    crew: int = 0
    verdict: fit.Verdict = NO_VERDICT


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is wanted of visits as one step.

    Attributes:
        moves: where visits shall stand; all must be on the board.
        news: visits to be made, also further ones of orders that have some.
        drops: ids of visits that leave the board; an order without any waits again.
        override: why rules may be broken; hard ones only by who may.
        block: time off to be entered.
        is_proposed: the program found these places; in a draft they are drawn so.
    """

    moves: Sequence[Move] = ()
    news: Sequence[New] = ()
    drops: Sequence[int] = ()
    override: str = ""
    block: Sequence[TimeOff] = ()
    is_proposed: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is wanted."""
        return not (self.moves or self.news or self.drops or self.block)

    @property
    def findings(self) -> list[fit.Finding]:
        """What of it breaks a rule."""
        verdicts = [*(move.verdict for move in self.moves), *(new.verdict for new in self.news)]
        return [finding for verdict in verdicts for finding in verdict.findings]


def unsaved_ids(wanted: int) -> list[int]:
    """Ids for the picture of visits that the database does not know yet; each is given once."""
    return [next(_unsaved) for _ in range(wanted)]


def rows_of(
    model: BoardModel, waiting: Mapping[int, WaitingRow], news: Sequence[New], ids: Sequence[int]
) -> VisitColumns:
    """Rows of visits that are to be made, with what is known of their orders.

    Args:
        model: where other visits of the same orders may stand.
        waiting: waiting orders by id.
        news: the visits.
        ids: an id for each, below 0.
    """
    rows = [
        _row(model, waiting.get(new.order_id), new) | {"id": visit_id}
        for new, visit_id in zip(news, ids, strict=True)
    ]
    empty = empty_columns()
    found: dict[str, Any] = {}  # columns of several types, by name
    for field in fields(VisitColumns):
        if field.name in TEXTS:
            found[field.name] = [row.get(field.name, "") for row in rows]
        else:
            kind = getattr(empty, field.name).dtype
            found[field.name] = np.array([row.get(field.name, 0) for row in rows], dtype=kind)
    return VisitColumns(**found)


def _row(model: BoardModel, order: WaitingRow | None, new: New) -> dict[str, Any]:  # values of several types
    """One row by column name; what is left out is 0 or empty."""
    place = {
        "order_id": new.order_id,
        "technician_id": new.technician_id,
        "starts": new.starts,
        "ends": new.ends,
    }
    if order is not None:
        return place | {
            "site_id": order.site_id,
            "promise_from": order.promise_from,
            "promise_to": order.promise_to,
            "priority": tuple(Priority).index(order.priority),
            "number": order.number,
            "customer": order.customer,
            "town": order.town,
        }
    table = model.table
    beside = np.flatnonzero((table.order_id == new.order_id) & (table.lane >= 0))
    if not len(beside):
        return place
    slot = int(beside[0])
    kept = {field.name for field in fields(VisitColumns)} - {
        "technician_id",
        "lock",
        "status",
        "version",
        "allowed",
    }
    return {name: _plain(getattr(table, name)[slot]) for name in kept} | place


def _plain(value: Any) -> Any:  # a text, or a number of numpy
    return value if isinstance(value, str) else int(value)
