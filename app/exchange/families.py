"""Tables whose rows refer to each other: what is referred to is written first, and no row follows itself."""

from __future__ import annotations

from app.exchange.kinds import Value
from app.exchange.planned import PlannedRow, Planning, TablePlan
from app.exchange.problems import RowProblem
from app.exchange.rows import Reading
from resources.texts import _


def put_parents_first(at: Planning, plan: TablePlan) -> None:
    """Sort what is to be written by how many rows stand above it; note rows that stand above themselves."""
    above, code = plan.table.above, plan.table.key[0]
    if above is None or not any(planned.named.get(above.name) for planned in plan.rows):
        return
    parents = parents_of(at, plan)
    for planned in plan.rows:
        planned.depth, up = 0, parents.get(planned.named[code])
        while up is not None and planned.depth <= len(parents):
            planned.depth, up = planned.depth + 1, parents.get(up)
        if planned.depth > len(parents) and not _is_noted(at, plan, planned):
            reason = _("{code} would follow itself.").format(code=planned.named[code])
            at.problems.add(
                RowProblem(
                    plan.table.name,
                    planned.row.number,
                    above.name,
                    str(planned.named[above.name]),
                    reason,
                )
            )
    plan.creates.sort(key=lambda planned: planned.depth)
    plan.updates.sort(key=lambda planned: planned.depth)


def put_turns_in_order(plan: TablePlan) -> None:
    """Postings of a line as they happened: posted, taken back, posted again."""
    for planned in plan.creates:
        turn = planned.named["turn"]
        planned.depth = 2 * abs(turn) + (turn < 0) if isinstance(turn, int) else 0


def parents_of(at: Planning, plan: TablePlan) -> dict[Value, Value]:
    """What each row stands below as it will be, by code; None for those on top."""
    above, code = plan.table.above, plan.table.key[0]
    if above is None:
        return {}
    place, own = plan.table.names.index(above.name), plan.table.names.index(code)
    parents = {row.values[own]: row.values[place] for row in Reading(at.session, plan.table, at.local).all()}
    parents.update({planned.named[code]: planned.named.get(above.name) for planned in plan.rows})
    return parents


def _is_noted(at: Planning, plan: TablePlan, planned: PlannedRow) -> bool:
    """Whether the class itself has said what is wrong with this row."""
    return any(
        (problem.table, problem.row) == (plan.table.name, planned.row.number)
        for problem in at.problems.listed
    )
