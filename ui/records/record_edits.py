"""Undoable edits of rows: saving, deleting, and turning a switch, each with its opposite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.queries.masters import Record
from app.usecases.masters import Deleted, Saved, delete_row, restore_row, save_row
from resources.texts import _
from ui.edits import Call, Edit
from ui.records.specs import NAMES


class SaveRecord(Edit):
    """Change columns of a row, or make one; the opposite says the old values, or deletes it again."""

    def __init__(self, kind: str, before: Record | None, values: Mapping[str, object]) -> None:
        name = _(NAMES[kind])
        self.text = (_("Change {thing}") if before else _("New {thing}")).format(thing=name)
        self.kind = kind
        self._is_new = before is None
        self._before = {key: before.values[key] for key in values} if before else {}
        self._after = dict(values)
        self._id, self._version = (before.id, before.version) if before else (0, 0)
        self._deleted: Deleted | None = None

    def forward(self) -> Call:
        """Save, or bring back what the undo deleted, under its old id."""
        if self._deleted is not None:
            return Call(restore_row, {"deleted": self._deleted})
        return self._save(self._after)

    def backward(self) -> Call:
        """Say the old values, or delete the new row."""
        if self._is_new:
            return Call(delete_row, {"kind": self.kind, "row_id": self._id, "seen": self._version})
        return self._save(self._before)

    def done(self, answer: Saved) -> None:
        """Remember the row and its version."""
        self._id, self._version = answer.id, answer.version
        self._deleted = None

    def undone(self, answer: Saved | Deleted) -> None:
        """Remember the version, or what was deleted."""
        if isinstance(answer, Deleted):
            self._deleted = answer
        else:
            self._version = answer.version

    def _save(self, values: Mapping[str, object]) -> Call:
        arguments: dict[str, object] = {"kind": self.kind, "row_id": self._id, "seen": self._version}
        return Call(save_row, {**arguments, "values": values})


class DeleteRecord(Edit):
    """Delete a row with its parts; the opposite restores all of it."""

    def __init__(self, kind: str, row_id: int, version: int) -> None:
        self.text = _("Delete {thing}").format(thing=_(NAMES[kind]))
        self.kind = kind
        self._id, self._version = row_id, version
        self._deleted: Deleted | None = None

    def forward(self) -> Call:
        """Delete it."""
        return Call(delete_row, {"kind": self.kind, "row_id": self._id, "seen": self._version})

    def backward(self) -> Call:
        """Restore it."""
        return Call(restore_row, {"deleted": self._deleted})

    def done(self, answer: Deleted) -> None:
        """Remember what was deleted."""
        self._deleted = answer

    def undone(self, answer: Saved) -> None:
        """Remember the version it came back with."""
        self._version = answer.version


class Switch(Edit):
    """Call one use case, and another one to take it back; both take the row's id and the version seen."""

    def __init__(
        self,
        text: str,
        on: Callable[..., Any],  # a use case that takes id and seen, and answers with a version
        off: Callable[..., Any],  # its opposite
        *,
        name: str,
        row_id: int,
        version: int,
    ) -> None:
        self.text = text
        self._on, self._off, self._name = on, off, name
        self._id, self._version = row_id, version

    def forward(self) -> Call:
        """Turn it."""
        return Call(self._on, {self._name: self._id, "seen": self._version})

    def backward(self) -> Call:
        """Turn it back."""
        return Call(self._off, {self._name: self._id, "seen": self._version})

    def done(self, answer: Any) -> None:  # whatever the use case answers, with a version
        """Remember the version."""
        self._version = answer.version

    undone = done
