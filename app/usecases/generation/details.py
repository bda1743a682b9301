"""What agreements and their lines hand down to orders, read as plain stored values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Integer, String, select, type_coerce
from sqlalchemy.orm import Session

from app.bulk import Spelling, among
from models.agreements import Agreement, AgreementGroup, AgreementLine
from models.relations import AgreementObject
from models.terms import ItemSetup, LevelSource, TransactionType

_TYPES = {word.value: word for word in TransactionType}


class AgreementDetails(NamedTuple):
    """The header; ids are None where there is none."""

    id: int
    name: str
    customer_id: int
    contact_id: int | None
    technician_id: int | None
    responsible_id: int | None
    project_id: int | None
    level_id: int | None
    level_source: LevelSource | None


class LineDetails(NamedTuple):
    """A line: times of day in minutes, the quantity in thousandths, prices in minor units."""

    id: int
    agreement_id: int
    type: TransactionType
    description: str | None
    note: str
    object_id: int | None
    task_id: int | None
    technician_id: int | None
    item_id: int | None
    quantity: int
    cost_price: int | None
    sales_price: int | None
    earliest: int | None
    latest: int | None
    category_id: int | None
    duration: int | None
    is_required: bool


@dataclass(frozen=True, slots=True)
class Details:
    """All that the orders of a batch need.

    Attributes:
        objects: by agreement, the related objects with the reference text of the relation.
    """

    agreements: Mapping[int, AgreementDetails]
    lines: Mapping[int, LineDetails]
    objects: Mapping[int, Mapping[int, str]]


def read_details(session: Session, agreement_ids: Collection[int], spelling: Spelling) -> Details:
    """Read them in three statements; texts come as this database wants them written."""
    lines = _lines(session, agreement_ids, spelling)
    objects: dict[int, dict[int, str]] = defaultdict(dict)
    related = select(AgreementObject.agreement_id, AgreementObject.object_id, AgreementObject.reference)
    for agreement_id, object_id, reference in session.execute(
        related.where(among(AgreementObject.agreement_id, agreement_ids)).order_by(AgreementObject.id)
    ):
        objects[agreement_id][object_id] = spelling.text(reference) or ""
    return Details(_agreements(session, agreement_ids, spelling), lines, objects)


def _agreements(
    session: Session, agreement_ids: Collection[int], spelling: Spelling
) -> dict[int, AgreementDetails]:
    rows = session.execute(
        select(
            Agreement.id,
            Agreement.name,
            Agreement.customer_id,
            Agreement.contact_id,
            Agreement.preferred_technician_id,
            Agreement.responsible_id,
            Agreement.project_id,
            Agreement.service_level_id,
            AgreementGroup.service_level_id,
        )
        .join(AgreementGroup, AgreementGroup.id == Agreement.group_id)
        .where(among(Agreement.id, agreement_ids))
    )
    found = {}
    for row_id, name, customer, contact, technician, responsible, project, own_level, group_level in rows:
        source = LevelSource.AGREEMENT if own_level else LevelSource.GROUP if group_level else None
        found[row_id] = AgreementDetails(
            row_id, spelling.text(name) or "", customer, contact, technician, responsible, project,
            own_level or group_level, source,
        )  # fmt: skip
    return found


def _lines(session: Session, agreement_ids: Collection[int], spelling: Spelling) -> dict[int, LineDetails]:
    rows = session.execute(
        select(
            AgreementLine.id,
            AgreementLine.agreement_id,
            type_coerce(AgreementLine.type, String).label("type"),
            AgreementLine.description,
            AgreementLine.note,
            AgreementLine.object_id,
            AgreementLine.task_id,
            AgreementLine.technician_id,
            AgreementLine.item_id,
            type_coerce(AgreementLine.quantity, Integer),
            AgreementLine.cost_price,
            AgreementLine.sales_price,
            type_coerce(AgreementLine.earliest_start, Integer),
            type_coerce(AgreementLine.latest_start, Integer),
            AgreementLine.category_id,
            AgreementLine.duration_minutes,
            type_coerce(AgreementLine.item_setup, String).label("item_setup"),
        ).where(among(AgreementLine.agreement_id, agreement_ids))
    )
    found = {}
    for row in rows:
        kind, setup = _TYPES[row.type], row.item_setup
        is_required = kind is TransactionType.ITEM and setup == ItemSetup.REQUIREMENT.value
        texts = spelling.text(row.description), spelling.text(row.note) or ""
        found[row.id] = LineDetails._make((row.id, row.agreement_id, kind, *texts, *row[5:-1], is_required))
    return found
