"""Settings of the program: defaults, then a file, then the environment. Unknown keys are refused.

What belongs to the company (calendar, stages, travel estimates) is in the database, not here.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from models.errors import Refused
from resources.texts import N_, _

PREFIX = "SERVICEBORD_"
_SECRETS = ("password", "sslpassword")


def _described(default: Any, text: str, *choices: str) -> Any:  # a dataclass field of any type
    return field(default=default, metadata={"help": text, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the program, each with its help text in the field's metadata."""

    database: str = _described(
        "",
        N_("Address of the database, from the next start; empty for the file in your own data folder."),
    )
    language: str = _described("", N_("Language of the window, from the next start."), "", "en", "nl", "da")
    scheme: str = _described(
        "system", N_("Light or dark colours, or as the system has it."), "system", "light", "dark"
    )
    palette: str = _described(
        "standard",
        N_("Colours of visits that stay apart for your eyes."),
        "standard",
        "protan",
        "deutan",
        "tritan",
    )
    density: str = _described("comfortable", N_("Height of the board's lanes."), "comfortable", "compact")
    system_font: bool = _described(False, N_("Write in the system's font instead of Inter."))
    paper: str = _described("a4", N_("Size of printed papers."), "a4", "letter")

    @property
    def url(self) -> str:
        """Address of the database in use."""
        return self.database or f"sqlite:///{data_folder() / 'servicebord.db'}"


def data_folder() -> Path:
    """Where this person's data live; made when it is missing.

    Raises:
        Refused: it cannot be made.
    """
    try:
        return Path(platformdirs.user_data_dir("servicebord", appauthor=False, ensure_exists=True))
    except OSError as error:
        raise Refused(
            _("The folder for your data cannot be made: {error}.").format(error=error),
            remedy=_("Name a database yourself: servicebord --database FILE"),
        ) from error


def log_folder() -> Path:
    """Where the program writes down what went wrong; it need not exist."""
    return Path(platformdirs.user_log_dir("servicebord", appauthor=False))


def settings_file() -> Path:
    """Where this person's settings live; it need not exist."""
    return Path(platformdirs.user_config_dir("servicebord", appauthor=False)) / "settings.toml"


def load(file: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read settings.

    Raises:
        Refused: the file cannot be read, a key is unknown (the nearest is named), or a value does not fit.
    """
    file = file or settings_file()
    environment = os.environ if environment is None else environment
    given: dict[str, Any] = {}
    if file.exists():
        try:
            given = tomllib.loads(file.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise Refused(
                _("The settings in {file} cannot be read: {error}.").format(file=file, error=error)
            ) from error
    for key, value in environment.items():
        if key.startswith(PREFIX):
            given[key.removeprefix(PREFIX).lower()] = value
    return _checked(given)


def without_password(address: str) -> str:
    """The address as it may be written down; the password stays with libpq's password file."""
    if "://" not in address:
        return address
    try:
        url = make_url(address).difference_update_query(_SECRETS)
    except (ArgumentError, ValueError):
        return ""
    return url._replace(password=None).render_as_string(
        hide_password=False
    )  # `set` takes None for “as it is”


def save(settings: Settings, file: Path | None = None) -> None:
    """Write what differs from the defaults, but no password; whole or not at all.

    Raises:
        Refused: the file cannot be written.
    """
    file = file or settings_file()
    default = Settings()
    settings = replace(settings, database=without_password(settings.database))
    lines = [
        f"{known.name} = {_toml(getattr(settings, known.name))}\n"
        for known in fields(Settings)
        if getattr(settings, known.name) != getattr(default, known.name)
    ]
    beside = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text("".join(lines), "utf-8")
        beside.replace(file)
    except OSError as error:
        raise Refused(
            _("The settings cannot be written to {file}: {error}.").format(file=file, error=error.strerror)
        ) from error


def save_changes(before: Settings, after: Settings, file: Path | None = None) -> None:
    """Write what a person changed; what the command line or the environment said stays out of the file.

    Raises:
        Refused: the file cannot be read or written.
    """
    changed = {
        known.name: getattr(after, known.name)
        for known in fields(Settings)
        if getattr(after, known.name) != getattr(before, known.name)
    }
    if changed:
        save(replace(load(file, {}), **changed), file)


def _checked(given: Mapping[str, Any]) -> Settings:
    known = {setting.name: setting for setting in fields(Settings)}
    for key in given:
        if key not in known:
            raise Refused(_unknown(key, known))
    converted = {key: _converted(known[key], value) for key, value in given.items()}
    return replace(Settings(), **converted)


def _converted(setting: Any, value: Any) -> Any:  # a dataclass field and its value of any type
    if isinstance(setting.default, bool) and isinstance(value, str):
        value = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}.get(
            value.lower(), value
        )
    choices = setting.metadata["choices"]
    if not isinstance(value, type(setting.default)) or (choices and value not in choices):
        wanted = ", ".join(choice or '""' for choice in choices) or type(setting.default).__name__
        raise Refused(
            _("Setting {key} is {value}; it should be one of: {wanted}.").format(
                key=setting.name, value=value, wanted=wanted
            )
        )
    return value


def _unknown(key: str, known: Mapping[str, Any]) -> str:
    from rapidfuzz import process  # costs start-up time, and is needed here only

    nearest = process.extractOne(key, list(known))
    return _("There is no setting “{key}”; did you mean “{nearest}”?").format(
        key=key, nearest=nearest[0] if nearest else next(iter(known))
    )


def _toml(value: bool | str) -> str:  # noqa: FBT001 - a setting's value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
