"""What falls due from agreements: the preview of a run, and what a run works with (domain.md 5.3).

For windows and commands:

- `Request(period=Period(first, last), options=Options(types=…, continuous=…, move_off_closed=…),
  choice=Choice(agreement_ids=…, codes=…, group_id=…, customer_id=…))`
- `due_preview(session, request) -> Preview` with `.orders: tuple[DueOrderRow, …]`,
  `.held: tuple[HeldRow, …]`, `.held_counts: {HeldBack: n}`, `.agreements`, `.lines`, `.conflicts`
- `held_words(reason) -> str`, a sentence for each `HeldBack`
"""

from app.queries.due.naming import agreement_codes, moves_off_closed, unknown_codes
from app.queries.due.preview import (
    DueLineRow,
    DueOrderRow,
    HeldRow,
    Preview,
    due_preview,
    held_words,
)
from app.queries.due.prospect import Prospect, prospect
from app.queries.due.request import Choice, Request
from app.queries.due.terms import Outlook, held_counts, outlook
from models.due import ALL_TYPES, HeldBack, Options, Period

__all__ = [
    "ALL_TYPES",
    "Choice",
    "DueLineRow",
    "DueOrderRow",
    "HeldBack",
    "HeldRow",
    "Options",
    "Outlook",
    "Period",
    "Preview",
    "Prospect",
    "Request",
    "agreement_codes",
    "due_preview",
    "held_counts",
    "held_words",
    "moves_off_closed",
    "outlook",
    "prospect",
    "unknown_codes",
]
