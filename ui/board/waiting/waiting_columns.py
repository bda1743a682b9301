"""What the waiting list says of an order, column by column; days are local to the company's zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from app.queries.board import WaitingRow
from models.terms import Priority
from resources.texts import (
    N_,
    _,
    current_language,
    format_date,
    format_minutes,
    format_number,
    format_time,
    format_weekday_date,
    ngettext,
)
from ui.board.waiting.waiting_index import Mask, WaitingIndex
from ui.widgets.badge import priority_chip
from ui.widgets.columns import Column

WHOLE_DAY = 23 * 3600
"""A promise of at least this many seconds is one of the day, not of a time."""
NEVER = 1 << 40
"""Sorts orders without a clock behind all others."""
TICKING = ("left", "age")
"""Columns that say something else as time passes."""
_PRIORITIES = tuple(Priority)
_DAY = 86_400
_NONE = "–"


class WaitingWords:
    """The columns of one list, and the moment at which they speak.

    Attributes:
        today: first and last second (exclusive) of the day, epoch seconds.
        now: epoch seconds.
        soon: from when on an order's service level is near, by order id, epoch seconds.
    """

    def __init__(self) -> None:
        """Speak at no particular moment yet."""
        self.zone = ZoneInfo("UTC")
        self.day = date.min
        self.today = (0, 0)
        self.now = 0
        self.soon: dict[int, int] = {}

    def set_day(self, zone: str, today: date) -> bool:
        """Speak of a day in a zone; whether that changes any words."""
        if (str(self.zone), self.day) == (zone, today):
            return False
        self.zone, self.day = ZoneInfo(zone), today
        first = datetime(today.year, today.month, today.day, tzinfo=self.zone)
        following = today + timedelta(days=1)
        last = datetime(following.year, following.month, following.day, tzinfo=self.zone)
        self.today = int(first.timestamp()), int(last.timestamp())
        return True

    # ------------------------------------------------------------------ what rows are

    def today_mask(self, index: WaitingIndex) -> Mask:
        """Promised for today, by position."""
        return (index.promised >= self.today[0]) & (index.promised < self.today[1])

    def late_mask(self, index: WaitingIndex) -> Mask:
        """Promised for a day that is over, or past the service level, by position."""
        missed = (index.promised > 0) & (index.promised < self.today[0])
        return missed | ((index.due > 0) & (index.due < self.now))

    def no_window_mask(self, index: WaitingIndex) -> Mask:
        """Nothing promised, by position."""
        return np.equal(index.promised, 0)

    # ------------------------------------------------------------------ columns

    def columns(self) -> tuple[Column[WaitingRow], ...]:
        """All of them, in their usual order."""
        return (*self._who_and_where(), *self._when(), *self._whose())

    def _who_and_where(self) -> tuple[Column[WaitingRow], ...]:
        return (
            Column("number", N_("Order"), 100, least=94, weight=600, is_tabular=True),
            Column("customer", N_("Customer"), 190, least=100),
            Column("site", N_("Site"), 150, text=lambda row: row.site or _NONE, is_spare=True),
            Column("town", N_("Town"), 112, least=84, text=lambda row: row.town or _NONE),
            Column(
                "needs",
                N_("Skills"),
                118,
                text=lambda row: ", ".join(name for _id, name in row.needs) or _NONE,
            ),
            Column(
                "duration",
                N_("Duration"),
                76,
                least=70,
                text=lambda row: format_minutes(row.duration_minutes),
                sort_key=lambda row: row.duration_minutes,
                is_tabular=True,
                is_right=True,
            ),
        )

    def _when(self) -> tuple[Column[WaitingRow], ...]:
        return (
            Column(
                "promised",
                N_("Promised"),
                176,
                least=170,
                text=self.promised,
                sort_key=lambda row: (row.promise_from or NEVER, row.promise_to),
                ink=lambda row: "bad" if 0 < (row.promise_to or row.promise_from) < self.today[0] else "",
                is_tabular=True,
            ),
            Column(
                "left",
                N_("Time left"),
                104,
                least=84,
                text=self.left,
                sort_key=lambda row: row.due or NEVER,
                ink=self._urgency,
                tip=self._due,
                is_tabular=True,
            ),
            Column(
                "priority",
                N_("Priority"),
                88,
                badge=lambda row: priority_chip(row.priority),
                sort_key=lambda row: -_PRIORITIES.index(row.priority),
            ),
            Column(
                "age",
                N_("Age"),
                74,
                least=76,
                text=self.age,
                sort_key=lambda row: -row.made_at,
                is_tabular=True,
                is_spare=True,
            ),
        )

    def _whose(self) -> tuple[Column[WaitingRow], ...]:
        return (
            Column("agreement", N_("Agreement"), 104, text=lambda row: row.agreement or _NONE, is_spare=True),
            Column("responsible", N_("Owner"), 112, least=84, text=lambda row: row.responsible or _NONE),
            Column(
                "description",
                N_("Description"),
                200,
                least=180,
                text=lambda row: row.description or _NONE,
                tip=lambda row: row.description,
                is_spare=True,
            ),
        )

    # ------------------------------------------------------------------ words

    def promised(self, row: WaitingRow) -> str:
        """The promised day, with its times unless the whole day is promised."""
        first, last = row.promise_from, row.promise_to
        if not (last or first):
            return _NONE
        on = datetime.fromtimestamp(last or first, self.zone).date()
        day = _("today") if on == self.day else _day_words(on, current_language())
        if first and last - first >= WHOLE_DAY:
            return day
        bounds = [format_time(datetime.fromtimestamp(bound, self.zone)) for bound in (first, last) if bound]
        return f"{day} {'–'.join(bounds)}"

    def promised_on(self, row: WaitingRow) -> int:
        """Ordinal of the promised day, 0 without one."""
        last = row.promise_to or row.promise_from
        return datetime.fromtimestamp(last, self.zone).toordinal() if last else 0

    def day_words(self, row: WaitingRow) -> str:
        """The promised day alone; "" without one."""
        last = row.promise_to or row.promise_from
        if not last:
            return ""
        return format_date(datetime.fromtimestamp(last, self.zone).date(), "medium")

    def left(self, row: WaitingRow) -> str:
        """What is left of the service level, or by how much it is broken."""
        if not row.due:
            return _NONE
        minutes = (row.due - self.now) // 60
        if minutes < 0:
            return _("late {time}").format(time=_length(-minutes))
        return _length(minutes)

    def age(self, row: WaitingRow) -> str:
        """How long it has been waiting."""
        return _length(max(self.now - row.made_at, 0) // 60) if row.made_at else _NONE

    def _urgency(self, row: WaitingRow) -> str:
        if not row.due:
            return ""
        if row.due < self.now:
            return "bad"
        return "warning" if 0 < self.soon.get(row.order_id, 0) <= self.now else ""

    def _due(self, row: WaitingRow) -> str:
        if not row.due:
            return ""
        local = datetime.fromtimestamp(row.due, self.zone)
        day = _("today") if local.date() == self.day else _day_words(local.date(), current_language())
        return _("Due {day} {time}").format(day=day, time=format_time(local))


@lru_cache(maxsize=2048)
def _day_words(day: date, _language: str) -> str:
    """A day with its weekday; kept, as a list of thousands has few of them."""
    return format_weekday_date(day)


def _length(minutes: int) -> str:
    """A length of time at a glance: minutes and hours below two days, days above."""
    if minutes < 2 * _DAY // 60:
        return format_minutes(minutes if minutes < 600 else minutes // 60 * 60)
    days = minutes * 60 // _DAY
    return ngettext("{n} day", "{n} days", days).format(n=format_number(days))
