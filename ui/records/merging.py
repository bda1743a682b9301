"""What becomes of my changes when somebody else saved the row first. Pure: no widgets, no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.queries.masters import Record
from ui.records.specs import Spec
from ui.records.values import taken


@dataclass(frozen=True, slots=True)
class Merge:
    """Their row, and what I changed of the row that both of us had read.

    Attributes:
        mine: values as the fields say them, by column.
        asked: columns that both changed, each to something else; only these need a question.
    """

    theirs: Record
    mine: Mapping[str, object] = field(hash=False)
    asked: frozenset[str]

    def kept(self, chosen: Collection[str]) -> dict[str, object]:
        """What of mine goes on top of theirs; of what was asked only what was chosen."""
        return {key: value for key, value in self.mine.items() if key in chosen or key not in self.asked}


def merge(specs: Sequence[Spec], base: Record, theirs: Record, mine: Mapping[str, object]) -> Merge:
    """Compare what I changed with what they did."""
    asked = frozenset(
        spec.key
        for spec in specs
        if spec.key in mine and theirs.values[spec.key] not in (base.values[spec.key], taken(mine[spec.key]))
    )
    return Merge(theirs, dict(mine), asked)
