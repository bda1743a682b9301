"""Technicians, their teams, skills, shifts and absences (domain.md 8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import BIG, Base, Code, Name, Problem, Versioned
from models.calendars import weekday_problem
from resources.texts import _


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


class Technician(Versioned, Base):
    """A person who makes visits.

    Attributes:
        home_site_id: where the working day starts and ends.
        shift_start, shift_end: local times of the company; an end before the start is the next day.
        work_days: `mon;tue;…`, the days on which the shift is worked.
        active: whether there is a lane on the board for this person.
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
