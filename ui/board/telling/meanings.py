"""What the sums on the board mean, in words: of a lane, a group, a day; and what a faint order is. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.queries.board import WaitingRow
from resources.texts import _, format_minutes, format_number, format_weekday_date, ngettext
from ui.board.layout.capacity import Hours

if TYPE_CHECKING:
    from ui.board.geometry import Group
    from ui.board.scene import Scene


def lane_meaning(scene: Scene, lane: int) -> str:
    """Name, skills and hours of a lane on the visible days."""
    row = scene.model.lanes[lane]
    skills = ", ".join(name for _skill, name in row.skills)
    head = [row.name, *([skills] if skills else [])]
    warnings = scene.warnings.get(row.technician_id, 0)
    if warnings:
        broken = ngettext("{n} rule broken", "{n} rules broken", warnings)
        head.append(broken.format(n=format_number(warnings)))
    return "\n".join(
        (*head, "", *_hours(scene.model.capacity.hours([lane], scene.load_days), days_text(scene)))
    )


def group_meaning(scene: Scene, group: Group | None) -> str:
    """Hours of a group's lanes on the visible days, of all lanes for None; by skill for all."""
    capacity = scene.model.capacity
    if group is not None and group.band.first == group.band.last:
        return _("Waiting orders with a date that belong to no group")
    lanes = None if group is None else list(range(group.band.first, group.band.last))
    lines = _hours(capacity.hours(lanes, scene.load_days), days_text(scene))
    if group is not None:
        return "\n".join(((group.name or _("All technicians")), "", *lines))
    names = {skill: name for row in scene.model.lanes for skill, name in row.skills}
    by_skill = capacity.by_skill(scene.model.lanes, scene.load_days)
    least = sorted(by_skill.items(), key=lambda entry: entry[1].free)[:8]
    if least:
        lines = [*lines, "", _("Least free by skill")]
        lines += [
            _("{skill}: {free} h free of {available} h").format(
                skill=names[skill], free=_number(hours.free), available=_number(hours.available)
            )
            for skill, hours in least
        ]
    return "\n".join((_("All technicians"), "", *lines))


def day_meaning(scene: Scene, number: int, closed: str) -> str:
    """Hours of all lanes on a day."""
    days = scene.model.days
    head = [format_weekday_date(days.date(number))]
    if closed:
        head.append(closed)
    for change in days.changes:
        if days.number(change.instant) == number:
            words = (
                _("The clock goes on by {time}") if change.seconds > 0 else _("The clock goes back by {time}")
            )
            head.append(words.format(time=format_minutes(abs(change.seconds) // 60)))
    total = scene.day_totals[number] if number < len(scene.day_totals) else None
    if total is not None and total.waiting:
        words = ngettext("{n} order waits for this day", "{n} orders wait for this day", total.waiting)
        head.append(words.format(n=format_number(total.waiting)))
    return "\n".join((*head, "", *_hours(scene.model.capacity.hours(None, (number, number + 1)), "")))


def order_meaning(row: WaitingRow) -> str:
    """What waits, and that it is not booked."""
    lines = [f"{row.number} · {row.customer}" + (f" · {row.town}" if row.town else "")]
    lines.append(format_minutes(row.duration_minutes))
    if row.needs:
        lines.append(", ".join(name for _skill, name in row.needs))
    if row.description:
        lines.append(row.description.splitlines()[0][:80])
    return "\n".join((*lines, "", _("Not booked yet: drag it onto a lane to plan it")))


def days_text(scene: Scene) -> str:
    """The visible days: "Mon 23 Nov – Fri 27 Nov"."""
    days, (first, last) = scene.model.days, scene.load_days
    begin, end = format_weekday_date(days.date(first)), format_weekday_date(days.date(last - 1))
    return begin if begin == end else f"{begin} – {end}"


def _hours(hours: Hours, when: str) -> list[str]:
    """Each sum with what it is made of."""
    lines = [when] if when else []
    lines += [
        _("Hours: {hours} h (shifts less absence; none on closed days)").format(
            hours=_number(hours.available)
        ),
        _("Booked: {hours} h (visits, not those cancelled)").format(hours=_number(hours.booked)),
        _("Travel: {hours} h (known ways to the visits)").format(hours=_number(hours.travel)),
        _("Free: {hours} h").format(hours=_number(hours.free)),
    ]
    if hours.over > 0.05:
        lines.append(_("Over: {hours} h").format(hours=_number(hours.over)))
    return lines


def _number(hours: float) -> str:
    return format_number(round(hours, 1))
