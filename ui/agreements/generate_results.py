"""What a run of the generator did, in words and lists; undoing it is one step of the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from app.context import Context
from app.generating import RefusedAgreement, Result, generate
from app.queries.due import HeldBack, Preview, Request, held_words
from app.usecases.generation import KeptOrder, Undone, undo_run
from resources.texts import N_, _, format_date, format_number, format_weekday_date, ngettext
from ui.edits import Call, Edit
from ui.widgets.badge import Chip, Mark
from ui.widgets.columns import Column


def run_generator(
    context: Context,
    request: Request,
    *,
    progress: Callable[[int, int], object],
    should_stop: Callable[[], bool],
) -> Result:
    """The run as the window's lane for long work calls it."""
    return generate(context, request, progress=progress, is_cancelled=should_stop)


class GenerationRun(Edit):
    """A run that is over; undoing deletes what nobody has touched, and it is not made again by redo."""

    can_redo = False

    def __init__(self, result: Result) -> None:
        self.run_id = result.run_id
        count = len(result.orders)
        told = ngettext("Generate {n} order", "Generate {n} orders", count)
        self.text = told.format(n=format_number(count))

    def backward(self) -> Call:
        """Delete its orders as far as they are untouched."""
        return Call(undo_run, {"run_id": self.run_id})


@dataclass(frozen=True, slots=True)
class MadeRow:
    """An order that was made, with what the preview knew of its agreement."""

    id: int
    number: str
    on: date
    customer: str
    agreement: str
    lines: int
    conflict: bool


def made_rows(result: Result, preview: Preview) -> tuple[MadeRow, ...]:
    """The orders of a run with the names that the preview had."""
    names = {row.agreement_id: (row.customer, row.agreement) for row in preview.orders}
    return tuple(
        MadeRow(
            order.id, order.number, order.on, *names.get(order.agreement_id, ("", "")),
            order.lines, order.conflict,
        )
        for order in result.orders
    )  # fmt: skip


MADE = (
    Column[MadeRow](
        "number",
        N_("Order"),
        110,
        ink=lambda _row: "accent",
        tip=lambda _row: _("Enter or a double click shows the order"),
        weight=500,
        is_tabular=True,
    ),
    Column[MadeRow](
        "on",
        N_("Date"),
        124,
        text=lambda row: format_date(row.on, "medium"),
        sort_key=lambda row: row.on.toordinal(),
        tip=lambda row: format_weekday_date(row.on),
        is_tabular=True,
    ),
    Column[MadeRow]("customer", N_("Customer"), 190),
    Column[MadeRow]("agreement", N_("Agreement"), 100, is_tabular=True),
    Column[MadeRow](
        "lines",
        N_("Lines"),
        60,
        text=lambda row: format_number(row.lines),
        sort_key=lambda row: row.lines,
        is_tabular=True,
        is_right=True,
    ),
    Column[MadeRow](
        "conflict",
        N_("Calendar"),
        120,
        badge=lambda row: Chip(_("Closed day"), "warning", Mark.SQUARE) if row.conflict else None,
        text=lambda row: _("Closed day") if row.conflict else "",
    ),
)
"""Columns of orders that were made."""

REFUSED = (
    Column[RefusedAgreement]("agreement", N_("Agreement"), 120, weight=500, is_tabular=True),
    Column[RefusedAgreement]("why", N_("Why"), 520, tip=lambda row: row.why),
)
"""Columns of agreements from which nothing could be made."""

KEPT = (
    Column[KeptOrder]("number", N_("Order"), 120, weight=500, is_tabular=True),
    Column[KeptOrder]("why", N_("Why it stays"), 520, tip=lambda row: row.why),
)
"""Columns of orders that undoing left alone."""


@dataclass(frozen=True, slots=True)
class HeldCount:
    """So many occurrences that got no order, for one reason."""

    reason: HeldBack
    times: int


HELD_COUNTS = (
    Column[HeldCount](
        "times",
        N_("Times"),
        80,
        text=lambda row: format_number(row.times),
        sort_key=lambda row: row.times,
        is_tabular=True,
        is_right=True,
    ),
    Column[HeldCount]("reason", N_("Why"), 520, text=lambda row: held_words(row.reason)),
)
"""Columns of what a run held back."""


def held_rows(held: Mapping[HeldBack, int]) -> tuple[HeldCount, ...]:
    """The counts as rows."""
    return tuple(HeldCount(reason, times) for reason, times in held.items())


# -- words -------------------------------------------------------------------------------------------


def would_make(preview: Preview) -> str:
    """What a run would make, in a sentence."""
    count = len(preview.orders)
    if not count:
        return _("Nothing is due: no order would be made.")
    told = ngettext("{n} order would be made", "{n} orders would be made", count)
    said = f"{told.format(n=format_number(count))}, {_with_lines(preview.lines)}"
    closed = preview.conflicts
    if not closed:
        return said + "."
    told = ngettext("{n} of them is on a closed day.", "{n} of them are on a closed day.", closed)
    return f"{said}; {told.format(n=format_number(closed))}"


def did_make(result: Result) -> str:
    """What a run made, in a sentence."""
    count = len(result.orders)
    if not count and result.is_cancelled:
        return _("Stopped before any order was made.")
    if not count:
        return _("Nothing was due any more: no order was made.")
    told = ngettext("{n} order was made", "{n} orders were made", count)
    said = f"{told.format(n=format_number(count))}, {_with_lines(result.lines)}."
    if result.is_cancelled:
        said += " " + _("The rest was left when you stopped it.")
    return said


def did_undo(undone: Undone) -> str:
    """What undoing a run did, and what it left, in a sentence."""
    told = ngettext("{n} order was deleted again.", "{n} orders were deleted again.", undone.deleted)
    said = told.format(n=format_number(undone.deleted))
    if not undone.kept:
        return said
    count = len(undone.kept)
    told = ngettext(
        "{n} order stays, because somebody has worked on it.",
        "{n} orders stay, because somebody has worked on them.",
        count,
    )
    return f"{said} {told.format(n=format_number(count))}"


def _with_lines(count: int) -> str:
    return ngettext("with {n} line", "with {n} lines", count).format(n=format_number(count))
