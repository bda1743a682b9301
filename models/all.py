"""Imports every mapped module, so that `Base.metadata` is whole."""

from models import (
    agreements,
    calendars,
    company,
    customers,
    generation,
    items,
    journal,
    objects,
    orders,
    postings,
    prices,
    projects,
    relations,
    repairs,
    requirements,
    rule_settings,
    service_levels,
    sheets,
    stages,
    technicians,
    travel,
    users,
    visits,
)
from models.base import Base

metadata = Base.metadata
"""Every table of Servicebord."""

__all__ = [
    "agreements",
    "calendars",
    "company",
    "customers",
    "generation",
    "items",
    "journal",
    "metadata",
    "objects",
    "orders",
    "postings",
    "prices",
    "projects",
    "relations",
    "repairs",
    "requirements",
    "rule_settings",
    "service_levels",
    "sheets",
    "stages",
    "technicians",
    "travel",
    "users",
    "visits",
]
