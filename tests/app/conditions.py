"""The list of refusals: rows of the functional catalogue (domain.md 21) and how each is met.

A condition is a function that does what is refused. It raises `Refused`, or returns what the program says
instead where the catalogue asks for a warning or for silence. Conditions register themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.context import Context

ROWS = {
    "Agreement 1": "project missing / project type Time / group missing / start missing",
    "Agreement 2": "end before start (d); line dates outside header (d)",
    "Agreement 3": "make template while orders exist; generate from template",
    "Agreement 4": "generate or create order while suspended; from a stopped line; copy a stopped line",
    "Agreement line 1": (
        "category of another transaction type; category/worker/project combination fails project validation "
        "set to Mandatory (Lookup only filters)"
    ),
    "Agreement line 2": "object or task without relation on the agreement",
    "Template group 1": "parent equals itself or a descendant (d)",
    "Service object 1": "item already used by another object while the parameter forbids it",
    "Order 1": "no number sequence (automatic creation)",
    "Order 2": "date outside agreement / line period",
    "Order 3": "service date closed in calendar",
    "Order 4": "no agreement and parameter off; no project when posting or adding an item requirement",
    "Order 5": "modify/delete/cancel/post not allowed by stage",
    "Order 6": "cancel with item requirements or posted; delete with item requirements",
    "Order 7": "post a line that is not signed off; post type not ticked (silently skipped)",
    "Order 8": "posting error in project → line back to Created, reported in Infolog",
    "Order 9": "move lines to an order of another agreement",
    "Order 10": "delete job without criteria → everything selected",
    "Address 1": "new address reuses an existing name → overwrites it",
    "Stage 1": "second root; change of parent after save; delete a stage in use or with children (d)",
    "Stage/SLA 1": (
        "reason missing on a Reason stage, on SLA cancel, on exceeded time at stop / sign-off / "
        "clock-stopping stage"
    ),
    "SLA 1": "start when started, stop when not started, stop before start (d); SLA suspended (d)",
    "Repair 1": "object has no relation on the order; code does not belong to area (d)",
}
"""The rows of the areas of agreements, orders, stages, service levels and repairs, word for word."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a row: what is done, and the sentence that the user gets."""

    row: str
    act: Callable[[Context], str | None]
    sentence: str


CONDITIONS: list[Condition] = []

Act = Callable[[Context], str | None]


def condition(row: str, sentence: str) -> Callable[[Act], Act]:
    """Register a condition of a row with its sentence."""

    def registered(act: Act) -> Act:
        CONDITIONS.append(Condition(row, act, sentence))
        return act

    return registered
