"""One window of the board, whole, in as many statements whatever its size."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.queries.board import facts
from app.queries.board.lanes import company_days, instant, lane_rows
from app.queries.board.rows import BoardWindow
from app.queries.board.visits import VISIT, needs_where, visit_columns
from models.agreements import Agreement
from models.orders import order_skill
from models.requirements import ItemRequirement
from models.terms import LONGEST_VISIT


def board_window(session: Session, *, starts: int, ends: int) -> BoardWindow:
    """Lanes, visits, skills asked for and closed days between two instants (epoch seconds).

    Cancelled visits are there too: the board shows them hatched.
    """
    days = company_days(session, starts=starts, ends=ends)
    lanes = lane_rows(session, days, starts=starts, ends=ends)
    within = touching(starts, ends)
    return BoardWindow(
        starts=starts,
        ends=ends,
        zone=days.zone,
        lanes=lanes,
        visits=visit_columns(session, *within),
        needs=needs_where(session, order_skill.c.order_id.in_(select(VISIT.order_id).where(*within))),
        closed=days.closed_spans,
        parts=facts.missing_parts(
            session, ItemRequirement.__table__.c.order_id.in_(select(VISIT.order_id).where(*within))
        ),
        periods=facts.periods(
            session, Agreement.__table__.c.id.in_(select(VISIT.agreement_id).where(*within)), days.zone
        ),
        rules=facts.rule_book(session),
    )


def touching(starts: int, ends: int) -> tuple[ColumnElement[bool], ...]:
    """Visits that touch [starts, ends); the longest visit bounds the search through the index (data.md 1)."""
    return (
        VISIT.starts_at >= instant(starts) - LONGEST_VISIT,
        VISIT.starts_at < instant(ends),
        VISIT.ends_at > instant(starts),
    )
