"""What every answer of the Data API looks like, success or error, whatever was asked."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.contract.tables import load_errors, load_methods

OURS: Final = {("too_many_attempts", -32001)}
NEVER: Final = "internal_error"


def _documented() -> frozenset[tuple[str, int]]:
    lists = [*load_errors().values(), *(method.errors for method in load_methods().values())]
    return frozenset((each.mnemonic, each.code) for errors in lists for each in errors)


KNOWN: Final = (_documented() | OURS) - {(NEVER, -32603)}
"""Mnemonic and code of every error that a caller can be at fault for."""
PARSE_ERROR: Final = -32700
DATA_KEYS: Final = ["mnemonic", "field", "value", "params", "extended_helper"]


def parsed(raw: bytes) -> dict[str, Any]:
    """The answer; raises ValueError when it is no JSON in UTF-8."""
    answer: dict[str, Any] = json.loads(raw.decode(), parse_int=_whole)
    return answer


def fault(raw: bytes, identifier: str | None) -> str | None:
    """What is wrong with an answer, if anything; ``identifier`` is the id as it must come back, if that is sure."""
    try:
        answer = parsed(raw)
    except ValueError as error:
        return f"no JSON: {error}"
    if list(answer)[:2] != ["jsonrpc", "id"] or answer["jsonrpc"] != "2.0" or len(answer) != 3:
        return "no envelope"
    unread = answer["id"] is None and answer.get("error", {}).get("code") == PARSE_ERROR
    if identifier is not None and not unread and not raw.startswith(_head(identifier)):
        return "the id is another"
    return _of_result(answer["result"]) if "result" in answer else _of_error(answer["error"])


def _head(identifier: str) -> bytes:
    return f'{{"jsonrpc":"2.0","id":{identifier},'.encode()


def _of_result(result: Any) -> str | None:
    if "openrpc" in result:
        return None
    if list(result) != ["data", "metadata"] or not isinstance(result["data"], list | dict):
        return "no data and metadata"
    return None if set(result["metadata"]) <= {"total_items", "version", "limits"} else "strange metadata"


def _of_error(error: Any) -> str | None:
    told = error["data"]
    if list(error) != ["code", "message", "data"] or not (isinstance(error["message"], str) and error["message"]):
        return "no code, message and data"
    if (told["mnemonic"], error["code"]) not in KNOWN:
        return "an error that the caller cannot be at fault for"
    if list(told)[:5] != DATA_KEYS or not set(told) <= {*DATA_KEYS, "metadata"}:
        return "other members of error.data"
    if not all(isinstance(told[name], str | None) for name in ("field", "value", "extended_helper")):
        return "field, value or extended_helper is no string"
    return None if isinstance(told["params"], dict) else "params is no object"


def _whole(digits: str) -> int | str:
    """Python reads no number as long as an id may be."""
    return int(digits) if len(digits) < 1000 else digits
