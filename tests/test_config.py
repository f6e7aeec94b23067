"""Settings are read once and checked once."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from makeready.config import BadSetting, Config, _kept_secret, read


def test_without_anything_given_the_defaults_run() -> None:
    settings = read({})

    assert settings.data == Path("./makeready-data")
    assert settings.database.startswith("sqlite:///")
    assert settings.allow_hosts == ()


def test_values_come_from_the_environment() -> None:
    settings = read(
        {
            "MAKEREADY_DATA": "/srv/shop",
            "MAKEREADY_ALLOW_HOSTS": "127.0.0.1, nas.local:8080 ,",
            "MAKEREADY_MAX_UPLOAD": "1000",
            "MAKEREADY_DEMO": "yes",
            "HOME": "/root",
        }
    )

    assert settings.data == Path("/srv/shop")
    assert settings.allow_hosts == ("127.0.0.1", "nas.local:8080")
    assert settings.max_upload == 1000
    assert settings.demo is True


def test_the_file_in_the_data_folder_counts_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "makeready.toml").write_text('base_url = "https://shop.example"\nallow_hosts = ["10.0.0.5"]\n')

    settings = read({"MAKEREADY_DATA": str(tmp_path), "MAKEREADY_BASE_URL": "https://other.example"})

    assert settings.base_url == "https://other.example"
    assert settings.allow_hosts == ("10.0.0.5",)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MAKEREADY_MAX_UPLOAD", "lots", "whole number"),
        ("MAKEREADY_MAX_UPLOAD", "-5", "negative"),
        ("MAKEREADY_DEMO", "perhaps", "yes or no"),
        ("MAKEREADY_COLOUR", "red", "no setting"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_wrong(name: str, value: str, words: str) -> None:
    with pytest.raises(BadSetting, match=words) as told:
        read({name: value})
    assert name in str(told.value)


def test_a_broken_settings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "makeready.toml").write_text("base_url = ")

    with pytest.raises(BadSetting, match=r"makeready\.toml"):
        read({"MAKEREADY_DATA": str(tmp_path)})


def test_the_secret_key_is_made_once_whoever_starts_first(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: _kept_secret(tmp_path), range(64)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 48
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_every_setting_has_a_sentence() -> None:
    for field in Config.__dataclass_fields__.values():
        assert field.metadata["sentence"].endswith("."), field.name


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    shown = repr(Config(secret_key="s3cret-77", database_url="postgresql://press:p4ss-77@db/x"))

    assert "77" not in shown
