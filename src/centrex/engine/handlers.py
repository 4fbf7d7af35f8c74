"""Which steps a changing method takes: those of its verb, or its own where it does more than its verb says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from centrex.catalogue import Operation
from centrex.catalogue_rest import Realm
from centrex.engine import (
    changes,
    client_profile,
    customers,
    dids,
    employee_groups,
    employee_positions,
    employees,
    event_handlers,
    extension_groups,
    extensions,
    media_removal,
    numbers,
    phones,
    realm_users,
)
from centrex.engine.work import Handler

_BY_VERB: Final[Mapping[str, Handler]] = {
    "create": changes.create,
    "update": changes.update,
    "delete": changes.delete,
    "add": changes.create,
    "change": changes.update,
    "remove": changes.delete,
}
_OWN: Final[Mapping[str, Handler]] = {
    "create.customers": customers.create,
    "update.customers": customers.update,
    "update.customer_status": customers.update_status,
    "update.customer_tariff_plans": customers.update_tariff_plan,
    "enable.virtual_numbers": numbers.enable,
    "disable.virtual_numbers": numbers.disable,
    "create.employees": employees.create,
    "update.employees": employees.update,
    "delete.employees": employees.delete,
    "create.group_employees": employee_groups.create,
    "update.group_employees": employee_groups.update,
    "delete.group_employees": employee_groups.delete,
    "update.group_employees_numbers": employee_groups.update_numbers,
    "delete.employee_positions": employee_positions.delete,
    "remove.client.extension_group": extension_groups.remove,
    "change.extension_group.extension_group": changes.update_own,
    "add.client.extension": extensions.add,
    "change.client.extension": extensions.change,
    "remove.client.extension": extensions.remove,
    "change.extension.phone": phones.change,
    "change.extension.fax": changes.update_own,
    "add.extension.event": event_handlers.add,
    "remove_all.extension.event": event_handlers.remove_all,
    "change.client.client": client_profile.change,
    "change.client.did": dids.change,
    "add.client.user.client": realm_users.add,
    "add.client.user.extension_group": realm_users.add,
    "add.client.user.extension": realm_users.add,
    "change.client.user.client": realm_users.change,
    "change.client.user.extension_group": realm_users.change,
    "change.client.user.extension": realm_users.change,
    "remove.client.user.client": realm_users.remove,
    "remove.client.user.extension_group": realm_users.remove,
    "remove.client.user.extension": realm_users.remove,
    **{
        f"{deed}.{realm}.{noun}": steps
        for deed, steps in (("remove", media_removal.remove), ("remove_all", media_removal.remove_all))
        for realm in Realm
        for noun in ("record", "voicemail", "fax")
    },
}


def handler(operation: Operation) -> Handler:
    """The steps of a method."""
    return _OWN.get(operation.name) or _BY_VERB[operation.verb]
