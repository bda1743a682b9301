"""Which rows changed: what a write returns, and what other windows read after a given number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.journal import ChangeRow

Operation = Literal["insert", "update", "delete", "reload"]


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one kind; `reload` with row 0 stands for so many that a screen had better load again."""

    kind: str
    row_id: int
    op: Operation


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything one transaction changed, or several read together.

    Attributes:
        by: who changed it; empty when several people did.
        own: whether this very program wrote it.
    """

    rows: frozenset[Change] = field(default_factory=frozenset)
    by: str = ""
    own: bool = True

    def __bool__(self) -> bool:
        return bool(self.rows)

    def ids(self, kind: str) -> frozenset[int]:
        """Rows of that kind, whatever happened to them."""
        return frozenset(change.row_id for change in self.rows if change.kind == kind)

    def touches(self, *kinds: str) -> bool:
        """Whether a row of one of these kinds changed."""
        return any(change.kind in kinds for change in self.rows)

    def reloads(self, *kinds: str) -> bool:
        """Whether one of these kinds had better be loaded again as a whole."""
        return any(change.op == "reload" and change.kind in kinds for change in self.rows)


def last_number(session: Session) -> int:
    """Number of the newest change, 0 when there is none."""
    return session.scalar(select(func.max(ChangeRow.id))) or 0


def changes_after(session: Session, number: int, *, skip_origin: str) -> tuple[int, Changes]:
    """What others changed after that number, and the number to ask from next.

    Rows appear in commit order (decision 7), so nothing below the returned number can still turn up.
    """
    found = session.execute(
        select(
            ChangeRow.id, ChangeRow.kind, ChangeRow.row_id, ChangeRow.op, ChangeRow.origin, ChangeRow.made_by
        )
        .where(ChangeRow.id > number)
        .order_by(ChangeRow.id)
        .limit(5000)
    ).all()
    foreign = [row for row in found if row.origin != skip_origin]
    return found[-1].id if found else number, Changes(
        frozenset(Change(row.kind, row.row_id, row.op) for row in foreign), by=_one_name(foreign), own=False
    )


def _one_name(rows: Iterable[object]) -> str:
    names = {getattr(row, "made_by") for row in rows}  # noqa: B009 - rows of a query have no static attributes
    return names.pop() if len(names) == 1 else ""
