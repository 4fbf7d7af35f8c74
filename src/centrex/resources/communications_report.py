"""What the Data API shows of communications: of the kinds that the vendor has, calls are the one that is kept here."""

from __future__ import annotations

from centrex.catalogue import ANY_USER, BOOLEAN, DATETIME, NUMBER, STRING, DataFace, Show, Verb, one_of
from centrex.resources.call import call
from centrex.resources.reports import COMMUNICATION, PERIOD, constant, started_in_period, unkept

c = call.c

COMMUNICATIONS_REPORT = DataFace(
    "communications_report",
    permission=ANY_USER,
    verbs=(
        Verb(
            "get",
            "List the communications of a period",
            components=("call_tracking", "consultant", "lead", "sitephone", "upload_chats"),
        ),
    ),
    params=PERIOD,
    only=started_in_period(call) & c.ended_at.is_not(None),
    shows=(
        Show("id", c.id, NUMBER, "Communication id: that of the call", filter=True),
        Show(
            "communication_type",
            constant("'call'", STRING),
            one_of("chat", "call", "goal", "offline_message"),
            "Kind of communication",
            filter=True,
            sort=True,
        ),
        Show("date_time", c.started_at, DATETIME, "When it began", filter=True, sort=True),
        unkept("visitor_id", NUMBER, "Visitor id", sort=True, default=True),
        unkept("person_id", NUMBER, "Person id", default=True),
        unkept("visitor_session_id", NUMBER, "Id of the visit", default=True),
        unkept("site_id", NUMBER, "Site id", sort=True, default=True),
        unkept("campaign_id", NUMBER, "Advertising campaign id", sort=True, default=True),
        unkept("visit_other_campaign", BOOLEAN, "Whether he came through other campaigns too"),
        *COMMUNICATION,
        unkept("utm_referrer", STRING, "utm referrer of the visit"),
        unkept("utm_expid", STRING, "utm expid of the visit"),
    ),
)
