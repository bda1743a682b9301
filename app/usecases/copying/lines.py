"""Copy chosen lines to an agreement or an order, with what they need, and take that back (domain.md 1.7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.usecases.copying.onto_orders import CopyToOrder
from app.usecases.copying.parts import (
    MADE,
    CopyTerms,
    LinesCopied,
    MadeRow,
    Place,
    PlaceKind,
    copy_relations,
    foreign_objects,
    held_agreement,
)
from app.work import Work
from models.agreement_rules import check_line_names
from models.agreements import Agreement, AgreementLine
from models.copying import Relation, agreement_line_from, relate_agreement
from models.customers import Site
from models.endings import require_unposted
from models.errors import Missing, Refused
from models.opening import is_closed
from models.order_lines import OrderLine
from models.orders import ServiceOrder
from models.requirements import ItemRequirement
from models.stages import Stage
from models.terms import Right
from resources.texts import _


def copy_lines(
    work: Work,
    *,
    source: Place,
    target: Place,
    line_ids: Collection[int],
    terms: CopyTerms | None = None,
) -> LinesCopied:
    """Copy lines of a template, agreement or order to the end of an agreement or order.

    Objects and sites of another customer than the target's do not come along.

    Raises:
        Refused: a stopped line, lines of an order for an agreement, a target that may not be changed.
        Conflict: somebody changed the target first.
    """
    terms = terms or CopyTerms()
    is_order = target.kind is PlaceKind.ORDER
    work.require(Right.EDIT_ORDERS if is_order else Right.EDIT_AGREEMENTS)
    if source.kind is PlaceKind.ORDER and not is_order:
        raise Refused(
            _("Lines of an order are copied to orders; an agreement has intervals, which they lack."),
            remedy=_("Choose an agreement or a template."),
        )
    if is_order:
        return _to_order(work, source, target, line_ids, terms)
    agreement = held_agreement(work, target.id, seen=target.seen)
    owner, lines = agreement_lines(work, source.id, line_ids)
    return copy_to_agreement(work, agreement, (owner, lines), terms)


def copy_to_agreement(
    work: Work, agreement: Agreement, chosen: tuple[Agreement, Sequence[AgreementLine]], terms: CopyTerms
) -> LinesCopied:
    """Copy lines of one agreement to another that is held."""
    owner, lines = chosen
    session = work.session
    comes_along = terms.with_relations or owner.template
    strangers = _strangers(work, owner, lines, agreement.customer_id)
    number = max((line.line for line in agreement.lines), default=0)
    left, made = len(strangers), list[AgreementLine]()
    for line in lines:
        number += 1
        copy = agreement_line_from(
            line,
            number=number,
            quantity=terms.quantity,
            site_id=terms.site_id or None,
            starts_on=terms.starts_on,
        )
        left += _fit(work, copy, agreement, strangers)
        if owner.template and terms.starts_on is None and agreement.why_not_line(copy):
            copy.starts_on = copy.ends_on = None  # a template's dates are examples
        agreement.lines.append(copy)
        with session.no_autoflush:
            check_line_names(session, copy, agreement)
        why = agreement.why_not_line(copy)
        if why:
            raise Refused(why, remedy=_("Choose a start inside its validity."), field="starts_on")
        made.append(copy)
    session.flush()
    relations: list[Relation] = []
    if comes_along:
        from_, to = (Place(PlaceKind.AGREEMENT, each.id) for each in (owner, agreement))
        relations = copy_relations(work, from_, to, without=strangers)
        session.flush()
    relations += relate_agreement(
        session, agreement.id, [line.object_id for line in made], [line.task_id for line in made]
    )
    session.flush()
    rows = made_rows([*made, *relations])
    target = Place(PlaceKind.AGREEMENT, agreement.id, agreement.version)
    return LinesCopied(target, rows, len(made), left)


def agreement_lines(
    work: Work, agreement_id: int, line_ids: Collection[int] | None
) -> tuple[Agreement, list[AgreementLine]]:
    """An agreement and the chosen of its lines, all of which may be copied; None for all not stopped.

    Raises:
        Refused: none was chosen, or a stopped one.
        Missing: one is gone.
    """
    owner = work.get(Agreement, agreement_id)
    found = work.session.scalars(
        select(AgreementLine).where(AgreementLine.agreement_id == owner.id).order_by(AgreementLine.line)
    ).all()
    if line_ids is None:
        return owner, [line for line in found if not line.why_not_copy(owner)]
    lines = [line for line in found if line.id in set(line_ids)]
    _require_all(lines, line_ids)
    for line in lines:
        why = line.why_not_copy(owner)
        if why:
            raise Refused(why, remedy=_("Leave it out, or start it again first."))
    return owner, lines


def remove_copies(work: Work, *, copied: LinesCopied) -> Place:
    """Take copied lines away again, with the relations that came with them.

    Raises:
        Refused: the order may not be changed any more, a line was posted or canceled, an item requirement was
            ordered or came, or orders were made from a copied line.
        Missing: one of them is gone.
    """
    is_order = copied.target.kind is PlaceKind.ORDER
    work.require(Right.EDIT_ORDERS if is_order else Right.EDIT_AGREEMENTS)
    if is_order:
        owner: ServiceOrder | Agreement = _held_order(work, copied.target)
    else:
        owner = held_agreement(work, copied.target.id)
    for row in reversed(copied.rows):
        found = work.session.get(MADE[row.kind], row.id)
        if found is None:
            raise Missing(_("It is gone; somebody deleted it."))
        if isinstance(found, OrderLine):
            found.require_modifiable()
            require_unposted(work.session, [found])
        if isinstance(found, ItemRequirement) and (why := found.why_not_delete()):
            raise Refused(why)
        if isinstance(found, AgreementLine):
            _require_unused(work, found)
        if isinstance(found, OrderLine | AgreementLine):
            owner.lines.remove(found)  # type: ignore[arg-type]  # a line of that owner
        else:
            work.session.delete(found)
    if isinstance(owner, ServiceOrder):
        owner.site_id = copied.site_id or None
        if owner.service_date != copied.service_date:
            owner.service_date = copied.service_date
            owner.calendar_conflict = is_closed(work.session, work.company(), owner.service_date)
        owner.recompute_progress()
    work.session.flush()
    return Place(copied.target.kind, owner.id, owner.version)


def made_rows(rows: Sequence[Any]) -> tuple[MadeRow, ...]:  # mapped rows with ids
    """Keys of rows that were made."""
    return tuple(MadeRow(row.__tablename__, row.id) for row in rows)


def _to_order(
    work: Work, source: Place, target: Place, line_ids: Collection[int], terms: CopyTerms
) -> LinesCopied:
    order = _held_order(work, target)
    copying = CopyToOrder(work, order, terms)
    if source.kind is PlaceKind.ORDER:
        lines = work.session.scalars(
            select(OrderLine).where(OrderLine.order_id == source.id, OrderLine.id.in_(line_ids))
        ).all()
        _require_all(lines, line_ids)
        return copying.from_order(source, sorted(lines, key=lambda line: line.line))
    owner, agreed = agreement_lines(work, source.id, line_ids)
    return copying.from_agreement(owner, agreed)


def _held_order(work: Work, place: Place) -> ServiceOrder:
    """The order with its lines; it may be changed, and nobody else adds lines until the commit."""
    held = select(ServiceOrder).where(ServiceOrder.id == place.id).options(selectinload(ServiceOrder.lines))
    held = held.with_for_update(of=ServiceOrder)
    found = work.session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Missing(_("It is gone; somebody deleted it."))
    work.get(ServiceOrder, place.id, seen=place.seen or None)
    found.require_modifiable(work.get(Stage, found.stage_id))
    return found


def _strangers(work: Work, owner: Agreement, lines: Sequence[AgreementLine], customer_id: int) -> set[int]:
    """Objects of the source that are another customer's than the target's."""
    if owner.customer_id == customer_id:
        return set()
    return foreign_objects(work, [line.object_id for line in lines], customer_id)


def _fit(work: Work, copy: AgreementLine, agreement: Agreement, strangers: Collection[int]) -> int:
    """Leave out what is another customer's; how many sites were left out."""
    if copy.object_id in strangers:
        copy.object_id = None
    site = work.session.get(Site, copy.site_id) if copy.site_id else None
    left = 0
    if site is not None and site.customer_id != agreement.customer_id:
        copy.site_id, left = None, 1
    return left


def _require_unused(work: Work, line: AgreementLine) -> None:
    """No order was made from a line that is to go."""
    for kind in (OrderLine, ItemRequirement):
        made = select(kind.id).where(kind.agreement_line_id == line.id).limit(1)
        if work.session.scalar(made) is not None:
            raise Refused(
                _("Orders were made from line {line}, so it stays.").format(line=line.line),
                remedy=_("Stop it instead."),
            )


def _require_all(lines: Sequence[Any], line_ids: Collection[int]) -> None:  # rows of a line's class
    if len(lines) < len(set(line_ids)):
        raise Missing(_("It is gone; somebody deleted it."))
    if not lines:
        raise Refused(_("Choose a line or more."))
