"""What the dialog for a batch of orders says, by what it does."""

from __future__ import annotations

from dataclasses import dataclass

from app.queries.endings import Ending
from resources.texts import N_, _, format_number, ngettext
from ui.orders.batch_run import BatchDone


@dataclass(frozen=True, slots=True)
class Words:
    """English, marked; translated when said."""

    title: str
    button: str
    effect: str


WORDS = {
    Ending.CANCEL: Words(
        N_("Cancel orders"),
        N_("Cancel orders"),
        N_(
            "Open lines are canceled, planned visits leave the board and clocks end."
            " Undo brings all of that back; revoking later opens only the lines."
        ),
    ),
    Ending.REVOKE: Words(
        N_("Revoke canceled orders"),
        N_("Revoke"),
        N_("Canceled orders are in process again. Their visits do not come back; plan them anew."),
    ),
    Ending.DELETE: Words(
        N_("Delete orders"),
        N_("Delete"),
        N_(
            "Orders are deleted with their lines, repairs, logs and planned visits."
            " Undo brings them back while this window is open."
        ),
    ),
}
"""By what is done."""


def outlook(ending: Ending, count: int) -> str:
    """How many it will be."""
    if ending is Ending.CANCEL:
        words = ngettext("{n} order will be canceled", "{n} orders will be canceled", count)
    elif ending is Ending.REVOKE:
        words = ngettext("{n} order will be in process again", "{n} orders will be in process again", count)
    else:
        words = ngettext("{n} order will be deleted", "{n} orders will be deleted", count)
    return words.format(n=format_number(count))


def result(ending: Ending, done: BatchDone) -> str:
    """How many it was, and what was not come to."""
    count = len(done.done)
    if ending is Ending.CANCEL:
        words = ngettext("{n} order was canceled.", "{n} orders were canceled.", count)
    elif ending is Ending.REVOKE:
        words = ngettext("{n} order is in process again.", "{n} orders are in process again.", count)
    else:
        words = ngettext("{n} order was deleted.", "{n} orders were deleted.", count)
    said = [words.format(n=format_number(count))]
    if done.untouched:
        rest = ngettext("{n} was not come to.", "{n} were not come to.", done.untouched)
        said.append(rest.format(n=format_number(done.untouched)))
    if done.failure is not None:
        said.append(str(done.failure))
    return " ".join(said)


def visits_said(count: int) -> str:
    """How many planned visits leave the board, or nothing."""
    if not count:
        return ""
    return ngettext("{n} planned visit leaves the board", "{n} planned visits leave the board", count).format(
        n=format_number(count)
    )


def needs_number(ending: Ending, count: int) -> bool:
    """Whether a person has to type how many: several orders, deleted."""
    return ending is Ending.DELETE and count > 1


def type_this(count: int) -> str:
    """What to type, and why."""
    return _("To delete them type their number, {n}:").format(n=count)
