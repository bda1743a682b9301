"""The rows a new database starts with: the company, roles, and the default set of stages (domain.md 6, 14).

Names are given in the language of whoever makes the database; from then on they are that company's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.terms import Right
from resources.texts import N_, _, current_language

_ALL = ";".join(Right)
_MANAGER = ";".join(right for right in Right if right is not Right.IMPORT)
_PLANNER = ";".join(right for right in Right if right not in (Right.IMPORT, Right.POST, Right.OVERRIDE))
_TECHNICIAN = ";".join((Right.READ, Right.EDIT_ORDERS, Right.SIGN_OFF))

COMPANY = {
    "id": 1,
    "version": 1,
    "name": "",
    "address": "",
    "phone": "",
    "email": "",
    "language": "en",
    "time_zone": "Europe/Amsterdam",
    "currency": "EUR",
    "travel_factor": 1.3,
    "travel_speed": 60.0,
    "order_prefix": "SO-",
    "next_order": 1,
}
ROLES = (
    {"id": 1, "code": "owner", "name": N_("Owner"), "rights": _ALL},
    {"id": 2, "code": "planner", "name": N_("Planner"), "rights": _PLANNER},
    {"id": 3, "code": "reader", "name": N_("Reader"), "rights": Right.READ.value},
)
LATER_ROLES = (
    {"code": "manager", "name": N_("Service manager"), "rights": _MANAGER},
    {"code": "technician", "name": N_("Technician"), "rights": _TECHNICIAN},
)
"""Roles that came with revision 0007: posting is the service manager's, stages are not the technician's."""
_FLAGS = ("may_modify", "may_delete", "may_cancel", "may_post", "needs_reason", "stops_clock")


def _stage(number: int, code: str, name: str, parent: int | None, allowed: str) -> dict[str, object]:
    flags = {flag: flag in allowed.split() for flag in _FLAGS}
    return {
        "id": number,
        "version": 1,
        "code": code,
        "name": name,
        "parent_id": parent,
        "position": number,
        **flags,
    }


STAGES = (
    _stage(1, "planning", N_("Planning"), None, "may_modify may_delete may_cancel"),
    _stage(2, "in_process", N_("In process"), 1, "may_modify may_cancel"),
    _stage(3, "waiting", N_("Waiting for parts"), 2, "may_modify may_cancel needs_reason"),
    _stage(4, "finished", N_("Finished"), 2, "may_modify may_post stops_clock"),
    _stage(5, "canceled", N_("Canceled"), 1, "may_cancel needs_reason stops_clock"),
)
STAGE_COLOURS = {
    "planning": "#6b7280",
    "in_process": "#2563eb",
    "waiting": "#b45309",
    "finished": "#15803d",
    "canceled": "#9f1239",
}
REPAIR_STAGES = (
    {"code": "reported", "name": N_("Reported"), "finished": False, "position": 1, "version": 1},
    {"code": "repairing", "name": N_("Being repaired"), "finished": False, "position": 2, "version": 1},
    {"code": "solved", "name": N_("Solved"), "finished": True, "position": 3, "version": 1},
    {"code": "given_up", "name": N_("Given up"), "finished": True, "position": 4, "version": 1},
)


def spoken(rows: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """These rows with their names, and the company's language, as the person at the keyboard speaks."""
    said: dict[str, object] = {"language": current_language()}
    return [
        {
            key: _(str(value)) if key == "name" and value else said.get(key, value)
            for key, value in row.items()
        }
        for row in rows
    ]
