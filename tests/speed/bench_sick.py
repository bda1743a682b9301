"""A technician is sick: sixty visits spread over 500 technicians with reasons, from the rows on screen."""

from __future__ import annotations

from models.replanning.spreading import Choices
from tests.speed.figures import Figure, figure, times_ms
from tests.ui.board.company import a_travel, a_window
from ui.board.many.proposal import Deed
from ui.board.many.spreading import Handing, everybody, handed_over, visits_in
from ui.board.model import BoardModel

_LANES, _DAYS, _VISITS, _SICK = 500, 14, 42_000, 60
_LIMIT_MS = 2000.0


def measure() -> list[Figure]:
    """The proposal on the days of the visits only, and with a week after them."""
    model = BoardModel(a_window(_LANES, _DAYS, _VISITS), a_travel())
    model.measure_all()
    lane = 5
    whole = (model.window.starts, model.window.ends)
    ids = tuple(one.visit_id for one in visits_in(model, lane, whole))[:_SICK]
    kinds = (
        ("on their days", Choices(everybody(model, [lane]))),
        ("also on later days", Choices(everybody(model, [lane]), until=model.window.ends)),
        ("at their times", Choices(everybody(model, [lane]), same_time_only=True)),
    )
    found = []
    for words, choices in kinds:
        handing = Handing(ids, choices, is_sick=True)
        placed = sum(item.deed is Deed.MOVE for item in handed_over(model, handing).items)
        samples = times_ms(lambda handing=handing: handed_over(model, handing), repeats=5)  # type: ignore[misc]
        name = f"sick call of {len(ids)} visits, {_LANES} technicians, {words}: {placed} placed"
        found.append(figure(name, samples, target="<= 2 s", limit_ms=_LIMIT_MS))
    return found
