"""Who works with the program and what each may do (domain.md 14)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Identified, Name
from models.terms import Right


class Role(Identified, Base):
    """A set of rights under one name.

    Attributes:
        rights: codes of `Right`, separated by `;`.
    """

    __tablename__ = "role"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    rights: Mapped[str] = mapped_column(Text, default="")

    def allows(self, right: Right) -> bool:
        """Whether this role has the right."""
        return right.value in self.rights.split(";")


class User(Identified, Base):
    """A person who signs in; in local mode there is one, with all rights."""

    __tablename__ = "app_user"

    login: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[Name]
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), index=True)
    role: Mapped[Role] = relationship(init=False, lazy="raise")

    def may(self, right: Right) -> bool:
        """Whether this person may do that."""
        return self.role.allows(right)

    def may_break(self, reason: str | None) -> bool:
        """Whether this person may break hard rules of the board for a reason (decision 32).

        The one place of this rule: at the board, in a draft, by an import, on the command line.
        """
        return bool(reason) and self.may(Right.OVERRIDE)
