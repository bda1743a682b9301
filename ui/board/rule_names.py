"""The rules of the board by name, and what each does, for lists and settings. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models.fit import Rule
from resources.texts import N_

NAMES: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.OVERLAP: N_("Overlap"),
        Rule.ABSENCE: N_("Absence"),
        Rule.HOLIDAY: N_("Closed day"),
        Rule.SKILL: N_("Skill missing or expired"),
        Rule.EXCLUSION: N_("Not to be sent there"),
        Rule.LOCK: N_("Locked visit"),
        Rule.DAY_LOCK: N_("Day closed to planning"),
        Rule.SHIFT: N_("Outside the shift"),
        Rule.WINDOW: N_("Promised window"),
        Rule.DEADLINE: N_("Service level"),
        Rule.TRAVEL: N_("Travel time"),
        Rule.DAILY: N_("Hours a day"),
        Rule.PART: N_("Part not delivered"),
        Rule.AGREEMENT: N_("Outside the agreement"),
    }
)
"""English, marked; translated where they are said."""
