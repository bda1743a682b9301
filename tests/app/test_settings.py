"""Settings: defaults, file, environment; what does not fit is refused with what would."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import Settings, data_folder, load, log_folder, save, settings_file, without_password
from models.errors import Refused


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml", {}) == Settings()
    assert Settings().url == f"sqlite:///{data_folder() / 'servicebord.db'}"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('paper = "letter"\nscheme = "dark"\n')
    found = load(file, {"SERVICEBORD_SCHEME": "light", "SERVICEBORD_SYSTEM_FONT": "yes", "HOME": "/"})
    assert (found.paper, found.scheme, found.system_font) == ("letter", "light", True)


def test_an_unknown_key_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no setting “langage”; did you mean “language”"):
        load(tmp_path / "none", {"SERVICEBORD_LANGAGE": "nl"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('paper = "a5"', "paper is a5; it should be one of: a4, letter"),
        ("system_font = 3", "system_font is 3; it should be one of: bool"),
        ('system_font = "perhaps"', "system_font is perhaps"),
        ("database = 5", "database is 5"),
        ("paper = ", "cannot be read"),
        ("[paper]\nsize = 1", "paper is"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(Refused, match=said):
        load(file, {})


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match="cannot be read"):
        load(file, {})


@given(
    database=st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: "://" not in text),
    system_font=st.booleans(),
    scheme=st.sampled_from(["system", "light", "dark"]),
)
def test_what_is_saved_is_loaded_again(
    tmp_path_factory: pytest.TempPathFactory, *, database: str, system_font: bool, scheme: str
) -> None:
    file = tmp_path_factory.mktemp("settings") / "deep" / "settings.toml"
    settings = Settings(database=database, system_font=system_font, scheme=scheme)
    save(settings, file)
    assert load(file, {}) == settings


def test_only_what_differs_is_written_and_nothing_is_left_beside(tmp_path: Path) -> None:
    save(Settings(scheme="dark"), tmp_path / "settings.toml")
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "settings.toml": 'scheme = "dark"\n'
    }


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://mette:s3cret@server/plan",
        "postgresql://mette@server/plan?password=s3cret&sslmode=require",
        "postgresql://mette:s3cret@server:port/plan",
    ],
)
def test_no_password_is_written_down(tmp_path: Path, address: str) -> None:
    save(Settings(database=address), tmp_path / "settings.toml")
    assert "s3cret" not in (tmp_path / "settings.toml").read_text()
    assert "s3cret" not in without_password(address)


def test_what_is_no_password_stays_in_an_address() -> None:
    address = "postgresql://mette@server:5433/plan?sslmode=verify-full"
    assert without_password(address) == address
    assert without_password("/home/mette/plan.db") == "/home/mette/plan.db"


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "in_the_way").touch()
    with pytest.raises(Refused, match="cannot be written to"):
        save(Settings(scheme="dark"), tmp_path / "in_the_way" / "settings.toml")


def test_every_setting_explains_itself() -> None:
    assert [setting.name for setting in fields(Settings) if not setting.metadata["help"]] == []


def test_everything_lives_below_this_persons_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {file.name for file in (data_folder(), settings_file().parent)} == {"servicebord"}
    assert "servicebord" in str(log_folder())
    monkeypatch.setenv("XDG_DATA_HOME", "/dev/null/nowhere")
    with pytest.raises(Refused, match="folder for your data cannot be made"):
        data_folder()
