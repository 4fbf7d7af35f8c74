"""`centrex purge`: removes recordings, voice messages and faxes that are older than their account keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from centrex.cli.options import AsJson, Config, Database, checked_id
from centrex.cli.refusing import sentences
from centrex.cli.showing import tell
from centrex.cli.working import opened
from centrex.i18n import translated
from centrex.settings import load

if TYPE_CHECKING:
    from centrex.engine.retention import Purged
    from centrex.store import Store
    from centrex.store.media_files import MediaFiles


def purge(
    customer: Annotated[
        int | None, typer.Option(help="Only those of the account with this id.", callback=checked_id)
    ] = None,
    media: Annotated[
        str | None, typer.Option(help="Where recordings and faxes are kept: a folder, or s3://bucket.")
    ] = None,
    db: Database = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Remove media older than their account keeps them, and lost files; a server does so by itself every hour."""
    from centrex.store.media_opening import open_media

    with sentences():
        settings = load({"db": db, "media": media}, file=config)
        files = open_media(settings.media, settings.db)
    purged, lost = opened(settings.db, config, lambda store: _purged(store, files, customer))
    facts = {"accounts": len(purged), "rows": sum(each.rows for each in purged), "lost_files": lost or 0}
    sentence = "Removed {rows} recordings, messages and faxes of {accounts} accounts, and {lost_files} lost files."
    said = [translated(sentence, **facts)]
    if lost is None:
        said.append(translated("The files there are of another database: none without a row was removed."))
    tell({**facts, "is_owner": lost is not None}, " ".join(said), as_json)


async def _purged(store: Store, files: MediaFiles | None, customer: int | None) -> tuple[list[Purged], int | None]:
    """What was removed by account, and how many lost files: None of another database. Without a media store rows go."""
    from centrex.clock import SystemClock
    from centrex.engine.retention import purge, sweep

    clock = SystemClock()
    purged = await purge(store, files, clock, customer, "command line")
    return purged, await sweep(store, files, clock) if files is not None else 0
