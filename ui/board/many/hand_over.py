"""Hand over a day, a period or a selection; a technician is sick (board.md 4, 17 and 18)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit

from app.usecases.visits import TimeOff
from models.replanning.spreading import Choices
from resources.texts import _
from ui.board.many.people import PeopleButton
from ui.board.many.preview import Preview
from ui.board.many.spreading import Handing, handed_over, visits_in
from ui.board.verbs.verb import Target
from ui.widgets.cards import plain_label
from ui.widgets.fields import DateField

if TYPE_CHECKING:
    from ui.board.page import BoardPage

LATER_DAYS = 7
"""Days after the last one on which visits may be placed that find no room on theirs."""


def open_hand_over(page: BoardPage, target: Target, *, is_sick: bool) -> HandOver:
    """Propose to whom visits go: those selected, or those of a lane in a period."""
    dialog = HandOver(page, target, is_sick=is_sick)
    dialog.renew()
    dialog.open()
    return dialog


class HandOver(Preview):
    """Who, when, to whom; below it every visit with where it would go and why."""

    def __init__(self, page: BoardPage, target: Target, *, is_sick: bool) -> None:
        """A lane's period, or selected visits."""
        model = page.view.scene.model
        self._page, self._target, self._is_sick = page, target, is_sick
        self._lane = target.lane if not target.visit_ids else -1
        name = model.lanes[self._lane].name if self._lane >= 0 else ""
        super().__init__(lambda: page.view.scene.model, page, title=_title(name, is_sick=is_sick))
        today = model.days.wall(target.instant or page.view.scene.now or page.view.middle()).date()
        self.first = DateField("first", _("From"), today=today, is_required=True)
        self.last = DateField("last", _("Until"), today=today, is_required=True)
        for field in (self.first, self.last):
            field.show_value(today)
        self.people = PeopleButton(model.lanes, without=self._lane)
        self.team = QCheckBox(_("Own team only"))
        self.same_time = QCheckBox(_("Keep the times"))
        self.later = QCheckBox(_("Also on the days after"))
        self.enters = QCheckBox(_("Enter as time off:"))
        self.enters.setChecked(is_sick)
        self.reason = QLineEdit(_("Ill"))
        self.reason.setEnabled(is_sick)
        self.enters.toggled.connect(self.reason.setEnabled)
        self._soon = QTimer(self, singleShot=True, interval=120)
        self._soon.timeout.connect(self.renew)
        self._put_controls()
        self._connect_controls(name)

    def _put_controls(self) -> None:
        when, to = QHBoxLayout(), QHBoxLayout()
        for row in (when, to):
            row.setSpacing(10)
            self.controls.addLayout(row)
        words = plain_label(_("From")), plain_label(_("until"))
        for word, field in zip(words, (self.first, self.last), strict=True):
            when.addWidget(word)
            when.addWidget(field)
        when.addSpacing(18)
        when.addWidget(self.enters)
        when.addWidget(self.reason)
        when.addStretch(1)
        to.addWidget(plain_label(_("To")))
        to.addWidget(self.people)
        to.addSpacing(18)
        for box in (self.team, self.same_time, self.later):
            to.addWidget(box)
            to.addSpacing(8)
        to.addStretch(1)
        if self._lane < 0:
            for part in (*words, self.first, self.last, self.enters, self.reason, self.team, self.later):
                part.hide()

    def _connect_controls(self, name: str) -> None:
        for field in (self.first, self.last):
            field.edited.connect(lambda *_args: self._soon.start())
        self.people.chosen.connect(self._soon.start)
        for box in (self.team, self.same_time, self.later, self.enters):
            box.toggled.connect(lambda _on: self._soon.start())
        self.reason.textChanged.connect(lambda _text: self._soon.start())
        text = _title(name, is_sick=self._is_sick)
        self.agreed.connect(lambda wanted: self._page.planning.rearrange(wanted, text=text))

    # ------------------------------------------------------------------ proposing

    def period(self) -> tuple[int, int] | None:
        """The chosen days in epoch seconds; None while they make no sense."""
        first, last = self.first.read(), self.last.read()
        if not (isinstance(first, date) and isinstance(last, date)) or last < first:
            return None
        zone = self._model().days.zone
        ends = last + timedelta(days=1)
        return (
            int(datetime(first.year, first.month, first.day, tzinfo=zone).timestamp()),
            int(datetime(ends.year, ends.month, ends.day, tzinfo=zone).timestamp()),
        )

    def renew(self) -> None:
        """Propose anew by what is chosen."""
        self._soon.stop()
        handing = self._handing()
        if handing is not None:
            self.show_proposal(handed_over(self._model(), handing))

    def _handing(self) -> Handing | None:
        model, now = self._model(), self._page.view.scene.now
        if self._lane < 0:
            return Handing(self._target.visit_ids, self._choices(until=0, now=now))
        span = self.period()
        if span is None:
            return None
        visits = visits_in(model, self._lane, span)
        until = min(span[1] + LATER_DAYS * 86_400, model.window.ends) if self.later.isChecked() else 0
        return Handing(
            tuple(one.visit_id for one in visits),
            self._choices(until=until, now=now),
            is_sick=self._is_sick,
            block=self._time_off(span),
        )

    def _choices(self, *, until: int, now: int) -> Choices:
        lanes = self.people.lanes()
        if self.team.isChecked() and self._lane >= 0:
            team = self._model().lanes[self._lane].team_id
            lanes = frozenset(at for at in lanes if self._model().lanes[at].team_id == team)
        return Choices(lanes, not_before=now, until=until, same_time_only=self.same_time.isChecked())

    def _time_off(self, span: tuple[int, int]) -> tuple[TimeOff, ...]:
        if not self.enters.isChecked():
            return ()
        technician = self._model().lanes[self._lane].technician_id
        starts, ends = (datetime.fromtimestamp(at, UTC) for at in span)
        return (TimeOff(technician, starts, ends, self.reason.text().strip()),)


def _title(name: str, *, is_sick: bool) -> str:
    if is_sick:
        return _("{name} is sick").format(name=name)
    return _("Hand over the visits of {name}").format(name=name) if name else _("Hand over")
