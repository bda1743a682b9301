"""Repairs: what the customer noticed, what the technician found, what helped (domain.md 11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Name, Notes, Problem, Versioned
from models.errors import Refused
from resources.texts import _

if TYPE_CHECKING:
    from models.objects import ServiceObject
    from models.orders import ServiceOrder


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
    __table_args__ = (
        UniqueConstraint("order_id", "line"),
        # covers the question what worked before, so that 100,000 repairs are asked without being read
        Index(
            "ix_repair_line_worked",
            "symptom_area_id",
            "symptom_id",
            "finished_at",
            "resolution_id",
            "diagnosis_id",
            "object_id",
        ),
        {"sqlite_autoincrement": True},  # the id of a removed repair comes back with that repair only
    )
    part_of = ("order_id", "service_order")

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id", ondelete="CASCADE"))
    line: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime]
    object_id: Mapped[int | None] = mapped_column(ForeignKey("service_object.id"), index=True, default=None)
    condition_id: Mapped[int | None] = mapped_column(
        ForeignKey("repair_condition.id"), index=True, default=None
    )
    symptom_area_id: Mapped[int | None] = mapped_column(ForeignKey("symptom_area.id"), default=None)
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

    def take_symptom(self, area: SymptomArea | None, symptom: Symptom | None) -> None:
        """Say what the customer notices; a symptom brings its area along (domain.md 11).

        Raises:
            Refused: the symptom is of another area.
        """
        if symptom is not None and area is not None and symptom.area_id != area.id:
            raise Refused(
                _("Symptom “{name}” does not belong to area “{area}”.").format(
                    name=symptom.name, area=area.name
                ),
                remedy=_("Choose a symptom of that area, or leave the area open."),
                field="symptom",
            )
        self.symptom_id = symptom.id if symptom is not None else None
        self.symptom_area_id = symptom.area_id if symptom is not None else area.id if area else None

    def take_diagnosis(self, area: DiagnosisArea | None, diagnosis: Diagnosis | None) -> None:
        """Say what the technician found; a diagnosis brings its area along (domain.md 11).

        Raises:
            Refused: the diagnosis is of another area.
        """
        if diagnosis is not None and area is not None and diagnosis.area_id != area.id:
            raise Refused(
                _("Diagnosis “{name}” does not belong to area “{area}”.").format(
                    name=diagnosis.name, area=area.name
                ),
                remedy=_("Choose a diagnosis of that area, or leave the area open."),
                field="diagnosis",
            )
        self.diagnosis_id = diagnosis.id if diagnosis is not None else None
        self.diagnosis_area_id = diagnosis.area_id if diagnosis is not None else area.id if area else None

    def take_object(self, order: ServiceOrder, service_object: ServiceObject | None) -> None:
        """Say what is repaired: an object of the order's customer, or one that is nobody's.

        Raises:
            Refused: it belongs to another customer.
        """
        if service_object is not None and service_object.customer_id not in (None, order.customer_id):
            raise Refused(
                _("“{name}” belongs to another customer.").format(name=service_object.name),
                remedy=_("Choose one of this customer, or none."),
                field="object",
            )
        self.object_id = service_object.id if service_object is not None else None

    def enter(self, stage: RepairStage | None, *, at: datetime) -> None:
        """Come into a stage: a finished one stamps the end, any other one takes it away (domain.md 11)."""
        if stage is None or not stage.finished:
            self.finished_at = None
        elif self.finished_at is None or self.stage_id != stage.id:
            self.finished_at = at
        self.stage_id = stage.id if stage is not None else None

    def problems(self) -> Iterator[Problem]:
        """A title or a symptom says what is wrong."""
        if not self.title.strip() and self.symptom_id is None:
            yield (
                "title",
                _("Repair {line} says neither what is wrong nor which symptom it has.").format(
                    line=self.line
                ),
            )
