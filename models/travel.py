"""Measured travel between two sites, as imported; `models.distances` estimates the rest."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Float, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Problem
from resources.texts import _


class TravelTime(Base):
    """Minutes and kilometres from one site to another, one direction."""

    __tablename__ = "travel_time"

    from_site_id: Mapped[int] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"), primary_key=True)
    to_site_id: Mapped[int] = mapped_column(
        ForeignKey("site.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    minutes: Mapped[float] = mapped_column(Float(53))
    kilometres: Mapped[float | None] = mapped_column(Float(53), default=None)

    def problems(self) -> Iterator[Problem]:
        """Time and distance are not negative."""
        if self.minutes < 0:
            yield "minutes", _("Travel takes no negative time.")
        if self.kilometres is not None and self.kilometres < 0:
            yield "kilometres", _("A distance is not negative.")
