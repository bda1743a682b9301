"""What the agreements of the demo company say besides: templates, sites of lines, ends that come near."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.demo.company import DemoCompany
from app.demo.trade import KINDS
from app.work import Work
from models.agreements import Agreement, AgreementGroup, AgreementLine, Interval, TemplateGroup
from models.copying import relate_agreement
from models.relations import AgreementObject, AgreementTask
from models.terms import TransactionType

_GROUPS = (
    ("TECHNIEK", "Technische installaties", ""),
    ("KLIMAAT", "Verwarming en koeling", "TECHNIEK"),
    ("VEILIG", "Brand- en deurveiligheid", "TECHNIEK"),
)
_TEMPLATES = (
    ("SJ-KETEL", "Groot onderhoud ketel", "KLIMAAT", "KETEL"),
    ("SJ-KOELING", "Koeling volgens F-gassen", "KLIMAAT", "KOELING"),
    ("SJ-BRAND", "Brandmeldinstallatie beheer", "VEILIG", "BRAND"),
)


def make_agreed(work: Work, made: DemoCompany, today: date) -> None:
    """What agreements name belongs to them; a tree of templates."""
    agreements = work.session.scalars(
        select(Agreement).order_by(Agreement.code).options(selectinload(Agreement.lines))
    ).all()
    for agreement in agreements:
        objects = dict.fromkeys(line.object_id for line in agreement.lines if line.object_id)
        tasks = dict.fromkeys(line.task_id for line in agreement.lines if line.task_id)
        work.session.add_all(
            AgreementObject(agreement_id=agreement.id, object_id=object_id) for object_id in objects
        )
        work.session.add_all(AgreementTask(agreement_id=agreement.id, task_id=task_id) for task_id in tasks)
    work.session.flush()
    _templates(work, made, today)


def _templates(work: Work, made: DemoCompany, today: date) -> None:
    groups: dict[str, TemplateGroup] = {}
    for code, name, parent in _GROUPS:
        parent_id = groups[parent].id if parent else None
        groups[code] = work.add(TemplateGroup(code=code, name=name, parent_id=parent_id))
    group = work.session.scalars(select(AgreementGroup).order_by(AgreementGroup.code)).first()
    intervals = {each.code: each for each in work.session.scalars(select(Interval))}
    kinds = {kind.code: kind for kind in KINDS}
    for code, name, branch, of_kind in _TEMPLATES:
        kind = kinds[of_kind]
        thing = next(each for each in made.things if each.kind.code == of_kind)
        template = Agreement(
            code=code,
            name=name,
            customer_id=thing.customer.id,
            group_id=group.id if group else 0,
            starts_on=date(today.year, 1, 1),
            template=True,
            template_group_id=groups[branch].id,
        )
        part = made.items[kind.item]
        template.lines.extend(
            [
                AgreementLine(
                    line=10,
                    type=TransactionType.HOUR,
                    description=thing.task.name,
                    task_id=thing.task.id,
                    quantity=Decimal(kind.periodic) / 60,
                    interval_id=intervals[kind.every].id,
                    duration_minutes=kind.periodic,
                ),
                AgreementLine(
                    line=20,
                    type=TransactionType.ITEM,
                    description=part.name,
                    item_id=part.id,
                    interval_id=intervals[kind.every].id,
                ),
            ]
        )
        work.add(template)
        relate_agreement(work.session, template.id, [], [thing.task.id])
