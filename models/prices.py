"""The price list: cost and sales prices with effective dates (domain.md 1.3, issue 3, part 8)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Versioned, words
from models.terms import PriceKind, TransactionType


class Price(Versioned, Base):
    """A price from a date on, for whatever it names; what it leaves open fits everything.

    Attributes:
        amount: minor units of `currency` a unit.
        currency: ISO 4217 code, or none for the company's.
    """

    __tablename__ = "price"
    __table_args__ = (Index("ix_price_kind_type_starts_on", "kind", "type", "starts_on"),)

    kind: Mapped[PriceKind] = mapped_column(words(PriceKind, "kind"))
    type: Mapped[TransactionType] = mapped_column(words(TransactionType, "type"))
    starts_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int]
    technician_id: Mapped[int | None] = mapped_column(
        ForeignKey("technician.id", ondelete="CASCADE"), index=True, default=None
    )
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("category.id", ondelete="CASCADE"), index=True, default=None
    )
    project_id: Mapped[int | None] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), index=True, default=None
    )
    customer_id: Mapped[int | None] = mapped_column(
        ForeignKey("customer.id", ondelete="CASCADE"), index=True, default=None
    )
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("item.id", ondelete="CASCADE"), index=True, default=None
    )
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
