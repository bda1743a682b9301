"""Technicians, their teams, skills, shifts and absences (domain.md 8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import BIG, Base, Code, Name, Problem, Versioned
from models.calendars import weekday_problem
from resources.texts import _

MOST_DAILY = 24 * 60
"""Minutes of the longest limit of a day."""


class Team(Versioned, Base):
    """A dispatch team: the group of lanes on the board."""

    __tablename__ = "team"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]


class Skill(Versioned, Base):
    """What an order may ask for and a technician may have."""

    __tablename__ = "skill"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]


technician_skill = Table(
    "technician_skill",
    Base.metadata,
    Column("technician_id", BIG, ForeignKey("technician.id", ondelete="CASCADE"), primary_key=True),
    Column("skill_id", BIG, ForeignKey("skill.id"), primary_key=True, index=True),
)
"""Who has which skill."""


class Technician(Versioned, Base):
    """A person who makes visits.

    Attributes:
        home_site_id: where the working day starts and ends.
        shift_start, shift_end: local times of the company; an end before the start is the next day.
        work_days: `mon;tue;…`, the days on which the shift is worked.
        active: whether there is a lane on the board for this person.
        daily_minutes: planned work above this on one day is too much; none for the company's own limit.
    """

    __tablename__ = "technician"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True, default=None)
    home_site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True, default=None)
    shift_start: Mapped[time] = mapped_column(default=time(8))
    shift_end: Mapped[time] = mapped_column(default=time(17))
    work_days: Mapped[str] = mapped_column(String(40), default="mon;tue;wed;thu;fri")
    email: Mapped[str | None] = mapped_column(Text, default=None)
    phone: Mapped[str | None] = mapped_column(Text, default=None)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    daily_minutes: Mapped[int | None] = mapped_column(Integer, default=None)
    skills: Mapped[list[Skill]] = relationship(
        secondary=technician_skill, default_factory=list, lazy="raise", order_by="Skill.code"
    )

    def problems(self) -> Iterator[Problem]:
        """Known weekdays and a shift that is not empty."""
        wrong = weekday_problem(self.work_days)
        if wrong:
            yield "work_days", wrong
        if self.shift_start == self.shift_end:
            yield "shift_end", _("A shift ends at another time than it starts.")
        if self.daily_minutes is not None and not 1 <= self.daily_minutes <= MOST_DAILY:
            yield "daily_minutes", _("The limit of a day is from 1 minute to 24 hours.")


class Absence(Versioned, Base):
    """A time in which a technician cannot be planned: leave, illness, training."""

    __tablename__ = "absence"
    __table_args__ = (UniqueConstraint("technician_id", "starts_at"),)

    technician_id: Mapped[int] = mapped_column(ForeignKey("technician.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(Text, default=None)

    def problems(self) -> Iterator[Problem]:
        """An absence has a length."""
        if self.ends_at <= self.starts_at:
            yield "ends_at", _("An absence ends after it starts.")


class Certificate(Versioned, Base):
    """Until when a skill of a technician counts; a skill without one does not expire.

    Attributes:
        valid_until: the last day on which it counts.
    """

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("technician_id", "skill_id"),)
    part_of = ("technician_id", "technician")

    technician_id: Mapped[int] = mapped_column(ForeignKey("technician.id", ondelete="CASCADE"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id", ondelete="CASCADE"), index=True)
    valid_until: Mapped[date] = mapped_column(Date)


class DayLock(Versioned, Base):
    """A day of a technician that is closed to planning: nothing more is put on it, nothing moved about.

    Attributes:
        on_date: local date of the company.
        reason: for people to read; may be empty.
    """

    __tablename__ = "day_lock"
    __table_args__ = (UniqueConstraint("technician_id", "on_date"),)

    technician_id: Mapped[int] = mapped_column(ForeignKey("technician.id", ondelete="CASCADE"))
    on_date: Mapped[date] = mapped_column(Date)
    reason: Mapped[Name] = mapped_column(default="")


class Exclusion(Versioned, Base):
    """A technician who is not to be sent to a customer.

    Attributes:
        reason: for people to read; may be empty.
    """

    __tablename__ = "exclusion"
    __table_args__ = (UniqueConstraint("customer_id", "technician_id"),)
    part_of = ("customer_id", "customer")

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    technician_id: Mapped[int] = mapped_column(ForeignKey("technician.id", ondelete="CASCADE"), index=True)
    reason: Mapped[Name] = mapped_column(default="")
