"""`centrex doctor`: looks for what would keep the server from working."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import typer

from centrex.cli import checks
from centrex.cli.checks import Finding
from centrex.cli.options import AsJson, Config, Database
from centrex.cli.refusing import failure_of
from centrex.cli.showing import Column, show_rows, wants_json
from centrex.i18n import Refusal, translated
from centrex.settings import Settings, load

COLUMNS = (Column("check", "Check"), Column("state", "State"), Column("message", "Found"))


def doctor(db: Database = None, config: Config = None, as_json: AsJson = False) -> None:
    """Look for what would keep the server from working; exit code 1 when there is something."""
    findings = list(_findings(db, config))
    if wants_json(as_json):
        show_rows(COLUMNS, [finding.facts() for finding in findings], as_json=True)
    else:
        show_rows(COLUMNS, [_said(finding) for finding in findings], as_json=False)
    if any(finding.state == checks.WRONG for finding in findings):
        raise typer.Exit(1)


def _findings(db: str | None, config: Path | None) -> Iterator[Finding]:
    yield checks.python()
    yield checks.time_zones()
    try:
        settings = load({"db": db}, file=config)
    except Refusal as refusal:
        yield checks.refused("settings", refusal)
        return
    yield Finding("settings", checks.OK, "The settings are in order.")
    yield from _of_database(settings)
    yield checks.port(settings)


def _of_database(settings: Settings) -> list[Finding]:
    try:
        return asyncio.run(_in_turn(settings.db))
    except Exception as error:
        return [checks.refused("database", failure_of(error))]


async def _in_turn(url: str) -> list[Finding]:
    findings = await checks.database(url)
    if all(finding.state == checks.OK for finding in findings):
        findings += await checks.whitelists(url)
    return findings


def _said(finding: Finding) -> dict[str, str]:
    state = {
        checks.OK: translated("ok"),
        checks.WARNING: translated("warning"),
        checks.WRONG: translated("wrong"),
    }[finding.state]
    return {"check": finding.check, "state": state, "message": finding.translated()}
