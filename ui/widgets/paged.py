"""PagedModel: a table of a million rows, of which it holds the ids and the pages that are being looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from ui.widgets.columns import Column, ColumnsModel, Index

R = TypeVar("R")

Ids = NDArray[np.int32] | NDArray[np.int64]
Answer = Callable[[Mapping[int, R]], None]
Fetch = Callable[[Ids, Answer[R]], None]
"""Asked for the rows of some ids; answers later, on the GUI thread, with those that still exist, by id.

It must answer each time, after a failure with nothing, or the page stays on its way."""

PAGE = 64
PAGES_KEPT = 64
IN_FLIGHT = 4


class PagedModel(ColumnsModel[R]):
    """Rows by a vector of ids in their order; rows come by pages of 64, those last painted first.

    A page is asked for when one of its rows is painted and dropped when 64 others were used since. Pages that
    were wanted in passing, while the list was scrolled further, are never fetched.

    Signals:
        sort_wanted(str, bool): the key of the column to sort by ("" for none) and whether it descends;
            whoever owns the model answers with `set_ids`.
    """

    sort_wanted = Signal(str, bool)

    def __init__(
        self, columns: Sequence[Column[R]], fetch: Fetch[R], *, parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._fetch = fetch
        self._ids: Ids = np.zeros(0, dtype=np.int64)
        self._pages: OrderedDict[int, Mapping[int, R]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._in_flight: set[int] = set()
        self._stale: set[int] = set()
        self._known: dict[int, R] = {}
        self._generation = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fetch_wanted)

    @property
    def ids(self) -> Ids:
        """The ids of all rows in their order; do not change it."""
        return self._ids

    def identity(self, row: Any) -> Hashable:  # Any: rows are of any kind, with an id
        """A row's id, which every row of a paged list has."""
        return int(row.id)

    def set_ids(self, ids: Ids, known: Mapping[int, R] | None = None) -> None:
        """Another order or another choice of rows; every page is asked for again.

        Rows that were held, and those in `known`, are shown until their page arrives.
        """
        self.beginResetModel()
        self._generation += 1
        self._known = {key: row for page in self._pages.values() for key, row in page.items()}
        self._known.update(known or {})
        self._ids = ids
        self._pages.clear()
        self._forget_wishes()
        self.endResetModel()

    def refresh(self, row_ids: Collection[int]) -> None:
        """These rows have changed: pages that hold them are asked for again, and show the old until then."""
        changed = set(row_ids)
        held = [page for page in self._pages if self._holds(page, changed)]
        self._stale.update(held)
        self._stale.update(page for page in self._in_flight if self._holds(page, changed))
        for page in held:
            self._tell(page)

    def refresh_all(self) -> None:
        """Anything may have changed: what is held is asked for again, and shown until then."""
        self._stale.update(self._pages)
        self._stale.update(self._in_flight)
        for page in list(self._pages):
            self._tell(page)

    def id_at(self, position: int) -> int:
        """The id at a position, loaded or not."""
        return int(self._ids[position])

    def position_of(self, identity: Hashable) -> int | None:
        """Where the row of that id is, or None."""
        found = np.flatnonzero(self._ids == identity) if isinstance(identity, int) else np.zeros(0)
        return int(found[0]) if found.size else None

    def row_at(self, position: int) -> R | None:
        """The row at a position; None while it is on its way, which asking sets going, or if it is gone."""
        if not 0 <= position < self._ids.size:
            return None
        page = position // PAGE
        rows = self._pages.get(page)
        if rows is None or page in self._stale:
            self._want(page)
        if rows is None:
            return self._known.get(int(self._ids[position]))
        self._pages.move_to_end(page)
        return rows.get(int(self._ids[position]))

    def peek(self, position: int) -> R | None:
        """The row at a position if its page is held."""
        rows = self._pages.get(position // PAGE, self._known)
        return rows.get(int(self._ids[position]))

    def chosen_ids(self, ranges: Sequence[range]) -> Ids:
        """The ids at ranges of positions, loaded or not (see `RowsTable.chosen_ranges`)."""
        if not ranges:
            return self._ids[:0]
        return np.concatenate([self._ids[span.start : span.stop] for span in ranges])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many rows, loaded or not."""
        return 0 if parent.isValid() else int(self._ids.size)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the ids come from the database."""
        key = self.columns[column].key if column >= 0 else ""
        self.sort_wanted.emit(key, order == Qt.SortOrder.DescendingOrder)

    # -- pages ---------------------------------------------------------------------------------------

    def _want(self, page: int) -> None:
        if page in self._in_flight:
            return
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        if not self._soon.isActive():
            self._soon.start()

    def _fetch_wanted(self) -> None:
        """Ask for the pages wanted last, a few at a time, and forget what was only passed over."""
        free = IN_FLIGHT - len(self._in_flight)
        if free <= 0:
            return  # the next answer comes back here
        chosen = [self._wanted.popitem()[0] for _ in range(min(free, len(self._wanted)))]
        self._wanted.clear()
        for page in chosen:
            self._ask(page)

    def _ask(self, page: int) -> None:
        generation = self._generation
        self._in_flight.add(page)
        self._stale.discard(page)
        self._fetch(self._page_ids(page), lambda rows: self._arrived(generation, page, rows))

    def _arrived(self, generation: int, page: int, rows: Mapping[int, R]) -> None:
        if generation != self._generation:
            return
        self._in_flight.discard(page)
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            self._stale.discard(self._pages.popitem(last=False)[0])
        self._tell(page)
        if self._wanted:
            self._soon.start()

    def _tell(self, page: int) -> None:
        first = page * PAGE
        last = min(first + PAGE, self._ids.size) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _forget_wishes(self) -> None:
        self._wanted.clear()
        self._in_flight.clear()
        self._stale.clear()

    def _page_ids(self, page: int) -> Ids:
        return self._ids[page * PAGE : (page + 1) * PAGE]

    def _holds(self, page: int, row_ids: set[int]) -> bool:
        return not row_ids.isdisjoint(self._page_ids(page).tolist())
