"""What was posted: hours, expenses, items, fees. Written once; the database refuses every change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, Name, Problem, words
from models.terms import TransactionType
from resources.texts import _

MOST = 10**15
"""Minor units that one posting comes to at most; ledgers that count in doubles hold them exactly."""


class Posting(Identified, Base):
    """One line of a journal, with all it needs copied, so that it never changes (domain.md 5.10).

    A posting is taken back by another one with the opposite quantity that names it in `reverses_id`.

    Attributes:
        voucher: number shared by what was posted together.
        posted_on: the date in the ledger.
        cost_price, sales_price: minor units of `currency` a unit.
        cost_amount, sales_amount: quantity × price, rounded half up to minor units.
        order_number, customer_code, …: as they were when it was posted.
        turn: 1 for a line's first posting, 2 for the one after that was taken back; what takes a posting back
            has its turn below zero. The database lets a turn follow only one that was taken back, so a line
            has at most one posting that counts.
    """

    __tablename__ = "posting"
    __table_args__ = (
        Index("ix_posting_posted_on_id", "posted_on", "id"),
        Index("uq_posting_order_line_id_turn", "order_line_id", "turn", unique=True),
        Index("uq_posting_reverses_id", "reverses_id", unique=True),
        CheckConstraint("turn <> 0 AND (turn < 0) = (reverses_id IS NOT NULL)", name="turn"),
    )

    voucher: Mapped[int] = mapped_column(Integer, index=True)
    journal: Mapped[Name]
    type: Mapped[TransactionType] = mapped_column(words(TransactionType, "type"))
    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"))
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
    turn: Mapped[int] = mapped_column(Integer, default=1)

    def why_not_reverse(self, *, is_reversed: bool) -> str | None:
        """Why this posting may not be taken back, or None."""
        if self.reverses_id is not None:
            return _("Line {line} of order {order}: this takes a posting back; it stays.").format(
                line=self.line, order=self.order_number
            )
        if is_reversed:
            return _("Line {line} of order {order} was taken back already.").format(
                line=self.line, order=self.order_number
            )
        return None

    def problems(self) -> Iterator[Problem]:
        """Amounts that the ledger can hold."""
        if max(abs(self.cost_amount), abs(self.sales_amount)) > MOST:
            yield (
                "quantity",
                _("Line {line} of order {order} comes to more than can be posted.").format(
                    line=self.line, order=self.order_number
                ),
            )


def amount_of(quantity: Decimal, price: int) -> int:
    """Quantity × price in minor units, rounded half up (away from zero)."""
    return int((quantity * price).to_integral_value(ROUND_HALF_UP))
