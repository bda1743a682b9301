"""Which days the board shows: today, back and on, scales and zoom; reads further at the ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QObject, Signal

from ui.board.layout.scales import DAYS, Scale, first_shown
from ui.board.layout.toolbar import Toolbar
from ui.board.view import BoardView

STEPS: dict[Scale | None, int] = {
    Scale.THREE_DAYS: 3,
    Scale.WORK_WEEK: 7,
    Scale.WEEK: 7,
    Scale.TWO_WEEKS: 14,
}
"""Days that a step back or on goes, 1 where it is not said; a month steps by months."""


class Days(QObject):
    """The time in view of one board.

    Attributes:
        is_ready: whether a board has been read and nothing is being read; only then more is asked for.

    Signals:
        wanted(date): a day that is not in memory is to be read and shown.
        more_wanted(date): the end of what was read is near; read around a day and keep the place.
    """

    wanted = Signal(object)
    more_wanted = Signal(object)

    def __init__(self, view: BoardView, toolbar: Toolbar, *, clock: Callable[[], datetime]) -> None:
        """Follow a toolbar and the board's keys."""
        super().__init__(view)
        self._view, self._toolbar, self._clock = view, toolbar, clock
        self._scale: Scale | None = Scale.DAY
        self.is_ready = False
        toolbar.today_wanted.connect(lambda: self.go_to(None))
        toolbar.step_wanted.connect(self.step)
        toolbar.day_chosen.connect(self.go_to)
        toolbar.scale_chosen.connect(lambda key: self.show_scale(Scale(key)))
        toolbar.zoom_wanted.connect(self._zoom)
        toolbar.zoom_set.connect(self._zoom_to)
        toolbar.folds_wanted.connect(self._fold)
        view.period_wanted.connect(self.step)
        view.days_changed.connect(self.on_rest)

    def day_in_view(self) -> date:
        """The day in the middle of the view."""
        days = self._view.scene.model.days
        return days.date(days.number(self._view.middle()))

    def _anchor(self) -> date:
        """The day a stretch is known by: its first one where it may begin on any, else the middle one."""
        if self._scale not in (Scale.THREE_DAYS, Scale.TWO_WEEKS):
            return self.day_in_view()
        scene = self._view.scene
        return scene.model.days.date(scene.days_in_view()[0])

    def _noon(self, day: date) -> int:
        days = self._view.scene.model.days
        return days.midnight((day - days.first).days) + 43_200

    def show_day(self, day: date) -> None:
        """Bring a day into view that is in memory."""
        self._view.show_scale(self._scale, self._noon(day)) if self._scale else self._scroll_to(day)
        self._toolbar.show_scale(self._scale)
        self._toolbar.show_zoom(self._view.scene.axis.seconds_per_pixel)
        self._toolbar.show_day(self.day_in_view())

    @property
    def scale(self) -> Scale | None:
        """The named scale in use, None after a zoom of one's own."""
        return self._scale

    def _scroll_to(self, day: date) -> None:
        self._view.go_to(first_shown(Scale.DAY, self._view.scene.model, self._noon(day)))

    def go_to(self, day: date | None) -> None:
        """Show a day, None for today; what is not in memory is read first."""
        if day is None:
            clock = self._clock().timestamp()
            day = self._view.scene.model.days.wall(clock).date()
        window = self._view.scene.model.window
        noon = self._noon(day)
        length = 86_400 * (DAYS[self._scale] if self._scale else 1)
        if window.starts <= noon - 43_200 and noon + length // 2 < window.ends:
            self.show_day(day)
        else:
            self.wanted.emit(day)

    def step(self, by: int) -> None:
        """A period back or on."""
        day = self._anchor()
        if self._scale is Scale.MONTH:
            first = day.replace(day=1)
            self.go_to((first + timedelta(days=32 if by > 0 else -1)).replace(day=1))
        else:
            self.go_to(day + timedelta(days=STEPS.get(self._scale, 1) * by))

    def show_scale(self, scale: Scale, *, at: int = 0) -> None:
        """Show a day, week or month around the middle of the view, or around an instant."""
        self._scale = scale
        days = self._view.scene.model.days
        self.show_day(days.date(days.number(at)) if at else self.day_in_view())

    def open_day(self, day: date) -> None:
        """Show one day of those in memory by itself."""
        self._scale = Scale.DAY
        self.show_day(day)

    def _zoom(self, factor: float) -> None:
        self._zoom_to(self._view.scene.axis.seconds_per_pixel / factor)

    def _zoom_to(self, seconds: float) -> None:
        self._scale = None
        self._toolbar.show_scale(None)
        self._view.zoom_to(seconds)
        self._toolbar.show_zoom(self._view.scene.axis.seconds_per_pixel)

    def _fold(self, on: bool) -> None:  # noqa: FBT001 (a signal's argument)
        day = self._anchor()
        self._view.set_folds(on=on)
        if self._scale is not None and self.is_ready:
            self.show_day(day)

    def on_rest(self) -> None:
        """The view has come to rest; near the end of what was read, read further."""
        day = self.day_in_view()
        self._toolbar.show_day(day)
        self._toolbar.show_zoom(self._view.scene.axis.seconds_per_pixel)
        bar = self._view.horizontalScrollBar()
        if not self.is_ready or bar.maximum() == 0:
            return
        number = self._view.scene.model.days.number(self._view.middle())
        at_end = bar.value() in (0, bar.maximum())
        if at_end and number in (0, self._view.scene.model.days.count - 1):
            self.more_wanted.emit(day)
