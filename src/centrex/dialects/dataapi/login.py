"""The parameters of ``login.user`` and ``logout.user``; sessions themselves are the engine's."""

from __future__ import annotations

from typing import Final

from centrex.catalogue import AGENT_AND_CUSTOMER, STRING, Operation, Param

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
LOGOUT: Final = Operation(
    name="logout.user",
    verb="logout",
    access=AGENT_AND_CUSTOMER,
    permission=None,
    doc="Close the session",
    acts_for=False,
)
