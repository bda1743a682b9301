"""Random sessions at the board, without a window: commands as edits, the database below, all of it undone.

Canceling orders belongs to sessions at the page (`tests/ui/board/wanderer.py`): what comes back comes back
newer, and the page is told of that.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.context import Context
from app.usecases.orders import Promise
from app.usecases.visits import SeenVisit, TimeOff
from app.work import Work
from models.base import Base
from models.errors import Expected
from models.replanning import (
    Plan,
    aligned,
    chained,
    closed_up,
    duplicated,
    joined,
    moved_by,
    pulled,
    pushed,
    split_at,
    swapped,
)
from models.replanning.spreading import Choices
from models.terms import Lock, Priority, VisitStatus
from tests.builders import MONDAY, a_customer, a_site, a_skill, a_technician, a_visit, an_order
from ui.board.editing.arrangement import Arrangement, New
from ui.board.editing.commands import MoveVisits, Rearrange, Versions, made_of, wanted_of
from ui.board.editing.order_edits import PromiseOrders
from ui.board.editing.sayings import Said, Say
from ui.board.loading import Loaded, load_board
from ui.board.many.ground import field_of, lane_visits, stand_of
from ui.board.many.proposal import move_of, proposed
from ui.board.many.spreading import Handing, everybody, handed_over
from ui.board.model import BoardModel
from ui.edits import Edit

HOUR = timedelta(hours=1)
DAY = date(2026, 11, 23)
LEFT_OUT = {"change", "audit", "order_search"}
"""Tables of which a session leaves traces: the journal, the audit, the text for searching."""


def a_busy_company(work: Work) -> None:
    """Six technicians with two days of visits, some of which ask for a skill; ten orders wait."""
    gas = a_skill(work, name="Gas 2")
    customer = a_customer(work, name="Bakkerij Smit")
    sites = [a_site(work, customer=customer) for _n in range(4)]
    people = [a_technician(work, name=f"T{n}", skills=[gas] if n % 2 else []) for n in range(6)]
    for n, person in enumerate(people):
        for day in range(2):
            for k in range(4):
                asked = [gas] if n % 2 and k == 2 else []
                order = an_order(work, customer=customer, site_id=sites[(n + k) % 4].id, skills=asked)
                starts = MONDAY + timedelta(days=day) + (2 * k) * HOUR
                a_visit(work, order=order, technician=person, starts=starts, minutes=45 + 15 * (k % 3))
    for n in range(10):
        an_order(
            work,
            customer=customer,
            site_id=sites[n % 4].id,
            duration_minutes=60,
            skills=[gas] if n % 3 == 0 else [],
        )


def snapshot(context: Context) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database but journal, audit and versions."""

    def read(work: Work) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        for table in Base.metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                columns = [column for column in table.c if column.name != "version"]
                rows = [tuple(row) for row in work.session.execute(select(*columns))]
                found[table.name] = sorted(rows, key=repr)
        return found

    return context.run(read)[0]


class Session:
    """One person's commands by chance; what the database refuses is passed over."""

    def __init__(self, context: Context, seed: int) -> None:
        self._context, self._dice = context, random.Random(seed)
        self._versions = Versions()
        self._loaded: Loaded = load_board(context, DAY, None)
        self.done: list[Edit] = []
        self.counts: dict[str, int] = {}

    # ------------------------------------------------------------------ running

    def step(self) -> None:
        """One command, chosen by chance."""
        self._loaded = load_board(self._context, DAY, self._loaded.travel)
        name = self._dice.choice(sorted(DEEDS))
        edit = DEEDS[name](self)
        if edit is not None and self._try(edit.forward, edit.done):
            self.done.append(edit)
            self.counts[name] = self.counts.get(name, 0) + 1
            if self._dice.random() < 0.1:
                self.undo()

    def undo(self) -> None:
        """Undo the last one, sometimes with a redo and another undo."""
        edit = self.done.pop()
        self._run(edit.backward, edit.undone)
        if self._dice.random() < 0.3:
            self._run(edit.forward, edit.done)
            self._run(edit.backward, edit.undone)

    def _try(self, call: Callable[[], Any], take: Callable[[Any], None]) -> bool:
        try:
            self._run(call, take)
        except Expected:
            return False
        return True

    def _run(self, call: Callable[[], Any], take: Callable[[Any], None]) -> None:
        wanted = call()
        answer, _changes = self._context.run(wanted.usecase, **wanted.arguments)
        take(answer)

    # ------------------------------------------------------------------ choosing

    @property
    def model(self) -> BoardModel:
        """The board as it was read last."""
        return self._loaded.model

    def visit(self) -> int:
        """Slot of some visit."""
        return int(self._dice.choice(self.model.table.order.tolist()))

    def some(self, most: int = 4) -> list[int]:
        """Slots of some visits."""
        known = self.model.table.order.tolist()
        return self._dice.sample(known, min(len(known), self._dice.randint(1, most)))

    def lane(self) -> int:
        """Some lane."""
        return self._dice.randrange(len(self.model.lanes))

    def instant(self) -> int:
        """Some time of the two days."""
        minutes = self._dice.randrange(2 * 24 * 12) * 5
        return int((MONDAY - 3 * HOUR + timedelta(minutes=minutes)).timestamp())

    def reason(self) -> str:
        """Sometimes a reason to overlap."""
        return "Twins" if self._dice.random() < 0.2 else ""

    def chance(self, share: float) -> bool:
        """True so often."""
        return self._dice.random() < share

    def choice(self, *of: Any) -> Any:
        """One of these."""
        return self._dice.choice(of)

    # ------------------------------------------------------------------ edits

    def rearranged(self, wanted: Arrangement, text: str) -> Edit | None:
        """What the board's planning makes of an arrangement."""
        table = self.model.table
        if wanted.is_empty:
            return None
        orders = [int(table.order_id[table.slot(move.visit_id)]) for move in wanted.moves]
        return Rearrange(
            self._versions,
            text,
            moves=wanted_of(wanted.moves, orders, override=wanted.override),
            news=made_of(wanted.news, override=wanted.override),
            drops=[SeenVisit(one, int(table.version[table.slot(one)])) for one in wanted.drops],
            block=wanted.block,
        )

    def planned(self, plan: Plan, text: str) -> Edit | None:
        """All of a plan."""
        proposal = proposed(self.model, plan)
        return self.rearranged(proposal.arrangement(self.model, proposal.changes), text)

    def moved(self, slots: list[int]) -> Edit:
        """Visits somewhere else, or longer."""
        by, stretch = self._dice.randrange(-36, 37) * 300, self.choice(0, 0, 900, 3600, -900)
        lane = self.lane() if self.chance(0.5) else -1
        moves = []
        for slot in slots:
            place = self.model.placement(slot)
            starts = place.starts + by
            place = place.moved(lane=lane if lane >= 0 else place.lane, starts=starts)
            ends = max(place.ends + stretch, place.starts + 900)
            move = move_of(self.model, place, self.model.judge([place])[0])
            moves.append(
                type(move)(move.visit_id, move.version, move.technician_id, starts, ends, move.verdict)
            )
        orders = [int(self.model.table.order_id[slot]) for slot in slots]
        wanted = wanted_of(moves, orders, override=self.reason())
        return MoveVisits(wanted, self._versions, text="move")

    def said(self, *, is_lock: bool) -> Edit:
        """Status or lock of some."""
        table = self.model.table
        locks = (None, Lock.TIME, Lock.PERSON, Lock.BOTH)
        status, lock = self.choice(*VisitStatus), self.choice(*locks)
        said = [
            Said(
                int(table.id[slot]),
                int(table.version[slot]),
                status=status,
                was_status=tuple(VisitStatus)[int(table.status[slot])],
                lock=lock,
                was_lock=locks[int(table.lock[slot])],
            )
            for slot in self.some()
        ]
        return Say(said, self._versions, "say", is_lock=is_lock)

    def waiting(self) -> list[Any]:
        """Some waiting orders."""
        rows = self._loaded.waiting
        return self._dice.sample(rows, min(len(rows), self._dice.randint(1, 3)))


def _news(s: Session) -> Edit | None:
    starts, technician = s.instant(), s.model.lanes[s.lane()].technician_id
    news = []
    for row in s.waiting():
        news.append(New(row.order_id, technician, starts, starts + row.duration_minutes * 60, row.version))
        starts += row.duration_minutes * 60
    return s.rearranged(Arrangement(news=news, override=s.reason()), "plan")


def _stands(s: Session, slots: list[int]) -> list[Any]:
    return [stand_of(s.model, slot) for slot in slots]


def _by_field(planner: Callable[..., Plan]) -> Callable[[Session], Edit | None]:
    def deed(s: Session) -> Edit | None:
        stands = _stands(s, s.some())
        return s.planned(planner(field_of(s.model, {one.lane for one in stands}), stands), "plan")

    return deed


def _join(s: Session) -> Edit | None:
    table, slot = s.model.table, s.visit()
    mine = [one for one in table.order.tolist() if table.order_id[one] == table.order_id[slot]]
    return s.planned(joined(_stands(s, mine)), "join")


def _split(s: Session) -> Edit | None:
    stand = stand_of(s.model, s.visit())
    return s.planned(split_at(stand, (stand.starts + stand.ends) // 2), "split")


def _swap(s: Session) -> Edit | None:
    slots = s.some(2)
    return s.planned(swapped(*_stands(s, slots)), "swap") if len(slots) == 2 else None


def _push(s: Session) -> Edit | None:
    stand = stand_of(s.model, s.visit())
    return s.planned(pushed(field_of(s.model, {stand.lane}), stand, by=s.choice(0, 900, 3600)), "push")


def _pull(s: Session) -> Edit | None:
    stand = stand_of(s.model, s.visit())
    return s.planned(pulled(field_of(s.model, {stand.lane}), stand, until=stand.starts + 36_000), "pull")


def _close(s: Session) -> Edit | None:
    lane = s.lane()
    starts = s.instant()
    return s.planned(closed_up(field_of(s.model, {lane}), lane, starts=starts, ends=starts + 36_000), "close")


def _sick(s: Session) -> Edit | None:
    lane = s.lane()
    starts = s.instant() // 86_400 * 86_400
    ids = tuple(one.visit_id for one in lane_visits(s.model, lane) if starts <= one.starts < starts + 86_400)
    person = s.model.lanes[lane].technician_id
    first, last = (datetime.fromtimestamp(at, UTC) for at in (starts, starts + 86_400))
    block = (TimeOff(person, first, last, "Ill"),) if s.chance(0.3) else ()
    handing = Handing(ids, Choices(everybody(s.model, [lane])), is_sick=True, block=block)
    proposal = handed_over(s.model, handing)
    chosen = [at for at in proposal.changes if s.chance(0.8)]
    return s.rearranged(proposal.arrangement(s.model, chosen), "sick")


def _block(s: Session) -> Edit | None:
    first = datetime.fromtimestamp(s.instant(), UTC)
    person = s.model.lanes[s.lane()].technician_id
    return s.rearranged(Arrangement(block=(TimeOff(person, first, first + HOUR, "Training"),)), "block")


def _drop(s: Session) -> Edit | None:
    return s.rearranged(Arrangement(drops=[int(s.model.table.id[slot]) for slot in s.some()]), "drop")


def _promise(s: Session) -> Edit | None:
    wishes = [
        Promise(row.order_id, row.version, s.choice(*Priority), DAY, None, None, keeps_window=s.chance(0.5))
        for row in s.waiting()
    ]
    return PromiseOrders(wishes, text="promise") if wishes else None


DEEDS: dict[str, Callable[[Session], Edit | None]] = {
    "align": _by_field(lambda field, chosen: aligned(field, chosen, lambda at: at // 86_400)),
    "block": _block,
    "chain": _by_field(chained),
    "close": _close,
    "drop": _drop,
    "duplicate": _by_field(duplicated),
    "join": _join,
    "lock": lambda s: s.said(is_lock=True),
    "move": lambda s: s.moved(s.some(1)),
    "move several": lambda s: s.moved(s.some()),
    "plan": _news,
    "plan more": _news,
    "postpone": _by_field(lambda _field, chosen: moved_by(chosen, lambda at: at + 86_400)),
    "promise": _promise,
    "pull": _pull,
    "push": _push,
    "sick": _sick,
    "split": _split,
    "status": lambda s: s.said(is_lock=False),
    "swap": _swap,
}
