"""Renew an agreement: its next period with the lines that go on; the old one keeps its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.usecases.copying.agreements import AgreementsMade, require_free
from app.usecases.copying.parts import Place, PlaceKind, copy_relations, held_agreement
from app.work import Work
from models.agreements import Agreement
from models.copying import relate_agreement
from models.errors import Refused
from models.renewing import carried, why_not_carry
from models.terms import Right
from resources.texts import _


@dataclass(frozen=True, slots=True)
class NextPeriod:
    """What the next period is called and when it is; without a name the old one's."""

    code: str
    starts_on: date
    ends_on: date | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A line that does not go on, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Renewed:
    """The next period of an agreement; `remove_agreements(made=…)` undoes it."""

    made: AgreementsMade
    code: str
    left: tuple[LeftLine, ...]


def renew_agreement(work: Work, *, agreement_id: int, seen: int, period: NextPeriod) -> Renewed:
    """Make the next period of an agreement, with its lines, objects and tasks.

    Occurrences of a line go on being counted from where they always were, so a line due on 31 January still
    falls due on 31 March of the next year (domain.md 1.4, 1.10).

    Args:
        work: the unit of work.
        agreement_id, seen: what is renewed, in the version the person saw.
        period: what comes after it.

    Raises:
        Refused: it is a template, has no end, is renewed already, the periods overlap.
        Conflict: somebody changed it first, or the code is taken.
    """
    work.require(Right.EDIT_AGREEMENTS)
    old = held_agreement(work, agreement_id, seen=seen)
    renewal = work.session.scalar(select(Agreement.code).where(Agreement.renewal_of_id == old.id).limit(1))
    why = old.why_not_renew(renewed_by=renewal or "")
    if why:
        raise Refused(why)
    if old.ends_on is not None and period.starts_on <= old.ends_on:
        raise Refused(
            _("Agreement {agreement} runs until {date}; its next period starts after that.").format(
                agreement=old.code, date=old.ends_on.isoformat()
            ),
            field="starts_on",
        )
    new = _next(old, period, require_free(work, period.code))
    work.add(new)
    work.session.refresh(new, ["lines"])
    left = []
    for line in old.lines:
        stays = why_not_carry(line, old)
        if stays:
            left.append(LeftLine(line.line, stays))
        else:
            new.lines.append(carried(line, old))
    work.session.flush()
    copy_relations(work, Place(PlaceKind.AGREEMENT, old.id), Place(PlaceKind.AGREEMENT, new.id))
    work.session.flush()
    named = [line.object_id for line in new.lines], [line.task_id for line in new.lines]
    relate_agreement(work.session, new.id, *named)
    work.session.flush()
    work.note(Agreement.__tablename__, old.id, "update")  # whoever shows it sees that it is renewed
    made = AgreementsMade((Place(PlaceKind.AGREEMENT, new.id, new.version),), len(new.lines))
    return Renewed(made, new.code, tuple(left))


def _next(old: Agreement, period: NextPeriod, code: str) -> Agreement:
    return Agreement(
        code=code,
        name=period.name.strip() or old.name,
        customer_id=old.customer_id,
        group_id=old.group_id,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        combine=old.combine,
        service_level_id=old.service_level_id,
        preferred_technician_id=old.preferred_technician_id,
        site_id=old.site_id,
        project_id=old.project_id,
        responsible_id=old.responsible_id,
        contact_id=old.contact_id,
        renewal_of_id=old.id,
    )
