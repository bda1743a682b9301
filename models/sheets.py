"""Saved set-ups: of the whole board, and of its waiting list (board.md 5, 7 and 59)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Boolean, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Name, Problem, Versioned, words
from models.errors import Refused
from models.terms import SheetKind
from resources.texts import _


class Sheet(Versioned, Base):
    """A named set-up that a person keeps, and may share with everybody of a role.

    Attributes:
        kind: what it sets up.
        content: the set-up as JSON; what is in it is the window's affair.
        position: where it stands among its owner's sheets of that kind.
        role_id: the role whose people may open it too; none for nobody else.
        locked: it opens as it is and is not changed by working with it, until it is unlocked.
    """

    __tablename__ = "sheet"

    owner_id: Mapped[int] = mapped_column(ForeignKey("app_user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[SheetKind] = mapped_column(words(SheetKind, "kind"))
    name: Mapped[Name]
    content: Mapped[str] = mapped_column(Text, default="{}")
    position: Mapped[int] = mapped_column(Integer, default=0)
    role_id: Mapped[int | None] = mapped_column(
        ForeignKey("role.id", ondelete="SET NULL"), index=True, default=None
    )
    locked: Mapped[bool] = mapped_column(Boolean, default=False)

    def problems(self) -> Iterator[Problem]:
        """A name that can be read."""
        if not self.name.strip():
            yield "name", _("Give the sheet a name.")

    def require_owner(self, user_id: int) -> None:
        """Refuse a change by somebody else than its owner."""
        if self.owner_id != user_id:
            raise Refused(
                _("“{name}” belongs to a colleague.").format(name=self.name),
                remedy=_("Duplicate it and change your own."),
            )

    def require_unlocked(self) -> None:
        """Refuse a change of a locked sheet."""
        if self.locked:
            raise Refused(
                _("“{name}” is locked against change.").format(name=self.name), remedy=_("Unlock it first.")
            )
