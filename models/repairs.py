"""Repairs: what the customer noticed, what the technician found, what helped (domain.md 11)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Notes, Versioned


class Condition(Versioned, Base):
    """Under which circumstances it happens."""

    __tablename__ = "repair_condition"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]


class SymptomArea(Versioned, Base):
    """Where the customer notices it."""

    __tablename__ = "symptom_area"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]


class Symptom(Versioned, Base):
    """What the customer notices, within an area."""

    __tablename__ = "symptom"
    __table_args__ = (UniqueConstraint("area_id", "code"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("symptom_area.id"))
    code: Mapped[Code]
    name: Mapped[Name]


class DiagnosisArea(Versioned, Base):
    """Where the technician finds it."""

    __tablename__ = "diagnosis_area"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]


class Diagnosis(Versioned, Base):
    """What the technician finds, within an area."""

    __tablename__ = "diagnosis"
    __table_args__ = (UniqueConstraint("area_id", "code"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("diagnosis_area.id"))
    code: Mapped[Code]
    name: Mapped[Name]


class Resolution(Versioned, Base):
    """What was done about it."""

    __tablename__ = "resolution"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]


class RepairStage(Versioned, Base):
    """How far a repair is; a finished one closes it."""

    __tablename__ = "repair_stage"

    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    finished: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)


class RepairLine(Versioned, Base):
    """One step in the repair of an object on an order.

    Attributes:
        line: number within the order.
        title: what is wrong, in the customer's words.
        created_at: when it was written down.
        finished_at: when it came into a finished stage; none before.
    """

    __tablename__ = "repair_line"
    __table_args__ = (UniqueConstraint("order_id", "line"),)
    part_of = ("order_id", "service_order")

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id", ondelete="CASCADE"))
    line: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime]
    object_id: Mapped[int | None] = mapped_column(ForeignKey("service_object.id"), index=True, default=None)
    condition_id: Mapped[int | None] = mapped_column(
        ForeignKey("repair_condition.id"), index=True, default=None
    )
    symptom_area_id: Mapped[int | None] = mapped_column(
        ForeignKey("symptom_area.id"), index=True, default=None
    )
    symptom_id: Mapped[int | None] = mapped_column(ForeignKey("symptom.id"), index=True, default=None)
    title: Mapped[Name] = mapped_column(default="")
    diagnosis_area_id: Mapped[int | None] = mapped_column(
        ForeignKey("diagnosis_area.id"), index=True, default=None
    )
    diagnosis_id: Mapped[int | None] = mapped_column(ForeignKey("diagnosis.id"), index=True, default=None)
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolution.id"), index=True, default=None)
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("repair_stage.id"), index=True, default=None)
    technician_id: Mapped[int | None] = mapped_column(ForeignKey("technician.id"), index=True, default=None)
    note: Mapped[Notes] = mapped_column(default="")
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
