"""Carry a plan out at once when it is small, ask with a preview when it is not (board.md 4, 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.replanning import Plan
from resources.texts import _
from ui.board.many.preview import Preview
from ui.board.many.proposal import Proposal, proposed

if TYPE_CHECKING:
    from ui.board.page import BoardPage

AT_ONCE = 2
"""So many changed visits are seen at a glance; more are shown before they change."""


def carry_out(page: BoardPage, plan: Plan, *, text: str, told: str) -> None:
    """Do what a plan says, or show it first.

    Args:
        page: the board.
        plan: what is proposed.
        text: what the step is called, translated.
        told: the sentence once it is done, translated.
    """
    model = page.view.scene.model
    proposal = proposed(model, plan)
    changes = proposal.changes
    if not changes:
        reason = plan.stays[0].why if plan.stays else _("Nothing has to change")
        page.view.refuse(_("{deed}: {reason}.").format(deed=text, reason=reason))
    elif len(changes) <= AT_ONCE:
        do_now(page, proposal, text=text, told=told)
    else:
        show_preview(page, proposal, text=text, told=told)


def do_now(page: BoardPage, proposal: Proposal, *, text: str, told: str) -> None:
    """Do all of it without asking, or say what forbids it."""
    model = page.view.scene.model
    for at, verdict in sorted(proposal.judged(model, proposal.changes).items()):
        if verdict.hard:
            number = proposal.items[at].before.number
            page.view.refuse(_("{order}: {finding}.").format(order=number, finding=verdict.hard[0].text))
            return
    page.planning.rearrange(proposal.arrangement(model, proposal.changes), text=text, told=told)


def show_preview(page: BoardPage, proposal: Proposal, *, text: str, told: str) -> Preview:
    """Show every changed time with a tick; what is ticked is done as one step."""
    dialog = Preview(lambda: page.view.scene.model, page, title=text)
    dialog.agreed.connect(lambda wanted: page.planning.rearrange(wanted, text=text, told=told))
    dialog.show_proposal(proposal)
    dialog.open()
    return dialog
