"""The conflicts of a board in groups: by rule, technician or day. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from models.fit import NAMES, Rule
from resources.texts import _, format_weekday_date
from ui.board.conflicts.conflict_book import Conflict

if TYPE_CHECKING:
    from ui.board.model import BoardModel

MOST = 2_000
"""So many conflicts are listed; a board with more is better narrowed."""


class GroupBy(StrEnum):
    """What stands together in the list."""

    RULE = "rule"
    TECHNICIAN = "technician"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Group:
    """Conflicts that stand together; `title` is translated."""

    key: str
    title: str
    rows: tuple[Conflict, ...]
    is_hard: bool


def grouped(model: BoardModel, conflicts: Iterable[Conflict], by: GroupBy) -> list[Group]:
    """Groups in the order of the rules, of the lanes or of the days; those allowed for a reason come last."""
    found: dict[tuple[bool, int], list[Conflict]] = {}
    order = tuple(Rule)
    for conflict in conflicts:
        place = {
            GroupBy.RULE: order.index(conflict.rule),
            GroupBy.TECHNICIAN: conflict.lane,
            GroupBy.DAY: conflict.day,
        }[by]
        found.setdefault((conflict.is_allowed, 0 if conflict.is_allowed else place), []).append(conflict)
    return [
        Group(
            f"{allowed}-{place}",
            _("Allowed for a reason") if allowed else _title(model, rows[0], by),
            tuple(sorted(rows, key=lambda row: (row.starts, row.lane))),
            is_hard=not allowed and any(row.is_hard for row in rows),
        )
        for (allowed, place), rows in sorted(found.items())
    ]


def _title(model: BoardModel, conflict: Conflict, by: GroupBy) -> str:
    if by is GroupBy.RULE:
        return _(NAMES[conflict.rule])
    if by is GroupBy.TECHNICIAN:
        return model.lanes[conflict.lane].name
    return format_weekday_date(model.days.date(conflict.day))
