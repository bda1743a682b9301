"""What a gesture asks for when it ends. Times are epoch seconds, versions those the person saw. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from models import fit


@dataclass(frozen=True, slots=True)
class Move:
    """A visit that is to stand elsewhere; `version` is the one the person saw, times epoch seconds."""

    visit_id: int
    version: int
    technician_id: int
    starts: int
    ends: int
    verdict: fit.Verdict


@dataclass(frozen=True, slots=True)
class Drop:
    """An order that is to get a visit; `version` is the order's, times epoch seconds.

    An order that is split has several, one after another.
    """

    order_id: int
    version: int
    technician_id: int
    starts: int
    ends: int
    verdict: fit.Verdict


@dataclass(frozen=True, slots=True)
class Copy:
    """One more visit of an order that has one already."""

    order_id: int
    number: str
    technician_id: int
    starts: int
    ends: int
    verdict: fit.Verdict


@dataclass(frozen=True, slots=True)
class Way:
    """Something else that a message offers: what its button says, and what it does."""

    words: str
    take: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Offer:
    """Why a drop was not carried out as it was, and what can be done instead.

    Attributes:
        ways: what the message offers.
        wish: what somebody who may override rules could have all the same, with a reason.
        asks: nothing refuses it, but the company wants a reason first.
    """

    words: str
    ways: tuple[Way, ...] = ()
    wish: tuple[Move | Drop | Copy, ...] = ()
    asks: bool = False
