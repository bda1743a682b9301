"""Who and where on any paper: the company, the customer, the place, the person.

Plain values with every text ready, so that a paper can cross to another process. Empty texts mean "not known"
and take no room on paper.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The company that sends the technician."""

    name: str
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SheetCustomer:
    """Who ordered the work."""

    code: str
    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SheetSite:
    """Where the work is; `access` says how to get in."""

    name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class SheetContact:
    """A person to ask for, or who called."""

    name: str
    phone: str = ""
    email: str = ""
