"""What statuses, priorities and split rules are called: in English, marked. No Qt."""

from __future__ import annotations

from models.terms import Priority, SplitRule, VisitStatus
from resources.texts import N_

STATUS_NAMES = {
    VisitStatus.PLANNED: N_("Planned"),
    VisitStatus.SENT: N_("Sent"),
    VisitStatus.TRAVELLING: N_("Travelling"),
    VisitStatus.WORKING: N_("Working"),
    VisitStatus.DONE: N_("Done"),
    VisitStatus.CANCELLED: N_("Cancelled"),
}
PRIORITY_NAMES = {Priority.LOW: N_("Low"), Priority.NORMAL: N_("Normal"), Priority.HIGH: N_("High")}
SPLIT_NAMES = {
    SplitRule.NONE: N_("Not split"),
    SplitRule.PER_DAY: N_("One visit a day"),
    SplitRule.FILL_GAPS: N_("Between other visits"),
}
