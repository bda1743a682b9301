"""What a person made of an order, how it differs, and what becomes of it when somebody was first.

Pure: no widgets, no database.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from app.queries.order_details import LineFields, OrderDetails, OrderFields, OrderLineRow
from models.terms import LineStatus

_uids = itertools.count(1)
_SOURCE = "_source"  # where a price came from goes with the price; nobody is asked about it


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line in the editor; uid tells it apart while it has no id yet, line 0 waits for its number.

    Attributes:
        cost_note, price_note: rows of the price list that the cost and the sales price came from, in codes.
        signed_at, signed_by: when it was signed off, on the company's clock, and by whom.
    """

    uid: int
    fields: LineFields
    line: int = 0
    unit: str = ""
    status: LineStatus = LineStatus.CREATED
    why_not: str = ""
    cost_note: str = ""
    price_note: str = ""
    signed_at: datetime | None = None
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """Header and lines as they are to be."""

    fields: OrderFields = field(default_factory=OrderFields)
    lines: tuple[LineDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Something both changed: by which key, and both values to choose from; None for a line that is gone.

    Attributes:
        line: number of the line, 0 for the header.
        field: name in OrderFields or LineFields; empty for the whole line.
    """

    key: str
    line: int
    field: str
    theirs: object
    mine: object


def new_line(line_fields: LineFields) -> LineDraft:
    """A line that is not stored yet."""
    return LineDraft(next(_uids), line_fields)


def stored_line(row: OrderLineRow) -> LineDraft:
    """A stored line; its uid is minus its id, so that every reading gives the same."""
    return LineDraft(
        -row.id,
        row.fields,
        row.line,
        row.unit,
        row.status,
        row.why_not,
        row.cost_note,
        row.price_note,
        row.signed_off_at,
        row.signed_off_by,
    )


def draft_of(details: OrderDetails) -> OrderDraft:
    """The order as it is stored."""
    return OrderDraft(details.fields, tuple(stored_line(row) for row in details.lines))


def changed_fields(before: object, after: object) -> tuple[str, ...]:
    """Names of the fields in which two values of one dataclass differ."""
    names = (each.name for each in fields(before))  # type: ignore[arg-type]  # always a dataclass here
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def count_changes(before: OrderDraft, after: OrderDraft) -> int:
    """How many header fields and lines differ."""
    old = {line.uid: line.fields for line in before.lines}
    new = {line.uid: line.fields for line in after.lines}
    lines = sum(old.get(uid) != new.get(uid) for uid in old.keys() | new.keys())
    return len(changed_fields(before.fields, after.fields)) + lines


def differences(base: OrderDraft, theirs: OrderDraft, mine: OrderDraft) -> tuple[Difference, ...]:
    """What both changed, each to something else; what only one changed needs no question."""
    found = [
        Difference(f"order.{name}", 0, name, getattr(theirs.fields, name), getattr(mine.fields, name))
        for name in _both_changed(base.fields, theirs.fields, mine.fields)
    ]
    by_them, by_me = _by_uid(theirs), _by_uid(mine)
    for old in base.lines:
        their, my = by_them.get(old.uid), by_me.get(old.uid)
        if their is not None and my is not None:
            found.extend(
                Difference(
                    f"{old.uid}.{name}", old.line, name, getattr(their.fields, name), getattr(my.fields, name)
                )
                for name in _both_changed(old.fields, their.fields, my.fields)
            )
        elif their is None and my is not None and my.fields != old.fields:
            found.append(Difference(f"{old.uid}", old.line, "", None, my.fields))
        elif my is None and their is not None and their.fields != old.fields:
            found.append(Difference(f"{old.uid}", old.line, "", their.fields, None))
    return tuple(found)


def merged(base: OrderDraft, theirs: OrderDraft, mine: OrderDraft, chosen: Collection[str]) -> OrderDraft:
    """Their order with my changes on it; where both changed, mine only for the chosen keys."""
    asked = {difference.key for difference in differences(base, theirs, mine)}
    refused = asked - set(chosen)
    header = _overlaid(base.fields, theirs.fields, mine.fields, "order.", refused)
    old, by_me = _by_uid(base), _by_uid(mine)
    lines = []
    for their in theirs.lines:
        my = by_me.get(their.uid)
        if my is not None and their.uid in old:
            prefix = f"{their.uid}."
            kept = _overlaid(old[their.uid].fields, their.fields, my.fields, prefix, refused)
            lines.append(replace(their, fields=kept))
        elif their.uid not in old or f"{their.uid}" in refused:
            lines.append(their)
    there = {line.uid for line in theirs.lines}
    for my in mine.lines:
        if my.uid > 0:
            lines.append(my)
        elif my.uid not in there and f"{my.uid}" in chosen:
            lines.append(new_line(my.fields))  # they removed it; mine comes back as a new line
    return OrderDraft(header, tuple(lines))


def _both_changed(base: object, theirs: object, mine: object) -> tuple[str, ...]:
    by_both = set(changed_fields(base, theirs)) & set(changed_fields(base, mine))
    return tuple(
        name for name in changed_fields(theirs, mine) if name in by_both and not name.endswith(_SOURCE)
    )


def _overlaid(
    base: Any, theirs: Any, mine: Any, prefix: str, refused: Collection[str]
) -> Any:  # one dataclass
    values: Mapping[str, Any] = {
        name: getattr(mine, name)
        for name in changed_fields(base, mine)
        if f"{prefix}{name.replace(_SOURCE, '_price')}" not in refused
    }
    return replace(theirs, **values)


def _by_uid(draft: OrderDraft) -> dict[int, LineDraft]:
    return {line.uid: line for line in draft.lines}
