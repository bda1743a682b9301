"""What a draft changes, in sums: before and after on the days it touches. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models.replanning import Stand
from models.replanning.sums import Sums, sums_of
from ui.board.draft.draft_book import DraftBook, Entry, Spot
from ui.board.many.ground import field_of

if TYPE_CHECKING:
    from ui.board.model import BoardModel


@dataclass(frozen=True, slots=True)
class Balance:
    """Sums before and after; how many visits change, and minutes of their work; how many others changed."""

    before: Sums
    after: Sums
    changes: int
    minutes: int
    theirs: int

    @property
    def breaks_more(self) -> int:
        """Promises that are broken by it."""
        return max(self.after.broken - self.before.broken, 0)


def balance(model: BoardModel, book: DraftBook) -> Balance:
    """Before and after, on the days of the lanes that the draft touches."""
    entries = list(book.entries.values())
    spots = [spot for one in entries for spot in _spots(one) if spot.technician_id in model.lane_of]
    days = {
        (model.lane_of[spot.technician_id], model.days.bounds(model.days.number(spot.starts)))
        for spot in spots
    }
    after = field_of(model, {lane for lane, _day in days})
    stood = [one for one in after.visits if one.visit_id not in book.entries]
    stood += [stand for one in entries for stand in _stood(model, book, one)]
    minutes = sum((spot.ends - spot.starts) // 60 for one in entries for spot in _spots(one)[-1:])
    return Balance(
        before=sums_of(replace(after, visits=tuple(stood)), days),
        after=sums_of(after, days),
        changes=len(entries) + len(book.block),
        minutes=minutes,
        theirs=len(book.whys),
    )


def _spots(entry: Entry) -> list[Spot]:
    """Where it stands and where it would."""
    found = [] if entry.new is not None else [entry.base]
    return [*found, entry.wanted] if entry.wanted is not None else found


def _stood(model: BoardModel, book: DraftBook, entry: Entry) -> list[Stand]:
    """The visit where the database has it."""
    lane = model.lane_of.get(entry.base.technician_id, -1)
    if entry.new is not None or lane < 0 or entry.visit_id not in book.rows:
        return []
    row = book.rows[entry.visit_id]
    return [
        Stand(
            entry.visit_id,
            int(row.order_id[0]),
            lane,
            int(row.starts[0]),
            int(row.ends[0]),
            site_id=int(row.site_id[0]),
            promise_from=int(row.promise_from[0]),
            promise_to=int(row.promise_to[0]),
            label=row.number[0],
        )
    ]
