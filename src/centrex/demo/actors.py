"""Whom one can act as in the explorer of the demo, with one click. Their secrets are printed anyway."""

from __future__ import annotations

from typing import Any

import msgspec

from centrex.demo.extensions import Application
from centrex.demo.world import Login, World


def actors(world: World) -> bytes:
    """The agent, a customer, and the users of his group and number, as JSON.

    ``user_ids`` are those for whom the agent may act; an actor has what opens the dialects that he may use.
    """
    apps = {app.name: app for app in world.numbering.applications}
    names = {user.user_id: user.name for user in world.numbering.users}
    first = world.customers[0]
    told = [
        {
            "kind": "agent",
            "name": world.agent_name,
            "data_api": _key(world.agent),
            "user_ids": [{"id": each.user.user_id, "name": each.name} for each in world.customers],
        },
        {"kind": "customer", "name": first.name, "data_api": _key(first.user), "ringme": _app(apps["client"])},
    ]
    others = [
        {"kind": kind, "name": names[apps[kind].user_id], "ringme": _app(apps[kind])}
        for kind in ("extension_group", "extension", "read_only")
    ]
    return msgspec.json.encode({"actors": [*told, *others]})


def _key(login: Login) -> dict[str, Any]:
    return {"key": login.key, "login": login.login, "password": login.password}


def _app(app: Application) -> dict[str, Any]:
    return {"app_id": app.app_id, "app_secret": app.app_secret}
