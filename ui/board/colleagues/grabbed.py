"""What is held here while a colleague changes it: the drop goes in the version that was grabbed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.queries.board import VisitColumns
from ui.board.columns import VisitTable
from ui.board.gestures import Move


class Grabbed:
    """Versions that stood there when visits were grabbed, of those that changed since."""

    def __init__(self) -> None:
        """Nothing is held."""
        self._versions: dict[int, int] = {}

    def note(self, held: frozenset[int], table: VisitTable, columns: VisitColumns) -> None:
        """Rows are about to be shown that a colleague changed; those held now are remembered."""
        if not held:
            self._versions.clear()
        for visit_id, version in zip(columns.id.tolist(), columns.version.tolist(), strict=True):
            slot = table.slot(visit_id) if visit_id in held else -1
            if slot >= 0 and int(table.version[slot]) != version:
                self._versions.setdefault(visit_id, int(table.version[slot]))

    def moves(self, moves: Sequence[Move]) -> list[Move]:
        """The moves in the versions that were grabbed, so that the database says who was first."""
        versions, self._versions = self._versions, {}
        return [replace(move, version=versions.get(move.visit_id, move.version)) for move in moves]
