"""`centrex demo`: a server with made-up customers, for loopback alone, because anybody can work out its keys."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from centrex.cli.refusing import sentences
from centrex.cli.serving import listening
from centrex.i18n import Refusal, translated

if TYPE_CHECKING:
    from centrex.demo.extensions import Application, RealmUser
    from centrex.demo.world import Login, World


def demo(
    host: Annotated[str, typer.Option(help="Address to listen on; loopback alone.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8080,
    data: Annotated[
        Path | None, typer.Option(help="Folder to keep the world in; else a temporary one, removed at the end.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Names, ids and keys follow from it.", min=0)] = 7,
    as_json: Annotated[bool, typer.Option("--json", help="The first line of output is one JSON object.")] = False,
) -> None:
    """Serve made-up customers to try everything on: no account, no network, no other service."""
    with sentences():
        _refuse_others(host)
        from centrex.demo import folder
        from centrex.demo.actors import actors
        from centrex.demo.world import make_world
        from centrex.server import running
        from centrex.settings import Settings

        running.leave_when_told()
        with listening(host, port) as listener, _folder(data) as kept:
            world, url = make_world(seed), running.url_of(listener)
            settings = Settings(db=folder.ready(kept, world), host=host, port=port)
            running.serve(settings, listener, lambda: _announce(world, url, as_json), actors(world))


def _refuse_others(host: str) -> None:
    try:
        is_loopback = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise Refusal(
            "The keys of the demo world are no secret, so that it listens on loopback alone, not on {host}: "
            "leave --host out, or use `centrex serve` with a database of your own.",
            host=host,
        )


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    with TemporaryDirectory(prefix="centrex-demo-") as folder:
        yield Path(folder)


def _announce(world: World, url: str, as_json: bool) -> None:
    print(json.dumps(_object(world, url)) if as_json else "\n".join(_lines(world, url)), flush=True)


def _object(world: World, url: str) -> dict[str, Any]:
    """What a program needs to begin."""
    agent = {**_secrets(world.agent), "user_ids": world.user_ids}
    ringme = {
        each.name: {"app_id": each.app_id, "app_secret": each.app_secret} for each in world.numbering.applications
    }
    data_api = {"agent": agent, "customer": _secrets(world.customers[0].user)}
    explorer = f"{url}/explorer"
    return {
        "url": url,
        "explorer": explorer,
        "console": {"url": f"{url}/console", **_visitors(world)},
        "data_api": data_api,
        "ringme": ringme,
        "ingest": {"key": world.ingest_key},
    }


def _visitors(world: World) -> dict[str, Any]:
    """Who can sign in on the pages, by the kind of user."""
    by_id = {user.user_id: user for user in world.numbering.users}
    below = {each.name: by_id[each.user_id] for each in world.numbering.applications if each.user_id in by_id}
    logins: dict[str, Login | RealmUser] = {"agent": world.agent, "client": world.customers[0].user, **below}
    return {kind: {"login": who.login, "password": who.password} for kind, who in logins.items()}


def _secrets(login: Login) -> dict[str, Any]:
    return {"key": login.key, "login": login.login, "password": login.password}


def _lines(world: World, url: str) -> Iterator[str]:
    """What a person needs to begin."""
    yield translated("Centrex demo, seed {seed}. Ctrl+C ends it.", seed=world.seed)
    yield f"  Data API    {url}/v2.0"
    yield f"  OpenRPC     {url}/v2.0/openrpc.json"
    yield f"  RingMe API  {url}/api/ver1.0/"
    yield f"  OpenAPI     {url}/api/ver1.0/openapi.json"
    yield f"  Explorer    {url}/explorer"
    yield f"  Console     {url}/console"
    yield ""
    user_ids = ", ".join(str(user_id) for user_id in world.user_ids)
    yield translated("Agent {name}, with user_id {user_ids}:", name=world.agent_name, user_ids=user_ids)
    yield _login_line(world.agent)
    for customer in world.customers:
        yield translated(
            "Customer {id}, {name}. Employees: {people}, virtual numbers: {numbers}, number groups: {groups}.",
            id=customer.id,
            name=customer.name,
            people=len(customer.people),
            numbers=len(customer.numbers),
            groups=len(customer.groups),
        )
        yield _login_line(customer.user)
    yield ""
    yield translated("Applications of the RingMe API, acting in customer {id}:", id=world.customers[0].id)
    for each in world.numbering.applications:
        yield f"  {each.name:<16} app_id {each.app_id}, app_secret {each.app_secret}"
    yield ""
    yield translated("Users of the console in customer {id}, besides his own login:", id=world.customers[0].id)
    for user in world.numbering.users:
        line = translated("login {login}, password {password}", login=user.login, password=user.password)
        yield f"  {user.level.value:<16} {line}"
    yield ""
    yield translated("Reports of calls in customer {id}:", id=world.customers[0].id)
    yield f"  {url}/ingest/v1/calls"
    line = translated("ingest key {key}", key=world.ingest_key)
    yield f"  {line}"
    yield ""
    yield translated("Ready to paste:")
    yield _curl_line(world, url)
    yield _token_line(world.numbering.applications[0], url)
    group_id = world.numbering.first_group(0)
    yield translated("Recordings of today in extension group {id}; one more comes with the second line:", id=group_id)
    yield _records_line(world, url)
    yield f"centrex simulate call --from 79161234567 --to '000*201' --record --url {url} --key {world.ingest_key}"


def _token_line(application: Application, url: str) -> str:
    """Asks for a token of the RingMe API; its parameters stand in the query, as some clients send them."""
    query = f"grant_type=client_credentials&client_id={application.app_id}&client_secret={application.app_secret}"
    return f"curl -s -X POST {shlex.quote(f'{url}/oauth/token?{query}')}"


def _records_line(world: World, url: str) -> str:
    """Asks for the recordings of the group, with a token of its own."""
    (group,) = (each for each in world.numbering.applications if each.name == "extension_group")
    token = f"""$({_token_line(group, url)} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')"""
    today = "$(date -u +%F)"
    return (
        f'curl -sG {url}/api/ver1.0/extension_group/@me/record/ --data-urlencode "start_datetime={today} 00:00:00" '
        f'--data-urlencode "end_datetime={today} 23:59:59" -H "Authorization: Bearer {token}"'
    )


def _login_line(login: Login) -> str:
    line = translated("key {key}, login {login}, password {password}", **_secrets(login))
    return f"  {line}"


def _curl_line(world: World, url: str) -> str:
    params = {"access_token": world.customers[0].user.key}
    request = {"jsonrpc": "2.0", "id": 1, "method": "get.virtual_number_groups", "params": params}
    return f"curl -s {shlex.quote(f'{url}/v2.0')} -d {shlex.quote(json.dumps(request))}"
