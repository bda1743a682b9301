"""Plan, move, drop, restore, rearrange, lock and follow visits: one or several in one transaction.

Every placement is judged again under the lock of its technicians by the same `models.fit` that judged the
drag. Hard findings refuse; soft ones are returned. A dropped visit is deleted and its order waits again; what
brings it back keeps its id, so that earlier edits of it can still be undone.
"""

from app.usecases.visits.dropping import restore_visits, unschedule_visits
from app.usecases.visits.placing import move_visits, plan_visits
from app.usecases.visits.rearranging import publish_draft, rearrange_visits, undo_rearrangement
from app.usecases.visits.saying import set_lock, set_status
from app.usecases.visits.shapes import (
    DroppedVisit,
    LeftOut,
    NewLock,
    NewStatus,
    Placed,
    Placement,
    Planned,
    Rearranged,
    SeenVisit,
    TimeOff,
    WayBack,
    way_back,
)

__all__ = [
    "DroppedVisit",
    "LeftOut",
    "NewLock",
    "NewStatus",
    "Placed",
    "Placement",
    "Planned",
    "Rearranged",
    "SeenVisit",
    "TimeOff",
    "WayBack",
    "move_visits",
    "plan_visits",
    "publish_draft",
    "rearrange_visits",
    "restore_visits",
    "set_lock",
    "set_status",
    "undo_rearrangement",
    "unschedule_visits",
    "way_back",
]
