"""Service levels: the time within which an order is to be completed (domain.md 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Identified, Name, Notes, Problem, Versioned, words
from models.terms import ClockAction
from resources.texts import _


class ServiceLevel(Versioned, Base):
    """Days, hours and minutes to completion, counted in a calendar's working time where one is set.

    Attributes:
        suspended: no clock is started with it any more.
        warning_percent: from which share of the limit an order is in danger, or none for the company's.
    """

    __tablename__ = "service_level"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    days: Mapped[int] = mapped_column(Integer, default=0)
    hours: Mapped[int] = mapped_column(Integer, default=0)
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendar.id"), index=True, default=None)
    suspended: Mapped[bool] = mapped_column(Boolean, default=False)
    warning_percent: Mapped[int | None] = mapped_column(Integer, default=None)

    def problems(self) -> Iterator[Problem]:
        """A limit above zero."""
        for field in ("days", "hours", "minutes"):
            if getattr(self, field) < 0:
                yield field, _("A service level counts no negative time.")
        if not (self.days or self.hours or self.minutes):
            yield "hours", _("A service level needs some time: days, hours or minutes.")
        if self.warning_percent is not None and not 1 <= self.warning_percent <= 100:
            yield "warning_percent", _("A warning comes between 1 and 100 percent of the limit.")


class ClockEvent(Identified, Base):
    """One line of an order's log of time recording; never changed (domain.md 7).

    Attributes:
        at: the instant that counts, which a person may set in the past.
        recorded: seconds on the clock at that instant.
    """

    __tablename__ = "clock_event"
    part_of = ("order_id", "service_order")

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id", ondelete="CASCADE"), index=True)
    action: Mapped[ClockAction] = mapped_column(words(ClockAction, "action"))
    at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    recorded: Mapped[int] = mapped_column(Integer, default=0)
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("reason.id"), index=True, default=None)
    note: Mapped[Notes] = mapped_column(default="")
