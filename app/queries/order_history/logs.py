"""What an order's logs say besides the audit: its clock, and reasons given for stages (domain.md 6.2, 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.order_history.words import Sayer
from models.service_levels import ClockEvent
from models.stages import Reason, Stage, StageChange
from models.terms import ClockAction, StageLogKind
from resources.texts import N_, _, format_minutes

_ACTIONS = {
    ClockAction.START: N_("Clock started"),
    ClockAction.HOLD: N_("Clock held"),
    ClockAction.RESUME: N_("Clock resumed"),
    ClockAction.STOP: N_("Clock stopped"),
    ClockAction.CANCEL: N_("Clock canceled"),
}
_KINDS = {
    StageLogKind.STAGE_CHANGE: N_("Reason for the stage"),
    StageLogKind.CLOSE: N_("Reason for stopping the clock"),
    StageLogKind.CANCEL: N_("Reason for canceling the clock"),
    StageLogKind.MANUAL: N_("Noted by hand"),
}


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of a log: when it was written (aware UTC), by whom, what, and pairs of field and value."""

    id: int
    at: datetime
    by: str
    what: str
    told: tuple[tuple[str, str], ...]


def logged(session: Session, order_id: int, say: Sayer) -> list[Logged]:
    """Every line of both logs that the audit does not tell; what both say of a clock is told once."""
    events = _events(session, order_id)
    given = {(event.made_at, event.reason_id) for event, _reason in events if event.reason_id is not None}
    return [
        *(_event(event, reason, say) for event, reason in events),
        *_reasons(session, order_id, given),
    ]


def _events(session: Session, order_id: int) -> Sequence[tuple[ClockEvent, str | None]]:
    rows = session.execute(
        select(ClockEvent, Reason.name)
        .outerjoin(Reason, Reason.id == ClockEvent.reason_id)
        .where(ClockEvent.order_id == order_id)
        .order_by(ClockEvent.id)
    )
    return [(event, reason) for event, reason in rows]


def _event(event: ClockEvent, reason: str | None, say: Sayer) -> Logged:
    told = (
        (_("At"), say.instant(event.at) if event.at != event.made_at else ""),
        (_("Recorded"), format_minutes(event.recorded // 60) if event.recorded else ""),
        (_("Reason"), reason or ""),
        (_("Note"), event.note),
    )
    return Logged(event.id, event.made_at, event.made_by, _(_ACTIONS[event.action]), _filled(told))


def _reasons(session: Session, order_id: int, given: set[tuple[datetime, int]]) -> Iterable[Logged]:
    """Reasons and notes of the log of stages; entries without either say what the audit says."""
    rows = session.execute(
        select(StageChange, Stage.name, Reason.name)
        .join(Stage, Stage.id == StageChange.stage_id)
        .outerjoin(Reason, Reason.id == StageChange.reason_id)
        .where(StageChange.order_id == order_id)
        .order_by(StageChange.id)
    )
    for entry, stage, reason in rows:
        is_told = entry.kind in (StageLogKind.CLOSE, StageLogKind.CANCEL) and (
            (entry.entered_at, entry.reason_id) in given
        )
        if (entry.reason_id is None and not entry.note) or is_told:
            continue
        told = ((_("Stage"), stage), (_("Reason"), reason or ""), (_("Note"), entry.note or ""))
        yield Logged(entry.id, entry.entered_at, entry.entered_by, _(_KINDS[entry.kind]), _filled(told))


def _filled(told: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((field, value) for field, value in told if value)
