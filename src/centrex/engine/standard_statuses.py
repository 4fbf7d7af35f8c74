"""The statuses that every customer has from the start: what they are called, and what they allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ANY_DIRECTION: Final = '["in", "out"]'
ONLY_OUT: Final = '["out"]'
NONE: Final = "[]"
ANY_PHONE: Final = '["PSTN", "SIP", "SIP_TRUNK", "FMC"]'
MOBILE: Final = '["PSTN", "FMC"]'


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard status. ``external`` and ``internal`` are the directions of calls with the world and with colleagues.

    Both stand for what comes in and for what goes out; lists are JSON.
    """

    mnemonic: str
    names: Mapping[str, str]
    color: str
    external: str = NONE
    internal: str = NONE
    phones: str = NONE
    select: bool = True
    worktime: bool = True
    auto_calls: bool = False

    def values(self, lang: str) -> dict[str, object]:
        """The columns of the status, named in the language of the account; English where there is no other."""
        return {
            "name": self.names.get(lang, self.names["en"]),
            "mnemonic": self.mnemonic,
            "description": None,
            "color": self.color,
            "is_deleted": False,
            "in_external_allowed_call_directions": self.external,
            "in_internal_allowed_call_directions": self.internal,
            "out_external_allowed_call_directions": self.external,
            "out_internal_allowed_call_directions": self.internal,
            "allowed_phone_protocols": self.phones,
            "is_select_allowed": self.select,
            "is_worktime": self.worktime,
            "is_auto_out_calls_ready": self.auto_calls,
        }


STANDARD: Final = (
    Standard(
        "available",
        {"en": "Available", "ru": "Доступен"},
        "#43A047",
        external=ANY_DIRECTION,
        internal=ANY_DIRECTION,
        phones=ANY_PHONE,
    ),
    Standard("break", {"en": "Break", "ru": "Перерыв"}, "#FB8C00", internal=ANY_DIRECTION, phones=ANY_PHONE),
    Standard(
        "do_not_disturb",
        {"en": "Do not disturb", "ru": "Не беспокоить"},
        "#E53935",
        external=ONLY_OUT,
        internal=ONLY_OUT,
        phones=ANY_PHONE,
    ),
    Standard(
        "not_at_workplace",
        {"en": "Away from the workplace", "ru": "Нет на месте"},
        "#8E24AA",
        external=ANY_DIRECTION,
        internal=ANY_DIRECTION,
        phones=MOBILE,
    ),
    Standard("not_at_work", {"en": "Not at work", "ru": "Нет на работе"}, "#757575", worktime=False),
    Standard(
        "auto_out_call",
        {"en": "Automatic outgoing calls", "ru": "Автоматический обзвон"},
        "#1E88E5",
        external=ONLY_OUT,
        internal=ANY_DIRECTION,
        phones=ANY_PHONE,
        auto_calls=True,
    ),
    Standard(
        "unknown", {"en": "Unknown", "ru": "Неизвестно"}, "#BDBDBD", phones=ANY_PHONE, select=False, worktime=False
    ),
)
