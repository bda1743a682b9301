"""Stages an order goes through and what each allows; reasons people give (domain.md 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import BIG, Base, Code, Identified, Name, Notes, Problem, Versioned, words
from models.terms import StageLogKind
from models.users import Role
from resources.texts import _

stage_role = Table(
    "stage_role",
    Base.metadata,
    Column("stage_id", BIG, ForeignKey("stage.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", BIG, ForeignKey("role.id"), primary_key=True, index=True),
)


class Stage(Versioned, Base):
    """A step of an order with what it allows (domain.md 6.1).

    Attributes:
        parent_id: the stage before it; none for the first.
        may_modify, may_delete, may_cancel, may_post: what an order in this stage may have done to it.
        needs_reason: a reason is asked on entering.
        stops_clock: entering ends the recording of time.
        position: order in lists and on the stage bar.
        colour: `#rrggbb`, or none for the theme's.
        roles: who may let an order enter; nobody named means everybody who may change stages.
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
    colour: Mapped[str | None] = mapped_column(String(7), default=None)
    roles: Mapped[list[Role]] = relationship(
        secondary=stage_role, default_factory=list, lazy="raise", order_by="Role.code"
    )

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


class StageStep(Versioned, Base):
    """A way from one stage to another beside that from parent to child: with it the flow is a graph."""

    __tablename__ = "stage_step"
    __table_args__ = (UniqueConstraint("from_id", "to_id"),)

    from_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"))
    to_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"), index=True)


class Reason(Versioned, Base):
    """A reason people choose when a stage asks for one (domain.md 6.2)."""

    __tablename__ = "reason"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]


class StageChange(Identified, Base):
    """The log of an order's stages and reasons: when entered and left, by whom, why (domain.md 6.2).

    Attributes:
        kind: a change of stage; a reason given when the clock was stopped (close) or canceled; or a line
            that a person wrote.
        left_at: when the order left the stage; none while it is in it, and for other kinds.
    """

    __tablename__ = "stage_change"
    part_of = ("order_id", "service_order")

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id", ondelete="CASCADE"), index=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(Text)
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("reason.id"), index=True, default=None)
    note: Mapped[Notes | None] = mapped_column(default=None)
    kind: Mapped[StageLogKind] = mapped_column(words(StageLogKind, "kind"), default=StageLogKind.STAGE_CHANGE)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
