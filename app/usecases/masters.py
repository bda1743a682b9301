"""Save and delete a row of any table that people edit; rules stay on the mapped classes (domain.md 21)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ForeignKey, func, inspect, select, update
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from app.queries.masters import KINDS, Kind, Links
from app.work import Work
from models.agreement_rules import (
    check_agreement,
    check_line_names,
    check_object,
    check_template_group,
    relate_line,
    require_unnamed,
)
from models.agreements import Agreement, AgreementLine
from models.base import Base
from models.customers import Contact, Site
from models.errors import Refused
from models.price_rules import check_category, check_price
from models.relations import AgreementObject, AgreementTask
from models.stages import Stage, StageStep
from models.technicians import Technician
from models.visits import OPEN, Visit
from resources.texts import N_, _

_IN_WORDS: Mapping[str, str] = {
    "absence": N_("absences"),
    "agreement": N_("agreements"),
    "agreement_group": N_("agreement groups"),
    "agreement_line": N_("agreement lines"),
    "agreement_object": N_("objects of agreements"),
    "agreement_task": N_("tasks of agreements"),
    "app_user": N_("users"),
    "calendar": N_("calendars"),
    "certificate": N_("certificates"),
    "clock_event": N_("records of clocks"),
    "closed_day": N_("closed days"),
    "company": N_("the company"),
    "contact": N_("contacts"),
    "day_lock": N_("closed days of technicians"),
    "diagnosis": N_("diagnoses"),
    "exclusion": N_("exclusions"),
    "item_requirement": N_("item requirements"),
    "order_line": N_("order lines"),
    "order_object": N_("objects of orders"),
    "order_skill": N_("orders"),
    "order_task": N_("tasks of orders"),
    "posting": N_("postings"),
    "project": N_("projects"),
    "repair_line": N_("repairs"),
    "service_level": N_("service levels"),
    "service_object": N_("service objects"),
    "service_order": N_("orders"),
    "site": N_("sites"),
    "stage": N_("stages"),
    "stage_change": N_("stage logs"),
    "stage_step": N_("ways between stages"),
    "stage_role": N_("stages"),
    "symptom": N_("symptoms"),
    "technician": N_("technicians"),
    "technician_skill": N_("technicians"),
    "template_group": N_("template groups"),
    "visit": N_("visits"),
}

_MISSING: Mapping[tuple[str, str], str] = {
    ("agreement", "customer_id"): N_("An agreement is made with a customer; choose one."),
    ("agreement", "group_id"): N_("An agreement is in a group; choose one."),
    ("agreement", "starts_on"): N_("An agreement starts on a day; fill it in."),
    ("service_object", "name"): N_("Give the object a name."),
}
"""What is said where a value is missing, by kind and column; of others, that it be filled in."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A row after saving: its id and its version now."""

    kind: str
    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Deleted:
    """A row that was deleted, with its parts: all that is needed to restore it."""

    kind: str
    id: int
    version: int
    values: Mapping[str, Any] = field(hash=False)
    parts: tuple[Deleted, ...] = ()


def save_row(work: Work, *, kind: str, row_id: int, seen: int, values: Mapping[str, Any]) -> Saved:
    """Change the columns given of a row, or make one where row_id is 0.

    Args:
        kind: its table, as in `app.queries.masters.KINDS`.
        row_id, seen: the row and the version that the person saw; 0 and 0 for a new one.
        values: by column; a list of links as ids. Empty text is none where none is allowed.

    Raises:
        Refused: a rule or a missing value; its `field` names the column.
        Conflict: somebody changed it first.
        KeyError: a kind or column that nobody edits.
    """
    known = KINDS[kind]
    work.require(known.right)
    tidy = {name: _tidy(kind, name, value) for name, value in values.items()}
    row = work.get(known.mapped, row_id, seen=seen) if row_id else _new(work, kind, tidy)
    before = {name: getattr(row, name) for name in tidy if name not in known.links} if row_id else {}
    for name, value in tidy.items():
        if name in known.links:
            _link(work, row, name, known.links[name], value)
        else:
            setattr(row, name, value)
    check = _CHECKS.get(kind)
    if check is not None:
        with work.session.no_autoflush:
            check(work, row, before)
    if not row_id:
        work.session.add(row)
    work.session.flush()
    return Saved(kind, row.id, row.version)


def delete_row(work: Work, *, kind: str, row_id: int, seen: int) -> Deleted:
    """Delete a row and its parts.

    Raises:
        Refused: others name it; the sentence says which.
        Conflict: somebody changed it first.
    """
    work.require(KINDS[kind].right)
    row = work.get(KINDS[kind].mapped, row_id, seen=seen)
    uses = list(_uses(work, row))
    if uses:
        raise Refused(
            _("“{name}” is still used by {uses}.").format(name=_name(row), uses=", ".join(uses)),
            remedy=_("Let these name another one first."),
        )
    if isinstance(row, AgreementObject | AgreementTask):
        require_unnamed(work.session, row)
    return _delete(work, kind, row)


def restore_row(work: Work, *, deleted: Deleted) -> Saved:
    """Bring back a deleted row under its old id, with its parts; its version goes on counting."""
    known = KINDS[deleted.kind]
    work.require(known.right)
    row = known.mapped(**{n: v for n, v in deleted.values.items() if n not in known.links})
    row.id = deleted.id
    for name, links in known.links.items():
        setattr(row, name, _rows(work, links, deleted.values[name]))
    work.session.add(row)
    work.session.flush()
    version = deleted.version + 1  # so that no version ever stands for two states of one row
    table = known.mapped.__table__
    work.session.execute(update(table).where(table.c.id == row.id).values(version=version))
    set_committed_value(row, "version", version)
    for part in deleted.parts:
        restore_row(work, deleted=part)
    return Saved(deleted.kind, row.id, version)


def _missing(kind: str, name: str) -> Refused:
    return Refused(_(_MISSING.get((kind, name), N_("Fill this in."))), field=name)


def _tidy(kind: str, name: str, value: Any) -> Any:  # any column's value
    known = KINDS[kind]
    if name in known.links:
        return value
    if name not in known.columns:
        raise KeyError(name)
    if isinstance(value, str) and type(value) is str:
        value = value.strip()
    if name in known.required:
        if value is None or value == "":
            raise _missing(kind, name)
        return value
    column: Column[Any] = inspect(known.mapped).attrs[name].columns[0]
    return None if value == "" and column.nullable else value


def _new(work: Work, kind: str, values: Mapping[str, Any]) -> Any:  # a row of any mapped class
    known = KINDS[kind]
    given = dict(values)
    if kind == "agreement_line" and not given.get("line"):
        _hold_agreement(work, given["agreement_id"])
        last = select(func.max(AgreementLine.line)).where(AgreementLine.agreement_id == given["agreement_id"])
        given["line"] = (work.session.scalar(last) or 0) + 1
    if kind == "agreement" and not given.get("group_id"):
        given["group_id"] = work.company().agreement_group_id
    for name in known.required:
        if given.get(name) is None and not (name not in given and _has_default(known, name)):
            raise _missing(kind, name)
    if kind == "company":
        raise Refused(_("There is one company in a database."))
    return known.mapped(**{name: value for name, value in given.items() if name not in known.links})


def _hold_agreement(work: Work, agreement_id: int) -> None:
    """Let nobody else add lines to an agreement or change its period before the commit."""
    work.session.execute(select(Agreement.id).where(Agreement.id == agreement_id).with_for_update())


def _has_default(known: Kind, name: str) -> bool:
    column: Column[Any] = inspect(known.mapped).attrs[name].columns[0]
    return column.default is not None


def _link(work: Work, row: Any, name: str, links: Links, ids: Any) -> None:  # a mapped row; a tuple of ids
    own = links.table.c[links.own]
    held = set(
        work.session.scalars(select(links.table.c[links.other]).where(own == row.id)) if row.id else ()
    )
    if row.id:
        set_committed_value(row, name, _rows(work, links, held))
    if held != set(ids):
        setattr(row, name, _rows(work, links, ids))
        if row.id:
            flag_modified(row, "name")  # raises the version, which another table alone does not


def _rows(work: Work, links: Links, ids: Any) -> list[Any]:  # ids in, mapped rows out
    mapped = links.mapped
    return list(work.session.scalars(select(mapped).where(mapped.id.in_(set(ids))).order_by(mapped.code)))


# -- deleting ------------------------------------------------------------------------------------------


def _pointing_at(row: Base) -> Iterator[tuple[ForeignKey, Column[Any]]]:
    """Every foreign key to the row's table, with the column it stands on."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is row.__table__ and isinstance(key.parent, Column):
                yield key, key.parent


def _uses(work: Work, row: Any) -> Iterator[str]:  # a mapped row
    """What names the row, in words with counts: "agreements (2)"."""
    counted: dict[str, int] = {}
    for key, column in _pointing_at(row):
        table = column.table.name
        if key.ondelete is None:
            words = _(_IN_WORDS[table])
            found = work.session.scalar(
                select(func.count()).select_from(column.table).where(column == row.id)
            )
            counted[words] = counted.get(words, 0) + (found or 0)
    yield from (f"{words} ({count})" for words, count in counted.items() if count)


def _delete(work: Work, kind: str, row: Any) -> Deleted:  # a mapped row
    known = KINDS[kind]
    kinds = {each.mapped.__tablename__: name for name, each in KINDS.items()}
    parts: list[Deleted] = []
    for key, column in _pointing_at(row):
        part = kinds.get(column.table.name)
        if key.ondelete == "CASCADE" and part is not None:
            mapped = KINDS[part].mapped
            owned = work.session.scalars(select(mapped).where(column == row.id)).all()
            parts.extend(_delete(work, part, each) for each in owned)
    values = {name: getattr(row, name) for name in known.columns}
    for name, links in known.links.items():
        own = links.table.c[links.own]
        held = work.session.scalars(select(links.table.c[links.other]).where(own == row.id)).all()
        values[name] = tuple(held)
        set_committed_value(row, name, _rows(work, links, held))
    if kind == "agreement":
        set_committed_value(row, "lines", [])  # deleted above, each on its own
    deleted = Deleted(kind, row.id, row.version, values, tuple(parts))
    work.session.delete(row)
    work.session.flush()
    return deleted


def _name(row: Any) -> str:  # a mapped row
    for attribute in ("name", "code", "line", "on_date"):
        if getattr(row, attribute, None):
            return str(getattr(row, attribute))
    return str(row.id)


# -- rules between rows --------------------------------------------------------------------------------

Before = Mapping[str, Any]
"""What the changed columns said before; empty for a new row."""


def _check_site(work: Work, row: Contact, _before: Before) -> None:
    """A site named beside a customer is one of that customer's."""
    if row.site_id and row.customer_id:
        site = work.get(Site, row.site_id)
        if site.customer_id != row.customer_id:
            raise Refused(
                _("Site {site} belongs to another customer.").format(site=site.name), field="site_id"
            )


def _check_stage(work: Work, stage: Stage, before: Before) -> None:
    """One first stage; a stage keeps its place in the tree (domain.md 6.1, 21)."""
    if before and "parent_id" in before and before["parent_id"] != stage.parent_id:
        raise Refused(_("A stage keeps the stage it follows."), field="parent_id")
    firsts = select(func.count(Stage.id)).where(Stage.parent_id.is_(None))
    if not before and stage.parent_id is None and work.session.scalar(firsts):
        raise Refused(_("There is a first stage already; say which one this follows."), field="parent_id")


def _check_step(work: Work, step: StageStep, _before: Before) -> None:
    """A further way is one that the tree does not have (domain.md 6.1)."""
    known = select(func.count(StageStep.id)).where(
        StageStep.from_id == step.from_id, StageStep.to_id == step.to_id, StageStep.id != (step.id or 0)
    )
    origin, target = work.get(Stage, step.from_id), work.get(Stage, step.to_id)
    if target.parent_id == origin.id or work.session.scalar(known):
        raise Refused(
            _("{target} follows {stage} already.").format(target=target.name, stage=origin.name),
            field="to_id",
        )


def _check_technician(work: Work, person: Technician, before: Before) -> None:
    """Somebody with visits to make keeps a lane on the board."""
    if person.active or not before.get("active", True):
        return
    left = work.session.scalar(
        select(func.count(Visit.id)).where(
            Visit.technician_id == person.id, Visit.status.in_(OPEN), Visit.ends_at > work.now
        )
    )
    if left:
        raise Refused(
            _("{name} has visits to make: {count}.").format(name=person.name, count=left),
            remedy=_("Give them to somebody else first."),
            field="active",
        )


def _check_agreement(work: Work, agreement: Agreement, before: Before) -> None:
    """Everything it names is its customer's; a template has no orders; the lines' dates stay inside."""
    if before and not agreement.template and before.get("template") and "template_group_id" not in before:
        agreement.template_group_id = None
    check_agreement(work.session, agreement)
    if "starts_on" in before or "ends_on" in before:
        _hold_agreement(work, agreement.id)
        for line in work.session.scalars(
            select(AgreementLine).where(AgreementLine.agreement_id == agreement.id)
        ):
            outside = agreement.why_not_line(line)
            if outside:
                raise Refused(outside, field="ends_on" if "ends_on" in before else "starts_on")


def _check_line(work: Work, line: AgreementLine, before: Before) -> None:
    """A line's dates lie inside the agreement's; what it names fits, and is related to the agreement."""
    if not before or {"starts_on", "ends_on"} & set(before):
        _hold_agreement(work, line.agreement_id)
        why = work.get(Agreement, line.agreement_id).why_not_line(line)
        if why:
            raise Refused(why, field="starts_on")
    if not before or {"site_id", "category_id", "type", "technician_id"} & set(before):
        check_line_names(work.session, line, work.get(Agreement, line.agreement_id))
    relate_line(work.session, line)


_CHECKS: Mapping[str, Callable[[Work, Any, Before], None]] = {
    "contact": _check_site,
    "service_object": lambda work, row, _before: check_object(work.session, row),
    "category": lambda work, row, before: check_category(work.session, row, before),
    "price": lambda work, row, _before: check_price(work.session, row),
    "template_group": lambda work, row, _before: check_template_group(work.session, row),
    "stage": _check_stage,
    "stage_step": _check_step,
    "technician": _check_technician,
    "agreement": _check_agreement,
    "agreement_line": _check_line,
}
