"""What the Data API shows of legs: how each went, and what it cost."""

from __future__ import annotations

from sqlalchemy import Text, and_, case, cast, null

from centrex.catalogue import (
    ANY_USER,
    BOOLEAN,
    DATETIME,
    MONEY,
    NUMBER,
    STRING,
    DataFace,
    Resource,
    Show,
    Values,
    Verb,
    one_of,
)
from centrex.resources.call import history_of
from centrex.resources.call_leg import call_leg
from centrex.resources.finish_reasons import OF_LEGS
from centrex.resources.recording import RECORD, recording
from centrex.resources.reports import PERIOD, constant, started_in_period, unkept

c, sound = call_leg.c, recording.c

DIRECTION = one_of("in", "out")
FINANCIAL_SOURCE = one_of(
    "callapi",
    "callapi_informer_call",
    "callapi_scenario_call",
    "call_tracking",
    "dynamic_call_tracking",
    "va",
    "sip",
    "consultant",
    "lead",
    "sitephone",
    "faxout",
    "retailcrm",
)
_NOTHING = constant("0", NUMBER)
_ENDED = started_in_period(call_leg) & c.ended_at.is_not(None)


def _sounds(name: str, doc: str) -> Values:
    return Values(
        name,
        recording,
        on=and_(sound.customer_id == c.customer_id, sound.leg_id == c.id, sound.kind == RECORD),
        value=sound.link,
        order_by=(sound.part, sound.id),
        doc=doc,
    )


CALL_LEGS_REPORT = DataFace(
    "call_legs_report",
    permission=ANY_USER,
    verbs=(Verb("get", "List the legs of the calls of a period"),),
    params=PERIOD,
    only=_ENDED,
    shows=(
        Show("id", c.id, NUMBER, "Leg id", filter=True),
        Show("call_session_id", c.call_id, NUMBER, "Call session id", filter=True, sort=True),
        _sounds("call_records", "Links of the recordings, for /system/media/talk/{call_session_id}/{link}/"),
        Show("start_time", c.started_at, DATETIME, "When it began", sort=True),
        Show("connect_time", c.answered_at, DATETIME, "When it was picked up"),
        Show("duration", c.duration, NUMBER, "Seconds since it was picked up", filter=True, sort=True),
        Show("total_duration", c.total_duration, NUMBER, "Whole length in seconds", filter=True, sort=True),
        Show("finish_reason", c.finish_reason, OF_LEGS, "Why it ended", filter=True, sort=True),
        unkept("finish_reason_description", STRING, "Text of the reason", sort=True),
        Show("virtual_phone_number", c.virtual_number, STRING, "Virtual number", filter=True, sort=True),
        Show("calling_phone_number", c.caller, STRING, "Number that rang", filter=True, sort=True),
        Show("direction", c.direction, DIRECTION, "Called in or out", filter=True, sort=True),
        Show("is_transfered", c.is_transfer, BOOLEAN, "Whether a transfer made it", filter=True, sort=True),
        Show(
            "is_operator",
            c.extension_id.is_not(None),
            BOOLEAN,
            "Whether it is the part of one of the account's numbers",
            filter=True,
            sort=True,
        ),
        Show("employee_id", c.employee_id, NUMBER, "Employee whose part it is", filter=True, sort=True),
        Show("employee_full_name", c.employee_name, STRING, "His name then", filter=True, sort=True, default=False),
        Show(
            "employee_phone_number",
            case((c.employee_id.is_not(None), c.extension_number), else_=cast(null(), Text)),
            STRING,
            "His number",
            filter=True,
            sort=True,
            default=False,
        ),
        unkept("employee_rating", NUMBER, "Rating after the call", sort=True, default=True),
        unkept("scenario_id", NUMBER, "Scenario id", sort=True, default=True),
        Show("is_coach", constant("false", BOOLEAN), BOOLEAN, "Whether it is the coach's", filter=True, sort=True),
        unkept("release_cause_code", NUMBER, "Cause of the end by Q.850", sort=True, default=True),
        Show("release_cause_description", c.cause, STRING, "The engine's word for the end", filter=True, sort=True),
        Show("is_failed", c.is_failed, BOOLEAN, "Whether nobody picked up", filter=True, sort=True),
        Show("is_talked", c.is_talked, BOOLEAN, "Whether there was talk", filter=True, sort=True, default=False),
        unkept("contact_id", NUMBER, "Contact id", filter=False),
        unkept("contact_full_name", STRING, "Name of the contact", filter=False),
        Show("contact_phone_number", c.contact_number, STRING, "Number of the outside party", default=False),
        unkept("action_name", STRING, "Scenario operation that began it", default=True),
        unkept("group_id", NUMBER, "Group id", default=True),
        unkept("group_name", STRING, "Group name", default=True),
        _sounds("wav_call_records", "Links of the recordings as wav, for /system/media/wav/…"),
        Show("called_phone_number", c.called, STRING, "Number that was rung", filter=True, sort=True),
        unkept("scenario_name", STRING, "Scenario name", sort=True),
        unkept("action_id", NUMBER, "Id of the scenario operation", default=True),
    ),
)

FINANCIAL_CALL_LEGS_REPORT = DataFace(
    "financial_call_legs_report",
    permission="account_access",
    verbs=(Verb("get", "List what the legs of a period cost; nothing is charged here, so it is 0"),),
    params=PERIOD,
    only=_ENDED,
    shows=(
        Show("start_time", c.started_at, DATETIME, "When it began", sort=True),
        Show("direction", c.direction, DIRECTION, "Called in or out", filter=True, sort=True),
        Show("source", c.source, FINANCIAL_SOURCE, "Where the call came from", filter=True, sort=True),
        Show("call_session_id", c.call_id, NUMBER, "Call session id", filter=True, sort=True),
        Show("leg_id", c.id, NUMBER, "Leg id", filter=True, sort=True),
        Show("calling_phone_number", c.caller, STRING, "Number that rang", filter=True, sort=True),
        Show("called_phone_number", c.called, STRING, "Number that was rung", filter=True, sort=True),
        Show("duration", c.duration, NUMBER, "Seconds since it was picked up", filter=True, sort=True),
        Show("chargeable_duration", _NOTHING, NUMBER, "Seconds that are charged", filter=True, sort=True),
        unkept(
            "direction_type",
            one_of("international", "national", "local", "mobile"),
            "Kind of destination",
            sort=True,
            default=True,
        ),
        Show("cost_per_minute", _NOTHING, MONEY, "Price of a minute", filter=True, sort=True),
        Show("total_charge", _NOTHING, MONEY, "What it cost", filter=True, sort=True),
        Show("bonuses_charge", _NOTHING, MONEY, "Part of it paid with bonuses", filter=True, sort=True),
    ),
)

CALL_LEG = Resource("call_leg", call_leg, history_of(call_leg), faces=(CALL_LEGS_REPORT, FINANCIAL_CALL_LEGS_REPORT))
