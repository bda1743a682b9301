"""Projects that orders are posted to, categories of what is posted, and who may use which (domain.md 1.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Problem, Versioned, words
from models.terms import ProjectType, TransactionType, Validation
from resources.texts import _

if TYPE_CHECKING:
    from models.technicians import Technician


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

    def why_not_choose(self, type: TransactionType) -> str | None:
        """Why a line of a type may not be of this category, or None (domain.md 1.3, 21)."""
        if self.type is not type:
            return _("Category {category} is for lines of another type.").format(category=self.code)
        if not self.active:
            return _("Category {category} is not in use any more.").format(category=self.code)
        return None

    def why_not_for(
        self,
        uses: Iterable[CategoryUse],
        validation: Validation,
        *,
        technician: Technician | None,
        project: Project | None,
    ) -> str | None:
        """Why this technician on that project may not book on this category, or None (domain.md 1.9, 21).

        Only a validation that is a must refuses; one for the choice merely shortens what is offered.
        """
        own = [use for use in uses if use.category_id == self.id]
        if validation is not Validation.MANDATORY or not own:
            return None
        technician_id = technician.id if technician is not None else None
        project_id = project.id if project is not None else None
        if any(use.fits(technician_id=technician_id, project_id=project_id) for use in own):
            return None
        who = [each.name for each in (technician, project) if each is not None]
        return _("Category {category} may not be used for {names}.").format(
            category=self.code, names=", ".join(who) or _("a line without technician and project")
        )


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

    def fits(self, *, technician_id: int | None, project_id: int | None) -> bool:
        """Whether it lets that technician book on that project; what it leaves open fits everybody."""
        return self.technician_id in (None, technician_id) and self.project_id in (None, project_id)

    def problems(self) -> Iterator[Problem]:
        """It says for whom or for what."""
        if self.technician_id is None and self.project_id is None:
            yield "technician_id", _("Name a technician or a project, or both.")
