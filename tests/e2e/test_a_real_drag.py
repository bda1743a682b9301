"""One real drag on a real screen: the X server's own pointer carries an order from the list to a lane."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import Context
from app.settings import Settings
from app.work import Work
from models.technicians import Technician
from models.visits import Visit
from tests.builders import a_technician, an_order
from tests.x11 import Screen

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def _a_company(work: Work) -> None:
    for code in ("T01", "T02", "T03"):
        a_technician(work, code=code, name=f"Technician {code}")
    an_order(work, number="SO-1", service_date=None, duration_minutes=60)


def _visits(session: Session) -> list[tuple[str, str, datetime]]:
    rows = select(Visit.order_number, Technician.code, Visit.starts_at).join(
        Technician, Technician.id == Visit.technician_id
    )
    return [(number, code, starts) for number, code, starts in session.execute(rows)]


def _until(answer: Callable[[], list[tuple[str, str, datetime]]]) -> list[tuple[str, str, datetime]]:
    patience = time.monotonic() + 15
    while not (found := answer()) and time.monotonic() < patience:
        time.sleep(0.2)
    return found


@pytest.mark.x11
def test_an_order_is_carried_onto_a_lane_with_the_real_pointer(screen: Screen, sqlite_url: str) -> None:
    context = Context(Settings(database=sqlite_url))
    context.run(_a_company)
    words = [sys.executable, "-m", "tests.e2e.seen_by_a_hand", sqlite_url, "SO-1", "T02", AT.isoformat()]
    with subprocess.Popen(
        words, cwd=ROOT, env=screen.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        places = json.loads(program.stdout.readline())
        (row_x, row_y), (lane_x, lane_y) = places["row"], places["lane"]
        screen.mouse("mousemove", row_x, row_y, "sleep", 0.2, "mousedown", 1, "sleep", 0.2)
        for step in range(1, 11):
            x, y = row_x + (lane_x - row_x) * step // 10, row_y + (lane_y - row_y) * step // 10
            screen.mouse("mousemove", x, y, "sleep", 0.05)
        screen.mouse("sleep", 0.3, "mouseup", 1)
        found = _until(lambda: context.read(_visits))
        program.communicate()
    context.close()
    assert found == [("SO-1", "T02", AT)]
