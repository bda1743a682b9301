"""Flow: the graph of stages with one start, and where an order may go in it (domain.md 6.1, examples.md C).

A stage follows its parent, of which exactly one stage has none; further ways (`StageStep`) make a graph of
that tree. Pure once it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.errors import Refused
from models.orders import ServiceOrder
from models.stages import Stage, StageChange, StageStep
from models.terms import Progress, Right, StageLogKind
from models.users import Role
from resources.texts import _


def first_stage(session: Session) -> Stage:
    """The stage in which orders begin.

    Raises:
        Refused: there is none.
    """
    begins = select(Stage).where(Stage.parent_id.is_(None)).order_by(Stage.position, Stage.id)
    found = session.scalars(begins).first()
    if found is None:
        raise Refused(_("There is no first stage."), remedy=_("Make a stage that follows none."))
    return found


class Flow:
    """All stages with the ways between them.

    Attributes:
        stages: by id, in their order on the stage bar.
    """

    def __init__(self, stages: Iterable[Stage], steps: Iterable[StageStep] = ()) -> None:
        ordered = sorted(stages, key=lambda stage: (stage.position, stage.id))
        self.stages: dict[int, Stage] = {stage.id: stage for stage in ordered}
        self._ways: dict[int, set[int]] = {stage.id: set() for stage in ordered}
        children = ((stage.parent_id, stage.id) for stage in ordered if stage.parent_id is not None)
        for origin, target in chain(children, ((step.from_id, step.to_id) for step in steps)):
            if origin in self._ways and target in self.stages:
                self._ways[origin].add(target)

    @classmethod
    def read(cls, session: Session) -> Flow:
        """Everything there is, with the roles of each stage, in three statements."""
        stages = session.scalars(select(Stage).options(selectinload(Stage.roles))).all()
        return cls(stages, session.scalars(select(StageStep)).all())

    @property
    def first(self) -> Stage | None:
        """The stage in which orders begin; None where there is none."""
        return next((stage for stage in self.stages.values() if stage.parent_id is None), None)

    def next_of(self, stage_id: int) -> list[Stage]:
        """The stages that follow one: its children and the targets of its further ways, in their order."""
        ways = self._ways.get(stage_id, set())
        return [stage for stage in self.stages.values() if stage.id in ways]

    def previous_of(self, stage_id: int, came_from: int | None = None) -> list[Stage]:
        """Where an order may go back to: the stage it came from, and the one that this one follows."""
        back = {came_from, self.stages[stage_id].parent_id}
        return [stage for stage in self.stages.values() if stage.id in back and stage.id != stage_id]

    def leads_to(self, earlier: int, later: int) -> bool:
        """Whether a stage lies on the way from the first to a later one, by what each follows."""
        passed: set[int] = set()
        at = self.stages[later].parent_id
        while at is not None and at in self.stages and at not in passed:
            if at == earlier:
                return True
            passed.add(at)
            at = self.stages[at].parent_id
        return False

    def distances(self) -> dict[int, int]:
        """Steps from the first stage to each that can be reached, by id."""
        first = self.first
        found = {first.id: 0} if first is not None else {}
        wave = list(found)
        while wave:
            wave = [target for at in wave for target in sorted(self._ways[at]) if target not in found]
            steps = max(found.values()) + 1
            found.update(dict.fromkeys(wave, steps))
        return found

    def why_unsound(self) -> list[str]:
        """What is wrong with the graph as a whole: no start, several, stages that no way leads to."""
        firsts = [stage for stage in self.stages.values() if stage.parent_id is None]
        wrong = []
        if not firsts:
            wrong.append(_("There is no first stage: one stage follows none, and orders begin in it."))
        for extra in firsts[1:]:
            wrong.append(
                _("{stage} is a second first stage; say which one it follows.").format(stage=extra.name)
            )
        reached = self.distances()
        for stage in self.stages.values():
            if firsts and stage.id not in reached and stage.parent_id is not None:
                wrong.append(_("Stage {stage} cannot be reached.").format(stage=stage.name))
        return wrong

    # -- orders ------------------------------------------------------------------------------------------

    def why_not_follow(self, current_id: int, target: Stage, came_from: int | None = None) -> str | None:
        """Why an order may not go from one stage to another at all, or None."""
        current = self.stages[current_id]
        if target.id == current.id:
            return _("The order is in stage {stage} already.").format(stage=current.name)
        allowed = chain(self.next_of(current.id), self.previous_of(current.id, came_from))
        if any(stage.id == target.id for stage in allowed):
            return None
        return _("Stage {target} does not follow {stage}.").format(target=target.name, stage=current.name)

    def why_not_enter(
        self, order: ServiceOrder, target: Stage, *, came_from: int | None = None, has_reason: bool
    ) -> str | None:
        """Why this order may not go to the target stage, or None; who asks is another matter."""
        if order.progress is not Progress.IN_PROCESS:
            return _("Order {order} is finished; its stage stays.").format(order=order.number)
        why = self.why_not_follow(order.stage_id, target, came_from)
        if why is None and target.needs_reason and not has_reason:
            return _("Stage {stage} asks for a reason.").format(stage=target.name)
        return why

    def require_enter(
        self, order: ServiceOrder, target: Stage, *, came_from: int | None = None, has_reason: bool
    ) -> None:
        """Refuse a stage that does not follow, or that asks for a reason where none is given."""
        why = self.why_not_enter(order, target, came_from=came_from, has_reason=has_reason)
        if why is not None:
            raise Refused(why, field="stage")


def may_enter(stage: Stage, role: Role) -> bool:
    """Whether people of a role may let orders enter: those named, else all who may change stages."""
    if stage.roles:
        return any(named.id == role.id for named in stage.roles)
    return role.allows(Right.CHANGE_STAGE)


def who_may_enter(stage: Stage, roles: Sequence[Role]) -> str:
    """The sentence that says who may let orders enter a stage, for somebody who may not."""
    names = [role.name for role in roles if may_enter(stage, role)]
    if not names:
        return _("Nobody may take orders to stage {stage}.").format(stage=stage.name)
    *others, last = names
    who = _("{names} and {last}").format(names=", ".join(others), last=last) if others else last
    return _("Only {who} may take orders to stage {stage}.").format(who=who, stage=stage.name)


def came_from(session: Session, order: ServiceOrder) -> int | None:
    """The stage an order was in before the present one, as its log says; None where it says nothing."""
    log = (
        select(StageChange.stage_id)
        .where(StageChange.order_id == order.id, StageChange.kind == StageLogKind.STAGE_CHANGE)
        .order_by(StageChange.id.desc())
        .limit(2)
    )
    entries = session.scalars(log).all()
    return entries[1] if len(entries) == 2 and entries[0] == order.stage_id else None


def open_entry(session: Session, order: ServiceOrder) -> StageChange | None:
    """The line of the log that says when the order entered the stage it is in."""
    return session.scalars(
        select(StageChange)
        .where(
            StageChange.order_id == order.id,
            StageChange.kind == StageLogKind.STAGE_CHANGE,
            StageChange.left_at.is_(None),
        )
        .order_by(StageChange.id.desc())
    ).first()
