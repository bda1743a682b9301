"""What the colour of a visit says: one of six schemes, each a number by visit and a name by number. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from models.terms import Priority, VisitStatus
from resources.texts import N_, _
from ui.board.columns import CANCELLED, DONE
from ui.board.geometry import Ints
from ui.widgets.term_names import PRIORITY_NAMES, STATUS_NAMES

if TYPE_CHECKING:
    from ui.board.model import BoardModel

Codes = npt.NDArray[np.uint8]


class Colouring(StrEnum):
    """What visits are coloured by."""

    STATUS = "status"
    PRIORITY = "priority"
    SERVICE_LEVEL = "service_level"
    TEAM = "team"
    AGREEMENT = "agreement"
    CUSTOMER = "customer"


NAMES = {
    Colouring.STATUS: N_("Status"),
    Colouring.PRIORITY: N_("Priority"),
    Colouring.SERVICE_LEVEL: N_("Service level"),
    Colouring.TEAM: N_("Team"),
    Colouring.AGREEMENT: N_("Agreement"),
    Colouring.CUSTOMER: N_("Customer"),
}
NOBODY = {
    Colouring.SERVICE_LEVEL: N_("No service level"),
    Colouring.TEAM: N_("No team"),
    Colouring.AGREEMENT: N_("No agreement"),
    Colouring.CUSTOMER: N_("No customer"),
}
SERIES = 12
"""Tones that tell things without an order apart; things whose ids are that far apart share one."""
_TONES = {Colouring.STATUS: len(VisitStatus), Colouring.PRIORITY: len(Priority)}


class Meaning(NamedTuple):
    """One entry of a legend: what it is (its id or code), its name, its look, how many visits have it."""

    key: int
    name: str
    look: int
    visits: int


def tones_of(colouring: Colouring) -> int:
    """How many tones a scheme has; those of a series begin with the plain one, for what has no group."""
    return _TONES.get(colouring, SERIES + 1)


def cancelled_look(colouring: Colouring) -> int:
    """Position of the look of cancelled visits: after the tones and their pale versions."""
    return 2 * tones_of(colouring)


def keys_of(model: BoardModel, colouring: Colouring) -> Ints:
    """By slot: the status, priority or id that the colour stands for; 0 for no group."""
    table = model.table
    if colouring is Colouring.STATUS:
        return table.status.astype(np.int64)
    if colouring is Colouring.PRIORITY:
        return table.priority.astype(np.int64)
    if colouring is Colouring.TEAM:
        teams = np.array([row.team_id for row in model.lanes] or [0], dtype=np.int64)
        return np.asarray(teams[np.maximum(table.lane, 0)], dtype=np.int64)
    columns = {
        Colouring.SERVICE_LEVEL: table.service_level_id,
        Colouring.AGREEMENT: table.agreement_id,
        Colouring.CUSTOMER: table.customer_id,
    }
    return columns[colouring]


def tones_by_key(keys: Ints, colouring: Colouring) -> Ints:
    """The tone of each key; an id keeps its tone, whatever else is on the board."""
    if colouring in _TONES:
        return keys
    return np.where(keys > 0, 1 + (keys - 1) % SERIES, 0)


def looks_of(model: BoardModel, colouring: Colouring) -> Codes:
    """By slot: the look of its block; finished ones are the pale version of their tone."""
    status = model.table.status
    looks = tones_by_key(keys_of(model, colouring), colouring)
    looks = looks + tones_of(colouring) * (status == DONE)
    return np.where(status == CANCELLED, cancelled_look(colouring), looks).astype(np.uint8)


def meanings(model: BoardModel, colouring: Colouring, slots: Ints, names: Mapping[int, str]) -> list[Meaning]:
    """What the colours of these visits say, with counts: in their order, or the most frequent first.

    `names` are those of agreements or service levels, read elsewhere.
    """
    keys, counts = np.unique(keys_of(model, colouring)[slots], return_counts=True)
    tones = tones_by_key(keys, colouring)
    rows = zip(keys.tolist(), tones.tolist(), counts.tolist(), strict=True)
    if colouring in _TONES:
        found = {key: (tone, count) for key, tone, count in rows}
        words = [
            _(text) for text in (STATUS_NAMES if colouring is Colouring.STATUS else PRIORITY_NAMES).values()
        ]
        return [
            Meaning(key, word, _look(colouring, key), found.get(key, (key, 0))[1])
            for key, word in enumerate(words)
        ]
    known = dict(names) or _names_here(model, colouring, slots)
    nobody = _(NOBODY[colouring])
    listed = [
        Meaning(key, known.get(key, f"#{key}") if key else nobody, tone, count) for key, tone, count in rows
    ]
    return sorted(listed, key=lambda one: (not one.key, -one.visits, one.name.casefold()))


def _look(colouring: Colouring, key: int) -> int:
    if colouring is Colouring.STATUS and key == CANCELLED:
        return cancelled_look(colouring)
    return key + tones_of(colouring) * (colouring is Colouring.STATUS and key == DONE)


def _names_here(model: BoardModel, colouring: Colouring, slots: Ints) -> dict[int, str]:
    """Names that stand on the board itself: of teams and customers."""
    if colouring is Colouring.TEAM:
        return {row.team_id: row.team for row in model.lanes}
    if colouring is Colouring.CUSTOMER:
        keys, first = np.unique(model.table.customer_id[slots], return_index=True)
        return {
            key: model.table.customer[slots[at]]
            for key, at in zip(keys.tolist(), first.tolist(), strict=True)
        }
    return {}
