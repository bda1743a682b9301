"""Undoable edits of an order's repairs: writing one down, changing it, removing it."""

from __future__ import annotations

from datetime import datetime

from app.queries.repairs import RepairFields, RepairRow
from app.usecases.repairs import RepairRemoved, RepairSaved, remove_repair, restore_repair, save_repair
from resources.texts import _
from ui.edits import Call, Edit
from ui.records.record_edits import Lineage

_KIND = "repair_line"


class SaveRepair(Edit):
    """From what a repair said to what the person made of it, and back; a new one is removed again."""

    def __init__(
        self, order_id: int, before: RepairRow | None, after: RepairFields, lineage: Lineage
    ) -> None:
        self.text = (
            _("Change repair {line}").format(line=before.line) if before is not None else _("New repair")
        )
        self._order_id, self._after, self._lineage = order_id, after, lineage
        self._before = before.fields if before is not None else None
        self._finished_before = before.finished_at if before is not None else None
        self._finished_after: datetime | None = None
        self._id = before.id if before is not None else 0
        self._version_before = before.version if before is not None else 0
        self._version_after = 0
        self._removed: RepairRemoved | None = None

    def forward(self) -> Call:
        """Save it, or bring back what the undo removed."""
        if self._removed is not None:
            return Call(restore_repair, {"removed": self._removed})
        return self._save(self._after, self._version_before, self._finished_after)

    def backward(self) -> Call:
        """Say what it said, or remove the new one."""
        if self._before is None:
            seen = self._lineage.newest(_KIND, self._id, self._version_after)
            return Call(remove_repair, {"line_id": self._id, "seen": seen})
        return self._save(self._before, self._version_after, self._finished_before)

    def done(self, answer: RepairSaved) -> None:
        """Remember the repair, its version, and when it was finished."""
        self._id, self._removed, self._finished_after = answer.id, None, answer.finished_at
        if self._version_after:
            self._lineage.note(_KIND, self._id, old=self._version_after, new=answer.version)
        self._version_after = self._version_after or answer.version

    def undone(self, answer: RepairSaved | RepairRemoved) -> None:
        """Remember the version, or what was removed."""
        if isinstance(answer, RepairRemoved):
            self._removed = answer
        else:
            self._lineage.note(_KIND, self._id, old=self._version_before, new=answer.version)

    def _save(self, fields: RepairFields, version: int, finished_at: datetime | None) -> Call:
        seen = self._lineage.newest(_KIND, self._id, version) if self._id else 0
        return Call(
            save_repair,
            {
                "order_id": self._order_id,
                "line_id": self._id,
                "seen": seen,
                "fields": fields,
                "finished_at": finished_at,
            },
        )


class RemoveRepair(Edit):
    """Remove a repair; the opposite brings it back."""

    def __init__(self, row: RepairRow, lineage: Lineage) -> None:
        self.text = _("Remove repair {line}").format(line=row.line)
        self._id, self._version, self._lineage = row.id, row.version, lineage
        self._removed: RepairRemoved | None = None

    def forward(self) -> Call:
        """Remove it."""
        seen = self._lineage.newest(_KIND, self._id, self._version)
        return Call(remove_repair, {"line_id": self._id, "seen": seen})

    def backward(self) -> Call:
        """Bring it back."""
        return Call(restore_repair, {"removed": self._removed})

    def done(self, answer: RepairRemoved) -> None:
        """Remember what was removed."""
        self._removed = answer

    def undone(self, answer: RepairSaved) -> None:
        """Remember the version it came back with."""
        self._lineage.note(_KIND, self._id, old=self._version, new=answer.version)
