"""The business things, listed by hand; every other module learns of them from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from centrex.catalogue import Operation, Resource
from centrex.catalogue_check import check
from centrex.resources import credential, ledger
from centrex.resources.base import metadata
from centrex.resources.customer import CUSTOMER
from centrex.resources.employee import EMPLOYEE
from centrex.resources.employee_group import EMPLOYEE_GROUP
from centrex.resources.user import USER
from centrex.resources.virtual_number import VIRTUAL_NUMBER
from centrex.resources.virtual_number_group import VIRTUAL_NUMBER_GROUP

__all__ = ["OPERATIONS", "RESOURCES", "credential", "ledger", "metadata", "operations_of"]

RESOURCES: Final[tuple[Resource, ...]] = (
    CUSTOMER,
    USER,
    EMPLOYEE,
    EMPLOYEE_GROUP,
    VIRTUAL_NUMBER,
    VIRTUAL_NUMBER_GROUP,
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
