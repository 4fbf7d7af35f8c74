"""Settings: which source wins, and what is refused with which sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from centrex.settings import NAMES, Settings, SettingsError, load
from centrex.store.urls import DatabaseUrlError

POSTGRES = "postgresql://me@host/centrex"


def told(flags: Mapping[str, object] | None = None, **environ: str) -> Settings:
    return load(flags, environ=environ)


def refusal(flags: Mapping[str, object] | None = None, **environ: str) -> str:
    """The sentence with which the settings are refused."""
    with pytest.raises(SettingsError) as refused:
        told(flags, **environ)
    return str(refused.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "centrex.toml"


def test_nothing_given_is_one_process_on_loopback() -> None:
    assert told() == Settings("sqlite:///centrex.db", "127.0.0.1", 8080, 1, (), 5.0, "auto", 7, 1000, 30)


def test_a_flag_wins_over_the_environment_and_that_over_the_file(file: Path) -> None:
    file.write_text('host = "::1"\nport = 1\nworkers = 1\ndb = "sqlite:///a.db"\nproxies = ["10.0.0.0/8"]')
    environ = {"CENTREX_PORT": "2", "CENTREX_DB": "sqlite:///b.db", "CENTREX_CONFIG": str(file)}
    settings = load({"db": "sqlite:///c.db", "port": None}, environ=environ)
    assert settings == Settings("sqlite:///c.db", "::1", 2, 1, ("10.0.0.0/8",))


def test_the_file_that_is_named_by_flag_is_read_and_no_other(file: Path) -> None:
    file.write_text("port = 3")
    assert load({}, environ={"CENTREX_CONFIG": "/there/is/none.toml"}, file=file).port == 3


def test_an_empty_variable_counts_as_none() -> None:
    assert told(CENTREX_PORT="", CENTREX_CONFIG="").port == 8080


def test_all_settings_can_be_handed_to_another_process() -> None:
    settings = Settings(POSTGRES, "::", 0, 3, ("10.0.0.0/8", "::1/128"), 0.5, "plain", 30, 0, 9)
    assert load(environ=settings.environment()) == settings
    assert set(settings.environment()) == {f"CENTREX_{name.upper()}" for name in NAMES}


def test_networks_are_read_from_a_list_or_from_a_text() -> None:
    wanted = ("10.1.0.0/16", "::1/128", "192.0.2.1/32")
    assert told(CENTREX_PROXIES="10.1.2.3/16, ::1,192.0.2.1").proxies == wanted
    assert told({"proxies": ["10.1.2.3/16", "::1", "192.0.2.1"]}).proxies == wanted


def test_an_unknown_key_in_the_file_is_refused(file: Path) -> None:
    file.write_text("prot = 8080")
    known = "db, host, port, workers, proxies, statement_seconds, log_format, request_days, hour_limit, refresh_days"
    known += ", media, public_url, media_limit, waiting, reply_cache"
    assert refusal(CENTREX_CONFIG=str(file)) == f"{file} has prot, which is no setting: use {known}."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"port = ", "{file} is no TOML file: Invalid value (at end of document)."),
        (b"\xff\xfe", "{file} is no TOML file: 'utf-8' codec"),
        (b"port = 80.5", "{file}: port must be a whole number from 0 to 65535, not 80.5."),
        (b"port = true", "{file}: port must be a whole number from 0 to 65535, not True."),
        (b"db = 5", "{file}: db must be a text."),
        (b"proxies = 5", "{file}: proxies must be a list of networks, such as 10.0.0.0/8."),
        (b"proxies = [5.5]", "{file}: proxies has 5.5, which is no IPv4 or IPv6 network"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(file: Path, content: bytes, sentence: str) -> None:
    file.write_bytes(content)
    assert refusal(CENTREX_CONFIG=str(file)).startswith(sentence.format(file=file))


def test_a_file_that_is_not_there_is_refused() -> None:
    assert (
        refusal(CENTREX_CONFIG="/there/is/none.toml")
        == "/there/is/none.toml cannot be read: No such file or directory."
    )


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        ({"port": "65536"}, "--port must be a whole number from 0 to 65535, not 65536."),
        ({"port": "-1"}, "--port must be a whole number from 0 to 65535, not -1."),
        ({"port": "٣"}, "--port must be a whole number from 0 to 65535, not ٣."),
        ({"workers": "0"}, "--workers must be a whole number from 1 to 64, not 0."),
        ({"workers": "2"}, "A SQLite database has one writer"),
        ({"host": ""}, "--host must be a text."),
        ({"proxies": "somewhere"}, "--proxies has somewhere, which is no IPv4 or IPv6 network"),
        ({"proxies": "10.0.0.0/8,"}, "--proxies has , which is no IPv4 or IPv6 network"),
        ({"proxies": "0.0.0.0/0"}, "--proxies has 0.0.0.0/0, so that every caller could choose his address"),
        ({"proxies": "::/0"}, "--proxies has ::/0, so that every caller could choose his address"),
        ({"statement_seconds": "0"}, "--statement-seconds must be seconds"),
        ({"statement_seconds": "nan"}, "--statement-seconds must be seconds"),
        ({"statement_seconds": "soon"}, "--statement-seconds must be seconds"),
        ({"request_days": "-1"}, "--request-days must be a whole number from 0 to 3650, not -1."),
        ({"request_days": "week"}, "--request-days must be a whole number from 0 to 3650, not week."),
        ({"log_format": "xml"}, "--log-format must be one of auto, json, plain."),
        ({"db": "sqlite:////there/is/no/folder/a.db"}, "The folder /there/is/no/folder is not there"),
    ],
)
def test_what_cannot_work_is_refused_with_what_to_do(flags: dict[str, Any], sentence: str) -> None:
    assert refusal(flags).startswith(sentence)


def test_a_variable_is_named_when_it_is_wrong() -> None:
    assert refusal(CENTREX_WORKERS="many").startswith("CENTREX_WORKERS must be a whole number")


def test_several_processes_may_serve_postgresql() -> None:
    assert told({"db": POSTGRES, "workers": "4"}).workers == 4


def test_another_database_than_the_two_is_refused() -> None:
    with pytest.raises(DatabaseUrlError):
        told({"db": "mysql://host/db"})
