"""The small company: twelve technicians in three teams, eighty customers, three weeks around today."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from app.context import Context
from app.demo.agreed import make_agreed
from app.demo.company import make_company
from app.demo.contracts import make_agreements
from app.demo.emptiness import require_empty
from app.demo.happenings import post_old
from app.demo.ledger import make_ledger, make_projects
from app.demo.orders import make_orders
from app.demo.repairs import make_repairs
from app.demo.routes import make_routes
from app.work import Work

Progress = Callable[[int, int], object]
_STEPS = 5


def fill(context: Context, *, seed: int = 1, progress: Progress | None = None) -> None:
    """Fill an empty database in one transaction.

    Args:
        context: signed in on the database; its clock says what today is.
        seed: another seed is another company.
        progress: called with steps done and steps in all.

    Raises:
        Refused: the database is not empty.
    """
    context.run(_fill, seed=seed, progress=progress or (lambda _done, _total: None))


def _fill(work: Work, *, seed: int, progress: Progress) -> None:
    require_empty(work.session)
    progress(0, _STEPS)
    chance = Random(f"servicebord-{seed}")
    today = work.now.astimezone(work.company().zone).date()
    made = make_company(work, chance, today)
    make_ledger(work, made)
    progress(1, _STEPS)
    covered = make_agreements(work, chance, made, today)
    make_projects(work)
    make_agreed(work, made, today)
    progress(2, _STEPS)
    stays = make_routes(chance, made, covered, today)
    progress(3, _STEPS)
    orders = make_orders(work, chance, made, stays, covered)
    progress(4, _STEPS)
    make_repairs(work, chance, made, orders)
    post_old(work, orders)
    work.session.flush()
    progress(_STEPS, _STEPS)
