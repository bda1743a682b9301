"""The whole set-up of a board as JSON, and back: zoom, place, lanes, filters, colours, panes, selection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.board.finding.finding import BoardFilter
from ui.board.layout.lane_desk import lane_desk
from ui.board.layout.scales import Scale
from ui.board.telling.schemes import Colouring
from ui.board.telling.telling import Telling

if TYPE_CHECKING:
    from ui.board.page import BoardPage

SetUp = dict[str, Any]  # Any: what JSON knows
MOST_SELECTED = 500
_SAME = 0.01
"""A zoom that differs by less is the same one in a window of the same width."""


def taken(page: BoardPage) -> SetUp:
    """How a board stands now."""
    scene, telling = page.view.scene, page.parts["telling"]
    area = scene.canvas
    seen = (scene.lane_at(y) for y in range(area.top() + 1, area.bottom(), 8))
    top = next((lane for lane in seen if lane >= 0), -1)
    lane = [scene.model.lanes[top].technician_id, scene.lane_top(top)] if top >= 0 else []
    day = page.days.day_in_view()
    colours = (
        {"scheme": telling.colours.colouring.value, "lines": list(telling.colours.lines)}
        if isinstance(telling, Telling)
        else {}
    )
    return {
        "scale": page.days.scale.value if page.days.scale is not None else "",
        "seconds": scene.axis.seconds_per_pixel,
        "day": day.isoformat(),
        "left": scene.time(scene.canvas.left()) - _midnight(page, day),
        "is_today": day == _today(page),
        "lane": lane,
        "compact": page.toolbar.compact.isChecked(),
        "lanes": lane_desk(page).state(),
        "colours": colours,
        "filter": page.filtering.filter.as_json(),
        "chips": page.filtering.strip.isVisible(),
        "panes": page.docking.arrangement(),
        "side": page.side.current,
        "waiting": page.waiting.state(),
        "selected": sorted(scene.selected)[:MOST_SELECTED],
        "focused": scene.focused,
        "orders": [row.order_id for row in page.waiting.table.chosen_rows()][:MOST_SELECTED],
    }


def put(page: BoardPage, kept: Mapping[str, Any]) -> date:  # Any: what JSON knows
    """Let a board stand as it stood, but for its place in time; returns the day to go to.

    What is unknown or missing stays as it is; `put_place` follows when the day is on the board.
    """
    page.docking.restore(kept.get("panes", {}))
    page.side.show_tab(str(kept.get("side", "")))
    page.toolbar.compact.setChecked(bool(kept.get("compact", False)))
    if isinstance(kept.get("lanes"), dict):
        lane_desk(page).restore(kept["lanes"])
    telling, colours = page.parts["telling"], kept.get("colours", {})
    if isinstance(telling, Telling) and colours:
        if colours.get("scheme") in set(Colouring):
            telling.colours.show_colouring(Colouring(colours["scheme"]))
        telling.colours.show_lines(tuple(str(line) for line in colours.get("lines", ())))
    page.waiting.restore(kept.get("waiting", {}))
    page.filtering.restore(BoardFilter.from_json(kept.get("filter", {})))
    if kept.get("chips"):
        page.filtering.show_strip(on=True)
    try:
        day = date.fromisoformat(str(kept.get("day", "")))
    except ValueError:
        return page.days.day_in_view()
    return _today(page) if kept.get("is_today") else day


def put_place(page: BoardPage, kept: Mapping[str, Any], day: date) -> None:  # Any: what JSON knows
    """Go to the time, the lane and the selection; the day is on the board by now."""
    scene = page.view.scene
    if kept.get("scale") in set(Scale):
        page.days.show_scale(Scale(kept["scale"]))
    elif isinstance(kept.get("seconds"), float | int):
        page.toolbar.zoom_set.emit(float(kept["seconds"]))
    seconds = float(kept.get("seconds") or 0)
    if seconds and abs(scene.axis.seconds_per_pixel / seconds - 1) < _SAME:
        page.view.zoom_to(seconds)  # to the pixel, where the width is the same but for one
    if isinstance(kept.get("left"), int):
        page.view.go_to(_midnight(page, day) + kept["left"])
    lane = kept.get("lane") or [0, 0]
    at = scene.model.lane_of.get(lane[0], -1)
    if at >= 0:
        bar = page.view.verticalScrollBar()
        bar.setValue(bar.value() + scene.lane_top(at) - int(lane[1]))
    slot = scene.model.table.slot
    page.view.select(frozenset(one for one in kept.get("selected", ()) if slot(one) >= 0))
    focused = kept.get("focused", 0)
    if focused and slot(focused) >= 0:
        page.view.scene.focused = focused
    for order_id in kept.get("orders", ()):
        page.waiting.table.choose(order_id)


def _today(page: BoardPage) -> date:
    moment = page.jobs.context.clock().timestamp()
    return page.view.scene.model.days.wall(moment).date()


def _midnight(page: BoardPage, day: date) -> int:
    days = page.view.scene.model.days
    return days.midnight((day - days.first).days)
