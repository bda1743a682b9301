"""What hangs on the board's page without the page knowing more of it than its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.board.colleagues.colleagues import Colleagues
from ui.board.conflicts.conflicts import Conflicts
from ui.board.draft.draft_bar import Drafts
from ui.board.editing.answers import Answers
from ui.board.keyboard.clipboard import Clipboard
from ui.board.keyboard.context_menus import ContextMenus
from ui.board.layout.lane_desk import LaneDesk
from ui.board.many.swapping import SwapMark
from ui.board.painting.crew_lines import CrewLines
from ui.board.painting.day_lock_layer import DayLockLayer
from ui.board.painting.tints import Tints
from ui.board.sheets.sheets import Sheets
from ui.board.slots.slots_tab import Slots
from ui.board.telling.bar_facts import BarFacts
from ui.board.telling.telling import Telling
from ui.board.verbs.keys import VerbKeys
from ui.board.waiting.following import Following
from ui.board.waiting.saved_tabs import SavedTabs

if TYPE_CHECKING:
    from ui.board.page import BoardPage

PARTS: dict[str, Callable[[BoardPage], object]] = {
    "keys": VerbKeys,
    "lanes": LaneDesk,
    "clipboard": Clipboard,
    "menus": ContextMenus,
    "following": Following,
    "answers": Answers,
    "telling": Telling,
    "tints": Tints,
    "crew_lines": CrewLines,
    "slots": Slots,
    "swap": SwapMark,
    "draft": Drafts,
    "colleagues": Colleagues,
    "bar_facts": BarFacts,
    "saved_tabs": SavedTabs,
    "sheets": Sheets,
    "conflicts": Conflicts,
    "day_locks": DayLockLayer,
}
"""Name → makes the part for a page that stands already; asked in this order, kept as `page.parts[name]`."""
