"""Orders of the demo company before they are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.demo.routes import Job, Stay
from models.terms import VisitStatus


@dataclass(frozen=True, slots=True)
class Plan:
    """An order to be made: when it came in, and its visit if there is one."""

    job: Job
    came: datetime
    stay: Stay | None = None
    status: VisitStatus | None = None
