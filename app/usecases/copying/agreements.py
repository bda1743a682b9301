"""Make agreements of a template, keep an agreement as a template, and take either back (domain.md 2)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.usecases.copying.lines import agreement_lines, copy_to_agreement
from app.usecases.copying.parts import CopyTerms, Place, PlaceKind, held_agreement
from app.work import Work
from models.agreement_rules import check_agreement
from models.agreements import Agreement
from models.customers import Customer
from models.errors import Refused
from models.orders import ServiceOrder
from models.relations import AgreementObject, AgreementTask
from models.terms import Right
from resources.texts import _


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """An agreement to be made of a template: with whom, where, and for how long; 0 for no site."""

    code: str
    name: str
    customer_id: int
    starts_on: date
    ends_on: date | None = None
    site_id: int = 0


@dataclass(frozen=True, slots=True)
class AgreementsMade:
    """Agreements that were made, in the order asked for, with their versions; `remove_agreements` undoes it.

    Attributes:
        lines: how many lines they have together.
        left: how many objects and sites did not come along because they are another customer's.
    """

    agreements: tuple[Place, ...]
    lines: int
    left: int = 0


def new_agreements_from_template(
    work: Work,
    *,
    template_id: int,
    targets: Sequence[NewAgreement],
    line_ids: Collection[int] | None = None,
    terms: CopyTerms | None = None,
) -> AgreementsMade:
    """Make agreements of a template, each with the chosen lines and all relations (examples A15).

    Args:
        work: the unit of work.
        template_id: what they are made of; group, level and people come from it.
        targets: what they are called and whose they are.
        line_ids: of the template; None for all.
        terms: what is set on every line.

    Raises:
        Refused: it is no template, a code is taken, a site is another customer's.
    """
    work.require(Right.EDIT_AGREEMENTS)
    template, lines = agreement_lines(work, template_id, line_ids)
    if not template.template:
        raise Refused(_("{agreement} is no template.").format(agreement=template.code))
    made, count, left = [], 0, 0
    for target in targets:
        agreement = _begun(work, template, target)
        copied = copy_to_agreement(work, agreement, (template, lines), terms or CopyTerms())
        made.append(copied.target)
        count, left = count + copied.lines, left + copied.left
    return AgreementsMade(tuple(made), count, left)


def save_as_template(
    work: Work,
    *,
    agreement_id: int,
    code: str,
    name: str,
    template_group_id: int = 0,
    line_ids: Collection[int] | None = None,
) -> AgreementsMade:
    """Keep a copy of an agreement as a template; the agreement stays what it is, orders and all.

    Lines come without dates, for a template is valid always; stopped ones stay behind.

    Raises:
        Refused: the code is taken, or a stopped line was chosen.
    """
    work.require(Right.EDIT_AGREEMENTS)
    agreement, lines = agreement_lines(work, agreement_id, line_ids)
    target = NewAgreement(code, name, agreement.customer_id, agreement.starts_on)
    template = _begun(work, agreement, target, template_group_id=template_group_id)
    copied = copy_to_agreement(work, template, (agreement, lines), CopyTerms(with_relations=True))
    for line in template.lines:
        line.starts_on = line.ends_on = None
    work.session.flush()
    return AgreementsMade((Place(PlaceKind.AGREEMENT, template.id, template.version),), copied.lines)


def remove_agreements(work: Work, *, made: AgreementsMade) -> int:
    """Take away agreements that were just made; how many.

    Raises:
        Refused: orders were made from one meanwhile.
        Conflict: somebody changed one meanwhile.
    """
    work.require(Right.EDIT_AGREEMENTS)
    for place in made.agreements:
        agreement = held_agreement(work, place.id, seen=place.seen)
        orders = select(func.count(ServiceOrder.id)).where(ServiceOrder.agreement_id == agreement.id)
        if work.session.scalar(orders):
            raise Refused(
                _("Orders were made from agreement {agreement}, so it stays.").format(
                    agreement=agreement.code
                )
            )
        for kind in (AgreementObject, AgreementTask):
            for row in work.session.scalars(select(kind).where(kind.agreement_id == agreement.id)):
                work.session.delete(row)
        work.session.delete(agreement)
        work.session.flush()
    return len(made.agreements)


def require_free(work: Work, code: str) -> str:
    """The code without blanks around it; refused where it is missing or taken."""
    tidy = code.strip()
    if not tidy:
        raise Refused(_("Fill this in."), field="code")
    if work.session.scalar(select(Agreement.id).where(Agreement.code == tidy)):
        raise Refused(
            _("There is an agreement {code} already.").format(code=tidy),
            remedy=_("Choose another code."),
            field="code",
        )
    return tidy


def _begun(
    work: Work, source: Agreement, target: NewAgreement, *, template_group_id: int | None = None
) -> Agreement:
    """A new agreement with the terms of another, added, without lines; a template if given a group."""
    is_template = template_group_id is not None
    same = source.customer_id == target.customer_id
    made = Agreement(
        code=require_free(work, target.code),
        name=target.name.strip() or source.name,
        customer_id=work.get(Customer, target.customer_id).id,
        group_id=source.group_id,
        starts_on=target.starts_on,
        ends_on=target.ends_on,
        combine=source.combine,
        template=is_template,
        template_group_id=template_group_id or None,
        service_level_id=source.service_level_id,
        preferred_technician_id=source.preferred_technician_id,
        responsible_id=source.responsible_id,
        site_id=target.site_id or (source.site_id if same else None),
        project_id=source.project_id if same else None,
        contact_id=source.contact_id if same else None,
    )
    with work.session.no_autoflush:
        check_agreement(work.session, made)
    work.add(made)
    work.session.refresh(made, ["lines"])
    return made
