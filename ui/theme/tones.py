"""The one table of colours with a meaning: by status, by priority, and a row for groups; four palettes.

Each row is a tone: ground and ink in light colours, then ground and ink in dark ones. The palettes for
protanopia, deuteranopia and tritanopia keep neighbouring meanings apart for the eyes they are made for, by
lightness where hue is lost (tests/ui/test_tones.py simulates them after Machado, Oliveira and Fernandes,
2009). Status and priority have shapes besides; colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtGui import QColor

STANDARD, PROTAN, DEUTAN, TRITAN = "standard", "protan", "deutan", "tritan"
PALETTES = (STANDARD, PROTAN, DEUTAN, TRITAN)
"""What the setting may say."""


class Tone(NamedTuple):
    """Ground and ink of one meaning."""

    fill: QColor
    ink: QColor


Table = Mapping[str, tuple[str, ...]]

_TABLE: Mapping[str, Table] = {
    STANDARD: {
        "status": (
            "#E3EBFD #2B5BD7 #22315A #84A9FF",
            "#D9F1EE #0A736A #163F3C #5CC9BD",
            "#FDF0D3 #8F5D00 #45360F #E0B04A",
            "#FDE5D8 #AE430A #4D2B16 #F19A63",
            "#ECEEEC #5A6A5E #262B30 #8C9A90",
        ),
        "priority": (
            "#E5EEE7 #616C63 #2D322E #959E96",
            "#E4EBFF #465EC4 #1C2F53 #6E9AEC",
            "#FEE4E3 #BF3342 #501D20 #E67376",
        ),
        "series": (
            "#DBE9FF #2262BF #1C2F53 #6E9AEC",
            "#FEE8CA #8C5F0B #432B02 #CA8E2C",
            "#D0F6E4 #047957 #033A28 #2EB184",
            "#FFE2EC #AE3A70 #4B1F32 #D9779F",
            "#CEF2FF #08728A #043643 #02A9CD",
            "#E7F0CE #5E6F09 #2C3504 #8EA43D",
            "#EEE7FE #7B50B9 #36274E #A888E0",
            "#FEE5DC #B4410D #4D2213 #DE7D5B",
            "#C9F5F5 #037575 #033838 #1CADAD",
            "#FEE1FA #9C4297 #442241 #CB7FC5",
            "#F5ECC4 #7B6803 #3A2F01 #B29722",
            "#EEF0FE #635DC8 #2A2A57 #8E90EA",
        ),
    },
    PROTAN: {
        "status": (
            "#CBDCFF #224AA9 #22304A #6E9AEC",
            "#C1F2FE #0F7284 #03383D #38C6D3",
            "#FAEBBE #7F6601 #3D2E00 #BE9A2A",
            "#FEDFCB #723902 #472716 #E17D45",
            "#E6ECE7 #515B52 #242924 #929B93",
        ),
        "priority": (
            "#E6EFE8 #616C64 #2B332C #959E96",
            "#DEE9FF #3463C4 #1C2F53 #6E9AEC",
            "#FFD8C6 #A54404 #521E13 #E6775F",
        ),
        "series": (
            "#C1D8FD #2258B6 #0E3B5C #5CB2F7",
            "#FEE3C3 #8B5A09 #523604 #DA9E3F",
            "#DEFFEE #047C56 #033A28 #2EB184",
            "#DCCACC #8F0D38 #4B1B2B #DC7796",
            "#CCEDFE #08698C #013C51 #33B6E8",
            "#ECFFCA #5D7702 #283414 #95BA5A",
            "#ECE3EF #8A42A1 #362252 #A684DC",
            "#FED7C6 #A0430D #4D2213 #DE7D5B",
            "#D0FFF8 #027A70 #003935 #06AFA6",
            "#F8D7F6 #8E368D #442241 #CB7FC5",
            "#FEF7D0 #786906 #3A2F01 #B29722",
            "#F2F4FF #6561CB #303364 #969EF8",
        ),
    },
    DEUTAN: {
        "status": (
            "#E1ECFE #2E64C3 #22304A #6E9AEC",
            "#AFDBE6 #055259 #04383B #11B4BB",
            "#FCEABA #584507 #3C2E03 #BC9625",
            "#FFE6D7 #A4520F #4A251B #E97A5F",
            "#E9EBE9 #5F6960 #232924 #A1ABA3",
        ),
        "priority": (
            "#E7ECE7 #5F6960 #2F312F #949E97",
            "#DEE9FF #3962C4 #1C2F53 #6E9AEC",
            "#FFDECF #A84806 #501D20 #E67376",
        ),
        "series": (
            "#E1EBFF #375BBD #2E4162 #87B1FC",
            "#FEF3DC #8B690F #4F2F00 #DE9B43",
            "#C7D3C8 #01581D #032C1A #3EB07B",
            "#FFF1F5 #B94378 #472F3F #EA92CF",
            "#BFEBFF #046D8D #022537 #36AAE3",
            "#E2E6CA #5D6405 #313327 #98A53B",
            "#ECE4F3 #8548AC #3D234C #B782D5",
            "#FEE5DC #B4410D #48251D #E07B64",
            "#97E0D3 #09574D #2C4C46 #28CCB6",
            "#FDF1FF #9F4EAA #311745 #C79AF1",
            "#EFECC7 #716804 #3A2E09 #B79420",
            "#DBDAEE #614EB8 #172653 #7594E9",
        ),
    },
    TRITAN: {
        "status": (
            "#D5E6FF #2362BF #272D4E #8D9DF5",
            "#BEF7EB #054E44 #043933 #30BCAC",
            "#F3D89A #4D3A05 #3A2F0F #BB9725",
            "#FEE6DB #99440A #472716 #E17D45",
            "#E9EBE9 #5E6961 #262826 #929B93",
        ),
        "priority": (
            "#CED0CE #3E483F #2D322E #959E96",
            "#DCEEFF #0E6DAF #1C2F53 #6E9AEC",
            "#FCE5E5 #BF3349 #501D20 #E67376",
        ),
        "series": (
            "#E7EFFF #3965C7 #18325B #6C9FEF",
            "#FFE7C6 #8B5F09 #432B02 #CA8E2C",
            "#D7F3D8 #0D7129 #034D3C #3DC8A3",
            "#FFEBF7 #942E79 #4B1F32 #D9779F",
            "#D1F1FE #11718C #094056 #3EB9EE",
            "#F3F8DD #69730B #293815 #8CB457",
            "#D5CCD8 #7D3594 #3C254C #B786DB",
            "#FED9CB #AA3F02 #4D2213 #DE7D5B",
            "#B3FAF7 #055957 #033735 #20AEA8",
            "#F6C7EF #771A71 #471E43 #C97CC0",
            "#F9F5BB #736B0C #2E3005 #A0A63A",
            "#DCDCFF #5B4CB5 #252B4B #8091E8",
        ),
    },
}
"""Rows of `status` stand in the order of VisitStatus without cancelled, an outline to hatch in every palette;
of `priority` in the order of Priority; a `series` tells things of one kind apart that have no order."""


def tones(palette: str, group: str, *, dark: bool) -> tuple[Tone, ...]:
    """The tones of a group ("status", "priority" or "series") in a palette; raises KeyError for another."""
    first = 2 if dark else 0
    rows = (row.split() for row in _TABLE[palette][group])
    return tuple(Tone(QColor(row[first]), QColor(row[first + 1])) for row in rows)
