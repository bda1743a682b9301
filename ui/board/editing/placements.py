"""Where a visit or a waiting order stands or would stand. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.queries.board import Needs, WaitingRow
from models import fit


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one visit or one waiting order would stand; `visit_id` 0 for an order without a visit.

    `lane` is a lane index; `starts` and `ends` are epoch seconds. `due`, `parts` and `agreement` are of the
    order: when its service level runs out, 0 for never; what is still to be delivered; its validity.
    """

    visit_id: int
    order_id: int
    lane: int
    starts: int
    ends: int
    site_id: int
    needs: Needs
    promise_from: int
    promise_to: int
    number: str
    customer: str
    customer_id: int = 0
    due: int = 0
    parts: tuple[str, ...] = ()
    agreement: fit.Period | None = None

    def moved(self, *, lane: int, starts: int) -> Placement:
        """The same length of time elsewhere."""
        return replace(self, lane=lane, starts=starts, ends=starts + self.ends - self.starts)

    @property
    def title(self) -> str:
        """Number and customer, as a sentence names the visit."""
        return f"{self.number} {self.customer}".strip()


def waiting_placement(row: WaitingRow, *, lane: int, starts: int) -> Placement:
    """Where a waiting order would stand, with its own duration."""
    return Placement(
        visit_id=0,
        order_id=row.order_id,
        lane=lane,
        starts=starts,
        ends=starts + row.duration_minutes * 60,
        site_id=row.site_id,
        needs=row.needs,
        promise_from=row.promise_from,
        promise_to=row.promise_to,
        number=row.number,
        customer=row.customer,
        customer_id=row.customer_id,
        due=row.due,
        parts=row.parts,
        agreement=row.period,
    )


def proposal_of(place: Placement) -> fit.Proposal:
    """What `models.fit` judges of it."""
    return fit.Proposal(
        starts=place.starts,
        ends=place.ends,
        visit_id=place.visit_id,
        site_id=place.site_id,
        needs=place.needs,
        promise_from=place.promise_from,
        promise_to=place.promise_to,
        label=place.number,
        customer_id=place.customer_id,
        due=place.due,
        parts=place.parts,
        agreement=place.agreement,
    )


def stop_of(place: Placement) -> fit.Stop:
    """What it is to the others of its lane."""
    return fit.Stop(place.visit_id, place.starts, place.ends, place.site_id, place.number)
