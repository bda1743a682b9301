"""Customers, the sites they are visited at, and the people to ask for there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Float, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Notes, Problem, Versioned, words
from models.terms import Language
from resources.texts import _

LONGEST_NAME = 200
"""Characters of a contact's name."""


class Customer(Versioned, Base):
    """Who asks for service and pays for it; papers are in the customer's language."""

    __tablename__ = "customer"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    language: Mapped[Language | None] = mapped_column(words(Language, "language"), default=None)
    email: Mapped[str | None] = mapped_column(Text, default=None)
    phone: Mapped[str | None] = mapped_column(Text, default=None)


class Site(Versioned, Base):
    """A place that is visited, with what a technician must know to get in.

    Attributes:
        latitude, longitude: WGS 84 degrees; both or neither.
    """

    __tablename__ = "site"

    code: Mapped[Code] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name: Mapped[Name]
    street: Mapped[str | None] = mapped_column(Text, default=None)
    postal_code: Mapped[str | None] = mapped_column(Text, default=None)
    city: Mapped[str | None] = mapped_column(Text, default=None)
    country: Mapped[str | None] = mapped_column(Text, default=None)
    latitude: Mapped[float | None] = mapped_column(Float(53), default=None)
    longitude: Mapped[float | None] = mapped_column(Float(53), default=None)
    access_notes: Mapped[Notes | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        """Coordinates come in pairs and lie on the globe."""
        if (self.latitude is None) != (self.longitude is None):
            yield "latitude", _("Give both latitude and longitude, or neither.")
        if self.latitude is not None and not -90 <= self.latitude <= 90:
            yield "latitude", _("A latitude lies between -90 and 90 degrees.")
        if self.longitude is not None and not -180 <= self.longitude <= 180:
            yield "longitude", _("A longitude lies between -180 and 180 degrees.")


class Contact(Versioned, Base):
    """A person at a customer, perhaps at one of its sites."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("customer_id", "name"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    name: Mapped[Name]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"), index=True, default=None)
    email: Mapped[str | None] = mapped_column(Text, default=None)
    phone: Mapped[str | None] = mapped_column(Text, default=None)

    def problems(self) -> Iterator[Problem]:
        """A name that an index can hold: it is unique within its customer."""
        if len(self.name) > LONGEST_NAME:
            yield "name", _("The name of a contact has at most {most} characters.").format(most=LONGEST_NAME)
