"""Stages an order goes through and what each allows; reasons people give (domain.md 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Identified, Name, Notes, Problem, Versioned
from resources.texts import _


class Stage(Versioned, Base):
    """A step of an order with what it allows (domain.md 6.1).

    Attributes:
        parent_id: the stage before it; none for the first.
        may_modify, may_delete, may_cancel, may_post: what an order in this stage may have done to it.
        needs_reason: a reason is asked on entering.
        stops_clock: entering ends the recording of time.
        position: order in lists and on the stage bar.
    """

    __tablename__ = "stage"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"), index=True, default=None)
    may_modify: Mapped[bool] = mapped_column(Boolean, default=True)
    may_delete: Mapped[bool] = mapped_column(Boolean, default=False)
    may_cancel: Mapped[bool] = mapped_column(Boolean, default=True)
    may_post: Mapped[bool] = mapped_column(Boolean, default=False)
    needs_reason: Mapped[bool] = mapped_column(Boolean, default=False)
    stops_clock: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)

    def why_not_next(self, target: Stage) -> str | None:
        """Why an order may not go from here to the target, or None (children, and back to the parent)."""
        if target.id == self.id:
            return _("The order is in stage {stage} already.").format(stage=self.name)
        if target.parent_id == self.id or self.parent_id == target.id:
            return None
        return _("Stage {target} does not follow {stage}.").format(target=target.name, stage=self.name)

    def leads_to(self, later: Stage, stages: Iterable[Stage]) -> bool:
        """Whether this stage lies on the way to a later one, among all there are (the flow is a tree)."""
        parents = {stage.id: stage.parent_id for stage in stages}
        passed: set[int] = set()
        at = parents.get(later.id)
        while at is not None and at not in passed:
            if at == self.id:
                return True
            passed.add(at)
            at = parents.get(at)
        return False

    def problems(self) -> Iterator[Problem]:
        """A stage does not follow itself."""
        if self.parent_id is not None and self.parent_id == self.id:
            yield "parent", _("A stage cannot follow itself.")


class Reason(Versioned, Base):
    """A reason people choose when a stage asks for one (domain.md 6.2)."""

    __tablename__ = "reason"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]


class StageChange(Identified, Base):
    """The log of stages an order entered: when, by whom, why."""

    __tablename__ = "stage_change"
    part_of = ("order_id", "service_order")

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id", ondelete="CASCADE"), index=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(Text)
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("reason.id"), index=True, default=None)
    note: Mapped[Notes | None] = mapped_column(default=None)
