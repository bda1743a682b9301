"""Tables whose rows refer to each other: what is referred to is written first, and no row follows itself."""

from __future__ import annotations

from app.exchange.planned import PlannedRow, Planning, TablePlan
from app.exchange.problems import RowProblem
from app.exchange.rows import Reading
from resources.texts import _


def put_parents_first(at: Planning, plan: TablePlan) -> None:
    """Sort what is to be written by how many rows stand above it; note rows that stand above themselves."""
    column = next(column.name for column in plan.table.columns if column.refers == plan.table.name)
    code = plan.table.key[0]
    place, own = plan.table.names.index(column), plan.table.names.index(code)
    parents = {row.values[own]: row.values[place] for row in Reading(at.session, plan.table, at.local).all()}
    parents.update({planned.named[code]: planned.named.get(column) for planned in plan.rows})
    depths: dict[str, int] = {}
    for planned in plan.rows:
        depth, above = 0, parents.get(planned.named[code])
        while above is not None and depth <= len(parents):
            depth, above = depth + 1, parents.get(above)
        depths[str(planned.named[code])] = depth
        if depth > len(parents) and planned.named[code] != planned.named.get(column):
            reason = _("{code} would follow itself.").format(code=planned.named[code])
            at.problems.add(
                RowProblem(plan.table.name, planned.row.number, column, str(planned.named[column]), reason)
            )

    def depth_of(planned: PlannedRow) -> int:
        return depths[str(planned.named[code])]

    plan.creates.sort(key=depth_of)
    plan.updates.sort(key=depth_of)
