"""Undoable edits of rows: saving, deleting, and turning a switch, each with its opposite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.queries.masters import Record
from app.usecases.masters import Deleted, Saved, delete_row, restore_row, save_row
from resources.texts import _
from ui.edits import Call, Edit
from ui.records.specs import NAMES


class Lineage:
    """Which version of a row says the same as an older one, because an edit was undone or redone.

    An edit remembers the versions before and after it. Undoing gives the row a newer version that says what
    the one before said; earlier edits may go on from it. A colleague's version stands for itself, so an edit
    from before it is refused as it should be.
    """

    def __init__(self) -> None:
        self._same: dict[tuple[str, int, int], int] = {}

    def note(self, kind: str, row_id: int, *, old: int, new: int) -> None:
        """The new version says what the old one said."""
        if new > old:
            self._same[kind, row_id, old] = new

    def newest(self, kind: str, row_id: int, version: int) -> int:
        """The newest version that says what this one said."""
        while (kind, row_id, version) in self._same:
            version = self._same[kind, row_id, version]
        return version


class _RowEdit(Edit):
    """An edit of one row with the versions before and after it; 0 is a row that is not there."""

    def __init__(self, kind: str, lineage: Lineage, *, row_id: int, before: int) -> None:
        self.kind, self._lineage = kind, lineage
        self._id, self._version_before, self._version_after = row_id, before, 0

    def _seen(self, version: int) -> dict[str, object]:
        return {"row_id": self._id, "seen": self._lineage.newest(self.kind, self._id, version)}

    def _note_after(self, version: int) -> None:
        if self._version_after:
            self._lineage.note(self.kind, self._id, old=self._version_after, new=version)
        self._version_after = self._version_after or version

    def _note_before(self, version: int) -> None:
        self._lineage.note(self.kind, self._id, old=self._version_before, new=version)


class SaveRecord(_RowEdit):
    """Change columns of a row, or make one; the opposite says the old values, or deletes it again."""

    def __init__(
        self, kind: str, before: Record | None, values: Mapping[str, object], lineage: Lineage
    ) -> None:
        row_id, version = (before.id, before.version) if before else (0, 0)
        super().__init__(kind, lineage, row_id=row_id, before=version)
        self.text = (_("Change {thing}") if before else _("New {thing}")).format(thing=_(NAMES[kind]))
        self._is_new = before is None
        self._before = {key: before.values[key] for key in values} if before else {}
        self._after = dict(values)
        self._deleted: Deleted | None = None

    def forward(self) -> Call:
        """Save, or bring back what the undo deleted, under its old id."""
        if self._deleted is not None:
            return Call(restore_row, {"deleted": self._deleted})
        return self._save(self._after, self._version_before)

    def backward(self) -> Call:
        """Say the old values, or delete the new row."""
        if self._is_new:
            return Call(delete_row, {"kind": self.kind, **self._seen(self._version_after)})
        return self._save(self._before, self._version_after)

    def done(self, answer: Saved) -> None:
        """Remember the row and its version."""
        self._id, self._deleted = answer.id, None
        self._note_after(answer.version)

    def undone(self, answer: Saved | Deleted) -> None:
        """Remember the version, or what was deleted."""
        if isinstance(answer, Deleted):
            self._deleted = answer
        else:
            self._note_before(answer.version)

    def _save(self, values: Mapping[str, object], version: int) -> Call:
        return Call(save_row, {"kind": self.kind, "values": values, **self._seen(version)})


class DeleteRecord(_RowEdit):
    """Delete a row with its parts; the opposite restores all of it."""

    def __init__(self, kind: str, row_id: int, version: int, lineage: Lineage) -> None:
        super().__init__(kind, lineage, row_id=row_id, before=version)
        self.text = _("Delete {thing}").format(thing=_(NAMES[kind]))
        self._deleted: Deleted | None = None

    def forward(self) -> Call:
        """Delete it."""
        return Call(delete_row, {"kind": self.kind, **self._seen(self._version_before)})

    def backward(self) -> Call:
        """Restore it."""
        return Call(restore_row, {"deleted": self._deleted})

    def done(self, answer: Deleted) -> None:
        """Remember what was deleted."""
        self._deleted = answer

    def undone(self, answer: Saved) -> None:
        """Remember the versions it and its parts came back with."""
        self._note_before(answer.version)
        for part in self._deleted.parts if self._deleted is not None else ():
            self._lineage.note(part.kind, part.id, old=part.version, new=part.version + 1)


class Switch(_RowEdit):
    """Call one use case, and another one to take it back.

    Both take the version seen and the row's id under the name that `named` gives.
    """

    def __init__(
        self,
        text: str,
        turns: tuple[Callable[..., Any], Callable[..., Any]],  # use cases that answer with a version
        record: Record,
        lineage: Lineage,
        *,
        named: str,
    ) -> None:
        super().__init__(record.kind, lineage, row_id=record.id, before=record.version)
        self.text, self._named = text, named
        self._on, self._off = turns

    def forward(self) -> Call:
        """Turn it."""
        return self._call(self._on, self._version_before)

    def backward(self) -> Call:
        """Turn it back."""
        return self._call(self._off, self._version_after)

    def done(self, answer: Any) -> None:  # whatever the use case answers, with a version
        """Remember the version."""
        self._note_after(answer.version)

    def undone(self, answer: Any) -> None:  # as above
        """Remember the version."""
        self._note_before(answer.version)

    def _call(self, usecase: Callable[..., Any], version: int) -> Call:  # as above
        seen = self._seen(version)
        return Call(usecase, {self._named: seen["row_id"], "seen": seen["seen"]})
