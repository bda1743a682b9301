"""The saved set-ups a person may open: their own, and what colleagues share with their role."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.sheets import Sheet
from models.terms import SheetKind
from models.users import Role, User


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet as it may be opened.

    Attributes:
        owner: who made it; empty for one's own.
        content: JSON.
        role_id: with whom it is shared, 0 for nobody.
    """

    sheet_id: int
    name: str
    owner: str
    content: str
    role_id: int
    locked: bool
    version: int

    @property
    def is_own(self) -> bool:
        """Whether it may be changed at all."""
        return not self.owner


def sheets_for(session: Session, user_id: int, kind: SheetKind) -> tuple[SheetRow, ...]:
    """One's own in their order, then those of colleagues by name."""
    role_id = select(User.role_id).where(User.id == user_id).scalar_subquery()
    rows = session.execute(
        select(Sheet, User.name)
        .join(User, User.id == Sheet.owner_id)
        .where(Sheet.kind == kind, or_(Sheet.owner_id == user_id, Sheet.role_id == role_id))
        .order_by(Sheet.position, Sheet.id)
    ).all()
    found = [
        SheetRow(
            sheet_id=sheet.id,
            name=sheet.name,
            owner="" if sheet.owner_id == user_id else owner,
            content=sheet.content,
            role_id=sheet.role_id or 0,
            locked=sheet.locked,
            version=sheet.version,
        )
        for sheet, owner in rows
    ]
    return tuple(sorted(found, key=lambda row: (not row.is_own, row.name.casefold() if row.owner else "")))


def roles(session: Session) -> tuple[tuple[int, str], ...]:
    """Ids and names of the roles that a sheet can be shared with."""
    return tuple((row.id, row.name) for row in session.execute(select(Role.id, Role.name).order_by(Role.id)))
