"""What the board shows, and whether something fits on it: rows and the queries that fetch them."""

from app.queries.board.cards import CardObject, CardTask, CardVisit, OrderCard, order_card
from app.queries.board.dues import OrderDues, order_dues
from app.queries.board.judging import Bench, Place, judge_places, why_not
from app.queries.board.rows import (
    BoardWindow,
    LaneRow,
    NamedSpans,
    Needs,
    Spans,
    VisitColumns,
    WaitingRow,
)
from app.queries.board.standing import BrokenRule, broken_rules
from app.queries.board.visits import needs_by_orders, visits_by_ids
from app.queries.board.waiting import orders_of_visits, waiting_orders
from app.queries.board.window import board_window

__all__ = [
    "Bench",
    "BoardWindow",
    "BrokenRule",
    "CardObject",
    "CardTask",
    "CardVisit",
    "LaneRow",
    "NamedSpans",
    "Needs",
    "OrderCard",
    "OrderDues",
    "Place",
    "Spans",
    "VisitColumns",
    "WaitingRow",
    "board_window",
    "broken_rules",
    "judge_places",
    "needs_by_orders",
    "order_card",
    "order_dues",
    "orders_of_visits",
    "visits_by_ids",
    "waiting_orders",
    "why_not",
]
