"""Undoable edits that copy: lines to another place, and agreements made of others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.usecases.copying import (
    AgreementsMade,
    LinesCopied,
    Renewed,
    copy_lines,
    remove_agreements,
    remove_copies,
)
from ui.edits import Call, Edit


class CopyLines(Edit):
    """Copy lines to an agreement or order; the opposite takes the copies away."""

    def __init__(self, text: str, arguments: dict[str, object]) -> None:
        self.text = text
        self._arguments = arguments
        self._copied: LinesCopied | None = None

    def forward(self) -> Call:
        """Copy them; a second time too, as new lines."""
        return Call(copy_lines, self._arguments)

    def backward(self) -> Call:
        """Take the copies away."""
        return Call(remove_copies, {"copied": self._copied})

    def done(self, answer: LinesCopied) -> None:
        """Remember what was made."""
        self._copied = answer


class MakeAgreements(Edit):
    """Make agreements by a use case that answers with what it made; the opposite takes them away."""

    def __init__(
        self,
        text: str,
        usecase: Callable[..., Any],  # new_agreements_from_template, save_as_template or renew_agreement
        arguments: dict[str, object],
    ) -> None:
        self.text = text
        self._usecase, self._arguments = usecase, arguments
        self._made: AgreementsMade | None = None

    def forward(self) -> Call:
        """Make them."""
        return Call(self._usecase, self._arguments)

    def backward(self) -> Call:
        """Take them away."""
        return Call(remove_agreements, {"made": self._made})

    def done(self, answer: AgreementsMade | Renewed) -> None:
        """Remember what was made."""
        self._made = answer.made if isinstance(answer, Renewed) else answer
