"""Repairs of the demo company: what broke, what it was, what helped; enough to suggest from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select

from app.demo.company import DemoCompany
from app.demo.plans import Plan
from app.demo.trade import KINDS
from app.work import Work
from models.orders import ServiceOrder
from models.repairs import (
    Condition,
    Diagnosis,
    DiagnosisArea,
    RepairLine,
    RepairStage,
    Resolution,
    Symptom,
    SymptomArea,
)
from models.requirements import ItemRequirement
from models.stages import Stage
from models.terms import RequirementStatus, VisitStatus

_CONDITIONS = (("KOUD", "Bij vorst"), ("DRUK", "Bij piekbelasting"), ("START", "Bij het opstarten"))
_AREAS = {
    "ELEKTRA": ("Elektra", ("Zekering of relais defect", "Bedrading los", "Voeding valt weg")),
    "MECH": ("Mechanisch", ("Lager versleten", "Snaar of rubber gescheurd", "Vervuild")),
    "REGEL": ("Regeling", ("Sensor geeft verkeerde waarde", "Instelling verlopen", "Software vastgelopen")),
    "MEDIUM": ("Water en koudemiddel", ("Lek in leiding", "Te weinig druk", "Lucht in het systeem")),
}
_RESOLUTIONS = (
    ("NIEUW", "Onderdeel vervangen"),
    ("REINIG", "Gereinigd"),
    ("STEL", "Opnieuw ingesteld"),
    ("DICHT", "Lek gedicht en bijgevuld"),
    ("RESET", "Herstart en getest"),
)
_LIKELY = 0.7
"""How often a fault of one kind turns out to be the same thing."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What repairs are described with."""

    conditions: list[Condition]
    symptoms: dict[tuple[str, int], Symptom]
    diagnoses: list[Diagnosis]
    resolutions: list[Resolution]
    solved: RepairStage
    reported: RepairStage


def make_repairs(
    work: Work, chance: Random, made: DemoCompany, orders: Sequence[tuple[ServiceOrder, Plan]]
) -> None:
    """A repair line on every order for something broken; parts for those that wait for them."""
    words = _words(work)
    waiting = work.session.scalars(select(Stage.id).where(Stage.code == "waiting")).one()
    for order, plan in orders:
        if not plan.job.repair:
            continue
        work.session.add(_repair(chance, words, order, plan))
        if order.stage_id == waiting:
            part = made.items[plan.job.thing.kind.item]
            work.session.add(
                ItemRequirement(
                    order_id=order.id,
                    line=1,
                    item_id=part.id,
                    quantity=Decimal(1),
                    needed_on=work.now.date() + timedelta(days=3),
                    status=RequirementStatus.ORDERED,
                    description=part.name,
                    object_id=plan.job.thing.row.id,
                    cost_price=part.cost_price,
                    sales_price=part.sales_price,
                )
            )
    work.session.flush()


def _words(work: Work) -> _Words:
    conditions = [Condition(code=code, name=name) for code, name in _CONDITIONS]
    resolutions = [Resolution(code=code, name=name) for code, name in _RESOLUTIONS]
    places = {kind.code: SymptomArea(code=kind.code, name=kind.words["nl"].name) for kind in KINDS}
    areas = {code: DiagnosisArea(code=code, name=name) for code, (name, _known) in _AREAS.items()}
    work.session.add_all([*conditions, *resolutions, *places.values(), *areas.values()])
    work.session.flush()
    symptoms = {
        (kind.code, at): Symptom(area_id=places[kind.code].id, code=f"S{at + 1}", name=fault)
        for kind in KINDS
        for at, fault in enumerate(kind.words["nl"].faults)
    }
    diagnoses = [
        Diagnosis(area_id=areas[code].id, code=f"D{at}", name=name)
        for code, (_name, known) in _AREAS.items()
        for at, name in enumerate(known, start=1)
    ]
    work.session.add_all([*symptoms.values(), *diagnoses])
    work.session.flush()
    stages = {stage.code: stage for stage in work.session.scalars(select(RepairStage))}
    return _Words(conditions, symptoms, diagnoses, resolutions, stages["solved"], stages["reported"])


def _repair(chance: Random, words: _Words, order: ServiceOrder, plan: Plan) -> RepairLine:
    thing = plan.job.thing
    fault = thing.words.faults.index(plan.job.text) % len(thing.kind.words["nl"].faults)
    symptom = words.symptoms[thing.kind.code, fault]
    line = RepairLine(
        order_id=order.id,
        line=1,
        created_at=order.created_at,
        object_id=thing.row.id,
        condition_id=chance.choice(words.conditions).id if chance.random() < 0.4 else None,
        symptom_area_id=symptom.area_id,
        symptom_id=symptom.id,
        title=plan.job.text,
        stage_id=words.reported.id,
    )
    if plan.status is VisitStatus.DONE and plan.stay is not None:
        usual = symptom.id if chance.random() < _LIKELY else chance.randrange(100)
        diagnosis = words.diagnoses[usual * 5 % len(words.diagnoses)]
        line.diagnosis_area_id, line.diagnosis_id = diagnosis.area_id, diagnosis.id
        line.resolution_id = words.resolutions[usual % len(words.resolutions)].id
        line.technician_id = plan.stay.technician.id
        line.stage_id, line.finished_at = words.solved.id, datetime.fromtimestamp(plan.stay.ends, UTC)
    return line
