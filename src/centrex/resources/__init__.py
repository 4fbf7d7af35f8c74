"""The business things, listed by hand; every other module learns of them from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from centrex.catalogue import Operation, Resource
from centrex.catalogue.check import check
from centrex.catalogue_rest import RestOperation
from centrex.resources import api_request, application, credential, ingest_key, ledger
from centrex.resources.base import metadata
from centrex.resources.call_history import CALL_HISTORIES
from centrex.resources.call_legs_report import CALL_LEG
from centrex.resources.calls_report import CALL
from centrex.resources.cdr import CDR, RECORD_TOTALS, RECORDING, VOICE_MESSAGE
from centrex.resources.client import CLIENT
from centrex.resources.country_prefix import COUNTRY_PREFIX
from centrex.resources.customer import CUSTOMER
from centrex.resources.did import DID
from centrex.resources.employee_face import EMPLOYEE
from centrex.resources.employee_group import EMPLOYEE_GROUP
from centrex.resources.employee_position import EMPLOYEE_POSITION
from centrex.resources.employee_stat import EMPLOYEE_STAT
from centrex.resources.employee_status import EMPLOYEE_STATUS
from centrex.resources.event_handler import EVENT_HANDLER
from centrex.resources.extension import EXTENSION
from centrex.resources.extension_group import EXTENSION_GROUP
from centrex.resources.fax import FAX
from centrex.resources.limit import LIMIT
from centrex.resources.number_category import NUMBER_CATEGORY
from centrex.resources.phone import PHONE
from centrex.resources.pool_number import POOL_NUMBER
from centrex.resources.realm_user import REALM_USER
from centrex.resources.registration import REGISTRATION
from centrex.resources.tariff_plan import TARIFF_PLAN
from centrex.resources.user import USER
from centrex.resources.virtual_number import VIRTUAL_NUMBER
from centrex.resources.virtual_number_group import VIRTUAL_NUMBER_GROUP

__all__ = [
    "OPERATIONS",
    "RESOURCES",
    "REST_OPERATIONS",
    "api_request",
    "application",
    "credential",
    "ingest_key",
    "ledger",
    "metadata",
    "operations_of",
]

RESOURCES: Final[tuple[Resource, ...]] = (
    CUSTOMER,
    TARIFF_PLAN,
    USER,
    EMPLOYEE,
    EMPLOYEE_GROUP,
    EMPLOYEE_POSITION,
    EMPLOYEE_STAT,
    EMPLOYEE_STATUS,
    VIRTUAL_NUMBER,
    POOL_NUMBER,
    NUMBER_CATEGORY,
    COUNTRY_PREFIX,
    VIRTUAL_NUMBER_GROUP,
    EXTENSION_GROUP,
    EXTENSION,
    PHONE,
    EVENT_HANDLER,
    REGISTRATION,
    REALM_USER,
    CLIENT,
    LIMIT,
    DID,
    CALL,
    CALL_LEG,
    CALL_HISTORIES,
    CDR,
    RECORDING,
    RECORD_TOTALS,
    VOICE_MESSAGE,
    FAX,
)

check(RESOURCES)


def operations_of(resource: Resource) -> Iterator[Operation]:
    """The methods of a resource: those of its faces, then its own."""
    for face in resource.faces:
        yield from face.operations()
    yield from resource.operations


OPERATIONS: Final[Mapping[str, Operation]] = {
    operation.name: operation for resource in RESOURCES for operation in operations_of(resource)
}

REST_OPERATIONS: Final[Mapping[RestOperation, Resource]] = {
    operation: resource for resource in RESOURCES for face in resource.rest for operation in face.operations()
}
"""The requests of the RingMe API, each with what it is about."""
