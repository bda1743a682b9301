"""The command `servicebord generate`: what it does with its arguments, and what it tells (domain.md 5.3)."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.context import Context
from app.generating import Result, generate, require_agreements
from app.queries.due import (
    Choice,
    HeldBack,
    Options,
    Period,
    Preview,
    Request,
    agreement_codes,
    due_preview,
    held_words,
    moves_off_closed,
)
from resources.texts import _, ngettext

LISTED = 1_000
"""So many orders are told one by one; of more, how many more there are."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the command says: on the terminal, and, where something was refused, as complaints."""

    lines: tuple[str, ...]
    complaints: tuple[str, ...] = ()


def run(context: Context, asked: argparse.Namespace) -> Told:
    """Generate, or only preview, as the arguments ask.

    Raises:
        Refused: a wrong period or agreement; not permitted.
    """
    moves = context.read(moves_off_closed) if asked.closed_days is None else asked.closed_days == "move"
    request = Request(
        Period(asked.first, asked.last),
        Options(types=frozenset(asked.types), continuous=asked.continuous, move_off_closed=moves),
        Choice(codes=tuple(dict.fromkeys(asked.agreement))),
    )
    if asked.dry_run:
        require_agreements(context, request)
        return Told(tuple(_previewed(context.read(due_preview, request))))
    result = generate(context, request)
    codes = context.read(agreement_codes, {order.agreement_id for order in result.orders})
    complaints = tuple(f"{each.agreement}: {each.why}" for each in result.refused)
    return Told(tuple(_made(result, codes)), complaints)


def _previewed(preview: Preview) -> Iterator[str]:
    orders = len(preview.orders)
    yield _("Nothing is written; this would be made:")
    yield _counted(orders, preview.lines)
    yield from _listed(
        (
            _order("", order.agreement, order.on, len(order.lines), is_closed=order.conflict)
            for order in preview.orders
        ),
        orders,
    )
    yield from _ending(preview.conflicts, preview.held_counts)


def _made(result: Result, codes: Mapping[int, str]) -> Iterator[str]:
    yield _counted(len(result.orders), result.lines)
    yield from _listed(
        (
            _order(order.number, codes[order.agreement_id], order.on, order.lines, is_closed=order.conflict)
            for order in result.orders
        ),
        len(result.orders),
    )
    yield from _ending(len(result.conflicts), result.held)
    if result.run_id:
        yield _("This was run {run}.").format(run=result.run_id)


def _counted(orders: int, lines: int) -> str:
    if not orders:
        return _("No order is due.")
    with_lines = ngettext("{count} line", "{count} lines", lines).format(count=lines)
    said = ngettext("{orders} order with {lines}:", "{orders} orders with {lines}:", orders)
    return said.format(orders=orders, lines=with_lines)


def _order(number: str, agreement: str, on: date, lines: int, *, is_closed: bool) -> str:
    words = [
        on.isoformat(),
        *([number] if number else []),
        agreement,
        ngettext("{count} line", "{count} lines", lines).format(count=lines),
    ]
    return "  ".join([*words, *([_("calendar conflict")] if is_closed else [])])


def _listed(orders: Iterable[str], count: int) -> Iterator[str]:
    for number, order in enumerate(orders):
        if number == LISTED:
            yield _("… and {count} more.").format(count=count - LISTED)
            return
        yield f"  {order}"


def _ending(conflicts: int, held: Mapping[HeldBack, int]) -> Iterator[str]:
    if conflicts:
        yield ngettext(
            "Calendar conflict: {count} order is on a closed day.",
            "Calendar conflict: {count} orders are on closed days.",
            conflicts,
        ).format(count=conflicts)
    if held:
        yield _("Held back:")
    for reason, times in held.items():
        yield f"  {times} × {held_words(reason)}"
