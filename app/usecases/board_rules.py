"""Say how strictly the rules of the board are taken, and close days of technicians to planning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.work import Work
from models.errors import Missing
from models.fit import DEFAULTS, Rule
from models.rule_settings import RuleSetting
from models.technicians import DayLock, Technician
from models.terms import Right, Strictness
from resources.texts import _


@dataclass(frozen=True, slots=True)
class Taken:
    """How one rule is taken.

    Attributes:
        asks_reason: breaking it where it warns asks for a reason.
    """

    strictness: Strictness
    asks_reason: bool = False


@dataclass(frozen=True, slots=True)
class DayOfTechnician:
    """A local day of a technician, with why it is closed; empty for no reason given."""

    technician_id: int
    on_date: date
    reason: str = ""


def take_rules(work: Work, *, rules: Mapping[Rule, Taken]) -> dict[Rule, Taken]:
    """Take rules so from now on; the answer says how they were taken before.

    Raises:
        Refused: overlaps cannot be passed over in silence.
    """
    work.require(Right.EDIT_MASTERS)
    rows = {row.rule: row for row in work.session.scalars(select(RuleSetting))}
    before = {}
    for rule, taken in rules.items():
        row = rows.get(rule.value)
        before[rule] = Taken(row.strictness, row.asks_reason) if row else Taken(DEFAULTS[rule])
        if row is None:
            work.session.add(
                RuleSetting(rule=rule.value, strictness=taken.strictness, asks_reason=taken.asks_reason)
            )
        else:
            row.strictness, row.asks_reason = taken.strictness, taken.asks_reason
    work.session.flush()
    return before


def close_days(work: Work, *, days: Sequence[DayOfTechnician]) -> tuple[DayOfTechnician, ...]:
    """Close days to planning; returns those that were open before.

    Raises:
        Missing: a technician is gone.
    """
    work.require(Right.PLAN)
    closed = []
    for day in days:
        if work.session.get(Technician, day.technician_id) is None:
            raise Missing(_("The technician is gone; somebody deleted it."))
        if _lock_of(work, day) is None:
            work.add(DayLock(technician_id=day.technician_id, on_date=day.on_date, reason=day.reason))
            closed.append(day)
    return tuple(closed)


def open_days(work: Work, *, days: Sequence[DayOfTechnician]) -> tuple[DayOfTechnician, ...]:
    """Open closed days to planning again; returns those that were closed, with their reasons."""
    work.require(Right.PLAN)
    opened = []
    for day in days:
        row = _lock_of(work, day)
        if row is not None:
            opened.append(DayOfTechnician(row.technician_id, row.on_date, row.reason))
            work.session.delete(row)
    work.session.flush()
    return tuple(opened)


def _lock_of(work: Work, day: DayOfTechnician) -> DayLock | None:
    return work.session.scalars(
        select(DayLock).where(DayLock.technician_id == day.technician_id, DayLock.on_date == day.on_date)
    ).one_or_none()
