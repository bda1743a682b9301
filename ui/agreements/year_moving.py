"""One occurrence in the hand: where it would go, whether it may, and that in words. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.queries.year_strip import StripLine, StripMark, YearStrip
from resources.texts import _, format_date, ngettext


@dataclass(frozen=True, slots=True)
class Moving:
    """An occurrence on its way to another date."""

    strip: YearStrip
    line: StripLine
    mark: StripMark
    to: date

    @property
    def why_not(self) -> str:
        """Why it cannot go there, as a sentence, or ""."""
        if self.mark.fixed:
            return self.mark.fixed
        first, last = self.line.first, self.line.last
        if first <= self.to and (last is None or self.to <= last):
            return ""
        if last is None:
            return _("Line {line} is valid from {first}.").format(
                line=self.line.line, first=format_date(first, "medium")
            )
        return _("Line {line} is valid from {first} to {last}.").format(
            line=self.line.line, first=format_date(first, "medium"), last=format_date(last, "medium")
        )

    @property
    def changes_anything(self) -> bool:
        """Whether dropping it here does something."""
        return self.to != self.mark.on and not self.why_not

    @property
    def head(self) -> str:
        """The date in words, with how far it is from where it was."""
        days = (self.to - self.mark.on).days
        when = format_date(self.to, "full")
        if days == 0:
            return when
        if days > 0:
            far = ngettext("{n} day later", "{n} days later", days).format(n=days)
        else:
            far = ngettext("{n} day earlier", "{n} days earlier", -days).format(n=-days)
        return f"{when} · {far}"

    @property
    def details(self) -> tuple[str, ...]:
        """What else there is to know of that date."""
        if self.why_not:
            return (self.why_not,)
        rows = []
        if self.mark.number:
            rows.append(_("Order {order} goes along.").format(order=self.mark.number))
        if self.to in self.strip.closed:
            reason = self.strip.closed[self.to]
            rows.append(_("Closed: {reason}").format(reason=reason) if reason else _("A closed day"))
        if self.mark.first != self.mark.last:
            told = (
                _("Inside its time window, {first} to {last}")
                if self.mark.first <= self.to <= self.mark.last
                else _("Outside its time window, {first} to {last}")
            )
            rows.append(
                told.format(
                    first=format_date(self.mark.first, "medium"), last=format_date(self.mark.last, "medium")
                )
            )
        return tuple(rows)
