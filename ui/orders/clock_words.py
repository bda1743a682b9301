"""What the clock of an order and its service level are called and why they hold."""

from __future__ import annotations

from app.queries.order_clock import LevelShown
from models.terms import ClockAction, LevelSource
from resources.texts import N_, _, ngettext
from ui.widgets.clocks import length_words

ACTION_NAMES = {
    ClockAction.START: N_("Started"),
    ClockAction.HOLD: N_("Held"),
    ClockAction.RESUME: N_("Resumed"),
    ClockAction.STOP: N_("Stopped"),
    ClockAction.CANCEL: N_("Canceled"),
}
"""What was done, in a log; translate at the place of speaking."""

_WHY = {
    LevelSource.ORDER: N_("Chosen for this order."),
    LevelSource.AGREEMENT: N_("From agreement {owner}; a level chosen for the order would win."),
    LevelSource.GROUP: N_("From agreement group {owner}, as the agreement names no level of its own."),
}


def level_said(level: LevelShown | None) -> tuple[str, str]:
    """The level with its limit, and the sentences that say whose it is and what counts."""
    if level is None:
        return _("No service level"), _("Neither the order nor its agreement or its group names a level.")
    name = _("{level}: {limit}").format(level=level.name, limit=_limit(level))
    said = [_(_WHY[level.source]).format(owner=level.owner)]
    if level.calendar:
        said.append(_("Only the working time of calendar {name} counts.").format(name=level.calendar))
    else:
        said.append(_("All time counts, day and night, as the level has no calendar."))
    if level.days and level.calendar:
        said.append(_("That is {time} of working time.").format(time=length_words(level.seconds)))
    if level.suspended:
        said.append(_("The level is suspended: it starts no clock any more."))
    return name, " ".join(said)


def _limit(level: LevelShown) -> str:
    parts = []
    if level.days:
        parts.append(ngettext("{n} day", "{n} days", level.days).format(n=level.days))
    if level.hours or level.minutes:
        parts.append(length_words(level.hours * 3600 + level.minutes * 60))
    return " ".join(parts)
