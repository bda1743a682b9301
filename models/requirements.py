"""Item requirements: parts ordered for a service order rather than used from stock (domain.md 5.8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Name, Versioned, words
from models.terms import RequirementStatus


class ItemRequirement(Versioned, Base):
    """So many of an item for an order, with how far they are.

    Attributes:
        line: number within the order, counted apart from its lines.
        needed_on: date by which they must be there.
        delivered: how many have come.
        cost_price, sales_price: minor units of the company's currency a unit.
        agreement_line_id, calculated_date: what it was generated from; one for each of these pairs.
    """

    __tablename__ = "item_requirement"
    __table_args__ = (
        UniqueConstraint("order_id", "line"),
        Index("uq_item_requirement_occurrence", "agreement_line_id", "calculated_date", unique=True),
    )
    part_of = ("order_id", "service_order")

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id", ondelete="CASCADE"))
    line: Mapped[int] = mapped_column(Integer)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    delivered: Mapped[Decimal] = mapped_column(default=Decimal(0))
    needed_on: Mapped[date | None] = mapped_column(Date, default=None)
    status: Mapped[RequirementStatus] = mapped_column(
        words(RequirementStatus, "status"), default=RequirementStatus.OPEN
    )
    description: Mapped[Name] = mapped_column(default="")
    object_id: Mapped[int | None] = mapped_column(ForeignKey("service_object.id"), index=True, default=None)
    cost_price: Mapped[int | None] = mapped_column(default=None)
    sales_price: Mapped[int | None] = mapped_column(default=None)
    agreement_line_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_line.id"), default=None)
    calculated_date: Mapped[date | None] = mapped_column(Date, default=None)
