"""A number that the pool is to take, and what may be wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from centrex.errors import InvalidParameterValue
from centrex.query.values import text
from centrex.resources.number_category import CATEGORIES
from centrex.resources.virtual_number import PHONE_NUMBER

MAX_AMOUNT: Final = 1e12
AMOUNTS: Final = ("onetime_payment", "monthly_charge", "min_charge")
TEXTS: Final[Mapping[str, int]] = {"location_mnemonic": 64, "location_name": 255}
"""Texts and their greatest length."""


class Reason(StrEnum):
    """Why a number is not taken into the pool."""

    NO_PHONE_NUMBER = "no_phone_number"
    UNKNOWN_CATEGORY = "unknown_category"
    BAD_TEXT = "bad_text"
    BAD_AMOUNT = "bad_amount"
    UNREADABLE = "unreadable"
    REPEATED = "repeated"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class NewNumber:
    """``number`` is E.164 without the plus; amounts are in the currency of the customer who takes it."""

    number: str
    category: str = CATEGORIES[0]
    location_mnemonic: str | None = None
    location_name: str | None = None
    onetime_payment: float = 0.0
    monthly_charge: float = 0.0
    min_charge: float = 0.0


def faults(new: NewNumber) -> Iterator[tuple[str, Reason]]:
    """The fields that are wrong, and how."""
    if not re.fullmatch(PHONE_NUMBER, new.number):
        yield "number", Reason.NO_PHONE_NUMBER
    if new.category not in CATEGORIES:
        yield "category", Reason.UNKNOWN_CATEGORY
    for name, length in TEXTS.items():
        if not _is_text(getattr(new, name), length):
            yield name, Reason.BAD_TEXT
    for name in AMOUNTS:
        amount = getattr(new, name)
        if not (math.isfinite(amount) and 0 <= amount <= MAX_AMOUNT):
            yield name, Reason.BAD_AMOUNT


def _is_text(value: str | None, length: int) -> bool:
    if value is None:
        return True
    try:
        return len(text("", value)) <= length
    except InvalidParameterValue:
        return False
