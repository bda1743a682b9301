"""How strictly the company takes each rule of the board (board.md 5, 29)."""

from __future__ import annotations

from sqlalchemy import Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Versioned, words
from models.terms import Strictness


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
