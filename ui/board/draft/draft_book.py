"""What a draft holds: where visits would stand, what would be made and dropped; nothing of it is saved yet.

The board shows the draft laid over the database's rows: each row that arrives passes through `over`, so that
a colleague's change reaches the draft too. No Qt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.queries.board import VisitColumns
from app.usecases.visits import TimeOff
from resources.texts import _
from ui.board.editing.arrangement import NO_VERDICT, Arrangement, New
from ui.board.gestures import Move
from ui.board.model import only_rows


@dataclass(frozen=True, slots=True)
class Spot:
    """Who and when, in epoch seconds."""

    technician_id: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit of a draft.

    Attributes:
        visit_id: below 0 for one that is to be made.
        wanted: where it would stand; None when it would be dropped.
        base: where it stands in the database; for one that is to be made where it would.
        seen: its version there; of one that is to be made, the order's.
        new: what is to be made, None for a visit that exists.
        override: why it may break rules.
        theirs: what a colleague did to it since, in words; "" for nothing.
        is_proposed: the program found the place, and nobody has moved it since.
    """

    visit_id: int
    wanted: Spot | None
    base: Spot
    seen: int
    new: New | None = None
    override: str = ""
    theirs: str = ""
    is_proposed: bool = False


Entries = Mapping[int, Entry | None]
"""Entries by visit id; None is none."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a draft that was published.

    Attributes:
        visit_ids, entered: what is in the database now.
        left, away: what is not, and why.
    """

    visit_ids: frozenset[int]
    entered: tuple[TimeOff, ...]
    left: Mapping[int, str]
    away: Mapping[TimeOff, str]

    @property
    def whys(self) -> list[str]:
        """The reasons, each once."""
        return list(dict.fromkeys((*self.left.values(), *self.away.values())))

    @property
    def count(self) -> int:
        """How many changes are in the database now."""
        return len(self.visit_ids) + len(self.entered)


class DraftBook:
    """The entries of one draft, by visit id, and the time off that is entered with them."""

    def __init__(self) -> None:
        """An empty draft."""
        self.entries: dict[int, Entry] = {}
        self.rows: dict[int, VisitColumns] = {}
        self.block: tuple[TimeOff, ...] = ()
        self.away: dict[TimeOff, str] = {}
        self.lost: list[str] = []

    def __bool__(self) -> bool:
        return bool(self.entries or self.block)

    @property
    def ids(self) -> frozenset[int]:
        """Visits that would stand elsewhere, or would be made."""
        return frozenset(one.visit_id for one in self.entries.values() if one.wanted is not None)

    @property
    def proposed(self) -> frozenset[int]:
        """Those of them for which the program found the place."""
        return frozenset(one.visit_id for one in self.entries.values() if one.wanted and one.is_proposed)

    @property
    def marked(self) -> list[Entry]:
        """Those a colleague has changed since."""
        return [one for one in self.entries.values() if one.theirs]

    @property
    def whys(self) -> list[str]:
        """Why what is marked cannot be published as it is, and time off that was refused."""
        return [
            *(one.theirs for one in self.marked),
            *(self.away[one] for one in self.block if one in self.away),
        ]

    # ------------------------------------------------------------------ taking wishes

    def after(self, wanted: Arrangement, rows: Mapping[int, VisitColumns], made: Sequence[int]) -> Entries:
        """What the entries of some visits become when an arrangement goes into the draft.

        Args:
            wanted: moves, new visits and drops.
            rows: the database's row of each visit that is not in the draft yet; of new ones what is drawn.
            made: ids below 0 for the new ones.
        """
        found: dict[int, Entry | None] = {}
        for move in wanted.moves:
            spot = Spot(move.technician_id, move.starts, move.ends)
            found[move.visit_id] = self._moved(move.visit_id, spot, rows, wanted)
        for visit_id in wanted.drops:
            found[visit_id] = self._moved(visit_id, None, rows, wanted)
        for visit_id, new in zip(made, wanted.news, strict=True):
            spot = Spot(new.technician_id, new.starts, new.ends)
            plain = replace(new, verdict=NO_VERDICT)
            found[visit_id] = Entry(
                visit_id, spot, spot, new.version, plain, wanted.override, is_proposed=wanted.is_proposed
            )
        return found

    def _moved(
        self, visit_id: int, spot: Spot | None, rows: Mapping[int, VisitColumns], why: Arrangement
    ) -> Entry | None:
        """An entry with another place; None where nothing is left of it."""
        old = self.entries.get(visit_id)
        if old is not None and old.new is not None:
            if spot is None:
                return None
            new = replace(old.new, technician_id=spot.technician_id, starts=spot.starts, ends=spot.ends)
            found = replace(old, wanted=spot, base=spot, new=new, override=why.override)
            return replace(found, is_proposed=why.is_proposed)
        row = self.rows[visit_id] if visit_id in self.rows else rows[visit_id]
        base, seen = spot_of(row, 0), int(row.version[0])
        if spot == base:
            return None
        return Entry(visit_id, spot, base, seen, None, why.override, is_proposed=why.is_proposed)

    def put(self, entries: Entries, rows: Mapping[int, VisitColumns]) -> None:
        """Make entries so; `rows` are those that the draft has to know for them."""
        for visit_id, entry in entries.items():
            if entry is None:
                self.entries.pop(visit_id, None)
            else:
                known = self.rows.get(visit_id, rows.get(visit_id))
                if known is not None:
                    self.rows[visit_id] = known
                    self.entries[visit_id] = self._rebased(entry, known)

    def _rebased(self, entry: Entry, row: VisitColumns) -> Entry:
        """An entry that was set aside, on the row as it is now."""
        if entry.new is not None:
            return entry
        seen = int(row.version[0])
        return replace(entry, seen=seen) if spot_of(row, 0) == entry.base else entry

    # ------------------------------------------------------------------ over the database's rows

    def over(self, columns: VisitColumns, removed: Iterable[int]) -> tuple[VisitColumns, tuple[int, ...]]:
        """Rows that arrived, as the draft has them; what others did to drafted visits is noted."""
        gone = list(removed)
        for visit_id in gone:
            self._lose(visit_id)
        touched = [at for at, one in enumerate(columns.id.tolist()) if one in self.entries]
        if not touched:
            return columns, tuple(gone)
        technician, starts, ends = columns.technician_id.copy(), columns.starts.copy(), columns.ends.copy()
        hidden: set[int] = set()
        for at in touched:
            entry = self._arrived(columns, at)
            if entry is not None and entry.wanted is None:
                hidden.add(at)
                gone.append(entry.visit_id)
            elif entry is not None and entry.wanted is not None:
                spot = entry.wanted
                technician[at], starts[at], ends[at] = spot.technician_id, spot.starts, spot.ends
        shown = replace(columns, technician_id=technician, starts=starts, ends=ends)
        if hidden:
            shown = only_rows(shown, [at for at in range(len(shown.id)) if at not in hidden])
        return shown, tuple(gone)

    def _lose(self, visit_id: int) -> None:
        """A colleague took a drafted visit off the board."""
        entry = self.entries.get(visit_id)
        if entry is not None and entry.new is None and entry.wanted is not None:
            row = self.rows.pop(visit_id)
            del self.entries[visit_id]
            self.lost.append(row.number[0])

    def _arrived(self, columns: VisitColumns, at: int) -> Entry | None:
        """Take a row of the database: rebase its entry, or mark it when a colleague moved the visit."""
        visit_id = int(columns.id[at])
        entry = self.entries[visit_id]
        if entry.new is not None:
            return entry
        row, spot, seen = only_rows(columns, [at]), spot_of(columns, at), int(columns.version[at])
        self.rows[visit_id] = row
        if seen == entry.seen:
            return entry
        if spot == entry.wanted:
            del self.entries[visit_id]
            return None
        if spot == entry.base:
            entry = replace(entry, seen=seen, theirs="")
        else:
            entry = replace(entry, theirs=_("moved by somebody else meanwhile"))
        self.entries[visit_id] = entry
        return entry

    def shown(self, visit_ids: Iterable[int]) -> tuple[list[VisitColumns], list[int]]:
        """Rows as the database has them, for visits whose entries changed, and ids that are to go."""
        rows, gone = [], []
        for visit_id in visit_ids:
            if visit_id in self.entries or visit_id > 0:
                if visit_id in self.rows:
                    rows.append(self._row(visit_id))
            else:
                gone.append(visit_id)
        return rows, gone

    def _row(self, visit_id: int) -> VisitColumns:
        """The row of a visit; of one that is to be made, where it would stand."""
        row, entry = self.rows[visit_id], self.entries.get(visit_id)
        if entry is None or entry.new is None or entry.wanted is None:
            return row
        spot = entry.wanted
        return replace(
            row,
            technician_id=np.array([spot.technician_id], dtype=np.int64),
            starts=np.array([spot.starts], dtype=np.int64),
            ends=np.array([spot.ends], dtype=np.int64),
        )

    def forget_rows(self) -> None:
        """Drop rows that no entry needs any more."""
        self.rows = {visit_id: row for visit_id, row in self.rows.items() if visit_id in self.entries}

    # ------------------------------------------------------------------ publishing

    def finish(self, outcome: Outcome) -> None:
        """What was published is no draft any more; the rest stays, with why it was refused."""
        for visit_id in outcome.visit_ids:
            self.entries.pop(visit_id, None)
            self.rows.pop(visit_id, None)
        self.block = tuple(time for time in self.block if time not in outcome.entered)
        self.away = dict(outcome.away)
        for visit_id, why in outcome.left.items():
            if visit_id in self.entries:
                self.entries[visit_id] = replace(self.entries[visit_id], theirs=why)

    def moves(self) -> list[Entry]:
        """Entries of visits that would move, in order of their ids."""
        chosen = [one for one in self.entries.values() if one.new is None and one.wanted is not None]
        return sorted(chosen, key=lambda one: one.visit_id)

    def news(self) -> list[Entry]:
        """Entries of visits that would be made, in the order in which they were drafted."""
        chosen = [one for one in self.entries.values() if one.new is not None]
        return sorted(chosen, key=lambda one: -one.visit_id)

    def drops(self) -> list[Entry]:
        """Entries of visits that would be dropped, in order of their ids."""
        chosen = [one for one in self.entries.values() if one.wanted is None]
        return sorted(chosen, key=lambda one: one.visit_id)


def spot_of(columns: VisitColumns, at: int) -> Spot:
    """Where a row stands."""
    return Spot(int(columns.technician_id[at]), int(columns.starts[at]), int(columns.ends[at]))


def wish_of(entry: Entry) -> Move:
    """The wish that a drafted visit stands where it is drafted."""
    spot = entry.wanted or entry.base
    return Move(entry.visit_id, entry.seen, spot.technician_id, spot.starts, spot.ends, NO_VERDICT)
