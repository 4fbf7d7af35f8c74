"""What the RingMe API shows of calls: alone, and with their parts."""

from __future__ import annotations

from sqlalchemy import BigInteger, and_, case, cast, null

from centrex.catalogue import DATETIME, NUMBER, OBJECT, STRING, Nested, Resource, Show, one_of
from centrex.catalogue_rest import Action, Realm, RestFace, RestVerb, Span
from centrex.outcomes import RESULTS
from centrex.resources.call import call, history_of
from centrex.resources.call_leg import call_leg
from centrex.resources.cdr import CDR_SHOWS, OWN
from centrex.resources.customer import customer
from centrex.resources.parts import ends, lines, outcome, owner, times, without

c, leg = call.c, call_leg.c

_EVERYWHERE = tuple(Realm)
_FILTERS = ("flow", "extension_id")
_FINISHED = and_(c.extension_id.is_not(None), c.ended_at.is_not(None))

_CALL = (
    Show("bridged_username", c.talker, STRING, "Number that it was connected to"),
    Show("bridged_domain", c.talker_domain, STRING, "Its domain"),
    Show("bridged_time_gmt", c.talked_at, DATETIME, "When the two were connected, UTC"),
    Show(
        "bridged_duration",
        case((c.talked_at.is_not(None), c.clean_talk_duration), else_=cast(null(), BigInteger)),
        NUMBER,
        "Seconds that they were connected",
    ),
    Show("call_uuid", c.uuid, STRING, "Id of the call, 32 hex digits in upper case"),
    Show("flow", c.direction, one_of("in", "out"), "Direction"),
    *outcome(call, RESULTS),
    *times(call, c.total_duration),
    *owner(call),
    *ends(call),
    *lines(call),
)

CALL_HISTORY = RestFace(
    "call_history",
    verbs=(
        RestVerb(Action.LIST, _EVERYWHERE, "List the calls of an interval with their parts"),
        RestVerb(Action.ONE, _EVERYWHERE, "Get a call with its parts"),
    ),
    shows=(
        *_CALL,
        Nested(
            "cdr",
            call_leg.join(customer, leg.customer_id == customer.c.id),
            on=and_(leg.customer_id == c.customer_id, leg.call_id == c.id, OWN),
            shows=CDR_SHOWS,
            order_by=(leg.started_at, leg.id),
            doc="Its parts that the caller may see",
            tenancy=history_of(call_leg),
            in_wire_order=False,
        ),
    ),
    only=_FINISHED,
    period="init_time_gmt",
    span=Span.NEXT_MONTH,
    envelope="call_history",
    filters=(*_FILTERS, "to_username"),
    key="call_uuid",
    upper=True,
)

CALLS = RestFace(
    "calls",
    verbs=(RestVerb(Action.LIST, _EVERYWHERE, "List the calls of an interval"),),
    shows=(
        *_CALL,
        without("diversion_number", "Number that diverted it"),
        without("callback", "Mark of a call that was ordered"),
        without("quality_rate", "Rating of the call", OBJECT),
        without("ivr_history", "Way through voice menus"),
    ),
    only=_FINISHED,
    period="init_time_gmt",
    span=Span.NEXT_MONTH,
    envelope="calls",
    filters=_FILTERS,
)

CALL_HISTORIES = Resource(
    "call_history",
    call,
    history_of(call),
    faces=(),
    rest=(CALL_HISTORY, CALLS),
    source=call.join(customer, c.customer_id == customer.c.id),
)
