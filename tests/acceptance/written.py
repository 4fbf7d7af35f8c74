"""Requests written member by member, and the faults that answers name."""

from __future__ import annotations

from tests.served import Answer

NOT_FOUND = (-32601, "method_not_found")


def request(
    identifier: str | None = "1",
    method: str | None = '"get.account"',
    params: str | None = "{}",
    jsonrpc: str | None = '"2.0"',
    more: str = "",
) -> bytes:
    """A request whose members are JSON texts; None leaves a member out."""
    members = {"jsonrpc": jsonrpc, "id": identifier, "method": method, "params": params}
    written = [f'"{name}":{text}' for name, text in members.items() if text is not None]
    return ("{" + ",".join(written) + more + "}").encode()


def fault(answer: Answer) -> tuple[str, str | None, str | None]:
    error = answer.error["data"]
    return error["mnemonic"], error["field"], error["value"]
