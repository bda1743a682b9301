"""Item requirements: parts ordered for a service order rather than used from stock (domain.md 5.8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Name, Problem, Versioned, words
from models.errors import Refused
from models.terms import RequirementStatus
from resources.texts import _, format_number


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

    @property
    def missing(self) -> Decimal:
        """How many are still to come; none of a canceled one."""
        return Decimal(0) if self.status is RequirementStatus.CANCELED else self.quantity - self.delivered

    def order(self) -> None:
        """Note that they were ordered."""
        self._refuse(self.why_not_order())
        self.status = RequirementStatus.ORDERED

    def deliver(self, quantity: Decimal) -> None:
        """Note that so many came; with the last one it is delivered (domain.md 5.8)."""
        self._refuse(self.why_not_deliver(quantity))
        self.delivered += quantity
        is_whole = self.delivered == self.quantity
        self.status = RequirementStatus.DELIVERED if is_whole else RequirementStatus.ORDERED

    def cancel(self) -> None:
        """Note that they are not needed any more."""
        self._refuse(self.why_not_cancel())
        self.status = RequirementStatus.CANCELED

    def why_not_order(self) -> str | None:
        """Why they are not ordered now, or None."""
        if self.status is RequirementStatus.ORDERED:
            return _("Item requirement {line} is ordered already.").format(line=self.line)
        return self.why_not_modify()

    def why_not_deliver(self, quantity: Decimal) -> str | None:
        """Why so many cannot have come, or None: never more than were asked for."""
        why = self.why_not_modify()
        if why is not None:
            return why
        if quantity <= 0:
            return _("A delivery is of more than nothing.")
        if quantity > self.missing:
            return _("Item requirement {line}: only {left} are still to come.").format(
                line=self.line, left=format_number(self.missing)
            )
        return None

    def why_not_cancel(self) -> str | None:
        """Why this is not canceled now, or None: what came stays."""
        why = self.why_not_modify()
        if why is None and self.delivered:
            return _("Of item requirement {line} {n} have come; lower its quantity instead.").format(
                line=self.line, n=format_number(self.delivered)
            )
        return why

    def why_not_delete(self) -> str | None:
        """Why this may not be deleted, or None: what was ordered or came stays."""
        if self.delivered or self.status in (RequirementStatus.ORDERED, RequirementStatus.DELIVERED):
            return _("Item requirement {line} was ordered; cancel it instead.").format(line=self.line)
        return None

    def why_not_modify(self) -> str | None:
        """Why this stays as it is, or None."""
        if self.status is RequirementStatus.DELIVERED:
            return _("Item requirement {line} is delivered; it stays as it is.").format(line=self.line)
        if self.status is RequirementStatus.CANCELED:
            return _("Item requirement {line} is canceled; it stays as it is.").format(line=self.line)
        return None

    def problems(self) -> Iterator[Problem]:
        """More than nothing is needed, and no more came than that."""
        if self.quantity <= 0:
            yield (
                "quantity",
                _("Item requirement {line}: more than nothing is needed.").format(line=self.line),
            )
        elif not 0 <= self.delivered <= self.quantity:
            yield (
                "quantity",
                _("Item requirement {line}: {n} have come already.").format(
                    line=self.line, n=format_number(self.delivered)
                ),
            )

    def _refuse(self, why: str | None) -> None:
        if why is not None:
            raise Refused(why)
