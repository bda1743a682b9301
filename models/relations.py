"""Which service objects and tasks belong to an agreement or an order (domain.md 3.2, 4)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Name, Notes, Versioned


class AgreementObject(Versioned, Base):
    """A service object under an agreement.

    Attributes:
        reference: free text, such as what the customer calls it on site.
    """

    __tablename__ = "agreement_object"
    __table_args__ = (UniqueConstraint("agreement_id", "object_id"),)
    part_of = ("agreement_id", "agreement")

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"))
    object_id: Mapped[int] = mapped_column(ForeignKey("service_object.id"), index=True)
    reference: Mapped[Name] = mapped_column(default="")


class AgreementTask(Versioned, Base):
    """A service task under an agreement, with its own notes.

    Attributes:
        internal_note: for the technician; none for the task's own.
        external_note: for the customer; none for the task's own.
    """

    __tablename__ = "agreement_task"
    __table_args__ = (UniqueConstraint("agreement_id", "task_id"),)
    part_of = ("agreement_id", "agreement")

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id", ondelete="CASCADE"))
    task_id: Mapped[int] = mapped_column(ForeignKey("service_task.id"), index=True)
    internal_note: Mapped[Notes | None] = mapped_column(default=None)
    external_note: Mapped[Notes | None] = mapped_column(default=None)


class OrderObject(Versioned, Base):
    """A service object on one order; those of its agreement come along when the order is made."""

    __tablename__ = "order_object"
    __table_args__ = (UniqueConstraint("order_id", "object_id"),)
    part_of = ("order_id", "service_order")

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id", ondelete="CASCADE"))
    object_id: Mapped[int] = mapped_column(ForeignKey("service_object.id"), index=True)
    reference: Mapped[Name] = mapped_column(default="")


class OrderTask(Versioned, Base):
    """A service task on one order alone; those of its agreement are there anyway (domain.md 4)."""

    __tablename__ = "order_task"
    __table_args__ = (UniqueConstraint("order_id", "task_id"),)
    part_of = ("order_id", "service_order")

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id", ondelete="CASCADE"))
    task_id: Mapped[int] = mapped_column(ForeignKey("service_task.id"), index=True)
    internal_note: Mapped[Notes | None] = mapped_column(default=None)
    external_note: Mapped[Notes | None] = mapped_column(default=None)
