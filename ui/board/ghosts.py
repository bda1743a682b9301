"""What a gesture in hand lays over the board: where blocks would stand, and what that means."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from models import fit
from ui.board.editing.placements import Placement


@dataclass(frozen=True, slots=True)
class Ghost:
    """One block of the gesture in hand: where it would stand and what that would mean."""

    place: Placement
    verdict: fit.Verdict
    subrow: int = 0


@dataclass(slots=True)
class Overlay:
    """What lies over the board while a gesture runs.

    Attributes:
        ghosts: the one under the pointer first.
        lifted: visits that are painted faint, as an outline of where they were.
        title, words, footer: what the bubble says: when and who; the verdict; travel, steps and deadline.
        hard, soft: the verdict on all ghosts together.
        band: the rubber band in viewport pixels.
        mark: what a drop would do besides moving: "copy", "swap" or "push"; else "" or "move".
        origin: the visit a thread leads back to, 0 for none.
        tied: where that thread ends: the first ghost's place some frames ago. It follows at leisure, so that
            no step of a drag waits for it.
    """

    ghosts: tuple[Ghost, ...] = ()
    lifted: frozenset[int] = frozenset()
    title: str = ""
    words: tuple[str, ...] = ()
    hard: bool = False
    soft: bool = False
    band: QRect | None = None
    footer: str = ""
    mark: str = ""
    origin: int = 0
    tied: Placement | None = None

    def __bool__(self) -> bool:
        return bool(self.ghosts) or self.band is not None or bool(self.lifted)
