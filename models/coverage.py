"""Which agreements cover a job for a customer, at a site, on an object, on a date (domain.md 1.2, 5.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementLine
from models.relations import AgreementObject


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody asks for; ids are 0 for none."""

    customer_id: int
    on: date
    site_id: int = 0
    object_id: int = 0


def covering(session: Session, job: Job) -> Sequence[Agreement]:
    """The agreements of the customer under which that job falls, by code.

    Those that name the object, if any do. Else those that are for its site or for every site, and name no
    objects where the job is on one. Templates, suspended and expired agreements cover nothing.
    """
    usable = session.scalars(
        select(Agreement)
        .where(Agreement.customer_id == job.customer_id, *_valid(job.on))
        .order_by(Agreement.code)
    ).all()
    if not usable:
        return ()
    objects = _objects(session, [agreement.id for agreement in usable])
    here = [agreement for agreement in usable if _is_for(agreement, job.site_id)]
    if not job.object_id:
        return here
    naming = [agreement for agreement in usable if job.object_id in objects.get(agreement.id, ())]
    if naming:
        return [agreement for agreement in naming if agreement in here] or naming
    return [agreement for agreement in here if not objects.get(agreement.id)]


def the_one_covering(session: Session, job: Job) -> Agreement | None:
    """The agreement of that job where there is exactly one to choose."""
    found = covering(session, job)
    return found[0] if len(found) == 1 else None


def _valid(on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Agreement.template.is_(False),
        Agreement.suspended.is_(False),
        Agreement.starts_on <= on,
        or_(Agreement.ends_on.is_(None), Agreement.ends_on >= on),
    )


def _is_for(agreement: Agreement, site_id: int) -> bool:
    return not site_id or agreement.site_id in (None, site_id)


def _objects(session: Session, agreement_ids: Sequence[int]) -> dict[int, set[int]]:
    """The objects that each agreement names, in its relations or on its lines."""
    found: dict[int, set[int]] = {}
    for kind in (AgreementObject, AgreementLine):
        rows = session.execute(
            select(kind.agreement_id, kind.object_id).where(
                kind.agreement_id.in_(agreement_ids), kind.object_id.is_not(None)
            )
        )
        for agreement_id, object_id in rows:
            if object_id is not None:
                found.setdefault(agreement_id, set()).add(object_id)
    return found
