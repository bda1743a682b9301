"""What copying works with: places that have lines, what is set on the way, and rows that were made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.work import Work
from models.agreements import Agreement, AgreementLine
from models.copying import Relation
from models.errors import Missing
from models.objects import ServiceObject
from models.order_lines import OrderLine
from models.relations import AgreementObject, AgreementTask, OrderObject, OrderTask
from models.requirements import ItemRequirement
from resources.texts import _


class PlaceKind(StrEnum):
    """What has lines; a template is an agreement."""

    AGREEMENT = "agreement"
    ORDER = "service_order"


@dataclass(frozen=True, slots=True)
class Place:
    """An agreement or order; `seen` is the version the person saw, 0 for whichever it has."""

    kind: PlaceKind
    id: int
    seen: int = 0


@dataclass(frozen=True, slots=True)
class CopyTerms:
    """What is set while lines are copied; what is left empty stays as it is on the line.

    Attributes:
        site_id: of each line of an agreement; an order goes to that site as a whole.
        starts_on: where the series of each line begins; the service date of an order.
        with_relations: bring all objects and tasks of the source along; those of a template always come.
    """

    quantity: Decimal | None = None
    site_id: int = 0
    starts_on: date | None = None
    with_relations: bool = False


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A row that copying made."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class LinesCopied:
    """What copying did; `remove_copies` undoes it.

    Attributes:
        target: with its version now.
        rows: lines, item requirements and relations that were made.
        lines: how many of these are lines or item requirements.
        left: how many objects and sites did not come along because they are another customer's.
        site_id, service_date: what the order said before, 0 and None for nothing; of an agreement likewise.
    """

    target: Place
    rows: tuple[MadeRow, ...]
    lines: int
    left: int = 0
    site_id: int = 0
    service_date: date | None = None


MADE: dict[str, Any] = {  # mapped classes by table
    kind.__tablename__: kind
    for kind in (
        AgreementLine,
        OrderLine,
        ItemRequirement,
        AgreementObject,
        AgreementTask,
        OrderObject,
        OrderTask,
    )
}
"""What copying makes, by table."""


def held_agreement(work: Work, agreement_id: int, *, seen: int = 0) -> Agreement:
    """An agreement with its lines; nobody else may add lines until the commit."""
    held = select(Agreement).where(Agreement.id == agreement_id).with_for_update()
    found = work.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Missing(_("It is gone; somebody deleted it."))
    work.get(Agreement, agreement_id, seen=seen or None)
    work.session.refresh(found, ["lines"])
    return found


def foreign_objects(work: Work, object_ids: Iterable[int | None], customer_id: int) -> set[int]:
    """Which of these objects are another customer's; those of nobody are anybody's."""
    wanted = {each for each in object_ids if each}
    return set(
        work.session.scalars(
            select(ServiceObject.id).where(
                ServiceObject.id.in_(wanted),
                ServiceObject.customer_id.is_not(None),
                ServiceObject.customer_id != customer_id,
            )
        )
    )


def copy_relations(
    work: Work, source: Place, target: Place, *, without: Iterable[int] = ()
) -> list[Relation]:
    """Objects and tasks of the source related to the target too, with their words; added to what is there.

    Args:
        work: the unit of work.
        source, target: where they are, and where they go.
        without: ids of objects that do not come along.
    """
    from_kinds, to_kinds = _KINDS[source.kind], _KINDS[target.kind]
    made: list[Relation] = []
    left = set(without)
    for (from_kind, name, words), (to_kind, *_rest) in zip(from_kinds, to_kinds, strict=True):
        known = {getattr(row, name) for row in _related(work, to_kind, target)}
        for row in _related(work, from_kind, source):
            row_id = getattr(row, name)
            if row_id in known or (name == "object_id" and row_id in left):
                continue
            values = {word: getattr(row, word) for word in (name, *words)}
            made.append(to_kind(**{_OWNER[target.kind]: target.id}, **values))
    work.session.add_all(made)
    return made


_OWNER = {PlaceKind.AGREEMENT: "agreement_id", PlaceKind.ORDER: "order_id"}
_NOTES = ("internal_note", "external_note")
_KINDS: dict[PlaceKind, tuple[tuple[Any, str, tuple[str, ...]], ...]] = {  # mapped classes
    PlaceKind.AGREEMENT: (
        (AgreementObject, "object_id", ("reference",)),
        (AgreementTask, "task_id", _NOTES),
    ),
    PlaceKind.ORDER: ((OrderObject, "object_id", ("reference",)), (OrderTask, "task_id", _NOTES)),
}


def _related(work: Work, kind: Any, place: Place) -> list[Any]:  # a mapped class, and rows of it
    owner = getattr(kind, _OWNER[place.kind])
    return list(work.session.scalars(select(kind).where(owner == place.id).order_by(kind.id)))
