"""Users of agents and customers, and their rights. A login is unique on the server."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    cast,
    false,
    func,
    null,
)

from centrex.catalogue import (
    AGENT_ONLY,
    ANY_USER,
    BOOLEAN,
    NUMBER,
    SCOPE_USER,
    STRING,
    DataFace,
    Nested,
    Resource,
    Show,
    Tenancy,
    Values,
    Verb,
    one_of,
)
from centrex.resources.base import metadata, tenant_key, text
from centrex.resources.credential import whitelist_entry
from centrex.resources.customer import AGENT_TYPES, customer, customer_component
from centrex.resources.ledger import points_used
from centrex.resources.tariff_plan import tariff_plan

user = Table(
    "user",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("customer_id", BigInteger, ForeignKey("customer.id"), nullable=False),
    Column("agent_id", BigInteger, index=True),
    Column("level", text(20), nullable=False),
    Column("login", text(), nullable=False, unique=True),
    Column("password_hash", text(), nullable=False),
    Column("status", text(20), nullable=False),
    Column("name", text(), nullable=False),
    Column("description", text(1000)),
    Column("created_at", BigInteger, nullable=False),
    Column("access", text(16), nullable=False, server_default="full"),
    Column("email", text()),
    Column("timezone", text(64)),
    Column("extra_params", text(4000)),
    Column("extension_group_id", BigInteger),
    Column("extension_id", BigInteger),
    ForeignKeyConstraint(["customer_id", "agent_id"], ["customer.id", "customer.agent_id"]),
    tenant_key("extension_group_id", "extension_group"),
    tenant_key("extension_id", "extension"),
    UniqueConstraint("customer_id", "id"),
    Index(None, "customer_id", "extension_group_id"),
    Index(None, "customer_id", "extension_id"),
    sqlite_with_rowid=False,
    info={"ids": True},
)
"""``agent_id`` is that of the customer, kept here so that an agent's users are found without a join.

A user of an extension group or of an extension has its id; ``access`` is full or read_only, ``timezone`` null where
it is the customer's.
"""

user_permission = Table(
    "user_permission",
    metadata,
    Column("customer_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("unit", text(64), nullable=False),
    Column("is_select", Boolean, nullable=False),
    Column("is_insert", Boolean, nullable=False),
    Column("is_update", Boolean, nullable=False),
    Column("is_delete", Boolean, nullable=False),
    PrimaryKeyConstraint("customer_id", "user_id", "unit"),
    ForeignKeyConstraint(["customer_id", "user_id"], ["user.customer_id", "user.id"]),
    sqlite_with_rowid=False,
)

u, c, p = user.c, customer.c, user_permission.c

CUSTOMER_USERS = DataFace(
    "customer_users",
    permission="client_user",
    access=AGENT_ONLY,
    verbs=(
        Verb(
            "get",
            "List the users of the agent's customers on whose behalf requests may be made; "
            "those of archived customers are left out",
        ),
    ),
    only=(u.level == "customer") & (c.status != "archive"),
    shows=(
        Show("id", u.id, NUMBER, "User id; the value for user_id elsewhere", filter=True),
        Show("login", u.login, STRING, "Login"),
        Show("description", u.description, STRING, "Free description"),
        Show("name", u.name, STRING, "User name", filter=True, sort=True),
        Show("customer_id", u.customer_id, NUMBER, "Customer of the user", filter=True, sort=True),
    ),
)

PERMISSIONS = Nested(
    "permissions",
    user_permission,
    on=(p.customer_id == u.customer_id) & (p.user_id == u.id),
    order_by=(p.unit,),
    doc="Rights of the user",
    shows=(
        Show("unit_id", p.unit, STRING, "Right"),
        Show("is_delete", p.is_delete, BOOLEAN, "May delete"),
        Show("is_insert", p.is_insert, BOOLEAN, "May create"),
        Show("is_select", p.is_select, BOOLEAN, "May read"),
        Show("is_update", p.is_update, BOOLEAN, "May change"),
    ),
)
COMPONENTS = Values(
    "components",
    customer_component,
    on=customer_component.c.customer_id == c.id,
    value=customer_component.c.component,
    order_by=(customer_component.c.component,),
    doc="Enabled components",
)

ACCOUNT_OBJECT = DataFace(
    "account",
    permission=ANY_USER,
    verbs=(
        Verb(
            "getobj",
            "Get the account, the user, his rights and components",
            components=("data_api_config",),
        ),
    ),
    only=u.id == SCOPE_USER,
    paged=False,
    shows=(
        Show("app_id", c.id, NUMBER, "Account id"),
        Show("app_state", c.status, STRING, "Account state"),
        Show("app_name", c.name, STRING, "Account name"),
        Show("is_agent_app", c.agent_id.is_not(None), BOOLEAN, "The account is an agent's customer"),
        Show("customer_id", c.id, NUMBER, "Customer id"),
        Show("user_id", u.id, NUMBER, "User id"),
        Show("user_type", u.level, STRING, "User kind"),
        Show("user_login", u.login, STRING, "User login"),
        Show("user_name", u.name, STRING, "User name"),
        Show("tp_id", c.tariff_plan_id, NUMBER, "Tariff plan id"),
        Show("tp_name", tariff_plan.c.name, STRING, "Tariff plan name"),
        Show("crm_type", cast(null(), Text), STRING, "Connected CRM kind; none is kept here"),
        Show("lang", c.lang, STRING, "Language of the account"),
        Show("project", c.project, STRING, "Brand of the account"),
        Show("timezone", c.timezone, STRING, "IANA time zone"),
        PERMISSIONS,
        COMPONENTS,
        Show("is_bi_available", false(), BOOLEAN, "The account is in OLAP; none is kept here"),
        Show("report_currency", c.report_currency, STRING, "Currency of reports"),
        Show("is_agent", c.agent_type.is_not(None), BOOLEAN, "The account is an agent"),
        Show("agent_type", c.agent_type, one_of(*AGENT_TYPES), "Kind of agent account"),
    ),
)

CALLER = DataFace(
    "callers",
    permission=ANY_USER,
    access=frozenset(),
    verbs=(),
    only=u.id == SCOPE_USER,
    paged=False,
    shows=(
        Show("user_id", u.id, NUMBER, "User id"),
        Show("level", u.level, STRING, "How far he sees"),
        Show("status", u.status, STRING, "active or blocked"),
        Show("access", u.access, STRING, "full or read_only"),
        Show("part_id", func.coalesce(u.extension_group_id, u.extension_id, 0), NUMBER, "His group or extension"),
        Show("prefix", func.coalesce(c.prefix, cast(c.id, Text)), STRING, "What his extensions begin with"),
        Show("account_id", c.id, NUMBER, "Account id"),
        Show("agent_id", c.agent_id, NUMBER, "Agent of the account"),
        Show("account_status", c.status, STRING, "Account state"),
        Show("zone", c.timezone, STRING, "IANA time zone"),
        Show("day_limit", c.day_limit, NUMBER, "Points a day; null is unlimited"),
        Show("minute_limit", c.minute_limit, NUMBER, "Points a minute; null is unlimited"),
        PERMISSIONS,
        COMPONENTS,
        Values(
            "networks",
            whitelist_entry,
            on=whitelist_entry.c.customer_id == c.id,
            value=whitelist_entry.c.network,
            order_by=(whitelist_entry.c.network,),
            doc="Networks from which the account may be used",
        ),
        Nested(
            "points",
            points_used,
            on=points_used.c.customer_id == c.id,
            order_by=(points_used.c.window,),
            doc="Points that all processes have charged",
            shows=(
                Show("window", points_used.c.window, STRING, "day or minute"),
                Show("start", points_used.c.start, NUMBER, "When the window began"),
                Show("points", points_used.c.points, NUMBER, "Points charged in it"),
            ),
        ),
    ),
)
"""What the server must know of a user to let him in; no dialect shows it."""

USER = Resource(
    name="user",
    table=user,
    source=user.join(customer, u.customer_id == c.id).outerjoin(tariff_plan),
    tenancy=Tenancy(customer=u.customer_id, agent=u.agent_id),
    faces=(CUSTOMER_USERS, ACCOUNT_OBJECT),
)
