"""The next period of an agreement: its dates, its code, and which lines go on (domain.md 1.10).

Pure: nothing is read or written.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

from models.agreements import Agreement, AgreementLine
from models.copying import agreement_line_from
from resources.texts import _

ONE_DAY = timedelta(days=1)


def next_period(starts_on: date, ends_on: date) -> tuple[date, date]:
    """The period of the same length that follows: whole months stay whole months, others so many days."""
    follows = ends_on + ONE_DAY
    months = (follows.year - starts_on.year) * 12 + follows.month - starts_on.month
    if months > 0 and follows == _months_on(starts_on, months):
        return follows, _months_on(follows, months) - ONE_DAY
    return follows, follows + (ends_on - starts_on)


def next_code(code: str, taken: Collection[str], *, is_renewal: bool) -> str:
    """A code for the next period that nobody has: A-31 gives A-31-2, and that, a renewal, A-31-3."""
    head, dash, digits = code.rpartition("-")
    is_counted = is_renewal and bool(dash) and digits.isdecimal()
    stem, number = (head, int(digits) + 1) if is_counted else (code, 2)
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def why_not_carry(line: AgreementLine, old: Agreement) -> str | None:
    """Why a line does not go on in the next period, or None."""
    if line.stopped:
        return _("It is stopped.")
    if line.interval_id is None:
        return _("It falls due only once.")
    if line.ends_on is not None and old.ends_on is not None and line.ends_on < old.ends_on:
        return _("It ended before the agreement.")
    return None


def carried(line: AgreementLine, old: Agreement) -> AgreementLine:
    """The line in the next period: valid for all of it, its series counted from where it always was."""
    made = agreement_line_from(line, number=line.line)
    made.starts_on = made.ends_on = None
    made.series_from = line.anchor(old)
    return made


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
