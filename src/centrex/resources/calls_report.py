"""What the Data API shows of calls: the sessions of a period."""

from __future__ import annotations

from sqlalchemy import and_, case, func, literal_column

from centrex.catalogue import (
    ANY_USER,
    BOOLEAN,
    DATETIME,
    NUMBER,
    OBJECTS,
    STRING,
    DataFace,
    Documented,
    Empty,
    Nested,
    Resource,
    Show,
    Values,
    Verb,
    argument,
    one_of,
)
from centrex.resources.call import call, call_employee, history_of
from centrex.resources.communications_report import COMMUNICATIONS_REPORT
from centrex.resources.finish_reasons import GOES_ON, OF_CALLS
from centrex.resources.recording import RECORD, VOICEMAIL, recording
from centrex.resources.reports import COMMUNICATION, ONGOING, PERIOD, constant, started_in_period, unkept

c, person, sound = call.c, call_employee.c, recording.c

SOURCE = one_of(
    "callapi",
    "callapi_management_call",
    "callapi_informer_call",
    "callapi_scenario_call",
    "va",
    "call_tracking",
    "dynamic_call_tracking",
    "faxout",
    "sip",
    "sitephone",
    "lead",
    "retailcrm",
    "amocrm",
    "bitrix",
    "auto_back_call_by_lost_call",
    "sip_trunk",
    "facebook_ads",
    "auto_back_call_by_offline_message",
    "private_number",
    "auto_out_calls",
    "ivr_informer",
    "upload_calls",
    "progressive_call",
    "simple_dt",
    "preserved_calls",
    "amocrm_extended_integration",
    "zoho",
    "mytarget_ads",
    "pipedrive",
    "hubspot",
    "smartis",
    "partner_integration",
    "vk_ads",
    "omni_widget",
)
DIRECTION = one_of("in", "out")


def _sounds(name: str, kind: str, doc: str, *, default: bool = True) -> Values:
    """The links of a call's files, in the order of their parts."""
    return Values(
        name,
        recording,
        on=and_(sound.customer_id == c.customer_id, sound.call_id == c.id, sound.kind == kind),
        value=sound.link,
        order_by=(sound.part, sound.id),
        doc=doc,
        default=default,
    )


def _people() -> tuple[Show, ...]:
    """Who first and last picked up and talked."""
    return tuple(
        Show(f"{place}_{deed}_employee_{shown}", c[f"{place}_{deed}_employee_{kept}"], kind, doc, True, default=False)
        for place in ("first", "last")
        for deed in ("answered", "talked")
        for shown, kept, kind, doc in (
            ("id", "id", NUMBER, f"Employee who {place} {deed}"),
            ("full_name", "name", STRING, "His name then"),
        )
    )


CALLS_REPORT = DataFace(
    "calls_report",
    permission=ANY_USER,
    verbs=(Verb("get", "List the calls of a period"),),
    params=(*PERIOD, ONGOING),
    only=and_(started_in_period(call), c.ended_at.is_not(None) | argument(ONGOING.name, BOOLEAN)),
    shows=(
        Show("id", c.id, NUMBER, "Call session id", filter=True),
        Show("start_time", c.started_at, DATETIME, "When it began", sort=True),
        Show("finish_time", c.ended_at, DATETIME, "When it ended"),
        Show(
            "finish_reason",
            func.coalesce(c.finish_reason, literal_column(f"'{GOES_ON}'")),
            OF_CALLS,
            "Why it ended; empty as long as it goes on",
            filter=True,
            sort=True,
        ),
        Show("direction", c.direction, DIRECTION, "Called in or out", filter=True, sort=True),
        unkept("cpn_region_id", NUMBER, "Region of the outside number", sort=True, default=True),
        unkept("cpn_region_name", STRING, "Its name", sort=True, default=True),
        unkept("cpn_country_name", STRING, "Country of the outside number", sort=True, default=True),
        unkept("cpn_country_id", STRING, "Its id", sort=True, default=True),
        unkept("properties", STRING, "Comment of a callback form", filter=False),
        Empty(
            "scenario_operations",
            OBJECTS,
            "Scenario operations that took part; none are kept here",
            (Documented("id", NUMBER, "Operation id"), Documented("name", STRING, "Operation name")),
            filter=True,
            default=False,
        ),
        Show("source", c.source, SOURCE, "Where the call came from", filter=True, sort=True),
        Show("is_lost", c.is_lost, BOOLEAN, "Whether somebody called and nobody talked to him", filter=True, sort=True),
        Show("contact_phone_number", c.contact_number, STRING, "Number of the outside party", filter=True),
        Show("communication_id", c.id, NUMBER, "Communication id: that of the call", filter=True),
        Show("communication_type", constant("'call'", STRING), one_of("call"), "Kind of communication"),
        Show("wait_duration", c.wait_duration, NUMBER, "Seconds until somebody answered", filter=True),
        Show(
            "total_wait_duration",
            case((c.ended_at.is_(None), c.wait_duration), else_=c.total_duration - c.clean_talk_duration),
            NUMBER,
            "All seconds without talk",
            filter=True,
        ),
        unkept("lost_call_processing_duration", NUMBER, "Seconds until a lost call was answered by another", sort=True),
        Show("talk_duration", c.talk_duration, NUMBER, "Seconds from the first talk to the end", filter=True),
        Show("clean_talk_duration", c.clean_talk_duration, NUMBER, "Seconds in which two really talked", filter=True),
        Show("total_duration", c.total_duration, NUMBER, "Whole length in seconds", filter=True),
        unkept("postprocess_duration", NUMBER, "Seconds of work after the call"),
        _sounds("call_records", RECORD, "Links of the recordings, for /system/media/talk/{communication_id}/{link}/"),
        _sounds("wav_call_records", RECORD, "Links of the recordings as wav, for /system/media/wav/…"),
        unkept("full_record_file_link", STRING, "Address of one file with everything", filter=False, default=True),
        _sounds(
            "voice_mail_records",
            VOICEMAIL,
            "Links of voice messages, for /system/media/voice_mail/…",
            default=False,
        ),
        Show("virtual_phone_number", c.virtual_number, STRING, "Virtual number", filter=True, sort=True),
        Show(
            "is_transfer", c.is_transfer, BOOLEAN, "Whether it was transferred", filter=True, sort=True, default=False
        ),
        Nested(
            "employees",
            call_employee,
            on=and_(person.customer_id == c.customer_id, person.call_id == c.id),
            shows=(
                Show("employee_id", person.employee_id, NUMBER, "Employee id"),
                Show("employee_full_name", person.full_name, STRING, "His name then"),
                Show("is_answered", person.is_answered, BOOLEAN, "Whether he picked up"),
                Show("is_talked", person.is_talked, BOOLEAN, "Whether he talked"),
            ),
            order_by=(person.employee_id,),
            doc="Employees who took part",
            filter=True,
            default=False,
        ),
        *_people(),
        unkept("last_answered_employee_rating", NUMBER, "Rating of who talked last"),
        Show("operator_phone_number", c.operator_number, STRING, "Number of who answered", filter=True, default=False),
        unkept("scenario_name", STRING, "Scenario of the call"),
        unkept("scenario_id", NUMBER, "Its id", sort=True),
        unkept("site_id", NUMBER, "Site id", sort=True),
        unkept("campaign_id", NUMBER, "Advertising campaign id", sort=True),
        unkept("visit_other_campaign", BOOLEAN, "Whether he came through other campaigns too", filter=False),
        unkept("auto_call_campaign_name", STRING, "Campaign of outgoing calls", sort=True),
        unkept("visitor_id", NUMBER, "Visitor id", sort=True),
        unkept("person_id", NUMBER, "Person id"),
        unkept("visitor_session_id", NUMBER, "Id of the visit"),
        unkept("call_api_request_id", NUMBER, "Request that started the call"),
        unkept("call_api_external_id", STRING, "Id that the request gave it"),
        unkept("contact_id", NUMBER, "Contact id"),
        unkept("contact_full_name", STRING, "Name of the contact"),
        *COMMUNICATION,
        unkept("ext_id", STRING, "Id in another system", sort=True),
        Show(
            "utm_referrer",
            unkept("", STRING, "").value,
            STRING,
            "Always null: a client in wide use asks for it",
            default=False,
            ours=True,
        ),
    ),
)

CALL = Resource("call", call, history_of(call), faces=(CALLS_REPORT, COMMUNICATIONS_REPORT))
