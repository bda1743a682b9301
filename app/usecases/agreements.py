"""Suspend and resume agreements, stop and start their lines (domain.md 1.6)."""

from __future__ import annotations

from dataclasses import dataclass

from app.work import Work
from models.agreements import Agreement, AgreementLine
from models.errors import Refused
from models.terms import Right
from resources.texts import _


@dataclass(frozen=True, slots=True)
class Switched:
    """An agreement or line after its switch was turned: its version now."""

    id: int
    version: int


def suspend_agreement(work: Work, *, agreement_id: int, seen: int) -> Switched:
    """Let no order come from an agreement; all of its lines count as stopped.

    Raises:
        Refused: it is a template, or suspended already.
        Conflict: somebody changed it first.
    """
    work.require(Right.EDIT_AGREEMENTS)
    agreement = work.get(Agreement, agreement_id, seen=seen)
    why = agreement.why_not_suspend()
    if why:
        raise Refused(why)
    agreement.suspended = True
    work.session.flush()  # the version is part of the answer
    return Switched(agreement.id, agreement.version)


def resume_agreement(work: Work, *, agreement_id: int, seen: int) -> Switched:
    """Let orders come from an agreement again."""
    work.require(Right.EDIT_AGREEMENTS)
    agreement = work.get(Agreement, agreement_id, seen=seen)
    if not agreement.suspended:
        raise Refused(_("Agreement {agreement} is not suspended.").format(agreement=agreement.code))
    agreement.suspended = False
    work.session.flush()  # the version is part of the answer
    return Switched(agreement.id, agreement.version)


def stop_line(work: Work, *, line_id: int, seen: int) -> Switched:
    """Let no order come from one line."""
    return _switch(work, line_id, seen, stopped=True)


def start_line(work: Work, *, line_id: int, seen: int) -> Switched:
    """Let orders come from a line again."""
    return _switch(work, line_id, seen, stopped=False)


def _switch(work: Work, line_id: int, seen: int, *, stopped: bool) -> Switched:
    work.require(Right.EDIT_AGREEMENTS)
    line = work.get(AgreementLine, line_id, seen=seen)
    if line.stopped == stopped:
        told = _("Line {line} is stopped already.") if stopped else _("Line {line} is not stopped.")
        raise Refused(told.format(line=line.line))
    line.stopped = stopped
    work.session.flush()  # the version is part of the answer
    return Switched(line.id, line.version)
