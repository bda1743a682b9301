"""The stages as a drawing: boxes in columns by their distance from the start, and the ways between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.flow import Flow
from models.stages import StageStep


@dataclass(frozen=True, slots=True)
class StageBox:
    """One stage where it stands: `column` is its distance from the start, `row` its place from the top.

    Attributes:
        colour: `#rrggbb` or empty.
        is_reached: some way leads to it from the first stage.
    """

    id: int
    name: str
    column: int
    row: int
    colour: str
    needs_reason: bool
    stops_clock: bool
    may_post: bool
    for_roles: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class StageWay:
    """A way from one stage to another; id 0 is that of a stage to one that follows it in the tree."""

    id: int
    version: int
    from_id: int
    to_id: int


@dataclass(frozen=True, slots=True)
class StageMap:
    """All stages and ways, and what is wrong with them as a whole."""

    boxes: tuple[StageBox, ...]
    ways: tuple[StageWay, ...]
    problems: tuple[str, ...]


def stage_map(session: Session) -> StageMap:
    """The graph of stages; those that no way leads to stand in a column of their own at the end."""
    flow = Flow.read(session)
    far = flow.distances()
    apart = max(far.values(), default=-1) + 1
    filled: Counter[int] = Counter()
    boxes = []
    for stage in flow.stages.values():
        column = far.get(stage.id, apart)
        boxes.append(
            StageBox(
                id=stage.id,
                name=stage.name,
                column=column,
                row=filled[column],
                colour=stage.colour or "",
                needs_reason=stage.needs_reason,
                stops_clock=stage.stops_clock,
                may_post=stage.may_post,
                for_roles=", ".join(role.name for role in stage.roles),
                is_reached=stage.id in far,
            )
        )
        filled[column] += 1
    tree = [StageWay(0, 0, s.parent_id, s.id) for s in flow.stages.values() if s.parent_id is not None]
    steps = session.scalars(select(StageStep).order_by(StageStep.id))
    more = [StageWay(step.id, step.version, step.from_id, step.to_id) for step in steps]
    return StageMap(tuple(boxes), (*tree, *more), tuple(flow.why_unsound()))
