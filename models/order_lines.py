"""Lines of service orders: hours, expenses, items and fees, from made to posted (domain.md 5.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Name, Notes, Problem, Versioned, words
from models.errors import Refused
from models.prices import is_currency
from models.terms import LineStatus, Origin, PriceSource, TransactionType
from resources.texts import _


class OrderLine(Versioned, Base):
    """Hours, an expense, an item or a fee on an order (domain.md 5.2).

    Attributes:
        cost_price, sales_price: minor units of the company's currency a unit.
        starts_after, ends_before: local times of day within which the line is to be done.
        agreement_line_id, calculated_date: what it was generated from; one line for each of these pairs.
        range_from, range_to: the dates to which it may move (domain.md 1.5).
        executed_on: the date on which it was done; started_at and ended_at, from when until when.
        cost_source, sales_source: where each price came from; none where there is none.
        cost_note, price_note: which row of the price list the cost and the sales price came from, in codes.
        signed_off_at, signed_off_by: who signed it off, and when.
    """

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "line"),
        Index("uq_order_line_occurrence", "agreement_line_id", "calculated_date", unique=True),
    )
    part_of = ("order_id", "service_order")

    line: Mapped[int] = mapped_column(Integer)
    type: Mapped[TransactionType] = mapped_column(words(TransactionType, "type"))
    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id", ondelete="CASCADE"), default=None)
    description: Mapped[Name | None] = mapped_column(default=None)
    object_id: Mapped[int | None] = mapped_column(ForeignKey("service_object.id"), index=True, default=None)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("service_task.id"), index=True, default=None)
    technician_id: Mapped[int | None] = mapped_column(ForeignKey("technician.id"), index=True, default=None)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True, default=None)
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    cost_price: Mapped[int | None] = mapped_column(default=None)
    sales_price: Mapped[int | None] = mapped_column(default=None)
    calculated_date: Mapped[date | None] = mapped_column(Date, default=None)
    starts_after: Mapped[time | None] = mapped_column(default=None)
    ends_before: Mapped[time | None] = mapped_column(default=None)
    status: Mapped[LineStatus] = mapped_column(words(LineStatus, "status"), default=LineStatus.CREATED)
    signed_off: Mapped[bool] = mapped_column(Boolean, default=False)
    signed_off_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_off_by: Mapped[Name] = mapped_column(default="")
    agreement_line_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_line.id"), default=None)
    range_from: Mapped[date | None] = mapped_column(Date, default=None)
    range_to: Mapped[date | None] = mapped_column(Date, default=None)
    executed_on: Mapped[date | None] = mapped_column(Date, default=None)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True, default=None)
    currency: Mapped[str | None] = mapped_column(String(3), default=None)
    cost_source: Mapped[PriceSource | None] = mapped_column(words(PriceSource, "cost_source"), default=None)
    sales_source: Mapped[PriceSource | None] = mapped_column(words(PriceSource, "sales_source"), default=None)
    cost_note: Mapped[Name] = mapped_column(default="")
    price_note: Mapped[Name] = mapped_column(default="")
    note: Mapped[Notes] = mapped_column(default="")
    origin: Mapped[Origin] = mapped_column(words(Origin, "origin"), default=Origin.USER)

    def require_modifiable(self) -> None:
        """Refuse to change or remove what is posted or canceled."""
        why = self.why_not_modify()
        if why:
            raise Refused(why)

    def why_not_modify(self) -> str | None:
        """Why this line may not be changed, or None: what is posted stays (domain.md 5.10)."""
        if self.status is LineStatus.POSTED:
            return _("Line {line} is posted; it stays as it is.").format(line=self.line)
        if self.status is LineStatus.CANCELED:
            return _("Line {line} is canceled; it stays as it is.").format(line=self.line)
        return None

    def why_not_sign_off(self) -> str | None:
        """Why this line may not be signed off, or None; signing twice keeps the first stamp."""
        if self.status is LineStatus.CANCELED:
            return _("Line {line} is canceled; there is nothing to sign off.").format(line=self.line)
        if self.status is LineStatus.POSTED and not self.signed_off:
            return _("Line {line} is posted; it stays as it is.").format(line=self.line)
        return None

    def sign_off(self, *, at: datetime, by: str) -> None:
        """Say that this line is right; refused where there is nothing to sign (domain.md 5.10)."""
        why = self.why_not_sign_off()
        if why:
            raise Refused(why, field="signed_off")
        if not self.signed_off:
            self.signed_off, self.signed_off_at, self.signed_off_by = True, at, by

    def why_not_take_back(self) -> str | None:
        """Why the sign-off of this line stays, or None: what is posted was signed off."""
        if self.status is LineStatus.POSTED:
            return _("Line {line} is posted, so its sign-off stays.").format(line=self.line)
        return None

    def take_back_sign_off(self) -> None:
        """Let the line be open again; without a sign-off nothing happens."""
        why = self.why_not_take_back()
        if why:
            raise Refused(why, field="signed_off")
        self.signed_off, self.signed_off_at, self.signed_off_by = False, None, ""

    def why_not_post(self) -> str | None:
        """Why this line may not be posted, or None; its order and stage have a say too (domain.md 5.10)."""
        if self.status is LineStatus.POSTED:
            return _("Line {line} is posted already.").format(line=self.line)
        if self.status is LineStatus.CANCELED:
            return _("Line {line} is canceled.").format(line=self.line)
        if not self.signed_off:
            return _("Line {line} is not signed off.").format(line=self.line)
        return None

    def problems(self) -> Iterator[Problem]:
        """Quantity not negative, an item line names its item, a known currency, an end after the start."""
        if self.quantity < 0:
            yield "quantity", _("Line {line}: a quantity is not negative.").format(line=self.line)
        if self.type is TransactionType.ITEM and self.item_id is None:
            yield "item", _("Line {line} is of type item and names none.").format(line=self.line)
        if self.currency is not None and not is_currency(self.currency):
            yield "currency", _("Write a currency as three letters, such as EUR.")
        if self.started_at and self.ended_at and self.ended_at < self.started_at:
            yield "ended_at", _("Line {line} ends before it starts.").format(line=self.line)
