"""Finding on the board: which lanes stay and which visits are hits. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ui.board.geometry import Ints
from ui.board.model import BoardModel


@dataclass(frozen=True, slots=True)
class Found:
    """Lanes to hide, visits to make faint (true by slot), and the hits by time."""

    hidden: frozenset[int]
    dimmed: npt.NDArray[np.bool_] | None
    hits: Ints


def find(model: BoardModel, text: str) -> Found:
    """What answers to every typed word.

    A lane stays when its technician, team or skills answer; or when one of its visits does, then the
    others of its visits are made faint.
    """
    words = text.casefold().split()
    if not words:
        return Found(frozenset(), None, np.zeros(0, dtype=np.int64))
    by_name = np.array(
        [
            _answers(" ".join((row.name, row.code, row.team, *(name for _id, name in row.skills))), words)
            for row in model.lanes
        ],
        dtype=bool,
    )
    table = model.table
    hit = np.zeros(len(table.lane), dtype=bool)
    for slot in table.order.tolist():
        said = f"{table.number[slot]} {table.customer[slot]} {table.town[slot]}"
        hit[slot] = _answers(said, words)
    hits = table.order[hit[table.order]]
    with_hits = np.zeros(len(model.lanes), dtype=bool)
    with_hits[table.lane[hits]] = True
    hidden = frozenset(np.flatnonzero(~(by_name | with_hits)).tolist())
    dimmed = ~hit
    dimmed[table.order[by_name[table.lane[table.order]]]] = False
    return Found(hidden, dimmed, hits[np.argsort(table.starts[hits], kind="stable")])


def _answers(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
