"""Ends a batch of orders in portions, each a transaction: it tells how far it is and can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.context import Context
from app.queries.endings import Ending
from app.usecases.orders import LeftOut, SeenOrder
from models.errors import Expected
from ui.orders.ending_edits import USECASES

PORTION = 200


@dataclass(slots=True)
class BatchDone:
    """What became of a batch.

    Attributes:
        done: orders that were ended, as their use case answers.
        left_out: orders that stayed, and why.
        untouched: orders it did not come to, because it was stopped or failed.
        failure: what failed, or none.
    """

    done: list[Any] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    untouched: int = 0
    failure: Expected | None = None


def end_batch(
    context: Context,
    ending: Ending,
    order_ids: Sequence[int],
    *,
    progress: Callable[[int, int], object],
    should_stop: Callable[[], bool],
) -> BatchDone:
    """End these orders; what was committed stays when it is stopped or fails."""
    batch = BatchDone()
    total = len(order_ids)
    for first in range(0, total, PORTION):
        portion = [SeenOrder(order_id) for order_id in order_ids[first : first + PORTION]]
        if should_stop():
            batch.untouched = total - first
            break
        try:
            answer, _changes = context.run(USECASES[ending], orders=portion)
        except Expected as error:
            batch.untouched, batch.failure = total - first, error
            break
        batch.done += answer.done
        batch.left_out += answer.left_out
        progress(first + len(portion), total)
    return batch
