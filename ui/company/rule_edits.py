"""Undoable: the company takes a rule of the board otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.usecases.board_rules import Taken, take_rules
from models.terms import Rule
from resources.texts import _
from ui.edits import Call, Edit


class TakeRules(Edit):
    """Rules taken so; undone, they are taken as before."""

    def __init__(self, rules: Mapping[Rule, Taken], *, name: str) -> None:
        """Take these; `name` is what the rule is called, translated."""
        self.text = _("Rule “{name}”").format(name=name)
        self._after, self._before = dict(rules), dict(rules)

    def forward(self) -> Call:
        """Take them so."""
        return Call(take_rules, {"rules": self._after})

    def backward(self) -> Call:
        """Take them as before."""
        return Call(take_rules, {"rules": self._before})

    def done(self, answer: Any) -> None:  # the use case's own answer
        """Remember how they were taken before."""
        self._before = dict(answer)
