"""Accounts: agents, their customers and customers without an agent; their components."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    literal_column,
)

from centrex.catalogue import (
    AGENT_ONLY,
    ANY_USER,
    CUSTOMER_ONLY,
    DATETIME,
    MONEY,
    NUMBER,
    OBJECTS,
    STRING,
    STRINGS,
    DataFace,
    Documented,
    Empty,
    Operation,
    Param,
    Permission,
    Resource,
    Show,
    Tenancy,
    Verb,
    one_of,
)
from centrex.resources.base import EMAIL, json_column, metadata, text
from centrex.resources.tariff_plan import tariff_plan

STATUSES = ("waiting", "active", "manual_lock", "limit_lock", "debt_lock", "archive")
AGENT_TYPES = ("agent", "franchisor")

customer = Table(
    "customer",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("agent_id", BigInteger, ForeignKey("customer.id"), index=True),
    Column("agent_type", text(20)),
    Column("name", text(), nullable=False),
    Column("description", text(1000)),
    Column("prefix", text(20), unique=True),
    Column("status", text(20), nullable=False),
    Column("status_changed_at", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    Column("timezone", text(64), nullable=False),
    Column("lang", text(2), nullable=False),
    Column("project", text(64), nullable=False),
    Column("report_currency", text(3), nullable=False),
    Column("tariff_plan_id", BigInteger, ForeignKey("tariff_plan.id"), index=True),
    Column("day_limit", Integer),
    Column("minute_limit", Integer),
    Column("number_limit", Integer),
    Column("monthly_base_limit", Float),
    Column("monthly_base_notify_limit", Float),
    Column("monthly_base_notify_emails", json_column(), nullable=False),
    Column("monthly_calls_limit", BigInteger),
    Column("monthly_calls_notify_limit", BigInteger),
    Column("monthly_calls_notify_emails", json_column(), nullable=False),
    Column("daily_calls_limit", BigInteger),
    Column("daily_calls_notify_limit", BigInteger),
    Column("daily_calls_notify_emails", json_column(), nullable=False),
    Column("domain", text(), nullable=False, server_default="sip.localhost"),
    Column("domain_prefix", text(20)),
    Column("extension_len", Integer, nullable=False, server_default="3"),
    Column("email", text()),
    Column("type", text(1), nullable=False, server_default="J"),
    Column("jur_address", text(1000)),
    Column("fact_address", text(1000)),
    Column("ambassadors", text(1000)),
    Column("contact_phones", text(1000)),
    Column("extra_params", text(4000)),
    Column("dial_rule_id", BigInteger),
    Column("did_as_transfer_caller_id", text(16)),
    Column("disk_space_notify_email", text()),
    Column("disk_space_notify_threshold", Integer),
    Column("geo_list", text(1000)),
    Column("hold_music", BigInteger),
    Column("media_days", Integer),
    Column("reg_status_log", Boolean, nullable=False, server_default=literal_column("true")),
    UniqueConstraint("id", "agent_id"),
    sqlite_with_rowid=False,
    info={"ids": True},
)
"""Points per day and minute and connected numbers are unlimited where null; times are seconds since 1970, UTC.

``domain`` is the SIP domain, ``extension_len`` the number of digits of every extension; ``type`` is J of a legal
entity and F of a natural person. Recordings, voice messages and faxes are kept for ``media_days``, forever where null.
"""

customer_component = Table(
    "customer_component",
    metadata,
    Column("customer_id", BigInteger, ForeignKey("customer.id"), nullable=False),
    Column("component", text(64), nullable=False),
    PrimaryKeyConstraint("customer_id", "component"),
    sqlite_with_rowid=False,
)

c = customer.c

LIMITS = (
    Show("monthly_base_limit", c.monthly_base_limit, MONEY, "Money allowed per month"),
    Show("monthly_base_notify_limit", c.monthly_base_notify_limit, MONEY, "Money per month that warns"),
    Show("monthly_base_notify_emails", c.monthly_base_notify_emails, STRINGS, "Who is warned of the money"),
    Show("monthly_calls_limit", c.monthly_calls_limit, NUMBER, "Calls allowed per month"),
    Show("monthly_calls_notify_limit", c.monthly_calls_notify_limit, NUMBER, "Calls per month that warn"),
    Show("monthly_calls_notify_emails", c.monthly_calls_notify_emails, STRINGS, "Who is warned of the month"),
    Show("daily_calls_limit", c.daily_calls_limit, NUMBER, "Calls allowed per day"),
    Show("daily_calls_notify_limit", c.daily_calls_notify_limit, NUMBER, "Calls per day that warn"),
    Show("daily_calls_notify_emails", c.daily_calls_notify_emails, STRINGS, "Who is warned of the day"),
)


def _limit(show: Show, creating: bool) -> Param:
    """The parameter that sets a limit; a new customer must say who is warned."""
    if show.type is STRINGS:
        return Param(show.name, show.type, show.doc, required=creating, pattern=EMAIL, max_items=5)
    return Param(show.name, show.type, show.doc, minimum=0)


def _written(creating: bool) -> tuple[Param, ...]:
    """What create and update take besides the id: the columns of the same name, and the first user's."""
    return (
        Param("name", STRING, "Customer name", required=creating, must=True, min_length=1),
        Param("description", STRING, "Free description", max_length=1000),
        Param("tariff_plan_id", NUMBER, "Tariff plan id", required=creating, must=True),
        Param("email", STRING, "Login of the first user, an e-mail address", creating, must=True, pattern=EMAIL),
        Param("password", STRING, "Password of the first user", creating, must=True, min_length=8, secret=True),
        *(_limit(show, creating) for show in LIMITS),
    )


_ID = Param("id", NUMBER, "Customer id", required=True)
_CUSTOMER_ID = Param("customer_id", NUMBER, "Customer id", required=True)
_MAY_INSERT = Permission("client_user_new", "insert")
_MAY_UPDATE = Permission("client_selected", "update")

CUSTOMERS = DataFace(
    "customers",
    permission="client_selected",
    access=AGENT_ONLY,
    verbs=(
        Verb("get", "List the customers of the agent; archived ones are left out"),
        Verb("create", "Create a customer of the agent", params=_written(creating=True), permission=_MAY_INSERT),
        Verb("update", "Change a customer", params=(_ID, *_written(creating=False)), changes_access=True),
    ),
    only=c.status != "archive",
    shows=(
        Show("id", c.id, NUMBER, "Customer id", filter=True),
        Show("name", c.name, STRING, "Customer name", filter=True),
        Show("description", c.description, STRING, "Free description"),
        Show(
            "creation_date_time",
            c.created_at,
            DATETIME,
            "When it was created",
            filter=True,
            sort=True,
        ),
        Show("status", c.status, one_of(*STATUSES[:-1]), "Customer state", filter=True, sort=True),
        Show("status_change_date_time", c.status_changed_at, DATETIME, "When the state changed"),
        *LIMITS,
        Empty(
            "sites",
            OBJECTS,
            "Sites",
            shows=(
                Documented("site_id", NUMBER, "Site id"),
                Documented("site_domain_name", STRING, "Domain without scheme"),
            ),
        ),
        Show("tariff_plan_id", c.tariff_plan_id, NUMBER, "Tariff plan id", filter=True),
        Show("tariff_plan_name", tariff_plan.c.name, STRING, "Tariff plan name", filter=True),
    ),
)

ACCOUNT = DataFace(
    "account",
    permission=ANY_USER,
    access=CUSTOMER_ONLY,
    verbs=(Verb("get", "Get the account of the key"),),
    paged=False,
    shows=(
        Show("app_id", c.id, NUMBER, "Account id"),
        Show("name", c.name, STRING, "Account name"),
        Show("timezone", c.timezone, STRING, "IANA time zone"),
    ),
)

UPDATE_STATUS = Operation(
    name="update.customer_status",
    verb="update",
    access=AGENT_ONLY,
    permission=_MAY_UPDATE,
    doc="Activate, block or archive a customer",
    params=(
        _CUSTOMER_ID,
        Param("status", one_of("active", "archive", "manual_lock"), "Wanted state", required=True),
    ),
    changes_access=True,
)
UPDATE_TARIFF_PLAN = Operation(
    name="update.customer_tariff_plans",
    verb="update",
    access=AGENT_ONLY,
    permission=_MAY_UPDATE,
    doc="Put a customer on another tariff plan; his components and limits follow it",
    params=(_CUSTOMER_ID, Param("tariff_plan_id", NUMBER, "Tariff plan id", required=True)),
    changes_access=True,
)

CUSTOMER = Resource(
    name="customer",
    table=customer,
    source=customer.outerjoin(tariff_plan),
    tenancy=Tenancy(customer=c.id, agent=c.agent_id),
    faces=(CUSTOMERS, ACCOUNT),
    operations=(UPDATE_STATUS, UPDATE_TARIFF_PLAN),
)
