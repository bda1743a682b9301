"""Columns of agreements and their orders, and the chip of a state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.queries.agreements import AgreementRow, AgreementState
from app.queries.masters import Record
from resources.texts import N_, _, format_date
from ui.widgets.badge import Chip, Mark
from ui.widgets.columns import Column

STATE_NAMES: Mapping[AgreementState, str] = {
    AgreementState.ACTIVE: N_("Active"),
    AgreementState.UPCOMING: N_("Not begun"),
    AgreementState.SUSPENDED: N_("Suspended"),
    AgreementState.EXPIRED: N_("Expired"),
    AgreementState.TEMPLATE: N_("Template"),
}
"""What a state is called, in English."""

_LOOKS: Mapping[AgreementState, tuple[str, Mark]] = {
    AgreementState.ACTIVE: ("good", Mark.TICK),
    AgreementState.UPCOMING: ("accent", Mark.RING),
    AgreementState.SUSPENDED: ("warning", Mark.SQUARE),
    AgreementState.EXPIRED: ("neutral", Mark.CROSS),
    AgreementState.TEMPLATE: ("accent", Mark.HALF_RING),
}


def state_chip(state: AgreementState) -> Chip:
    """The chip of an agreement's state, by shape as well as colour."""
    tone, mark = _LOOKS[state]
    return Chip(_(STATE_NAMES[state]), tone=tone, mark=mark)


def day(value: date | None) -> str:
    """A date, or nothing."""
    return format_date(value, "medium") if value is not None else ""


AGREEMENTS = (
    Column[AgreementRow]("code", N_("Agreement"), 98, weight=500, is_tabular=True),
    Column[AgreementRow]("customer", N_("Customer"), 170, least=150, tip=lambda row: row.customer),
    Column[AgreementRow]("state", N_("State"), 122, badge=lambda row: state_chip(row.state)),
    Column[AgreementRow]("ends_on", N_("Until"), 114, text=lambda row: day(row.ends_on), is_tabular=True),
    Column[AgreementRow]("name", N_("Name"), 190, least=130, tip=lambda row: row.name, is_spare=True),
    Column[AgreementRow](
        "lines",
        N_("Lines"),
        56,
        text=lambda row: str(row.lines),
        is_tabular=True,
        is_right=True,
        is_spare=True,
    ),
)
"""Columns of the list of agreements."""

LINE_STATE = Column[Record](
    "stopped",
    N_("State"),
    112,
    badge=lambda row: (
        Chip(_("Stopped"), "warning", Mark.SQUARE)
        if row.values["stopped"]
        else Chip(_("Active"), "good", Mark.TICK)
    ),
)
"""Whether orders come from a line."""
