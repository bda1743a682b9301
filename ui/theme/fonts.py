"""The program's typeface: Inter from the shipped files, or the system's own by choice."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from resources import files

FAMILY = "Inter"
"""The shipped family (SIL OFL); window and papers use the same."""

_FACES = ("Regular", "Medium", "SemiBold", "Bold")
_TABULAR = QFont.Tag("tnum")
_chosen: dict[str, str] = {"family": FAMILY}


@lru_cache(maxsize=1)
def register() -> tuple[int, ...]:
    """Make the shipped faces known to Qt, once a process; needs an application. Returns their ids."""
    return tuple(
        QFontDatabase.addApplicationFont(str(files.path(f"fonts/{FAMILY}-{face}.ttf"))) for face in _FACES
    )


def use_family(*, system: bool) -> None:
    """Use the system's general font instead of Inter, or Inter again."""
    general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    _chosen["family"] = general.family() if system else FAMILY
    _made.cache_clear()


def font(px: int = 13, weight: int = 400, *, tabular: bool = False) -> QFont:
    """A font by pixel size and weight; tabular gives every figure one width (times, numbers, money)."""
    return QFont(_made(px, weight, tabular))


@lru_cache(maxsize=64)
def _made(px: int, weight: int, tabular: bool) -> QFont:  # noqa: FBT001 (a cache key, never called by others)
    made = QFont(_chosen["family"])
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(_TABULAR, 1)
    return made
