"""What ``login.user`` and ``logout.user`` take and answer; sessions themselves are the engine's."""

from __future__ import annotations

from typing import Final

from centrex.catalogue import AGENT_AND_CUSTOMER, NUMBER, STRING, Documented, Operation, Param

LOGIN: Final = Operation(
    name="login.user",
    verb="login",
    access=AGENT_AND_CUSTOMER,
    permission=None,
    doc="Open a session with login and password",
    params=(
        Param("login", STRING, "User login", required=True, max_length=1000),
        Param("password", STRING, "User password", required=True, max_length=1000),
    ),
    acts_for=False,
)
SESSION: Final = (
    Documented("access_token", STRING, "Token of the session, for the parameter access_token"),
    Documented("expire_at", NUMBER, "End of the session, in seconds since 1970"),
    Documented("app_id", NUMBER, "Account id"),
)
"""What login.user answers."""
LOGOUT: Final = Operation(
    name="logout.user",
    verb="logout",
    access=AGENT_AND_CUSTOMER,
    permission=None,
    doc="Close the session",
    acts_for=False,
)
