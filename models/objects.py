"""Service objects and service tasks: what is serviced, and what is done to it (domain.md 3, 4)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Notes, Versioned


class ServiceObject(Versioned, Base):
    """A thing under service: where it stands, whose it is, its serial number (domain.md 3.1).

    Attributes:
        group: users' own name of the kind of object.
    """

    __tablename__ = "service_object"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    group: Mapped[str | None] = mapped_column("object_group", String(60), index=True, default=None)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True, default=None)
    serial_number: Mapped[str | None] = mapped_column(Text, default=None)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True, default=None)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True, default=None)


class ServiceTask(Versioned, Base):
    """A piece of work with a note for the technician and one for the customer (domain.md 4)."""

    __tablename__ = "service_task"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    internal_note: Mapped[Notes | None] = mapped_column(default=None)
    external_note: Mapped[Notes | None] = mapped_column(default=None)
