"""How strictly the company takes each rule of the board (board.md 5, 29)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Problem, Versioned, words
from models.terms import Rule, Strictness
from resources.texts import _


class RuleSetting(Versioned, Base):
    """What the company says about one rule; a rule without a row is taken as `models.fit.DEFAULTS` say.

    Attributes:
        rule: code of a `models.fit.Rule`.
        strictness: whether it refuses, warns or is not looked at.
        asks_reason: breaking it where it warns asks for a reason, which is kept.
    """

    __tablename__ = "rule_setting"

    rule: Mapped[str] = mapped_column(String(40), unique=True)
    strictness: Mapped[Strictness] = mapped_column(words(Strictness, "strictness"))
    asks_reason: Mapped[bool] = mapped_column(Boolean, default=False)

    def problems(self) -> Iterator[Problem]:
        """A rule there is; overlaps warn at least, since the database asks for a reason."""
        if self.rule not in set(Rule):
            yield "rule", _("There is no rule “{rule}”.").format(rule=self.rule)
        elif self.rule == Rule.OVERLAP and self.strictness is Strictness.OFF:
            yield "strictness", _("Overlaps cannot be passed over in silence; let them warn.")
