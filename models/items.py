"""Items: parts, labour, expenses and fees that lines can name, with their prices."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Problem, Versioned
from resources.texts import _


class Item(Versioned, Base):
    """A thing with a price.

    Attributes:
        cost_price, sales_price: minor units of `currency` a unit.
        currency: ISO 4217 code, or none for the company's.
    """

    __tablename__ = "item"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    unit: Mapped[str | None] = mapped_column(Text, default=None)
    cost_price: Mapped[int | None] = mapped_column(default=None)
    sales_price: Mapped[int | None] = mapped_column(default=None)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)

    def problems(self) -> Iterator[Problem]:
        """Prices are not negative."""
        for field in ("cost_price", "sales_price"):
            price = getattr(self, field)
            if price is not None and price < 0:
                yield field, _("A price is not negative.")
