"""Projects that orders are posted to, categories of what is posted, and who may use which (domain.md 1.9)."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Versioned, words
from models.terms import ProjectType, TransactionType


class Project(Versioned, Base):
    """What the customer's ledger knows the work under; agreements and orders are posted to one."""

    __tablename__ = "project"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True, default=None)
    type: Mapped[ProjectType] = mapped_column(
        words(ProjectType, "type"), default=ProjectType.TIME_AND_MATERIAL
    )


class Category(Versioned, Base):
    """A kind of work, cost or fee within one transaction type; prices and accounts follow it.

    Attributes:
        account: the ledger account its postings are for, as the ledger writes it.
        active: whether it can be chosen.
    """

    __tablename__ = "category"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    type: Mapped[TransactionType] = mapped_column(words(TransactionType, "type"))
    account: Mapped[Name] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)


class CategoryUse(Versioned, Base):
    """A technician or project for which a category may be used; without any, it is for all.

    `Company.validation` says whether that only filters the choice or is a must.
    """

    __tablename__ = "category_use"

    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"), index=True)
    technician_id: Mapped[int | None] = mapped_column(
        ForeignKey("technician.id", ondelete="CASCADE"), index=True, default=None
    )
    project_id: Mapped[int | None] = mapped_column(
        ForeignKey("project.id", ondelete="CASCADE"), index=True, default=None
    )
