"""What each setting of the company does, in one sentence that follows its value (domain.md 18)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from models.terms import SplitRule, Validation
from resources.texts import N_, _, format_minutes, format_number

Values = Mapping[str, Any]  # what the fields say, by their keys
Effect = Callable[[Values], str]


def _plain(sentence: str) -> Effect:
    """A sentence that stays the same whatever the value is."""
    return lambda _values: _(sentence)


def _either(key: str, on: str, off: str) -> Effect:
    """One sentence for yes, another for no."""
    return lambda values: _(on) if values.get(key) else _(off)


def _zone(values: Values) -> str:
    return _("Times on the board, on papers and in files are those of {zone}.").format(
        zone=values.get("time_zone") or "…"
    )


def _currency(values: Values) -> str:
    return _("Prices and amounts that name no currency are in {currency}.").format(
        currency=values.get("currency") or "…"
    )


def _number(values: Values) -> str:
    prefix, number = values.get("order_prefix") or "", values.get("next_order")
    if number is None:
        return _("Each new order takes the next number.")
    return _("The next order is {number}.").format(number=f"{prefix}{int(number):05d}")


def _warning(values: Values) -> str:
    percent = values.get("clock_warning_percent")
    if percent is None:
        return _("An order is in danger from this share of its limit on.")
    left = format_number(100 - int(percent))
    return _(
        "An order is in danger when {left} per cent of its time is left; levels may say otherwise."
    ).format(left=left)


def _daily(values: Values) -> str:
    minutes = values.get("daily_minutes")
    if not minutes:
        return _("More planned work than this on one day breaks a rule of the board.")
    return _("More than {hours} of planned work on one day breaks a rule of the board.").format(
        hours=format_minutes(int(minutes))
    )


def _travel(values: Values) -> str:
    factor, speed = values.get("travel_factor"), values.get("travel_speed")
    if not factor or not speed or float(speed) <= 0:
        return _("Trips that nobody has measured are estimated from the straight line.")
    road = Decimal(10) * Decimal(str(factor))
    minutes = round(float(road) / float(speed) * 60)
    return _("10 km in a straight line count as {road} km by road and take {minutes} minutes.").format(
        road=format_number(road.normalize()), minutes=format_number(minutes)
    )


def _journal(key: str, sentence: str) -> Effect:
    return lambda values: _(sentence).format(journal=values.get(key) or "…")


_VALIDATIONS = {
    Validation.NONE: N_("Any category of its type may be chosen for a line."),
    Validation.LOOKUP: N_(
        "Only categories meant for the technician and project are offered; others are kept."
    ),
    Validation.MANDATORY: N_("A line whose category is not meant for its technician and project is refused."),
}

_SPLITS = {
    SplitRule.NONE: N_("Planned in one piece; orders may say otherwise."),
    SplitRule.PER_DAY: N_("Planned as one visit on each day it takes; orders may say otherwise."),
    SplitRule.FILL_GAPS: N_("Planned as visits between others; orders may say otherwise."),
}

EFFECTS: Mapping[str, Effect] = {
    "name": _plain(N_("It stands at the top of papers.")),
    "address": _plain(N_("It stands below the name on papers.")),
    "phone": _plain(N_("Customers find it on papers.")),
    "email": _plain(N_("Customers find it on papers.")),
    "language": _plain(N_("Papers for customers who have no language of their own are in this one.")),
    "time_zone": _zone,
    "currency": _currency,
    "calendar_id": _either(
        "calendar_id",
        N_("Orders made for a day that it closes are marked; time windows count its open days."),
        N_("No day is closed: orders are made for any day."),
    ),
    "order_prefix": _number,
    "next_order": _plain(N_("Numbers go up by one; a lower one than the last is refused where it is taken.")),
    "allow_without_agreement": _either(
        "allow_without_agreement",
        N_("An order may belong to no agreement; it then needs a project to be posted."),
        N_("Every order belongs to an agreement; one without is refused."),
    ),
    "agreement_group_id": _either(
        "agreement_group_id",
        N_("New agreements begin in this group."),
        N_("New agreements begin in no group."),
    ),
    "one_item_many_objects": _either(
        "one_item_many_objects",
        N_("Several service objects may be of one item."),
        N_("An item belongs to one service object at most."),
    ),
    "move_off_closed": _either(
        "move_off_closed",
        N_("Generated orders move off closed days as far as their time window lets them."),
        N_("Generated orders stay on closed days and are marked."),
    ),
    "generated_get_level": _either(
        "generated_get_level",
        N_("Generated orders follow the service level of their agreement, with a clock."),
        N_("Generated orders have no service level; those made by hand do."),
    ),
    "clock_warning_percent": _warning,
    "reason_on_exceeding": _either(
        "reason_on_exceeding",
        N_("Stopping a clock that ran out, by hand, stage or sign-off, asks for a reason."),
        N_("A clock that ran out may be stopped without a reason."),
    ),
    "reason_on_clock_cancel": _either(
        "reason_on_clock_cancel",
        N_("Canceling a clock asks for a reason."),
        N_("A clock may be canceled without a reason."),
    ),
    "hour_journal": _journal("hour_journal", N_("Hours are posted to {journal}.")),
    "expense_journal": _journal("expense_journal", N_("Expenses are posted to {journal}.")),
    "item_journal": _journal("item_journal", N_("Items are posted to {journal}.")),
    "fee_journal": _journal("fee_journal", N_("Fees are posted to {journal}.")),
    "daily_minutes": _daily,
    "split_rule": lambda values: _(_SPLITS[values.get("split_rule") or SplitRule.PER_DAY]),
    "validation": lambda values: _(_VALIDATIONS[values.get("validation") or Validation.NONE]),
    "travel_factor": _travel,
    "travel_speed": _plain(N_("Trips that were measured keep their own time.")),
}
"""The sentence of each setting, by its column."""

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (N_("General"), "building", ("name", "time_zone", "currency", "calendar_id", "agreement_group_id",
                                 "one_item_many_objects")),
    (N_("Orders"), "orders", ("order_prefix", "next_order", "allow_without_agreement", "move_off_closed",
                             "split_rule", "daily_minutes")),
    (N_("Service levels"), "timer", ("generated_get_level", "clock_warning_percent", "reason_on_exceeding",
                                     "reason_on_clock_cancel")),
    (N_("Posting"), "postings", ("hour_journal", "expense_journal", "item_journal", "fee_journal",
                                 "validation")),
    (N_("Travel"), "car", ("travel_factor", "travel_speed")),
    (N_("Papers"), "print", ("language", "address", "phone", "email")),
)  # fmt: skip
"""Title, drawing and columns of each group, in their order."""
