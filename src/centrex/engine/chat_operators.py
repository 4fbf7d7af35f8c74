"""The chat operator that an employee is: his settings, as columns of the employee."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from centrex.engine.members import ids_of, require
from centrex.errors import DuplicateEntity, EntityNotFound, RequiredParameterMissed
from centrex.patterns import fold
from centrex.resources.employee import employee
from centrex.resources.employee_position import employee_position
from centrex.store.steps import Change, Find

SETTINGS: Final[Mapping[str, object]] = {
    "operator_position_id": None,
    "operator_offline_message_enabled": False,
    "operator_invite_to_chat_enabled": False,
    "operator_chat_enabled": True,
}
"""What a new operator has unless something else is sent."""

NOBODY: Final[Mapping[str, object]] = {
    "login": None,
    "login_folded": None,
    "operator_display_name": None,
    "operator_password_hash": None,
    **dict.fromkeys(SETTINGS),
}
"""The columns of an employee who is no operator."""


def operator_columns(sent: object, employee_id: int, is_operator: bool) -> Change[Mapping[str, object]]:
    """The columns that ``operator`` sets; null ends his being one.

    Raises RequiredParameterMissed for a new one without a name, DuplicateEntity for a login that is taken,
    EntityNotFound for an unknown position, or for any site: none are kept here.
    """
    if sent is None:
        return NOBODY
    assert isinstance(sent, dict)
    if not is_operator and "operator_display_name" not in sent:
        raise RequiredParameterMissed("operator.operator_display_name")
    yield from _check(sent, employee_id)
    login = str(sent["operator_login"])
    columns = {} if is_operator else dict(SETTINGS)
    for name in ("operator_display_name", *SETTINGS):
        if name in sent:
            columns[name] = SETTINGS[name] if sent[name] is None else sent[name]
    hashed = sent["operator_password"]
    return {**columns, "login": login, "login_folded": fold(login), "operator_password_hash": hashed}


def _check(sent: Mapping[str, Any], employee_id: int) -> Change[None]:
    login = sent["operator_login"]
    holders = yield Find(employee, ("id",), {"login_folded": fold(login)})
    if any(row[0] != employee_id for row in holders):
        raise DuplicateEntity("operator.operator_login", login)
    position_id = sent.get("operator_position_id")
    if position_id is not None:
        yield from require(employee_position, "operator.operator_position_id", [position_id])
    for site_id in ids_of(sent.get("operator_sites")):
        raise EntityNotFound("operator.operator_sites", site_id)
