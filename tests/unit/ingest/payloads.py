"""What the engines say of calls of customer 000: 79161234567 rings in on 74951112233, the phones are 301, 302 and 303.

The shapes are those of real ones: Asterisk 20 with chan_pjsip, FreeSWITCH 1.10 with mod_sofia, a Kamailio dialog.
"""

from __future__ import annotations

import csv
import io
from typing import Any, Final

Row = dict[str, Any]

CLIENT: Final = "79161234567"
DID: Final = "74951112233"
CLIENT_LINE: Final = "PJSIP/carrier-00000020"

MASTER_CSV: Final = (
    '"000","79161234567","74951112233","incoming","""Anna, of Bluebird"" <79161234567>","PJSIP/carrier-00000020",'
    '"PJSIP/000*301-00000021","Dial","PJSIP/000*301,30,tT","2026-03-02 12:30:00","2026-03-02 12:30:05",'
    '"2026-03-02 12:31:05",65,60,"ANSWERED","DOCUMENTATION","1772443800.40",'
    '"hangupsource=PJSIP/000*301-00000021;hangupcause=16","","1772443800.40",71'
)
"""A line as cdr_csv writes it with loguniqueid, loguserfield and newcdrcolumns."""


def cdr(**columns: Any) -> Row:
    """An Asterisk row: an incoming call that 301 answered after 5 seconds, and the caller ended after 60 more."""
    row = {
        "accountcode": "000",
        "src": CLIENT,
        "dst": DID,
        "dcontext": "incoming",
        "clid": '"Anna" <79161234567>',
        "channel": CLIENT_LINE,
        "dstchannel": "PJSIP/000*301-00000021",
        "lastapp": "Dial",
        "lastdata": "PJSIP/000*301,30,tT",
        "start": "2026-03-02 12:30:00",
        "answer": "2026-03-02 12:30:05",
        "end": "2026-03-02 12:31:05",
        "duration": 65,
        "billsec": 60,
        "disposition": "ANSWERED",
        "amaflags": "DOCUMENTATION",
        "userfield": "",
        "uniqueid": "1772443800.40",
        "linkedid": "1772443800.40",
        "peeraccount": "",
        "sequence": 71,
    }
    return row | columns


def unanswered(disposition: str, **columns: Any) -> Row:
    """An Asterisk row of a call that nobody took for 20 seconds."""
    times = {"answer": "", "end": "2026-03-02 12:30:20", "duration": 20, "billsec": 0}
    return cdr(**{"disposition": disposition, **times, **columns})


def line(row: Row, names: tuple[str, ...]) -> str:
    """A row as a line of CSV, without its end."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="").writerow([row[name] for name in names])
    return out.getvalue()


START: Final = 1772443800
A_UUID: Final = "a1000000-0000-4000-8000-000000000001"
B_UUID: Final = "b1000000-0000-4000-8000-000000000002"
C_UUID: Final = "c1000000-0000-4000-8000-000000000003"


def profile(uuid: str, number: str, destination: str, channel: str, **more: Any) -> Row:
    """A caller_profile of FreeSWITCH."""
    return {
        "username": "",
        "dialplan": "XML",
        "caller_id_name": number,
        "ani": number,
        "aniii": "",
        "caller_id_number": number,
        "network_addr": "198.51.100.7",
        "rdnis": "",
        "destination_number": destination,
        "uuid": uuid,
        "source": "mod_sofia",
        "context": "default",
        "chan_name": channel,
        **more,
    }


CALLER: Final = profile(
    A_UUID, CLIENT, "301", "sofia/external/79161234567@198.51.100.7", rdnis=DID, caller_id_name="Anna"
)
PHONE_301: Final = profile(B_UUID, CLIENT, "301", "sofia/internal/301@10.0.0.5:5060", rdnis=DID)
PHONE_302: Final = profile(C_UUID, CLIENT, "302", "sofia/internal/302@10.0.0.6:5060", rdnis=DID)


def seconds(name: str, at: int | None) -> Row:
    """A time of FreeSWITCH's variables, in its two units; 0 is none."""
    return {f"{name}_epoch": str(at or 0), f"{name}_uepoch": str((at or 0) * 1_000_000)}


def flow(caller_profile: Row, times: Row | None = None, **side: Row) -> Row:
    """One callflow; ``originator`` and ``originatee`` are profiles of the other channels."""
    others = {name: {f"{name}_caller_profiles": [peer]} for name, peer in side.items()}
    shown = {"profile_index": "2", "dialplan": "XML", "caller_profile": caller_profile | others}
    return shown | ({"times": times} if times else {})


def posted(variables: Row, *flows: Row, direction: str = "inbound") -> Row:
    """What mod_json_cdr posts of a channel that lived for 65 seconds; ended with NORMAL_CLEARING, unless told."""
    always = {
        "direction": direction,
        "uuid": flows[0]["caller_profile"]["uuid"],
        "session_id": "17",
        "sip_term_status": "200",
        "hangup_cause": "NORMAL_CLEARING",
        "hangup_cause_q850": "16",
        "digits_dialed": "none",
        **seconds("start", START),
        **seconds("answer", None),
        **seconds("bridge", None),
        **seconds("end", START + 65),
        "last_app": "bridge",
        "duration": "65",
    }
    return {
        "core-uuid": "f1000000-0000-4000-8000-00000000000f",
        "switchname": "pbx",
        "channel_data": {"state": "CS_REPORTING", "direction": direction, "state_number": "11"},
        "variables": always | variables,
        "app_log": {"applications": [{"app_name": "bridge", "app_data": "user/301@pbx", "app_stamp": "1"}]},
        "callflow": list(flows),
    }


def bridged(**variables: Any) -> Row:
    """A leg of a talk: 301 answered after 5 seconds, and was connected."""
    talk = {
        **seconds("answer", START + 5),
        **seconds("bridge", START + 5),
        "bridge_uuid": B_UUID,
        "bridge_channel": PHONE_301["chan_name"],
        "originated_legs": f"ARRAY::{B_UUID};Outbound Call;301",
        "sip_hangup_disposition": "recv_bye",
        "accountcode": "000",
        "call_uuid": A_UUID,
    }
    return posted(talk | variables, flow(CALLER, originatee=PHONE_301), flow(CALLER | {"destination_number": DID}))


def rang(variables: Row, phone: Row = PHONE_301) -> Row:
    """The channel of a phone that was rung for the caller."""
    told = {"originating_leg_uuid": A_UUID, "call_uuid": A_UUID, "dialed_user": phone["destination_number"]}
    return posted(told | variables, flow(phone, originator=CALLER), direction="outbound")


def dialog(**fields: Any) -> Row:
    """A Kamailio dialog: an incoming call that 301 answered after 5 seconds, and the caller ended after 60 more."""
    return {
        "call_id": "3c26700d0e7b-ab12@198.51.100.7",
        "caller": "sip:79161234567@198.51.100.7",
        "dialed": "sip:74951112233@sip.example.com",
        "answered_by": "sip:000*301@sip.example.com;transport=udp",
        "start": 1772443800,
        "answer": 1772443805,
        "end": 1772443865,
        "hangup_by": "caller",
        "disposition": "answered",
        "sip_code": 200,
    } | fields
