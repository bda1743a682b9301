"""Save, remove and put in order the saved set-ups of the board; each call answers with what undoes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.work import Work
from models.errors import Missing
from models.sheets import Sheet
from models.terms import Right, SheetKind
from models.users import Role
from resources.texts import _

_FIELDS = ("name", "content", "role_id", "locked")


@dataclass(frozen=True, slots=True)
class SavedSheet:
    """A sheet after saving, and what the changed values were before (by name; none of a new one)."""

    sheet_id: int
    version: int
    before: Mapping[str, Any]  # Any: values of columns


@dataclass(frozen=True, slots=True)
class RemovedSheet:
    """All that is needed to bring a sheet back."""

    sheet_id: int
    values: Mapping[str, Any]  # Any: values of columns


@dataclass(frozen=True, slots=True)
class OrderedSheets:
    """The order before, and the versions of all of them now, by id."""

    before: tuple[int, ...]
    versions: Mapping[int, int]


def save_sheet(
    work: Work,
    *,
    sheet_id: int,
    seen: int,
    values: Mapping[str, Any],  # Any: values of columns
    kind: SheetKind = SheetKind.BOARD,
) -> SavedSheet:
    """Change a sheet of one's own, or make one where `sheet_id` is 0.

    Raises:
        Refused: it belongs to somebody else, or it is locked and this does not unlock it.
        Conflict, Missing: as `Work.get`.
    """
    work.require(Right.READ)
    _require_sharing(work, values)
    if not sheet_id:
        last = max((sheet.position for sheet in _own(work, kind)), default=-1)
        made = work.add(Sheet(owner_id=work.user.id, kind=kind, position=last + 1, **_known(values)))
        return SavedSheet(made.id, made.version, {})
    sheet = work.get(Sheet, sheet_id, seen=seen)
    sheet.require_owner(work.user.id)
    if values.get("locked", True):
        sheet.require_unlocked()
    before = {name: getattr(sheet, name) for name in _known(values)}
    for name, value in _known(values).items():
        setattr(sheet, name, value)
    work.session.flush()
    return SavedSheet(sheet.id, sheet.version, before)


def remove_sheet(work: Work, *, sheet_id: int, seen: int) -> RemovedSheet:
    """Delete a sheet of one's own.

    Raises:
        Refused: it belongs to somebody else, or it is locked.
        Conflict, Missing: as `Work.get`.
    """
    work.require(Right.READ)
    sheet = work.get(Sheet, sheet_id, seen=seen)
    sheet.require_owner(work.user.id)
    sheet.require_unlocked()
    values = {name: getattr(sheet, name) for name in (*_FIELDS, "position", "kind")}
    work.session.delete(sheet)
    return RemovedSheet(sheet_id, values)


def restore_sheet(work: Work, *, removed: RemovedSheet) -> SavedSheet:
    """Bring a deleted sheet back where it stood, under another id.

    Raises:
        Missing: the role it was shared with is gone.
    """
    work.require(Right.READ)
    _require_sharing(work, removed.values)
    made = work.add(Sheet(owner_id=work.user.id, **removed.values))
    return SavedSheet(made.id, made.version, {})


def order_sheets(work: Work, *, sheet_ids: Sequence[int]) -> OrderedSheets:
    """Put one's own sheets in another order; those not named follow."""
    work.require(Right.READ)
    named = work.session.get(Sheet, sheet_ids[0]) if sheet_ids else None
    if named is None:
        raise Missing(_("It is gone; somebody deleted it."))
    own = _own(work, named.kind)
    before = tuple(sheet.id for sheet in own)
    rank = {sheet_id: at for at, sheet_id in enumerate(sheet_ids)}
    for position, sheet in enumerate(sorted(own, key=lambda one: rank.get(one.id, len(rank)))):
        sheet.position = position
    work.session.flush()
    return OrderedSheets(before, {sheet.id: sheet.version for sheet in own})


def _require_sharing(work: Work, values: Mapping[str, Any]) -> None:  # Any: values of columns
    """Only who plans may show a sheet to others, and only to a role that is there."""
    if values.get("role_id") is None:
        return
    work.require(Right.PLAN)
    if work.session.get(Role, values["role_id"]) is None:
        raise Missing(_("It is gone; somebody deleted it."))


def _own(work: Work, kind: SheetKind) -> list[Sheet]:
    chosen = select(Sheet).where(Sheet.owner_id == work.user.id, Sheet.kind == kind)
    return list(work.session.scalars(chosen.order_by(Sheet.position, Sheet.id)))


def _known(values: Mapping[str, Any]) -> dict[str, Any]:  # Any: values of columns
    return {name: values[name] for name in _FIELDS if name in values}
