"""Runs of the generator, and single occurrences that people moved or skipped (domain.md 5.3)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, Name, Versioned


class GenerationRun(Identified, Base):
    """One run of the generator: its period, who asked, how many orders and lines came of it."""

    __tablename__ = "generation_run"

    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(Text)
    options: Mapped[Name] = mapped_column(default="")
    orders: Mapped[int] = mapped_column(Integer, default=0)
    lines: Mapped[int] = mapped_column(Integer, default=0)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class Occurrence(Versioned, Base):
    """What a person decided about one occurrence of an agreement line; the series stays as it is.

    Attributes:
        calculated_date: the date by the interval, which names the occurrence.
        moved_to: the date it is to have instead, or none.
        skipped: no order is made for it.
    """

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("agreement_line_id", "calculated_date"),)

    agreement_line_id: Mapped[int] = mapped_column(ForeignKey("agreement_line.id", ondelete="CASCADE"))
    calculated_date: Mapped[date] = mapped_column(Date)
    moved_to: Mapped[date | None] = mapped_column(Date, default=None)
    skipped: Mapped[bool] = mapped_column(default=False)
    note: Mapped[Name] = mapped_column(default="")
