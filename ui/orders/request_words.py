"""What is said of a request by phone: what is known of the job before, and what became of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from app.queries.requests import CoveringRow, JobFacts
from app.usecases.orders import RequestTaken
from resources.texts import _, format_date, format_number, format_time, format_weekday_date, ngettext
from ui.orders.list_columns import one_line


def level_words(row: CoveringRow | None, zone: str) -> str:
    """The level an agreement gives, and by when the work would be done."""
    if row is None or not row.level:
        return ""
    if row.due_at is None:
        return row.level
    return _("{level}: ready by {due}.").format(level=row.level, due=_local(row.due_at, zone))


def facts_words(facts: JobFacts, chosen: CoveringRow | None) -> tuple[str, ...]:
    """What the person at the phone should know: deadline, closed day, warranty, other orders."""
    said = [level_words(chosen, facts.zone)] if chosen is not None and chosen.level else []
    if facts.closed:
        reason = "" if facts.closed == "-" else f" ({facts.closed})"
        said.append(_("That day is closed{reason}; the order is kept all the same.").format(reason=reason))
    if facts.warranty_until is not None:
        said.append(_("Under warranty until {date}.").format(date=format_date(facts.warranty_until)))
    if facts.needs_agreement and not facts.agreements:
        said.append(_("No agreement covers this, and the company asks for one."))
    if facts.open_count:
        known = ngettext("{n} order is in process here:", "{n} orders are in process here:", facts.open_count)
        listed = "; ".join(f"{row.number} {one_line(row.description)}" for row in facts.open_orders)
        said.append(f"{known.format(n=format_number(facts.open_count))} {listed}")
    return tuple(said)


def taken_words(taken: RequestTaken) -> str:
    """What became of a request."""
    said = [_("Order {order} is made.").format(order=taken.number)]
    if taken.agreement:
        said.append(_("Agreement {agreement}.").format(agreement=taken.agreement))
    if taken.level and taken.due_at is not None:
        due = _local(taken.due_at, taken.zone)
        said.append(_("{level}: ready by {due}.").format(level=taken.level, due=due))
    if taken.is_conflict:
        said.append(_("Its date is a closed day."))
    return " ".join(said)


def _local(instant: datetime, zone: str) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    return f"{format_weekday_date(local.date())} {format_time(local)}"
