"""Copy lines between templates, agreements and orders; make, keep and renew agreements (domain.md 1.7, 2)."""

from app.usecases.copying.agreements import (
    AgreementsMade,
    NewAgreement,
    new_agreements_from_template,
    remove_agreements,
    save_as_template,
)
from app.usecases.copying.lines import copy_lines, remove_copies
from app.usecases.copying.parts import CopyTerms, LinesCopied, MadeRow, Place, PlaceKind
from app.usecases.copying.renewing import LeftLine, NextPeriod, Renewed, renew_agreement

__all__ = [
    "AgreementsMade",
    "CopyTerms",
    "LeftLine",
    "LinesCopied",
    "MadeRow",
    "NewAgreement",
    "NextPeriod",
    "Place",
    "PlaceKind",
    "Renewed",
    "copy_lines",
    "new_agreements_from_template",
    "remove_agreements",
    "remove_copies",
    "renew_agreement",
    "save_as_template",
]
