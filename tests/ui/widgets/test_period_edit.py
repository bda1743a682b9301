"""A period's day, start, end and duration keep in step, across midnight and a change of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.attention import bring_up
from ui.widgets.fields import LineField
from ui.widgets.period_edit import PeriodEdit

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=AMSTERDAM)


@pytest.fixture
def period(qtbot: QtBot) -> PeriodEdit:
    period = PeriodEdit("Europe/Amsterdam", today=date(2026, 11, 23))
    qtbot.addWidget(period)
    bring_up(qtbot, period)
    period.set_period(local(23, 14), local(23, 15, 30))
    return period


def types(qtbot: QtBot, field: LineField, text: str) -> None:
    field.line.setFocus()
    field.line.selectAll()
    qtbot.keyClicks(field.line, text)
    qtbot.keyClick(field.line, Qt.Key.Key_Return)


def test_it_shows_the_zone_s_clock(period: PeriodEdit) -> None:
    shown = [field.line.text() for field in (period.day, period.starts, period.ends, period.minutes)]
    assert shown == ["23/11/2026", "14:00", "15:30", "1 h 30"]


def test_another_start_or_day_keeps_the_duration(qtbot: QtBot, period: PeriodEdit) -> None:
    with qtbot.waitSignal(period.changed):
        types(qtbot, period.starts, "9:15")
    assert period.ends.line.text() == "10:45"
    types(qtbot, period.day, "24-11")
    assert period.period() == (local(24, 9, 15), local(24, 10, 45))
    assert period.period()[0].tzinfo is UTC


def test_another_end_changes_the_duration_and_the_other_way_round(qtbot: QtBot, period: PeriodEdit) -> None:
    types(qtbot, period.ends, "16")
    assert period.minutes.line.text() == "2 h"
    types(qtbot, period.minutes, "45")
    assert period.period() == (local(23, 14), local(23, 14, 45))


def test_an_end_before_the_start_is_on_the_next_day(qtbot: QtBot, period: PeriodEdit) -> None:
    types(qtbot, period.starts, "22:00")
    types(qtbot, period.ends, "2:00")
    assert period.period() == (local(23, 22), local(24, 2))
    assert period.minutes.line.text() == "4 h"


def test_a_night_of_the_changed_clock_has_its_true_length(qtbot: QtBot, period: PeriodEdit) -> None:
    period.set_period(local(24, 23, month=10), local(25, 1, month=10))
    types(qtbot, period.ends, "5:00")
    assert period.minutes.line.text() == "7 h"


def test_what_cannot_be_understood_changes_nothing_and_is_marked(qtbot: QtBot, period: PeriodEdit) -> None:
    before = period.period()
    with qtbot.assertNotEmitted(period.changed, wait=10):
        types(qtbot, period.starts, "noon")
    assert period.period() == before
    assert "noon" in period.starts.complaint()
    types(qtbot, period.starts, "12")
    assert period.starts.complaint() == ""


def test_the_same_period_typed_again_is_no_change(qtbot: QtBot, period: PeriodEdit) -> None:
    with qtbot.assertNotEmitted(period.changed, wait=10):
        types(qtbot, period.starts, "14:00")


def test_an_end_left_as_it_is_stays_days_on_or_the_second_of_its_time(
    qtbot: QtBot, period: PeriodEdit
) -> None:
    night = local(25, 1, month=10)
    for starts, ends in (
        (local(23, 14), local(25, 15, 30)),
        (night.astimezone(UTC), local(25, 2, 30, month=10).replace(fold=1)),
    ):
        period.set_period(starts, ends)
        with qtbot.assertNotEmitted(period.changed, wait=10):
            types(qtbot, period.ends, period.ends.line.text())
        assert period.period() == (starts.astimezone(UTC), ends.astimezone(UTC))
