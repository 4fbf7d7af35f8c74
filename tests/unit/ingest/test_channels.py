"""Numbers in the names of channels."""

from __future__ import annotations

import pytest

from centrex.engine.channels import dialled_through, is_number, number_in, party_in

NAMES = [
    ("PJSIP/000*301-00000012", "000*301"),
    ("SIP/301-0000abcd", "301"),
    ("PJSIP/my-line-00000012", "my-line"),
    ("IAX2/301-4325", "301"),
    ("Local/301@ring-00000003;2", "301"),
    ("Local/000*301@from-queue/n", "000*301"),
    ("DAHDI/i1/79161234567-1a", "79161234567"),
    ("AsyncGoto/PJSIP/301-00000012<ZOMBIE>", "301"),
    ("PJSIP/301", "301"),
    ("sofia/internal/301@10.0.0.5:5060", "301"),
    ("sofia/internal/000*301@sip.example.com", "000*301"),
    ("sofia/internal/sip:301@10.0.0.5:5060", "301"),
    ("sofia/gateway/carrier/79161234567", "79161234567"),
    ("user/301@sip.example.com", "301"),
    ("verto.rtc/301", "301"),
    ("loopback/301-b", "301"),
    ("sip:000*301@sip.example.com", "000*301"),
    ("sips:%2B79161234567@sip.example.com;user=phone", "+79161234567"),
    ('"A/B, Anna" <sip:301:secret@sip.example.com;transport=tcp>;tag=1', "301"),
    ("tel:+79161234567;phone-context=x", "+79161234567"),
    ("sip:sip.example.com", None),
    ("sip:301", "301"),
    ("301", "301"),
    ("301@sip.example.com", "301"),
    ("", None),
    ("PJSIP/", None),
]


@pytest.mark.parametrize(("name", "number"), NAMES)
def test_the_number_in_a_name_is_its_user(name: str, number: str | None) -> None:
    assert number_in(name) == number


def test_a_line_of_a_carrier_and_a_port_are_nobodys_phone() -> None:
    assert party_in("PJSIP/000*301-00000012") == "000*301"
    assert party_in("PJSIP/carrier-00000012") is None
    assert party_in("DAHDI/1-1") is None
    assert party_in("") is None


@pytest.mark.parametrize(
    ("dial", "channel"),
    [
        ("PJSIP/79161234567@carrier,60,tT", "PJSIP/carrier-00000013"),
        ("PJSIP/carrier/sip:79161234567@sip.example.com,60", "PJSIP/carrier-00000013"),
        ("SIP/carrier/79161234567", "SIP/carrier-0000001a"),
        ("PJSIP/302&PJSIP/79161234567@74951112233,30", "PJSIP/74951112233-00000013"),
    ],
)
def test_what_goes_out_through_a_line_is_in_the_dial_string(dial: str, channel: str) -> None:
    assert dialled_through(dial, channel) == "79161234567"


@pytest.mark.parametrize(
    ("dial", "channel"),
    [
        ("PJSIP/000*301,30", "PJSIP/000*301-00000012"),
        ("PJSIP/301/sip:x8fj3@10.0.0.5:5060", "PJSIP/301-00000012"),
        ("Local/301@from-queue/n", "Local/301@from-queue-00000001;1"),
        ("PJSIP/79161234567@carrier,60", "PJSIP/301-00000012"),
        ("sales,t", "PJSIP/301-00000012"),
        ("", ""),
    ],
)
def test_a_phone_is_rung_as_itself(dial: str, channel: str) -> None:
    assert dialled_through(dial, channel) is None


def test_a_number_is_what_can_be_dialled() -> None:
    assert all(map(is_number, ["301", "000*301", "+79161234567", "8#1"]))
    assert not any(map(is_number, ["", "carrier", "*97", "n2s5k"]))
