"""Whatever stands in a field, an adapter answers with reports or with a refusal, and with nothing else."""

from __future__ import annotations

import json
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from centrex.engine.call_report import CallReport
from centrex.ingest import asterisk, freeswitch
from centrex.ingest.refusals import ReportRefused
from tests.unit.ingest.payloads import bridged, cdr, dialog
from tests.unit.ingest.told import of_asterisk, of_kamailio

SOMETHING: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        ["0", "-", "/", "@", "sip:", "<sip:@>", "%", "%zz", "=;=", "9" * 400, "9999-12-31 23:59:59", "1e400"]
    ),
    st.lists(st.none(), max_size=2),
    st.dictionaries(st.sampled_from(["caller_profile", "times", "x"]), st.none(), max_size=2),
)
READERS: Final = (of_asterisk, freeswitch.from_post, of_kamailio)


def read(body: bytes) -> None:
    for reader in READERS:
        try:
            calls: list[CallReport] = reader(body)
        except ReportRefused:
            continue
        assert all(call.legs for call in calls)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(changed=st.data())
def test_anything_in_any_field_is_read_or_refused(changed: st.DataObject) -> None:
    for told in (cdr(), dialog(), bridged()):
        row: dict[str, Any] = told.get("variables", told)
        for name in changed.draw(st.lists(st.sampled_from([*sorted(row), "calldate", "hangupsource"]), max_size=4)):
            row[name] = changed.draw(SOMETHING)
        read(json.dumps(told).encode())


@settings(max_examples=100, deadline=None, derandomize=True)
@given(body=st.one_of(st.binary(max_size=40), st.binary(max_size=40).map(b"cdr=".__add__)))
def test_any_body_is_read_or_refused(body: bytes) -> None:
    read(body)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lines=st.lists(st.text(max_size=60), max_size=4))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    assert all(told.number >= 1 for told in asterisk.from_csv(lines))
