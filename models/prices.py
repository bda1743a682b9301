"""The price list: cost and sales prices with effective dates (domain.md 1.3, issue 3, part 8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Problem, Versioned, words
from models.terms import PriceKind, TransactionType
from resources.texts import _


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

    def problems(self) -> Iterator[Problem]:
        """Not negative, a currency of three letters; fees have no cost."""
        if self.amount < 0:
            yield "amount", _("A price is not negative.")
        if self.currency is not None and not is_currency(self.currency):
            yield "currency", _("Write a currency as three letters, such as EUR.")
        if self.kind is PriceKind.COST and self.type is TransactionType.FEE:
            yield "kind", _("A fee has no cost price.")
        if self.item_id is not None and self.type is not TransactionType.ITEM:
            yield "item_id", _("Only a price for items can name an item.")


def is_currency(code: str) -> bool:
    """Whether it is written as an ISO 4217 code: three capital letters."""
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()
