"""Twenty thousand waiting orders searched while a person types: words are folded once per row. No Qt.

What a row says is prepared in portions when nothing else happens; whoever types before that waits for the
rest of it once. A search then looks at one text per row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.queries.board import WaitingRow

Words = Callable[[WaitingRow], str]
"""What a column says of a row."""
Mask = npt.NDArray[np.bool_]
SEPARATOR = ","
"""Between alternatives: "noord, zuid" finds either."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is wanted.

    Attributes:
        text: words that must occur somewhere in a row; alternatives are separated by commas.
        columns: the same for single columns, by key.
        masks: what else must hold, true by position.
    """

    text: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    masks: tuple[Mask, ...] = ()


def alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    """Words of each alternative, folded; nothing for a text without words."""
    parts = (tuple(part.split()) for part in text.casefold().split(SEPARATOR))
    return tuple(words for words in parts if words)


class WaitingIndex:
    """Rows by position, and what they say by column.

    Attributes:
        rows: all rows, in the order in which they were read.
        order_id, promised, due: by position; the last promised instant and the service level's, 0 for none.
    """

    def __init__(self, columns: Mapping[str, Words], *, ticking: Iterable[str] = ()) -> None:
        """Search in these columns; what `ticking` ones say changes by the minute."""
        self._columns = {key: words for key, words in columns.items() if key not in set(ticking)}
        self._ticking = {key: columns[key] for key in ticking}
        self.rows: tuple[WaitingRow, ...] = ()
        self._cells: list[tuple[str, ...] | None] = []
        self._whole: list[str] = []
        self._ready = 0
        self._at: dict[int, int] = {}
        self._ticks: dict[str, list[str]] = {}
        self.order_id = self.promised = self.due = np.zeros(0, dtype=np.int64)

    def set_rows(self, rows: Sequence[WaitingRow]) -> None:
        """Other rows; what is known of rows that are the same is kept."""
        known = {
            self.rows[at].order_id: (self.rows[at], cells)
            for at, cells in enumerate(self._cells[: self._ready])
            if cells is not None
        }
        self.rows = tuple(rows)
        self._cells = [None] * len(self.rows)
        self._whole = [""] * len(self.rows)
        self._at = {row.order_id: at for at, row in enumerate(self.rows)}
        self._ready = 0
        self._ticks.clear()
        self.order_id = np.array([row.order_id for row in self.rows], dtype=np.int64)
        self.promised = np.array([row.promise_to or row.promise_from for row in self.rows], dtype=np.int64)
        self.due = np.array([row.due for row in self.rows], dtype=np.int64)
        for at, row in enumerate(self.rows):
            old = known.get(row.order_id)
            if old is not None and (old[0] is row or old[0] == row):
                self._keep(at, old[1])

    def forget(self) -> None:
        """The words have changed: the language, or the day that is today."""
        self._cells = [None] * len(self.rows)
        self._ready = 0
        self._ticks.clear()

    def forget_ticks(self) -> None:
        """Time has passed."""
        self._ticks.clear()

    def position(self, order_id: int) -> int:
        """Where an order is among the rows, -1 if it is not."""
        return self._at.get(order_id, -1)

    # ------------------------------------------------------------------ preparing

    @property
    def is_ready(self) -> bool:
        """Whether every row is prepared."""
        return self._ready >= len(self.rows)

    def prepare(self, most: int = 1 << 30) -> bool:
        """Prepare some more rows; whether that was all."""
        end = min(self._ready + most, len(self.rows))
        for at in range(self._ready, end):
            if self._cells[at] is None:
                row = self.rows[at]
                self._keep(at, tuple(words(row).casefold() for words in self._columns.values()))
        self._ready = end
        return self.is_ready

    def _keep(self, at: int, cells: tuple[str, ...]) -> None:
        self._cells[at] = cells
        self._whole[at] = "\n".join(cells)

    # ------------------------------------------------------------------ searching

    def matching(self, positions: Sequence[int], wanted: Wanted) -> list[int]:
        """Those of the positions whose rows are wanted, in the same order."""
        found = list(positions)
        if wanted.masks:
            at = np.array(found, dtype=np.int64)
            found = at[np.logical_and.reduce(wanted.masks)[at]].tolist()
        if alternatives(wanted.text):
            self.prepare()
            found = _containing(found, self._whole, alternatives(wanted.text))
        for key, text in wanted.columns.items():
            if alternatives(text):
                found = _containing(found, self._of_column(key), alternatives(text))
        return found

    def count(self, masks: Sequence[Mask]) -> int:
        """How many rows pass all masks."""
        return int(np.logical_and.reduce(masks).sum()) if masks else len(self.rows)

    def _of_column(self, key: str) -> Sequence[str]:
        """What a column says, by position."""
        if key in self._ticking:
            if key not in self._ticks:
                words = self._ticking[key]
                self._ticks[key] = [words(row).casefold() for row in self.rows]
            return self._ticks[key]
        self.prepare()
        at_column = list(self._columns).index(key)
        return [cells[at_column] if cells is not None else "" for cells in self._cells]


def _containing(
    positions: list[int], texts: Sequence[str], choices: tuple[tuple[str, ...], ...]
) -> list[int]:
    """Positions whose text has all words of one of the choices."""
    if len(choices) == 1:
        for word in choices[0]:
            positions = [at for at in positions if word in texts[at]]
        return positions
    return [at for at in positions if any(all(word in texts[at] for word in words) for words in choices)]
