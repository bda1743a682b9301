"""Undoable edits of saved set-ups: make, change, remove, put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.usecases.sheets import (
    OrderedSheets,
    RemovedSheet,
    SavedSheet,
    order_sheets,
    remove_sheet,
    restore_sheet,
    save_sheet,
)
from models.terms import SheetKind
from ui.edits import Call, Edit


class SheetVersions:
    """The newest versions of sheets, and the ids under which removed ones came back."""

    def __init__(self) -> None:
        """Know none yet."""
        self._versions: dict[int, int] = {}
        self._ids: dict[int, int] = {}

    def note(self, sheet_id: int, version: int) -> None:
        """A sheet has this version now."""
        self._versions[sheet_id] = max(version, self._versions.get(sheet_id, 0))

    def renamed(self, old: int, new: int) -> None:
        """A removed sheet is back under another id."""
        self._ids[old] = new

    def id(self, sheet_id: int) -> int:
        """The id of a sheet now."""
        while sheet_id in self._ids:
            sheet_id = self._ids[sheet_id]
        return sheet_id

    def version(self, sheet_id: int) -> int:
        """The version of a sheet now."""
        return self._versions.get(self.id(sheet_id), 1)


class MakeSheet(Edit):
    """A new sheet."""

    def __init__(
        self, versions: SheetVersions, text: str, *, kind: SheetKind, values: Mapping[str, Any]
    ) -> None:  # Any: values of columns
        self.text = text
        self._versions, self._kind, self._values = versions, kind, values
        self.sheet_id = 0
        self._removed: RemovedSheet | None = None

    def forward(self) -> Call:
        """Make it, or bring it back."""
        if self._removed is not None:
            return Call(restore_sheet, {"removed": self._removed})
        made = {"sheet_id": 0, "seen": 0, "kind": self._kind, "values": self._values}
        return Call(save_sheet, made)

    def backward(self) -> Call:
        """Remove it."""
        sheet = self._versions.id(self.sheet_id)
        return Call(remove_sheet, {"sheet_id": sheet, "seen": self._versions.version(sheet)})

    def done(self, answer: SavedSheet) -> None:
        """Remember its id."""
        if self.sheet_id and answer.sheet_id != self._versions.id(self.sheet_id):
            self._versions.renamed(self._versions.id(self.sheet_id), answer.sheet_id)
        self.sheet_id = self.sheet_id or answer.sheet_id
        self._versions.note(answer.sheet_id, answer.version)

    def undone(self, answer: RemovedSheet) -> None:
        """Remember what brings it back."""
        self._removed = answer


class ChangeSheet(Edit):
    """Another name, content, role or lock of a sheet."""

    def __init__(
        self, versions: SheetVersions, text: str, *, sheet_id: int, values: Mapping[str, Any]
    ) -> None:  # Any: values of columns
        self.text = text
        self._versions, self._sheet_id = versions, sheet_id
        self._values = values
        self._before: Mapping[str, Any] = {}  # Any: values of columns

    def forward(self) -> Call:
        """Change it."""
        return self._call(self._values)

    def backward(self) -> Call:
        """As it was."""
        return self._call(self._before)

    def _call(self, values: Mapping[str, Any]) -> Call:  # Any: values of columns
        sheet = self._versions.id(self._sheet_id)
        return Call(save_sheet, {"sheet_id": sheet, "seen": self._versions.version(sheet), "values": values})

    def done(self, answer: SavedSheet) -> None:
        """Remember what was before."""
        self._before = answer.before
        self._versions.note(answer.sheet_id, answer.version)

    def undone(self, answer: SavedSheet) -> None:
        """Remember the version of going back."""
        self._versions.note(answer.sheet_id, answer.version)


class RemoveSheet(Edit):
    """A sheet less."""

    def __init__(self, versions: SheetVersions, text: str, *, sheet_id: int) -> None:
        self.text = text
        self._versions, self._sheet_id = versions, sheet_id
        self._removed: RemovedSheet | None = None

    def forward(self) -> Call:
        """Remove it."""
        sheet = self._versions.id(self._sheet_id)
        return Call(remove_sheet, {"sheet_id": sheet, "seen": self._versions.version(sheet)})

    def backward(self) -> Call:
        """Bring it back."""
        return Call(restore_sheet, {"removed": self._removed})

    def done(self, answer: RemovedSheet) -> None:
        """Remember what brings it back."""
        self._removed = answer

    def undone(self, answer: SavedSheet) -> None:
        """It has another id now."""
        self._versions.renamed(self._versions.id(self._sheet_id), answer.sheet_id)
        self._versions.note(answer.sheet_id, answer.version)


class OrderSheets(Edit):
    """Sheets in another order."""

    def __init__(self, versions: SheetVersions, text: str, *, sheet_ids: Sequence[int]) -> None:
        self.text = text
        self._versions, self._sheet_ids = versions, tuple(sheet_ids)
        self._before: tuple[int, ...] = ()

    def forward(self) -> Call:
        """In the new order."""
        return self._call(self._sheet_ids)

    def backward(self) -> Call:
        """In the one before."""
        return self._call(self._before)

    def _call(self, sheet_ids: Sequence[int]) -> Call:
        return Call(order_sheets, {"sheet_ids": [self._versions.id(one) for one in sheet_ids]})

    def done(self, answer: OrderedSheets) -> None:
        """Remember the order before."""
        self._before = answer.before
        self.undone(answer)

    def undone(self, answer: OrderedSheets) -> None:
        """Each that moved has another version."""
        for sheet_id, version in answer.versions.items():
            self._versions.note(sheet_id, version)
