"""Commands about lanes: pin, hide, show all again; and to see one day alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from resources.texts import N_, _
from ui.board.layout.lane_desk import lane_desk
from ui.board.layout.lanes import subrows_mark
from ui.board.layout.scales import Scale
from ui.board.verbs.verb import Place, Target, Verb

if TYPE_CHECKING:
    from ui.board.page import BoardPage


def _technician(page: BoardPage, target: Target) -> int:
    lanes = page.view.scene.model.lanes
    return lanes[target.lane].technician_id if 0 <= target.lane < len(lanes) else 0


def _no_lane(page: BoardPage, target: Target) -> str | None:
    return None if _technician(page, target) else _("There is no lane here.")


def _pin(page: BoardPage, target: Target) -> None:
    lane_desk(page).pin([_technician(page, target)], on=True)


def _cannot_pin(page: BoardPage, target: Target) -> str | None:
    is_pinned = _technician(page, target) in page.view.scene.lane_order.pinned
    return _("It is pinned already.") if is_pinned else _no_lane(page, target)


def _unpin(page: BoardPage, target: Target) -> None:
    lane_desk(page).pin([_technician(page, target)], on=False)


def _cannot_unpin(page: BoardPage, target: Target) -> str | None:
    is_pinned = _technician(page, target) in page.view.scene.lane_order.pinned
    return None if is_pinned else _("It is not pinned.")


def _hide(page: BoardPage, target: Target) -> None:
    lane_desk(page).hide([_technician(page, target)])


def _show_all(page: BoardPage, _target: Target) -> None:
    lane_desk(page).show_all()


def _none_hidden(page: BoardPage, _target: Target) -> str | None:
    return None if page.view.scene.lane_order.hidden else _("No lane is hidden.")


def _toggle_rows(page: BoardPage, target: Target) -> None:
    lane_desk(page).toggle_subrows(_technician(page, target))


def _not_crowded(page: BoardPage, target: Target) -> str | None:
    scene = page.view.scene
    if 0 <= target.lane < len(scene.model.lanes) and subrows_mark(scene, target.lane):
        return None
    return _("All its rows are shown.")


def _zoom(page: BoardPage, target: Target) -> None:
    if target.instant:
        page.days.show_scale(Scale.DAY, at=target.instant)


VERBS = (
    Verb(
        "pin_lane",
        N_("Pin lane"),
        N_("Let the lane stand at the top of the board"),
        _pin,
        places=(Place.LANE,),
        section=6,
        why_not=_cannot_pin,
    ),
    Verb(
        "unpin_lane",
        N_("Unpin lane"),
        N_("Let the lane stand in its own group again"),
        _unpin,
        places=(Place.LANE,),
        section=6,
        why_not=_cannot_unpin,
    ),
    Verb(
        "all_rows",
        N_("Show or fold all rows"),
        N_("Show every row of visits that overlap, or no more than usual"),
        _toggle_rows,
        places=(Place.LANE,),
        section=6,
        why_not=_not_crowded,
    ),
    Verb(
        "hide_lane",
        N_("Hide lane"),
        N_("Leave the lane out until hidden lanes are shown again"),
        _hide,
        places=(Place.LANE,),
        section=6,
        why_not=_no_lane,
    ),
    Verb(
        "show_lanes",
        N_("Show hidden lanes"),
        N_("Show all lanes that were hidden"),
        _show_all,
        places=(Place.LANE, Place.EMPTY),
        section=6,
        why_not=_none_hidden,
        is_general=True,
    ),
    Verb(
        "zoom_to_day",
        N_("Zoom to this day"),
        N_("Show the day that was pointed at alone"),
        _zoom,
        places=(Place.EMPTY,),
        section=7,
    ),
)
