"""Extensions: the internal numbers of a customer. Each is a phone, a queue, a voice menu or a fax."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Text, cast, func

from centrex.catalogue import BOOLEAN, DATETIME, NUMBER, STRING, Param, Resource, Show, Tenancy, Write, one_of
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
from centrex.resources.base import EMAIL, tenant_key, tenant_table, text
from centrex.resources.customer import customer

TYPES = ("phone", "queue", "ivr", "fax")
STATES = ("active", "blocked")
CALLER_ID_MODES = ("None", "default", "from", "diversion")

extension = tenant_table(
    "extension",
    Column("number", text(4), nullable=False),
    Column("type", text(8), nullable=False),
    Column("status", text(8), nullable=False),
    Column("label", text()),
    Column("caller_id_name", text()),
    Column("extension_group_id", BigInteger),
    Column("employee_id", BigInteger),
    Column("extra_params", text(4000)),
    Column("message_did", text()),
    Column("dial_rule_id", BigInteger),
    Column("dial_rule_limit", Integer),
    Column("ani_rfc3325", Boolean, nullable=False),
    Column("did_as_transfer_caller_id", text(16)),
    Column("fax_mailto", text(4000)),
    Column("created_at", BigInteger, nullable=False),
    tenant_key("extension_group_id", "extension_group"),
    tenant_key("employee_id", "employee"),
    Index(None, "customer_id", "number", unique=True),
    Index(None, "customer_id", "extension_group_id"),
    Index(None, "customer_id", "employee_id"),
)
"""``number`` is the short number; outside it is ``PREFIX*NUM`` with the customer's prefix.

It shares its name space with the short numbers of employees and employee groups.
"""

c = extension.c
PREFIX = func.coalesce(customer.c.prefix, cast(customer.c.id, Text))
_CLIENT = (Realm.CLIENT,)
_BOTH = (Realm.CLIENT, Realm.EXTENSION_GROUP)
_INT32 = 2**31 - 1
_NAME = r"([^*\x00]*\*)?[0-9]{2,4}"

_WRITTEN = (
    Param("status", one_of(*STATES), "State", must=True, default="blocked"),
    Param("label", STRING, "Name shown on the terminal that is called"),
    Param("caller_id_name", STRING, "Name of outgoing calls"),
    Param("extension_group_id", NUMBER, "Group to place the number in; null takes it out"),
    Param("extra_params", STRING, "Free text for integrators", max_length=4000),
    Param("message_did", STRING, "External number that sends texts"),
    Param("dial_rule_id", NUMBER, "Outgoing dial rule"),
    Param("dial_rule_limit", NUMBER, "Limit of the dial rule", minimum=0, maximum=_INT32),
    Param("ani_rfc3325", BOOLEAN, "Whether forwarded calls tell the external number", must=True, default=False),
    Param("did_as_transfer_caller_id", one_of(*CALLER_ID_MODES), "How forwarded calls show the external number"),
)
"""What create and change take; the columns of the same name."""

_CREATED = (
    Param("name", STRING, "PREFIX*NUM or NUM", required=True, max_length=32, pattern=_NAME),
    Param("type", one_of(*TYPES), "Kind of number", default="phone"),
    *_WRITTEN,
)
_CHANGED = (Param("id", NUMBER, "Id of the number in the path", required=True), *_WRITTEN)

EXTENSIONS = RestFace(
    "extension",
    verbs=(
        RestVerb(Action.LIST, _BOTH, "List internal numbers"),
        RestVerb(Action.ADD, _CLIENT, "Create an internal number", params=_CREATED),
        RestVerb(Action.ONE, _BOTH, "Get an internal number"),
        RestVerb(
            Action.CHANGE, _CLIENT, "Change an internal number, place it in a group or take it out", params=_CHANGED
        ),
        RestVerb(
            Action.REMOVE,
            _CLIENT,
            "Delete an internal number with its settings, its events and its users; history stays",
            changes_access=True,
        ),
    ),
    shows=(
        Show("status", c.status, one_of(*STATES), "State"),
        Show("domain", customer.c.domain, STRING, "SIP domain"),
        Show("create_date", c.created_at, DATETIME, "When it was created, UTC"),
        Show(
            "name",
            PREFIX + "*" + c.number,
            STRING,
            "PREFIX*NUM; a bare number gets the prefix, and cannot be changed later",
        ),
        Show("dial_rule_limit", c.dial_rule_limit, NUMBER, "Limit of the dial rule"),
        Show(
            "extension_group_id",
            c.extension_group_id,
            NUMBER,
            "Group that the number is in; null is none",
        ),
        Show("label", c.label, STRING, "Name shown on the terminal that is called"),
        Show("caller_id_name", c.caller_id_name, STRING, "Name of outgoing calls"),
        Show("client_id", c.customer_id, NUMBER, "Client that owns the number"),
        Show(
            "extra_params",
            c.extra_params,
            STRING,
            "Free text for integrators",
        ),
        Show("message_did", c.message_did, STRING, "External number that sends texts"),
        Show("dial_rule_id", c.dial_rule_id, NUMBER, "Outgoing dial rule"),
        Show(
            "ani_rfc3325",
            c.ani_rfc3325,
            BOOLEAN,
            "Whether forwarded calls tell the external number in P-Asserted-Identity",
        ),
        Show("type", c.type, one_of(*TYPES), "Kind of number, fixed at creation"),
        Show("id", c.id, NUMBER, "Unique id"),
        Show(
            "did_as_transfer_caller_id",
            c.did_as_transfer_caller_id,
            one_of(*CALLER_ID_MODES),
            "How forwarded calls show the external number",
        ),
        Show("number", c.number, STRING, "Short number", default=False, ours=True),
    ),
    filters=("type", "name", "extension_group_id"),
)

FAX_SETTINGS = RestFace(
    "fax",
    single=True,
    verbs=(
        RestVerb(Action.ONE, (Realm.EXTENSION,), "Get where received faxes are sent"),
        RestVerb(
            Action.CHANGE,
            (Realm.EXTENSION,),
            "Change where received faxes are sent",
            params=(Param("fax_mailto", STRING, "Addresses", max_length=4000, pattern=rf"{EMAIL}( *, *{EMAIL})*"),),
        ),
    ),
    shows=(
        Show("fax_mailto", c.fax_mailto, STRING, "E-mail addresses, with commas between", write=Write(c.fax_mailto)),
    ),
)

EXTENSION = Resource(
    "extension",
    extension,
    Tenancy(customer=c.customer_id, extension_group=c.extension_group_id, extension=c.id),
    faces=(),
    rest=(EXTENSIONS, FAX_SETTINGS),
    source=extension.join(customer, c.customer_id == customer.c.id),
)
