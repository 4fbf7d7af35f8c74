"""A channel as ``mod_json_cdr`` tells it when it ends: its variables, profiles and times. Says nothing of calls yet.

Values of ``variables`` may be percent-encoded (``encode-values``); times count microseconds, or seconds, since 1970.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import unquote

from centrex.engine.channels import is_number, number_in
from centrex.ingest.rows import MICROSECOND, SECOND, Row, counted, json_object, text

NOTHING: Final[Row] = {}

_TIMES: Final = {"start": "created_time", "answer": "answered_time", "bridge": "bridged_time", "end": "hangup_time"}


class Channel(NamedTuple):
    """The posted parts; a profile is {} where there is none.

    ``profile`` is the latest one, ``first`` that before any transfer of the dialplan, ``times`` those of the latest.
    ``originator`` is the profile of the channel that rang this one, ``originatees`` are those of the ones that it rang.
    """

    variables: Row
    profile: Row
    first: Row
    times: Row
    originator: Row
    originatees: tuple[Row, ...]

    def variable(self, name: str) -> str:
        """A variable, "" where there is none."""
        return unquote(text(self.variables, name))

    def own(self, field: str) -> str:
        """A field of the latest profile, else the variable of that name."""
        return text(self.profile, field) or self.variable(field)

    def time(self, name: str) -> datetime | None:
        """When it started, was answered, bridged for the last time, or ended, by ``start``, ``answer``, …, ``end``."""
        return (
            counted(self.variables, f"{name}_uepoch", MICROSECOND)
            or counted(self.variables, f"{name}_epoch", SECOND)
            or counted(self.times, _TIMES[name], MICROSECOND)
        )

    @property
    def name(self) -> str:
        """Such as ``sofia/internal/301@10.0.0.5:5060``."""
        return self.variable("channel_name") or text(self.profile, "chan_name")

    @property
    def uuid(self) -> str:
        """Its id, the engine's."""
        return self.variable("uuid") or text(self.profile, "uuid")

    @property
    def rung_by_another(self) -> bool:
        """Whether another channel rang it; a queue rings its agents for one that waits."""
        waiting = self.variable("cc_member_session_uuid")
        return bool(self.originator or self.variable("originating_leg_uuid") or (waiting and waiting != self.uuid))

    @property
    def outbound(self) -> bool:
        """Whether FreeSWITCH rang it, rather than it FreeSWITCH."""
        return self.variable("direction") == "outbound"

    @property
    def number(self) -> str:
        """The number that was rung on it."""
        return phone_of(self.own("destination_number"), self.variable("dialed_user"))

    @property
    def peer(self) -> Row:
        """The profile of the channel that it was bridged with in the end."""
        uuid, name = self.variable("bridge_uuid") or self.variable("last_bridge_to"), self.variable("bridge_channel")
        known = next((profile for profile in self.originatees if text(profile, "uuid") == uuid), None)
        return known or ({"chan_name": name} if name else next(iter(self.originatees), NOTHING))


def phone_of(destination: str, user: str) -> str:
    """The number of a phone by where it was rung, else by the name of its user; contacts of browsers have none."""
    rung = number_in(destination) or ""
    return rung if is_number(rung) else number_in(user) or rung


def channel_of(posted: Row) -> Channel:
    """The channel of a posted object; raises ReportRefused for one without variables."""
    flows = list(_flows(posted.get("callflow")))
    profiles = [_inner(flow, "caller_profile") for flow in flows] or [NOTHING]
    return Channel(
        variables=json_object(posted.get("variables"), "variables"),
        profile=profiles[0],
        first=profiles[-1],
        times=_inner(flows[0], "times") if flows else NOTHING,
        originator=next((peer for profile in profiles for peer in _peers(profile, "originator")), NOTHING),
        originatees=tuple(peer for profile in profiles for peer in _peers(profile, "originatee")),
    )


def _flows(callflow: object) -> Iterator[Row]:
    """The latest first. Old versions repeat the key instead of filling an array; the last of these is read then."""
    for flow in callflow if isinstance(callflow, list) else [callflow]:
        if isinstance(flow, dict):
            yield flow


def _inner(row: Row, field: str) -> Row:
    inner = row.get(field)
    return inner if isinstance(inner, dict) else NOTHING


def _peers(profile: Row, side: str) -> Iterator[Row]:
    profiles = _inner(profile, side).get(f"{side}_caller_profiles")
    for peer in profiles if isinstance(profiles, list) else []:
        if isinstance(peer, dict):
            yield peer
