"""Stages of an import: one first stage, and a tree of one's own in place of the shipped one.

A table of stages that names its first one (a row without parent) is a whole tree. In a database without
orders it takes the place of the shipped stages: those that it does not name go. Nothing else is ever deleted.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from app.exchange.families import parents_of
from app.exchange.kinds import Value
from app.exchange.planned import PlannedRow, Planning, TablePlan
from app.exchange.problems import RowProblem
from models.migrations.first_rows import STAGES
from models.orders import ServiceOrder
from models.stages import Stage
from resources.texts import _

_SHIPPED = frozenset(str(row["code"]) for row in STAGES)


def plant(at: Planning, plan: TablePlan) -> None:
    """Note what the new tree replaces, and what is wrong with it (domain.md 6.1, 21)."""
    parents = parents_of(at, plan)
    is_fresh = at.session.scalar(select(ServiceOrder.id).limit(1)) is None
    if is_fresh and any("parent" in planned.named and not planned.named["parent"] for planned in plan.rows):
        for code in _replaced(at, plan, parents):
            del parents[code]
        plan.is_whole = "stage_steps" not in at.tables
    _line_up(at, plan)
    if at.again:
        return
    if not is_fresh:
        for planned in plan.updates:
            if "parent" in planned.changed:
                _note(at, planned, _("A stage keeps the stage it follows."))
    _judge_firsts(at, plan, [code for code, parent in parents.items() if parent is None])


def _replaced(at: Planning, plan: TablePlan, parents: Mapping[Value, Value]) -> list[Value]:
    """Shipped stages that the file neither names nor builds on; their ids are noted, children first."""
    kept: set[Value] = set()
    for planned in plan.rows:
        code: Value = planned.named["code"]
        while code is not None and code not in kept:
            kept.add(code)
            code = parents.get(code)
    going = {code for code in parents if code not in kept and code in _SHIPPED}
    found = at.session.scalars(select(Stage).where(Stage.code.in_(going)).order_by(Stage.id.desc())).all()
    unused = [stage for stage in found if stage.version == 1]
    plan.goes = [stage.id for stage in unused]
    return [stage.code for stage in unused]


def _line_up(at: Planning, plan: TablePlan) -> None:
    """Let new stages without a position come last, as the file has them."""
    last = at.session.scalar(select(func.max(Stage.position))) or 0
    unplaced = [planned for planned in plan.creates if planned.named.get("position") is None]
    for place, planned in enumerate(sorted(unplaced, key=lambda each: each.row.number), start=last + 1):
        planned.named["position"] = place


def _judge_firsts(at: Planning, plan: TablePlan, firsts: list[Value]) -> None:
    if not firsts and plan.rows:
        sentence = _("There is no first stage: one stage follows none, and orders begin in it.")
        _note(at, plan.rows[0], sentence)
    rows = {planned.named["code"]: planned for planned in plan.rows}
    extra = [code for code in firsts if code in rows]
    for code in extra if len(extra) < len(firsts) else extra[1:]:
        sentence = _("{stage} is a second first stage; say which one it follows.")
        _note(at, rows[code], sentence.format(stage=rows[code].named["name"]))


def _note(at: Planning, planned: PlannedRow, sentence: str) -> None:
    shown = str(planned.named.get("parent") or "")
    at.problems.add(RowProblem("stages", planned.row.number, "parent", shown, sentence))
