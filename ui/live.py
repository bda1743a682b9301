"""One signal for what changed, whether this window wrote it or another dispatcher did."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.jobs import Jobs


class Live(QObject):
    """Tells pages what changed.

    Signals:
        changed(Changes): rows were committed; `changes.own` says by whom.
    """

    changed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        jobs.wrote.connect(self.changed)
        jobs.heard.connect(self.changed)
