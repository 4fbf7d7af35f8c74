"""What a process of several makes of its environment."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from centrex.server import running
from centrex.settings import Settings, SettingsError


@pytest.mark.usefixtures("logging_restored")
def test_a_worker_is_told_its_settings_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(db=f"sqlite:///{tmp_path / 'a.db'}", proxies=("10.0.0.0/8",), log_format="json")
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    assert running.worker().parts.proxies == settings.proxies


def test_a_worker_refuses_settings_that_nobody_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CENTREX_WORKERS", "many")
    with pytest.raises(SettingsError):
        running.worker()


def test_logs_are_for_the_eye_when_asked_for_or_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    looks = [running.is_plain(Settings(log_format=log_format)) for log_format in ("auto", "json", "plain")]
    assert looks == [False, False, True]
