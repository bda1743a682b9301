"""Stages an order goes through and what each allows; reasons people give (domain.md 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import BIG, Base, Code, Identified, Name, Notes, Problem, Versioned, words
from models.terms import StageLogKind
from models.users import Role
from resources.texts import _

_COLOUR = re.compile("#[0-9a-fA-F]{6}")

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

    def problems(self) -> Iterator[Problem]:
        """A stage does not follow itself."""
        if self.parent_id is not None and self.parent_id == self.id:
            yield "parent_id", _("A stage cannot follow itself.")
        if self.colour is not None and not _COLOUR.fullmatch(self.colour):
            yield (
                "colour",
                _("“{colour}” is no colour; write one such as #2563eb.").format(colour=self.colour),
            )


class StageStep(Versioned, Base):
    """A way from one stage to another beside that from parent to child: with it the flow is a graph."""

    __tablename__ = "stage_step"
    __table_args__ = (UniqueConstraint("from_id", "to_id"),)

    from_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"))
    to_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"), index=True)

    def problems(self) -> Iterator[Problem]:
        """A way leads to another stage."""
        if self.from_id == self.to_id:
            yield "to_id", _("A way leads to another stage, not back to its own.")


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
