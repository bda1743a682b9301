"""What agreements, their lines, template groups and objects may name; checked when they are saved.

Unlike `problems()` of the rows these look at other rows (domain.md 1.2, 1.3, 2, 3.1, 21). Each raises
`Refused` with the field at fault.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.agreements import Agreement, AgreementLine, TemplateGroup
from models.company import Company
from models.copying import relate_agreement
from models.customers import Contact, Site
from models.errors import Refused
from models.objects import ServiceObject
from models.orders import ServiceOrder
from models.projects import Category, CategoryUse, Project
from models.relations import AgreementObject, AgreementTask
from models.technicians import Technician
from models.trees import closes_ring
from resources.texts import _


def check_agreement(session: Session, agreement: Agreement) -> None:
    """Site, contact and project are the customer's; no order was made from a template."""
    site = session.get(Site, agreement.site_id) if agreement.site_id else None
    contact = session.get(Contact, agreement.contact_id) if agreement.contact_id else None
    for part, field in ((site, "site_id"), (contact, "contact_id")):
        if part is not None and part.customer_id != agreement.customer_id:
            _refuse_stranger(part.name, field)
    if agreement.project_id:
        why = agreement.why_not_project(session.get_one(Project, agreement.project_id))
        if why:
            raise Refused(why, remedy=_("Choose another project, or none."), field="project_id")
    if agreement.template and agreement.id:
        orders = select(func.count(ServiceOrder.id)).where(ServiceOrder.agreement_id == agreement.id)
        why = agreement.why_not_template(orders=session.scalar(orders) or 0)
        if why:
            raise Refused(
                why, remedy=_("Save it as a template instead: that makes a copy."), field="template"
            )


def check_line_names(session: Session, line: AgreementLine, agreement: Agreement) -> None:
    """The site is the customer's, the category of the line's type and for its technician and project."""
    site = session.get(Site, line.site_id) if line.site_id else None
    if site is not None and site.customer_id != agreement.customer_id:
        _refuse_stranger(site.name, "site_id")
    category = session.get(Category, line.category_id) if line.category_id else None
    if category is None:
        return
    uses = session.scalars(select(CategoryUse).where(CategoryUse.category_id == category.id)).all()
    why = category.why_not_choose(line.type) or category.why_not_for(
        uses,
        session.scalars(select(Company.validation)).one(),
        technician=session.get(Technician, line.technician_id) if line.technician_id else None,
        project=session.get(Project, agreement.project_id) if agreement.project_id else None,
    )
    if why:
        raise Refused(why, remedy=_("Choose another category, or none."), field="category_id")


def relate_line(session: Session, line: AgreementLine) -> None:
    """What a line names belongs to its agreement from then on (domain.md 3.3)."""
    relate_agreement(session, line.agreement_id, [line.object_id], [line.task_id])


def require_unnamed(session: Session, relation: AgreementObject | AgreementTask) -> None:
    """What a line names stays with its agreement (domain.md 3.2, 21)."""
    if isinstance(relation, AgreementObject):
        names = AgreementLine.object_id == relation.object_id
    else:
        names = AgreementLine.task_id == relation.task_id
    found = session.execute(
        select(AgreementLine.line, Agreement.code)
        .join(Agreement, Agreement.id == AgreementLine.agreement_id)
        .where(AgreementLine.agreement_id == relation.agreement_id, names)
        .order_by(AgreementLine.line)
    ).first()
    if found is not None:
        raise Refused(
            _("Line {line} of agreement {agreement} names it.").format(line=found[0], agreement=found[1]),
            remedy=_("Let the line name another one first."),
        )


def check_template_group(session: Session, group: TemplateGroup) -> None:
    """A group is not below itself."""
    if group.id and closes_ring(session, group, group.parent_id):
        raise Refused(
            _("Template group {group} cannot be below itself.").format(group=group.code),
            remedy=_("Choose a group that is not below it, or none."),
            field="parent_id",
        )


def check_object(session: Session, row: ServiceObject) -> None:
    """An object stands at its customer's site, is no part of itself, and has its item to itself if asked."""
    site = session.get(Site, row.site_id) if row.site_id else None
    if site is not None and row.customer_id and site.customer_id != row.customer_id:
        _refuse_stranger(site.name, "site_id")
    if row.id and closes_ring(session, row, row.parent_id):
        raise Refused(
            _("{object} cannot be a part of itself.").format(object=row.code),
            remedy=_("Choose an object that is no part of it, or none."),
            field="parent_id",
        )
    if row.item_id is None or session.scalars(select(Company.one_item_many_objects)).one():
        return
    same = select(ServiceObject.code).where(
        ServiceObject.item_id == row.item_id,
        func.coalesce(ServiceObject.serial_number, "") == (row.serial_number or ""),
        ServiceObject.id != (row.id or 0),
    )
    other = session.scalars(same.limit(1)).first()
    if other is not None:
        raise Refused(
            _("Object {other} is this item with this serial number already.").format(other=other),
            remedy=_("Write another serial number, or allow it in the company's settings."),
            field="serial_number",
        )


def _refuse_stranger(name: str, field: str) -> None:
    raise Refused(
        _("“{name}” belongs to another customer.").format(name=name),
        remedy=_("Choose one of this customer, or none."),
        field=field,
    )
