"""The rules of the board as the company takes them, for the page of settings."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.fit import DEFAULTS, MEANINGS, NAMES
from models.rule_settings import RuleSetting
from models.terms import Rule, Strictness


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule.

    Attributes:
        name, meaning: English, marked; translated where they are said.
        usual: how it is taken by a company that has said nothing.
    """

    rule: Rule
    name: str
    meaning: str
    strictness: Strictness
    asks_reason: bool
    usual: Strictness


def board_rules(session: Session) -> tuple[RuleRow, ...]:
    """All rules in their order; one statement."""
    said = {row.rule: row for row in session.scalars(select(RuleSetting))}
    return tuple(
        RuleRow(
            rule,
            NAMES[rule],
            MEANINGS[rule],
            said[rule].strictness if rule in said else DEFAULTS[rule],
            rule in said and said[rule].asks_reason,
            DEFAULTS[rule],
        )
        for rule in Rule
    )
