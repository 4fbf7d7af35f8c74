"""The refusals that access can end with, as (code, mnemonic)."""

from __future__ import annotations

from typing import Final

from tests.served import Answer, Served

INVALID: Final = (-32001, "access_token_invalid")
BLOCKED: Final = (-32001, "access_token_blocked")
EXPIRED: Final = (-32001, "access_token_expired")
AUTH_ERROR: Final = (-32001, "auth_error")
TOO_MANY: Final = (-32001, "too_many_attempts")
FORBIDDEN: Final = (-32003, "forbidden")
NOT_WHITELISTED: Final = (-32003, "ip_not_whitelisted")
INACTIVE: Final = (-32009, "account_inactive")
NO_COMPONENT: Final = (-32008, "method_component_disabled")
EXCEEDED: Final = (-32029, "limit_exceeded")
MISSED: Final = (-32602, "required_parameter_missed")

ELSEWHERE: Final = "203.0.113.9"
"""An address that no account of the world allows."""


def told(answer: Answer) -> tuple[int, str]:
    """Code and mnemonic of an error."""
    return answer.error["code"], answer.mnemonic


def later(served: Served, seconds: float = 1) -> None:
    """What another process changed is known a second later."""
    served.world.clock.advance(seconds)
