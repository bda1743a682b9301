"""What is in view stays in view: lanes above may grow, come or go while a colleague works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.board.view import BoardView

_STEP = 8


@contextmanager
def anchored(view: BoardView) -> Iterator[None]:
    """Do something to the rows; the first lane in view keeps its place, by its technician."""
    scene = view.scene
    area = scene.canvas
    seen = (scene.lane_at(y) for y in range(area.top() + 1, area.bottom(), _STEP))
    lane = next((one for one in seen if one >= 0), -1)
    technician_id = scene.model.lanes[lane].technician_id if lane >= 0 else 0
    top = scene.lane_top(lane) if lane >= 0 else 0
    yield
    now = scene.model.lane_of.get(technician_id, -1)
    if lane >= 0 and now >= 0 and scene.rows.shows(now):
        bar = view.verticalScrollBar()
        bar.setValue(bar.value() + scene.lane_top(now) - top)
