"""What a person asks of the generator: for when, how, and for which agreements."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.due import Options, Period


@dataclass(frozen=True, slots=True)
class Choice:
    """Which agreements; empty restricts nothing, and what is given narrows together.

    Attributes:
        agreement_ids, codes: these agreements, by id or by code.
        group_id, customer_id: those of a group or of a customer; 0 for all.
    """

    agreement_ids: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    group_id: int = 0
    customer_id: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """One run of the generator, or its preview."""

    period: Period
    options: Options = field(default_factory=Options)
    choice: Choice = field(default_factory=Choice)
