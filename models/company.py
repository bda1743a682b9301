"""The company itself: letterhead, time zone, travel estimates, numbers it hands out (domain.md 17, 18)."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Float, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Name, Notes, Problem, Versioned, words
from models.terms import Language
from resources.texts import _


class Company(Versioned, Base):
    """The one row of company-wide settings.

    Attributes:
        time_zone: IANA name; local times of papers, board and import are in it.
        currency: ISO 4217 code of amounts that name none.
        calendar_id: the service calendar; none means that no day is closed.
        travel_factor: road kilometres to a great-circle kilometre.
        travel_speed: kilometres an hour of an estimated leg.
        order_prefix, next_order, next_agreement: the numbers given next.
    """

    __tablename__ = "company"

    name: Mapped[Name] = mapped_column(default="")
    address: Mapped[Notes] = mapped_column(default="")
    phone: Mapped[Name] = mapped_column(default="")
    email: Mapped[Name] = mapped_column(default="")
    language: Mapped[Language] = mapped_column(words(Language, "language"), default=Language.ENGLISH)
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Amsterdam")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendar.id"), index=True, default=None)
    travel_factor: Mapped[float] = mapped_column(Float, default=1.3)
    travel_speed: Mapped[float] = mapped_column(Float, default=60.0)
    order_prefix: Mapped[str] = mapped_column(String(10), default="SO-")
    next_order: Mapped[int] = mapped_column(Integer, default=1)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the company."""
        return ZoneInfo(self.time_zone)

    def order_number(self) -> str:
        """Hand out the next order number; the row's lock keeps it unique."""
        number = f"{self.order_prefix}{self.next_order:05d}"
        self.next_order += 1
        return number

    def problems(self) -> Iterator[Problem]:
        """Zone known, travel settings above zero."""
        if self.time_zone not in available_timezones():
            yield (
                "time_zone",
                _("“{zone}” is not a time zone; write one such as Europe/Amsterdam.").format(
                    zone=self.time_zone
                ),
            )
        if self.travel_factor < 1:
            yield "travel_factor", _("A road is never shorter than the straight line: at least 1.")
        if self.travel_speed <= 0:
            yield "travel_speed", _("The speed of an estimated trip is above zero kilometres an hour.")
