"""Finding on the board: which lanes stay and which visits are hits. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from ui.board.columns import VisitTable
from ui.board.geometry import Ints
from ui.board.model import BoardModel

Flags = npt.NDArray[np.bool_]
LEAST_FREE = 120
"""Minutes that a lane has at least on a day in view to have "free time"."""


class Chip(StrEnum):
    """What a chip of the filter asks for; values of one chip are alternatives, chips add up."""

    GROUP = "groups"
    SKILL = "skills"
    TERRITORY = "territories"
    STATUS = "statuses"
    AGREEMENT = "agreements"
    PRIORITY = "priorities"
    LEVEL = "service_levels"
    CUSTOMER = "customers"


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What is wanted on the board.

    Attributes:
        text: words that a lane, or one of its visits, must all contain; alternatives after commas.
        groups, skills, agreements, service_levels, customers: ids; territories: names.
        statuses, priorities: positions in `tuple(VisitStatus)` and `tuple(Priority)`.
        has_free_time: only lanes with two free hours on a day in view.
        fits_selected: only lanes that can do the selected job.
        hides: what is no hit is not drawn at all, instead of faint.
    """

    text: str = ""
    groups: frozenset[int] = frozenset()
    skills: frozenset[int] = frozenset()
    territories: frozenset[str] = frozenset()
    statuses: frozenset[int] = frozenset()
    agreements: frozenset[int] = frozenset()
    priorities: frozenset[int] = frozenset()
    service_levels: frozenset[int] = frozenset()
    customers: frozenset[int] = frozenset()
    has_free_time: bool = False
    fits_selected: bool = False
    hides: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether everything is wanted."""
        return replace(self, hides=False, text=self.text.strip()) == BoardFilter()

    def toggled(self, chip: Chip, value: Any) -> BoardFilter:  # Any: an id, a name or a position
        """The same with one value more or less."""
        return replace(self, **{chip.value: getattr(self, chip.value) ^ {value}})

    def without(self, chip: Chip) -> BoardFilter:
        """The same with nothing asked of a chip."""
        empty: dict[str, Any] = {chip.value: frozenset()}  # Any: fields of several kinds
        return replace(self, **empty)

    def as_json(self) -> dict[str, Any]:  # Any: what JSON knows
        """What is asked for, without what is not."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in found.items()
            if value
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> BoardFilter:  # Any: what JSON knows
        """What was asked for; what is unknown or of another kind is left out."""
        empty, values = cls(), dict[str, Any]()  # Any: of several kinds
        for one in fields(cls):
            value, usual = kept.get(one.name), getattr(empty, one.name)
            if isinstance(usual, frozenset) and isinstance(value, list):
                values[one.name] = frozenset(value)
            elif value is not None and type(value) is type(usual):
                values[one.name] = value
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Found:
    """Lanes to hide, visits to make faint (true by slot), and the hits by time."""

    hidden: frozenset[int]
    dimmed: Flags | None
    hits: Ints


class Haystack:
    """What visits say, folded, by slot; only what changed is folded again."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._parts: list[tuple[str, str, str]] = []
        self._texts: list[str] = []

    def texts(self, table: VisitTable) -> list[str]:
        """Number, customer and town of every slot."""
        now = list(zip(table.number, table.customer, table.town, strict=True))
        if len(now) != len(self._parts):
            self._texts = [_folded(part) for part in now]
        else:
            known = zip(self._parts, now, self._texts, strict=True)
            self._texts = [text if old == new else _folded(new) for old, new, text in known]
        self._parts = now
        return self._texts


def find(
    model: BoardModel,
    wanted: BoardFilter,
    *,
    days: tuple[int, int] = (0, 1),
    able: frozenset[int] | None = None,
    haystack: Haystack | None = None,
) -> Found:
    """What answers to every chip.

    Lanes that do not answer to their chips are hidden. By text a lane stays when its technician, team or
    skills answer; or when one of its visits does, then the others of its visits are made faint. Visits
    that do not answer to theirs are faint.

    Args:
        model: the board.
        wanted: what is asked for.
        days: days in view, for free time.
        able: lanes that can do the selected job, None where none is selected.
        haystack: keeps what visits say between two searches.
    """
    if wanted.is_empty:
        return Found(frozenset(), None, np.zeros(0, dtype=np.int64))
    table, words = model.table, _alternatives(wanted.text)
    lanes = _lanes_wanted(model, wanted, days, able)
    hit = np.zeros(len(table.lane), dtype=bool)
    hit[table.order] = _visits_wanted(table, wanted)[table.order]
    faint = ~hit
    if words:
        said = _flags(map(_lane_text, model.lanes), words)
        texts = _flags((haystack or Haystack()).texts(table), words)
        by_lane = np.zeros(len(hit), dtype=bool)
        by_lane[table.order] = said[table.lane[table.order]]
        faint = ~(hit & (texts | by_lane))
        hit &= texts
        lanes &= said | _with(table, hit, len(model.lanes))
    hit[table.order] &= lanes[table.lane[table.order]]
    if wanted.hides and (words or not _visits_wanted(table, wanted).all()):
        lanes &= _with(table, ~faint, len(model.lanes)) | _named(model, words)
    hits = table.order[hit[table.order]]
    hidden = frozenset(np.flatnonzero(~lanes).tolist())
    return Found(hidden, faint, hits[np.argsort(table.starts[hits], kind="stable")])


def _lanes_wanted(
    model: BoardModel, wanted: BoardFilter, days: tuple[int, int], able: frozenset[int] | None
) -> Flags:
    """Lanes that answer to all chips about lanes."""
    rows = model.lanes
    lanes = np.ones(len(rows), dtype=bool)
    if wanted.groups:
        lanes &= np.array([row.team_id in wanted.groups for row in rows], dtype=bool)
    if wanted.skills:
        has = [any(skill in wanted.skills for skill, _name in row.skills) for row in rows]
        lanes &= np.array(has, dtype=bool)
    if wanted.territories:
        lanes &= np.array([row.region in wanted.territories for row in rows], dtype=bool)
    if wanted.has_free_time and len(rows):
        free = model.capacity.free[:, slice(*days)]
        lanes &= (free >= LEAST_FREE).any(axis=1)
    if wanted.fits_selected and able is not None:
        lanes &= np.array([at in able for at in range(len(rows))], dtype=bool)
    return lanes


def _visits_wanted(table: VisitTable, wanted: BoardFilter) -> Flags:
    """Visits that answer to all chips about visits, by slot."""
    visits = np.ones(len(table.lane), dtype=bool)
    for column, values in (
        (table.status, wanted.statuses),
        (table.agreement_id, wanted.agreements),
        (table.priority, wanted.priorities),
        (table.service_level_id, wanted.service_levels),
        (table.customer_id, wanted.customers),
    ):
        if values:
            visits &= np.isin(column, sorted(values))
    return visits


def _named(model: BoardModel, words: tuple[tuple[str, ...], ...]) -> Flags:
    """Lanes that answer to the words themselves."""
    if not words:
        return np.zeros(len(model.lanes), dtype=bool)
    return _flags(map(_lane_text, model.lanes), words)


def _with(table: VisitTable, hit: Flags, lanes: int) -> Flags:
    """Lanes with a hit."""
    found = np.zeros(lanes, dtype=bool)
    hits = table.order[hit[table.order]]
    found[table.lane[hits]] = True
    return found


def _lane_text(row: Any) -> str:  # Any: a LaneRow, whose parts are texts
    return " ".join(
        (row.name, row.code, row.team, row.region, *(name for _id, name in row.skills))
    ).casefold()


def _folded(parts: tuple[str, str, str]) -> str:
    return " ".join(parts).casefold()


def _alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    parts = (tuple(part.split()) for part in text.casefold().split(","))
    return tuple(words for words in parts if words)


def _flags(texts: Iterable[str], choices: tuple[tuple[str, ...], ...]) -> Flags:
    """Which texts have all words of one of the choices."""
    if len(choices) == 1 and len(choices[0]) == 1:
        word = choices[0][0]
        return np.array([word in text for text in texts], dtype=bool)
    found = [any(all(word in text for word in words) for words in choices) for text in texts]
    return np.array(found, dtype=bool)
