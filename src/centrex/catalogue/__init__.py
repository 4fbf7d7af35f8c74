"""The vocabulary in which resources are written: what there is and what each dialect shows of it. Nothing else.

Entries are frozen values made of SQLAlchemy tables and expressions. They hold no behaviour, know no HTTP, and
are checked as they are made, so that a wrong catalogue cannot be imported.
"""

from __future__ import annotations

from centrex.catalogue.bound import BASE_URL, NOW, SCOPE_ACCOUNT, SCOPE_GROUP, SCOPE_PART, SCOPE_USER, argument
from centrex.catalogue.errors import CatalogueError
from centrex.catalogue.fields import (
    Documented,
    Embedded,
    Empty,
    Field,
    Link,
    Named,
    Nested,
    Show,
    Totals,
    Values,
    Write,
    wire_order,
    writable,
)
from centrex.catalogue.operations import ANY_USER, Answer, Face, Operation, Permission
from centrex.catalogue.params import Param, written_param
from centrex.catalogue.resources import ACTIONS, DataFace, Numbered, Resource, Verb
from centrex.catalogue.tenancy import AGENT_AND_CUSTOMER, AGENT_ONLY, CUSTOMER_ONLY, OF_CALLERS, Level, Tenancy
from centrex.catalogue.types import (
    BOOLEAN,
    DATETIME,
    MONEY,
    NUMBER,
    NUMBERS,
    OBJECT,
    OBJECTS,
    STRING,
    STRINGS,
    Kind,
    Type,
    one_of,
    some_of,
)

__all__ = [
    "ACTIONS",
    "AGENT_AND_CUSTOMER",
    "AGENT_ONLY",
    "ANY_USER",
    "BASE_URL",
    "BOOLEAN",
    "CUSTOMER_ONLY",
    "DATETIME",
    "MONEY",
    "NOW",
    "NUMBER",
    "NUMBERS",
    "OBJECT",
    "OBJECTS",
    "OF_CALLERS",
    "SCOPE_ACCOUNT",
    "SCOPE_GROUP",
    "SCOPE_PART",
    "SCOPE_USER",
    "STRING",
    "STRINGS",
    "Answer",
    "CatalogueError",
    "DataFace",
    "Documented",
    "Embedded",
    "Empty",
    "Face",
    "Field",
    "Kind",
    "Level",
    "Link",
    "Named",
    "Nested",
    "Numbered",
    "Operation",
    "Param",
    "Permission",
    "Resource",
    "Show",
    "Tenancy",
    "Totals",
    "Type",
    "Values",
    "Verb",
    "Write",
    "argument",
    "one_of",
    "some_of",
    "wire_order",
    "writable",
    "written_param",
]
