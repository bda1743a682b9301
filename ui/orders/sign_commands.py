"""Signing orders off, taking that back, and posting them, from the menus of the list and of the editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.queries.order_details import OrderDetails
from app.usecases.orders import Signed, sign_off, take_back_sign_off
from models.errors import Expected, Refused
from models.terms import LineStatus, Progress
from resources.texts import _, format_number, ngettext
from ui.edits import Call, Edit

if TYPE_CHECKING:
    from ui.orders.commands import OrderDesk


class SignOff(Edit):
    """Sign off orders, or take that back; undone for what it changed and nothing else."""

    def __init__(
        self, order_ids: Sequence[int], *, is_back: bool = False, reason_id: int | None = None, note: str = ""
    ) -> None:
        self.text = _("Take back the sign-off") if is_back else _("Sign off")
        self._is_back = is_back
        self._asked: dict[str, object] = {"order_ids": tuple(order_ids)}
        self._why: dict[str, object] = {"reason_id": reason_id, "note": note}
        self._done = Signed()

    def forward(self) -> Call:
        """Sign, or open again."""
        if self._is_back:
            return Call(take_back_sign_off, self._asked)
        return Call(sign_off, {**self._asked, **self._why})

    def backward(self) -> Call:
        """The opposite, for the lines that were changed; an order without lines follows by itself."""
        whole = () if self._done.line_ids else self._done.order_ids
        changed: dict[str, object] = {"line_ids": self._done.line_ids, "order_ids": whole}
        if self._is_back:
            return Call(sign_off, {**changed, **self._why})
        return Call(take_back_sign_off, changed)

    def done(self, answer: Signed) -> None:
        """Remember what was changed."""
        self._done = answer


def sign(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Sign off at once; where a reason is asked for, ask it and try again."""
    _sign(desk, order_ids, None, "")


def take_back(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Open what is signed off again."""
    desk.edits.do(
        SignOff(order_ids, is_back=True),
        done=lambda answer: _tell(desk, answer, is_back=True),
        failed=desk.failed,
    )


def post(desk: OrderDesk, order_ids: Sequence[int]) -> None:
    """Look at what would be posted of these orders, then post it."""
    from ui.post_dialog import PostDialog, PostScope

    title = ngettext("{n} order", "{n} orders", len(order_ids)).format(n=format_number(len(order_ids)))
    dialog = PostDialog(desk.jobs, PostScope(title, order_ids=tuple(order_ids)), desk.parent)
    dialog.order_wanted.connect(desk.open_order)
    dialog.open()


def why_not_sign(details: OrderDetails) -> str:
    """Why an order in the editor cannot be signed off now, or empty."""
    if details.progress is Progress.CANCELED:
        return _("Order {order} is canceled; there is nothing to sign off.").format(order=details.number)
    still_open = [line for line in details.lines if line.status is LineStatus.CREATED]
    if details.lines and all(line.fields.signed_off for line in still_open):
        return _("All of it is signed off.")
    return ""


def why_not_take_back(details: OrderDetails) -> str:
    """Why there is no sign-off to be taken back, or empty."""
    if details.progress is Progress.POSTED:
        return _("Order {order} is posted, so its sign-off stays.").format(order=details.number)
    still_open = [line for line in details.lines if line.status is LineStatus.CREATED]
    if details.lines and not any(line.fields.signed_off for line in still_open):
        return _("Nothing is signed off.")
    return ""


def _sign(desk: OrderDesk, order_ids: Sequence[int], reason_id: int | None, note: str) -> None:
    def failed(error: Expected) -> None:
        if isinstance(error, Refused) and error.field == "reason" and reason_id is None:
            _ask(desk, order_ids, str(error))
        else:
            desk.failed(error)

    desk.edits.do(
        SignOff(order_ids, reason_id=reason_id, note=note),
        done=lambda answer: _tell(desk, answer, is_back=False),
        failed=failed,
    )


def _ask(desk: OrderDesk, order_ids: Sequence[int], why: str) -> None:
    from ui.orders.reason_dialog import ReasonDialog

    dialog = ReasonDialog(desk.jobs, why, act=_("Sign off"), parent=desk.parent)
    dialog.given.connect(lambda reason_id, note: _sign(desk, order_ids, reason_id, note))
    dialog.open()


def _tell(desk: OrderDesk, answer: Signed, *, is_back: bool) -> None:
    """How many lines, and what was refused."""
    count = len(answer.line_ids)
    if is_back:
        words = ngettext("{n} line is open again.", "{n} lines are open again.", count)
    else:
        words = ngettext("{n} line is signed off.", "{n} lines are signed off.", count)
    said = [words.format(n=format_number(count)), *answer.refused[:3]]
    if len(answer.refused) > 3:
        said.append(_("And {n} more.").format(n=format_number(len(answer.refused) - 3)))
    desk.say(" ".join(said))
