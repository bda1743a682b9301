"""What was posted: hours, expenses, items, fees. Written once; the database refuses every change."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, Name, words
from models.terms import TransactionType


class Posting(Identified, Base):
    """One line of a journal, with all it needs copied, so that it never changes (domain.md 5.10).

    A posting is taken back by another one with the opposite quantity that names it in `reverses_id`.

    Attributes:
        voucher: number shared by what was posted together.
        posted_on: the date in the ledger.
        cost_price, sales_price: minor units of `currency` a unit.
        cost_amount, sales_amount: quantity × price, rounded half up to minor units.
        order_number, customer_code, …: as they were when it was posted.
    """

    __tablename__ = "posting"
    __table_args__ = (
        Index("ix_posting_posted_on_id", "posted_on", "id"),
        Index("uq_posting_reverses_id", "reverses_id", unique=True),
    )

    voucher: Mapped[int] = mapped_column(Integer, index=True)
    journal: Mapped[Name]
    type: Mapped[TransactionType] = mapped_column(words(TransactionType, "type"))
    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    posted_on: Mapped[date] = mapped_column(Date)
    posted_at: Mapped[datetime]
    posted_by: Mapped[str] = mapped_column(Text)
    quantity: Mapped[Decimal]
    currency: Mapped[str] = mapped_column(String(3))
    cost_price: Mapped[int] = mapped_column(default=0)
    sales_price: Mapped[int] = mapped_column(default=0)
    cost_amount: Mapped[int] = mapped_column(default=0)
    sales_amount: Mapped[int] = mapped_column(default=0)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True, default=None)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True, default=None)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True, default=None)
    technician_id: Mapped[int | None] = mapped_column(ForeignKey("technician.id"), index=True, default=None)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True, default=None)
    order_number: Mapped[Name] = mapped_column(default="")
    line: Mapped[int] = mapped_column(Integer, default=0)
    customer_code: Mapped[Name] = mapped_column(default="")
    agreement_code: Mapped[Name] = mapped_column(default="")
    project_code: Mapped[Name] = mapped_column(default="")
    category_code: Mapped[Name] = mapped_column(default="")
    account: Mapped[Name] = mapped_column(default="")
    technician_code: Mapped[Name] = mapped_column(default="")
    item_code: Mapped[Name] = mapped_column(default="")
    unit: Mapped[Name] = mapped_column(default="")
    description: Mapped[Name] = mapped_column(default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"), default=None)
    note: Mapped[Name] = mapped_column(default="")
