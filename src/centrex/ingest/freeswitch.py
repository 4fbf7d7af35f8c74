"""Calls as FreeSWITCH's ``mod_json_cdr`` tells them: a post for every channel when it ends, which is a leg or nothing.

What is relied on. A channel that rang in (the a leg) is always a leg, so that calls are known with ``log-b-leg`` off as
well. ``caller`` is ``caller_id_number``. Bridged in the end, ``called`` is the channel that it was bridged with
(``bridge_uuid`` among ``caller_profile.originatee``, else ``bridge_channel``) and ``dialled`` its first
``destination_number``; the leg is answered when it was bridged, since a menu may have answered before. Otherwise
``called`` is its own ``destination_number``: voicemail, a menu, a group, a number that did not answer.

A channel that was rung by another (the b leg: it has ``caller_profile.originator`` or ``originating_leg_uuid``) is a
leg if it says what the first does not: it was rung in vain, under another number than was dialled; or it talked, and
was left for a transfer. ``caller`` is then the originator's ``caller_id_number``, ``called`` its own
``destination_number``, or the user that was dialled (``dialed_user``), ``dialled`` what the originator had dialled, or
its ``rdnis``, which is what it had dialled before a transfer of the dialplan.

A channel that FreeSWITCH rang by itself (an API's originate) is a leg; if it was bridged, it is the caller's.
A dialplan that transfers more than once may export ``centrex_dialled``, the number that was dialled at first.

The legs of a call find each other by ``call_uuid``, which channels inherit from the first one; where that is their own,
to which FreeSWITCH sets it back when a bridge ends, by ``originating_leg_uuid``, ``cc_member_session_uuid`` (the agents
of mod_callcenter), or the originator's ``uuid``. The second call of an attended transfer is a call by itself, unless
``call_uuid`` says otherwise. Who hung up is told by ``sip_hangup_disposition``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from centrex.engine.call_report import CallReport, LegReport
from centrex.engine.channels import ANONYMOUS, number_in
from centrex.ingest.freeswitch_channels import Channel, channel_of, phone_of
from centrex.ingest.freeswitch_outcomes import ELSEWHERE, TRANSFERS, by_machine, talked, unanswered
from centrex.ingest.freeswitch_posts import document
from centrex.ingest.refusals import ReportRefused
from centrex.ingest.rows import MICROSECOND, Row, counted, text
from centrex.outcomes import Outcome

NAME_LENGTH: Final = 255

_VOICEMAIL: Final = "loopback/app=voicemail"


class _Ends(NamedTuple):
    """The two ends of a leg, as numbers and names of channels, "" where there is none, and what was dialled."""

    caller: str
    caller_channel: str
    caller_name: str
    called: str
    called_channel: str
    dialled: str


def from_post(body: bytes) -> list[CallReport]:
    """What a posted channel tells: a call with one leg, or nothing that others do not tell; raises ReportRefused."""
    return report(document(body))


def report(posted: Row) -> list[CallReport]:
    """What a channel's JSON tells: a call with one leg, or nothing that others do not tell; raises ReportRefused."""
    channel = channel_of(posted)
    if not _is_leg(channel):
        return []
    customer = channel.variable("accountcode") or None
    return [CallReport(call_id=_call_id(channel), legs=(_leg(channel),), customer=customer)]


def _is_leg(channel: Channel) -> bool:
    if channel.name.startswith("loopback/"):
        return False  # leads to another channel, or to voicemail, as the one that it serves tells
    if not channel.rung_by_another or _sent_on(channel):
        return True
    if _answered(channel):
        return channel.variable("hangup_cause") in TRANSFERS
    return channel.number != number_in(text(channel.originator, "destination_number"))


def _call_id(channel: Channel) -> str:
    inherited = channel.variable("call_uuid")
    return (
        (inherited if inherited != channel.uuid else "")
        or channel.variable("originating_leg_uuid")
        or channel.variable("cc_member_session_uuid")
        or text(channel.originator, "uuid")
        or channel.uuid
    )


def _leg(channel: Channel) -> LegReport:
    outcome, answered = _outcome(channel)
    ends = _ends(channel)
    called = ends.called or ANONYMOUS
    return LegReport(
        leg_id=channel.uuid,
        caller=ends.caller or ANONYMOUS,
        called=called,
        started=_started(channel),
        answered=answered,
        ended=_required(channel, "end"),
        outcome=outcome,
        dialled=ends.dialled if ends.dialled not in {"", called} else None,
        caller_channel=ends.caller_channel or None,
        called_channel=ends.called_channel or None,
        caller_name=ends.caller_name[:NAME_LENGTH] if ends.caller_name not in {"", ends.caller} else None,
        cause=channel.variable("hangup_cause")[:64] or None,
        transfer=_sent_on(channel) or _referred(channel),
    )


def _required(channel: Channel, name: str) -> datetime:
    time = channel.time(name)
    if time is None:
        raise ReportRefused(f"{name}_epoch", "is missing")
    return time


def _started(channel: Channel) -> datetime:
    """A leg that a transfer made begins with the profile that the transfer gave its channel."""
    sent_on = counted(channel.times, "profile_created_time", MICROSECOND) if _sent_on(channel) else None
    return sent_on or _required(channel, "start")


def _referred(channel: Channel) -> bool:
    """A phone's REFER leaves its Referred-By with the channel that it sends on, and that with those that it rings."""
    return bool(channel.variable("sip_h_Referred-By"))


def _sent_on(channel: Channel) -> bool:
    """Whether a phone's REFER sent the channel on to others, which the channel then rang itself."""
    return _referred(channel) and (bool(channel.originatees) or not channel.rung_by_another)


def _leads(channel: Channel) -> bool:
    """Whether the leg goes from the channel to others, rather than to it."""
    return _sent_on(channel) or not (channel.rung_by_another or channel.outbound) or bool(channel.originatees)


def _bridged(channel: Channel) -> datetime | None:
    """When it was bridged, since it was sent on; the times of a profile do not outlive a transfer."""
    if _sent_on(channel) and channel.times:
        return counted(channel.times, "bridged_time", MICROSECOND)
    linked = bool(channel.variable("bridge_uuid") or channel.variable("last_bridge_to"))
    return channel.time("bridge") or (channel.time("answer") if linked else None)


def _answered(channel: Channel) -> datetime | None:
    return None if channel.variable("hangup_cause") in ELSEWHERE else channel.time("answer")


def _outcome(channel: Channel) -> tuple[Outcome, datetime | None]:
    """How the leg ended, and when it was answered."""
    cause, disposition = channel.variable("hangup_cause"), channel.variable("sip_hangup_disposition")
    answered, bridged, leads = _answered(channel), _bridged(channel), _leads(channel)
    if answered is None or (bridged is None and _sent_on(channel)):
        return unanswered(cause, disposition), None
    if leads and channel.variable("bridge_channel").startswith(_VOICEMAIL):
        return Outcome.VOICEMAIL, bridged or answered
    if leads and bridged is None:
        return _never_bridged(channel, answered)
    return talked(cause, disposition, rung=not leads), (bridged if leads else None) or answered


def _never_bridged(channel: Channel, answered: datetime) -> tuple[Outcome, datetime | None]:
    """A machine answered the channel; perhaps it then rang somebody in vain, as its last deed."""
    app, cause = channel.variable("last_app"), channel.variable("originate_disposition")
    if app == "bridge" and cause:
        return unanswered(cause, ""), None
    return by_machine(app, channel.variable("last_arg")), answered


def _ends(channel: Channel) -> _Ends:
    return _away(channel) if _leads(channel) else _hither(channel)


def _hither(channel: Channel) -> _Ends:
    """The ends of a leg to the channel."""
    before = channel.originator
    dialled = channel.variable("centrex_dialled") or text(before, "rdnis") or text(before, "destination_number")
    return _Ends(
        caller=number_in(text(before, "caller_id_number") or channel.own("caller_id_number")) or "",
        caller_channel=text(before, "chan_name"),
        caller_name=text(before, "caller_id_name") or channel.own("caller_id_name"),
        called=channel.number,
        called_channel=channel.name,
        dialled=number_in(dialled) or "",
    )


def _away(channel: Channel) -> _Ends:
    """The ends of a leg from the channel: the number that rang in, or, of one that was rung itself, its own."""
    rang_in = not (channel.rung_by_another or channel.outbound)
    peer = channel.peer if _bridged(channel) is not None else {}
    to = text(peer, "chan_name")
    if to.startswith(_VOICEMAIL):
        to, peer = "", {}
    called = phone_of(text(peer, "destination_number") or to, channel.variable("dialed_user")) if peer else ""
    return _Ends(
        caller=(number_in(channel.own("caller_id_number")) or "") if rang_in else _number_at_first(channel),
        caller_channel=channel.name,
        caller_name=channel.own("caller_id_name") if rang_in else "",
        called=called or number_in(channel.own("destination_number")) or "",
        called_channel=to,
        dialled=channel.variable("centrex_dialled") or (_number_at_first(channel) if rang_in else ""),
    )


def _number_at_first(channel: Channel) -> str:
    return number_in(text(channel.first, "destination_number")) or ""
