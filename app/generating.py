"""A run of the generator from the first agreement to the last: windows and the command line call it alike.

`generate(context, request, progress=…, is_cancelled=…) -> Result` works in batches of whole agreements, each
in one transaction (decision 28). It may be called in any thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.changes import Changes
from app.context import Context
from app.queries.due import HeldBack, Request, agreement_codes, prospect, unknown_codes
from app.usecases.generation import GeneratedOrder, generate_orders, start_run
from models.errors import Expected, Refused, Unavailable
from resources.texts import _

BATCH = 4_000
"""Lines of one transaction, more or less: a second or two of work, so that others need not wait long."""

Progress = Callable[[int, int], object]
"""Called with agreements done and agreements in all, after each batch."""


@dataclass(frozen=True, slots=True)
class RefusedAgreement:
    """An agreement from which nothing could be made, and the sentence that says why."""

    agreement_id: int
    agreement: str
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run.

    Attributes:
        run_id: names it for undoing; 0 when nothing was due, so that there was no run.
        orders: what was made, by agreement.
        held: occurrences held back, by reason.
        refused: agreements from which nothing could be made.
        is_cancelled: a person ended it before the last agreement.
        changes: what was written, for screens.
    """

    run_id: int = 0
    orders: tuple[GeneratedOrder, ...] = ()
    held: Mapping[HeldBack, int] = field(default_factory=dict)
    refused: tuple[RefusedAgreement, ...] = ()
    is_cancelled: bool = False
    changes: Changes = field(default_factory=Changes)

    @property
    def lines(self) -> int:
        """Lines and item requirements made."""
        return sum(order.lines for order in self.orders)

    @property
    def conflicts(self) -> tuple[GeneratedOrder, ...]:
        """Orders on closed days."""
        return tuple(order for order in self.orders if order.conflict)


def generate(
    context: Context,
    request: Request,
    *,
    progress: Progress = lambda _done, _all: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Result:
    """Make every order that is due; what was made stays when a person cancels or an agreement is refused.

    Raises:
        Refused: not permitted, or a chosen code is no agreement's.
        Unavailable: the database is away; agreements done by then are done.
    """
    require_agreements(context, request)
    ahead = context.read(prospect, request)
    if not ahead.due:
        return Result(held=ahead.held)
    run_id, changes = context.run(start_run, request=request)
    made = _Made([], [], [changes], Counter(ahead.held))
    done, cancelled = 0, False
    for batch in _batches(ahead.due):
        if is_cancelled():
            cancelled = True
            break
        _run_batch(context, request, run_id, batch, made)
        done += len(batch)
        progress(done, len(ahead.due))
    held = {reason: made.held[reason] for reason in HeldBack if made.held[reason]}
    return Result(run_id, tuple(made.orders), held, tuple(made.refused), cancelled, _together(made.changes))


def require_agreements(context: Context, request: Request) -> None:
    """Refuse a request that names an agreement there is none of."""
    unknown = context.read(unknown_codes, request.choice.codes)
    if unknown:
        raise Refused(_("There is no agreement {code}.").format(code=", ".join(unknown)), field="agreement")


@dataclass(frozen=True, slots=True)
class _Made:
    orders: list[GeneratedOrder]
    refused: list[RefusedAgreement]
    changes: list[Changes]
    held: Counter[HeldBack]


def _batches(due: Mapping[int, int]) -> Iterator[Sequence[int]]:
    """Whole agreements, so many that their lines fill a batch."""
    batch: list[int] = []
    lines = 0
    for agreement_id, count in due.items():
        if batch and lines + count > BATCH:
            yield batch
            batch, lines = [], 0
        batch.append(agreement_id)
        lines += count
    if batch:
        yield batch


def _run_batch(context: Context, request: Request, run_id: int, batch: Sequence[int], made: _Made) -> None:
    """One transaction for the batch; when it is refused, one for each of its agreements."""
    try:
        _make(context, request, run_id, batch, made)
    except Unavailable:
        raise
    except Expected as error:
        if len(batch) == 1:
            code = context.read(agreement_codes, batch).get(batch[0], "")
            made.refused.append(RefusedAgreement(batch[0], code, str(error)))
            return
        for agreement_id in batch:
            _run_batch(context, request, run_id, [agreement_id], made)


def _make(context: Context, request: Request, run_id: int, batch: Sequence[int], made: _Made) -> None:
    answer, changes = context.run(
        generate_orders,
        run_id=run_id,
        agreement_ids=batch,
        period=request.period,
        options=request.options,
    )
    made.orders.extend(answer.orders)
    made.changes.append(changes)
    made.held.update(answer.held)


def _together(changes: Sequence[Changes]) -> Changes:
    rows = frozenset(row for each in changes for row in each.rows)
    return Changes(rows, by=changes[0].by)
