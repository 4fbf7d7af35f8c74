"""The options of `centrex serve`, for its help and for refusing what is none; serving itself is in `serving`."""

from __future__ import annotations

from typing import Annotated

import typer

from centrex.cli import serving

Given = str | None


def serve(
    db: Annotated[
        Given, typer.Option(help="sqlite:///file.db or postgresql://user@host/database.", show_default=False)
    ] = None,
    host: Annotated[Given, typer.Option(help="Address to listen on; 127.0.0.1 unless given.")] = None,
    port: Annotated[Given, typer.Option(help="Port to listen on; 8080 unless given, 0 takes a free one.")] = None,
    workers: Annotated[Given, typer.Option(help="Processes; more than one on PostgreSQL alone.")] = None,
    proxies: Annotated[
        Given, typer.Option(help="Networks of your own proxies, with commas: their X-Forwarded-For counts.")
    ] = None,
    statement_seconds: Annotated[
        Given, typer.Option(help="Ends a statement that takes longer; 5 unless given.")
    ] = None,
    log_format: Annotated[Given, typer.Option(help="json, plain, or auto: plain on a terminal.")] = None,
    hour_limit: Annotated[
        Given, typer.Option(help="Requests an hour of a client of the RingMe API; 1000 unless given, 0 is no limit.")
    ] = None,
    refresh_days: Annotated[Given, typer.Option(help="Days for which refresh tokens live; 30 unless given.")] = None,
    media: Annotated[Given, typer.Option(help="Where recordings and faxes are kept: a folder, or s3://bucket.")] = None,
    public_url: Annotated[Given, typer.Option(help="Address under which clients know the server.")] = None,
    media_limit: Annotated[
        Given, typer.Option(help="MiB that a recording or a fax has at most; 512 unless given.")
    ] = None,
    waiting: Annotated[
        Given,
        typer.Option(help="Requests that may wait for the database before others are refused; 1000 unless given."),
    ] = None,
    request_days: Annotated[
        Given, typer.Option(help="Days for which the log of requests is kept; 7 unless given, 0 keeps none.")
    ] = None,
    reply_cache: Annotated[
        Given, typer.Option(help="MiB for answers that are kept for who asks again; 32 unless given, 0 keeps none.")
    ] = None,
    config: Annotated[Given, typer.Option(help="A TOML file with settings; else CENTREX_CONFIG.")] = None,
) -> None:
    """Serve the APIs. Every setting may also stand in the file, or in the environment as CENTREX_ and its name."""
    serving.serve(
        {
            "db": db,
            "host": host,
            "port": port,
            "workers": workers,
            "proxies": proxies,
            "statement_seconds": statement_seconds,
            "log_format": log_format,
            "hour_limit": hour_limit,
            "refresh_days": refresh_days,
            "media": media,
            "public_url": public_url,
            "media_limit": media_limit,
            "waiting": waiting,
            "request_days": request_days,
            "reply_cache": reply_cache,
            "config": config,
        }
    )
