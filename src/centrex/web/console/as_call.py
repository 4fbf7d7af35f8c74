"""A list of the console as a request to the API: an address of the explorer, filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from centrex.access.caller import Caller
from centrex.catalogue import Operation
from centrex.catalogue_rest import Realm, RestFace, RestOperation
from centrex.dialects.ringme.intervals import END, START
from centrex.dialects.ringme.openapi_params import REFERENCE, id_name
from centrex.web.console.reading import ROWS, Asked, pattern_of, seconds
from centrex.web.console.sections import Look, Page, Section, Source
from centrex.web.explorer.serving import BASE


def as_call(operation: Source, section: Section, asked: Asked, caller: Caller) -> str | None:
    """Where the explorer asks for the same page, if an API can. RingMe's lists know no search: it is left out there."""
    if isinstance(operation, Look):
        return as_call(operation.asks, section, asked, caller) if operation.asks else None
    if isinstance(operation, Page):
        return None
    if isinstance(operation, RestOperation):
        path: dict[str, object] = {REFERENCE[operation.realm]: "@me"}
        return _address("ringme", operation.name, {"path": path, "query": _query(operation, asked, caller)})
    params: dict[str, object] = {"limit": ROWS, "offset": (asked.page - 1) * ROWS}
    if asked.search:
        params["filter"] = _filter(section, asked.search)
    field, downwards = asked.sorted_by
    if operation.face is not None and getattr(operation.face.fields.get(field), "sort", False):
        params["sort"] = [{"field": field, "order": "desc" if downwards else "asc"}]
    return _address("data_api", operation.name, {"params": params})


def call_of(operation: Operation, told: Mapping[str, object]) -> str:
    """Where the explorer does what a form does; ``told`` are arguments to begin with."""
    if not isinstance(operation, RestOperation):
        return _address("data_api", operation.name, {"params": dict(told)})
    is_below = operation.realm is not Realm.CLIENT
    path: dict[str, object] = {REFERENCE[operation.realm]: told["id"] if is_below else "@me"}
    if operation.has_id:
        path[id_name(operation)] = told["id"]
    body = {name: value for name, value in told.items() if name != "id"}
    return _address("ringme", operation.name, {"path": path, "body": body})


def _address(dialect: str, name: str, parts: dict[str, dict[str, object]]) -> str:
    filled = {part: json.dumps(members, ensure_ascii=False) for part, members in parts.items()}
    return f"{BASE}#{dialect}/{name}?{urlencode(filled, quote_via=quote)}"


def _query(operation: RestOperation, asked: Asked, caller: Caller) -> dict[str, object]:
    paged: dict[str, object] = {"page": asked.page, "per_page": ROWS}
    if not (isinstance(operation.face, RestFace) and operation.face.period):
        return paged
    begin, end = (datetime.fromtimestamp(moment, UTC) for moment in seconds(asked, caller))
    return {START: f"{begin:%Y-%m-%d %H:%M:%S}", END: f"{end:%Y-%m-%d %H:%M:%S}", **paged}


def _filter(section: Section, search: str) -> dict[str, object]:
    pattern = pattern_of(search)
    tests: list[dict[str, object]]
    tests = [{"field": name, "operator": "ilike", "value": pattern} for name in section.search]
    return tests[0] if len(tests) == 1 else {"condition": "or", "filters": tests}
