"""The client: a customer as the RingMe API shows him to his own users."""

from __future__ import annotations

from sqlalchemy import Text, cast, func, literal_column

from centrex.catalogue import BOOLEAN, DATETIME, NUMBER, STRING, Param, Resource, Show, Tenancy, Write, one_of
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb
from centrex.resources.base import EMAIL, EMAIL_OR_NONE
from centrex.resources.customer import customer
from centrex.resources.extension import CALLER_ID_MODES, PREFIX

TYPES = ("J", "F")
LANGUAGES = ("en", "ru")

c = customer.c
_CLIENT = (Realm.CLIENT,)
_GEO = r"\*|([A-Z]{2}( [A-Z]{2})*)?"

_CHANGED = (
    Param("name", STRING, "Client name", must=True, min_length=1),
    Param("timezone", STRING, "IANA time zone or UTC", must=True, max_length=64),
    Param("language", one_of(*LANGUAGES), "Language", must=True),
    Param("email", STRING, "E-mail address", must=True, pattern=EMAIL_OR_NONE),
    Param("type", one_of(*TYPES), "J legal entity, F natural person", must=True),
    Param("jur_address", STRING, "Legal address", max_length=1000),
    Param("fact_address", STRING, "Actual address", max_length=1000),
    Param("ambassadors", STRING, "Contact persons", max_length=1000),
    Param("contact_phones", STRING, "Contact phones", max_length=1000),
    Param("extra_params", STRING, "Free text for integrators", max_length=4000),
    Param("dial_rule_id", NUMBER, "Outgoing dial rule"),
    Param("did_as_transfer_caller_id", one_of(*CALLER_ID_MODES), "How forwarded calls show the external number"),
    Param("disk_space_notify_email", STRING, "Who is warned of the disk space", pattern=EMAIL),
    Param("disk_space_notify_threshold", NUMBER, "Percent that warn", minimum=0, maximum=100),
    Param("geo_list", STRING, "Countries allowed for SIP: RU US BY, or *", max_length=1000, pattern=_GEO),
    Param("hold_music", NUMBER, "Sound played on hold"),
)

CLIENT_FACE = RestFace(
    "client",
    single=True,
    verbs=(
        RestVerb(Action.ONE, _CLIENT, "Get the client"),
        RestVerb(Action.CHANGE, _CLIENT, "Change the client", params=_CHANGED, changes_access=True),
    ),
    shows=(
        Show("id", c.id, NUMBER, "Client id"),
        Show("name", c.name, STRING, "Client name", write=Write(c.name)),
        Show("prefix", PREFIX, STRING, "What the names of internal numbers begin with"),
        Show("domain", c.domain, STRING, "SIP domain"),
        Show("domain_prefix", c.domain_prefix, STRING, "Prefix for dialling from another domain"),
        Show("extension_len", cast(c.extension_len, Text), STRING, "Digits of every internal number"),
        Show("create_date", c.created_at, DATETIME, "When it was created, UTC"),
        Show("timezone", c.timezone, STRING, "IANA time zone or UTC", write=Write(c.timezone)),
        Show("language", c.lang, STRING, "Language", write=Write(c.lang)),
        Show(
            "email",
            func.coalesce(c.email, literal_column("''")),
            STRING,
            "E-mail address; empty where none is known",
            write=Write(c.email),
        ),
        Show("type", c.type, one_of(*TYPES), "J legal entity, F natural person", write=Write(c.type)),
        Show("jur_address", c.jur_address, STRING, "Legal address", write=Write(c.jur_address)),
        Show("fact_address", c.fact_address, STRING, "Actual address", write=Write(c.fact_address)),
        Show("ambassadors", c.ambassadors, STRING, "Contact persons", write=Write(c.ambassadors)),
        Show("contact_phones", c.contact_phones, STRING, "Contact phones", write=Write(c.contact_phones)),
        Show("extra_params", c.extra_params, STRING, "Free text for integrators", write=Write(c.extra_params)),
        Show("dial_rule_id", c.dial_rule_id, NUMBER, "Outgoing dial rule", write=Write(c.dial_rule_id)),
        Show(
            "did_as_transfer_caller_id",
            c.did_as_transfer_caller_id,
            one_of(*CALLER_ID_MODES),
            "How forwarded calls show the external number",
            write=Write(c.did_as_transfer_caller_id),
        ),
        Show(
            "disk_space_notify_email",
            c.disk_space_notify_email,
            STRING,
            "Who is warned of the disk space",
            write=Write(c.disk_space_notify_email),
        ),
        Show(
            "disk_space_notify_threshold",
            c.disk_space_notify_threshold,
            NUMBER,
            "Percent that warn",
            write=Write(c.disk_space_notify_threshold),
        ),
        Show("geo_list", c.geo_list, STRING, "Countries allowed for SIP", write=Write(c.geo_list)),
        Show("hold_music", c.hold_music, NUMBER, "Sound played on hold", write=Write(c.hold_music)),
        Show("reg_status_log", c.reg_status_log, BOOLEAN, "Whether the log of registrations is kept"),
    ),
)

CLIENT = Resource("client", customer, Tenancy(customer=c.id), faces=(), rest=(CLIENT_FACE,))
