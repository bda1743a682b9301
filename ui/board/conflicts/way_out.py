"""What would mend a broken rule, as something to press: another time, another technician, its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import fit
from resources.texts import _
from ui.board.editing.placements import Placement
from ui.board.gestures.sending import move_of
from ui.board.keyboard.assigning import open_assign
from ui.board.verbs.verb import Place, Target

if TYPE_CHECKING:
    from ui.board.page import BoardPage


@dataclass(frozen=True, slots=True)
class WayOut:
    """Something that would mend it; `words` are translated."""

    words: str
    take: Callable[[], object]


def ways_out(page: BoardPage, visit_id: int, finding: fit.Finding) -> list[WayOut]:
    """What would mend a finding of a visit where it stands; at most three, the simplest first."""
    scene = page.view.scene
    slot = scene.model.table.slot(visit_id)
    if slot < 0:
        return []
    place = scene.model.placement(slot)
    ways = []
    if finding.shift:
        moved = place.moved(lane=place.lane, starts=place.starts + finding.shift)
        way = _to(page, moved, finding, finding.fix_text)
        ways += [way] if way is not None else []
    if finding.fix is fit.Fix.PARTS:
        ways.append(WayOut(_("Open order"), lambda: page.order_wanted.emit(place.order_id)))
    else:
        target = Target(Place.VISIT, visit_ids=(visit_id,), lane=place.lane, instant=place.starts)
        ways.append(WayOut(_("Give it to somebody else…"), lambda: _assign(page, target)))
    return ways[:3]


def _to(page: BoardPage, place: Placement, finding: fit.Finding, words: str) -> WayOut | None:
    """The way to a place, where it breaks nothing hard and no longer this."""
    scene = page.view.scene
    (verdict,) = scene.model.judge([place])
    if verdict.hard or any(one.rule is finding.rule for one in verdict.findings):
        return None
    move = move_of(scene, place, verdict)
    return WayOut(words, lambda: page.view.want_moves([move]))


def _assign(page: BoardPage, target: Target) -> None:
    page.view.select(frozenset(target.visit_ids))
    page.view.focus_visit(target.visit_ids[0])
    open_assign(page, target)
