"""Service levels: the time within which an order is to be completed (domain.md 7)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Problem, Versioned
from resources.texts import _


class ServiceLevel(Versioned, Base):
    """Days, hours and minutes to completion, counted in a calendar's working time where one is set."""

    __tablename__ = "service_level"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    days: Mapped[int] = mapped_column(Integer, default=0)
    hours: Mapped[int] = mapped_column(Integer, default=0)
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendar.id"), index=True, default=None)

    def problems(self) -> Iterator[Problem]:
        """A limit above zero."""
        for field in ("days", "hours", "minutes"):
            if getattr(self, field) < 0:
                yield field, _("A service level counts no negative time.")
        if not (self.days or self.hours or self.minutes):
            yield "hours", _("A service level needs some time: days, hours or minutes.")
