"""Service objects and service tasks: what is serviced, and what is done to it (domain.md 3, 4)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Notes, Versioned


class ServiceObject(Versioned, Base):
    """A thing under service: where it stands, whose it is, its serial number (domain.md 3.1).

    Attributes:
        group: users' own name of the kind of object.
        parent_id: the object it is a part of.
        installed_on, warranty_until: dates; the last day of the warranty is covered.
    """

    __tablename__ = "service_object"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    group: Mapped[str | None] = mapped_column("object_group", String(60), index=True, default=None)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True, default=None)
    serial_number: Mapped[str | None] = mapped_column(Text, default=None)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True, default=None)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True, default=None)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("service_object.id"), index=True, default=None)
    installed_on: Mapped[date | None] = mapped_column(Date, default=None)
    warranty_until: Mapped[date | None] = mapped_column(Date, default=None)
    note: Mapped[Notes] = mapped_column(default="")


class ServiceTask(Versioned, Base):
    """A piece of work with a note for the technician and one for the customer (domain.md 4)."""

    __tablename__ = "service_task"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    internal_note: Mapped[Notes | None] = mapped_column(default=None)
    external_note: Mapped[Notes | None] = mapped_column(default=None)
