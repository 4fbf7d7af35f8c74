"""The settings of phones, and the passwords with which they register.

A password is kept as HA1 alone: the realm of SIP digest is the client's domain.
"""

from __future__ import annotations

import hashlib
from typing import Final

from centrex.access.secrets import new_phone_password
from centrex.engine.changes import columns
from centrex.engine.work import Work
from centrex.errors import EntityNotFound
from centrex.resources.extension import extension
from centrex.resources.phone import phone
from centrex.store.steps import Change, Find, Insert, Own, Update, Values

DEFAULTS: Final[Values] = {
    "auth_type": "digest",
    "call_screening_enabled": False,
    "conference_announce_caller_name": True,
    "conference_end_on_exit": True,
    "allow_webrtc": False,
    "record_enabled": False,
    "record_transfer": False,
}


def furnish(extension_id: int, number: str) -> Change[None]:
    """The settings of a new phone; nobody knows its password before one is set."""
    kept = yield from _ha1(number, new_phone_password())
    yield Insert(phone, {"extension_id": extension_id, "password_ha1": kept, **DEFAULTS})


def change(work: Work) -> Change[int]:
    """Changes what was sent, and nothing else; a null password makes a new one. Answers the extension's id.

    Raises EntityNotFound for an extension that is no phone.
    """
    extension_id = work.scope.part_id
    if not (yield Find(phone, ("extension_id",), {"extension_id": extension_id})):
        raise EntityNotFound("id", extension_id)
    if "label" in work.arguments:
        yield Update(extension, {"id": extension_id}, {"label": work.arguments["label"]})
    values = columns(work)
    if "password" in work.arguments:
        password = str(work.arguments["password"] or new_phone_password())
        number = (yield Find(extension, ("number",), {"id": extension_id}))[0][0]
        values["password_ha1"] = yield from _ha1(number, password)
        work.shown["password"] = password
    if values:
        yield Update(phone, {"extension_id": extension_id}, values)
    return extension_id


def _ha1(number: str, password: str) -> Change[str]:
    """What SIP digest keeps of a password: the name of the extension and the domain are in it."""
    client_id, prefix, domain = (yield Own(("id", "prefix", "domain")))[0]
    return ha1(f"{client_id if prefix is None else prefix}*{number}", domain, password)


def ha1(name: str, domain: str, password: str) -> str:
    """MD5 of ``PREFIX*NUM:domain:password`` in hexadecimal digits (RFC 2617)."""
    return hashlib.md5(f"{name}:{domain}:{password}".encode(), usedforsecurity=False).hexdigest()
