"""What can be done with orders from the editor's and the list's menu; each area adds its own commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.queries.order_details import OrderDetails
from models.errors import Expected
from resources.texts import N_, _
from ui import theme
from ui.edits import Edits
from ui.jobs import Jobs
from ui.orders import copy_command, ending_commands, print_commands, sign_commands


@dataclass(frozen=True, slots=True)
class OrderDesk:
    """What a command works with.

    Attributes:
        parent: over which a dialog opens.
        say: a sentence for the message bar.
        failed: shows what was refused.
        open_order: shows an order in the editor.
        shown: ids of all orders of the list, for what can be done with the whole of it.
        is_all: whether the list shows every order there is, because nothing restricts it.
        leave: goes back to the list, because the order in the editor is deleted.
    """

    jobs: Jobs
    edits: Edits
    parent: QWidget
    say: Callable[[str], object]
    failed: Callable[[Expected], object]
    open_order: Callable[[int], object]
    shown: Callable[[], Sequence[int]] = tuple
    is_all: Callable[[], bool] = bool
    leave: Callable[[], object] = bool


@dataclass(frozen=True, slots=True)
class OrderCommand:
    """One entry of the menus.

    Attributes:
        name: objectName of its action.
        text: marked with `N_`; ends in … when a dialog follows.
        run: does it with the ids of the orders chosen.
        for_many: also for several orders at once.
        needs_many: only for several.
        why_not: of one order in the editor, why it cannot be done now, or empty; shown as a tip.
        icon: a shipped drawing or "".
        keys: shortcut in Qt's portable form or "".
        begins_group: a line is drawn above it.
    """

    name: str
    text: str
    run: Callable[[OrderDesk, Sequence[int]], object]
    for_many: bool = True
    why_not: Callable[[OrderDetails], str] | None = None
    icon: str = ""
    keys: str = ""
    begins_group: bool = False
    needs_many: bool = False


COMMANDS: tuple[OrderCommand, ...] = (
    OrderCommand(
        "sign_off", N_("&Sign off"), sign_commands.sign, icon="check", why_not=sign_commands.why_not_sign
    ),
    OrderCommand(
        "take_back_sign_off", N_("&Take back the sign-off"), sign_commands.take_back,
        why_not=sign_commands.why_not_take_back,
    ),
    OrderCommand("post_orders", N_("&Post…"), sign_commands.post, icon="receipt"),
    OrderCommand(
        "print_descriptions", N_("Print &work descriptions…"), print_commands.print_descriptions, icon="print"
    ),
    OrderCommand("print_receipts", N_("Print work &receipts…"), print_commands.print_receipts),
    OrderCommand(
        "copy_lines", N_("Cop&y lines…"), copy_command.copy_lines, for_many=False, icon="copy",
        why_not=lambda details: details.why_not_modify,
    ),
    OrderCommand(
        "move_lines", N_("&Lines: move, cancel…"), ending_commands.move_lines, for_many=False, icon="split",
        begins_group=True,
    ),
    OrderCommand("combine_orders", N_("C&ombine into the first"), ending_commands.combine, needs_many=True),
    OrderCommand(
        "cancel_orders", N_("&Cancel…"), ending_commands.cancel, icon="x", begins_group=True,
        why_not=lambda details: details.obstacles.cancel,
    ),
    OrderCommand(
        "revoke_orders", N_("&Revoke cancellation…"), ending_commands.revoke, icon="undo",
        why_not=lambda details: details.obstacles.revoke,
    ),
    OrderCommand(
        "delete_orders", N_("&Delete…"), ending_commands.delete, icon="trash",
        why_not=lambda details: details.obstacles.delete,
    ),
)  # fmt: skip
"""In the order of the menus."""


def fill_menu(menu: QMenu, desk: OrderDesk, order_ids: Sequence[int], details: OrderDetails) -> None:
    """Make a menu of the commands for one order."""
    menu.clear()
    add_commands(menu, desk, order_ids, details)


def add_commands(
    menu: QMenu, desk: OrderDesk, order_ids: Sequence[int], details: OrderDetails | None = None
) -> None:
    """Add the commands for these orders; what cannot be done is grey, with the reason as its tip."""
    menu.setToolTipsVisible(True)
    for command in COMMANDS:
        if (len(order_ids) > 1 and not command.for_many) or (len(order_ids) < 2 and command.needs_many):
            continue
        if command.begins_group:
            menu.addSeparator()
        action = menu.addAction(_(command.text))
        action.setObjectName(command.name)
        if command.icon:
            action.setIcon(theme.icon(command.icon))
        if command.keys:
            action.setShortcut(QKeySequence(command.keys))
        why = command.why_not(details) if command.why_not is not None and details is not None else ""
        action.setEnabled(bool(order_ids) and not why)
        action.setToolTip(why)
        action.triggered.connect(lambda _checked, chosen=command: chosen.run(desk, tuple(order_ids)))
