"""The rules of the board, and how strictly a company takes each of them (board.md 4.6 and 5, 29). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from models.terms import Rule, Strictness

HARD = frozenset(
    {Rule.OVERLAP, Rule.ABSENCE, Rule.HOLIDAY, Rule.SKILL, Rule.EXCLUSION, Rule.LOCK, Rule.DAY_LOCK}
)
"""Rules that refuse unless the company says otherwise; the others warn."""

DEFAULTS: Mapping[Rule, Strictness] = MappingProxyType(
    {rule: Strictness.HARD if rule in HARD else Strictness.SOFT for rule in Rule}
)
"""How each rule is taken by a company that has said nothing."""

OF_CHANGES = frozenset({Rule.LOCK, Rule.DAY_LOCK})
"""Rules about moving: a visit that stays where it is breaks none of them."""


__all__ = ["DEFAULTS", "HARD", "OF_CHANGES", "RULES", "Rule", "RuleBook", "Strictness"]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """How a company takes the rules.

    Attributes:
        strictness: what it says; `DEFAULTS` for the rules that are not in it.
        asking: rules that, where they warn, ask for a reason that is kept.
    """

    strictness: Mapping[Rule, Strictness] = field(default_factory=dict)
    asking: frozenset[Rule] = frozenset()

    def of(self, rule: Rule) -> Strictness:
        """How a rule is taken."""
        return self.strictness.get(rule, DEFAULTS[rule])


RULES = RuleBook()
"""The rules as they are taken by a company that has said nothing."""
