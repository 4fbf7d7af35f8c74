"""`centrex ingest-key` and `centrex import calls`: keys of engines, and files of what engines have kept."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from centrex.ingest import asterisk
from tests.acceptance.commands import Commands, on_terminal
from tests.databases import fetch
from tests.pbx import leg, report
from tests.programs import CENTREX, SECONDS, environment, wait_until
from tests.unit.ingest.payloads import MASTER_CSV, Row, bridged, cdr, line

COLUMNS: Final = asterisk.COLUMNS[21]
STATE: Final = ".centrex-progress"


@pytest.fixture
def on_pbx(pbx_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Commands on a database with the customer of ``tests.pbx``."""
    monkeypatch.setenv("CENTREX_LANG", "en")
    return Commands(pbx_url, capsys)


@pytest.fixture
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("import") / "Master.csv"


def rows(commands: Commands, statement: str) -> list[tuple[Any, ...]]:
    return asyncio.run(fetch(commands.url, statement))


def imported(commands: Commands, file: Path, content: bytes, kind: str, *options: str, code: int = 0) -> dict[str, Any]:
    file.write_bytes(content)
    told: dict[str, Any] = commands.told("import", "calls", str(file), "--format", kind, *options, code=code)
    assert not file.with_name(file.name + STATE).exists()
    return told


def numbered(number: int, **columns: Any) -> Row:
    """A row of a call of its own."""
    return cdr(uniqueid=f"u{number}", linkedid=f"u{number}", **columns)


def table(*found: Row) -> bytes:
    return "".join(f"{line(row, COLUMNS)}\n" for row in found).encode()


HEADER: Final = (",".join(COLUMNS) + "\n").encode()


def test_a_file_of_asterisk_is_imported_in_the_time_of_its_clock(on_pbx: Commands, file: Path) -> None:
    told = imported(on_pbx, file, f"{MASTER_CSV}\n".encode(), "asterisk-csv", "--timezone", "Europe/Moscow")
    assert told == {"lines": 1, "reports": 1, "created": 1, "refused": 0, "refused_lines": []}
    found = rows(on_pbx, "SELECT started_at, extension_number, outcome FROM call")
    assert found == [(1772443800, "301", "callee_hung_up")]
    again = imported(on_pbx, file, f"{MASTER_CSV}\n".encode(), "asterisk-csv", "--timezone", "Europe/Moscow")
    assert (again["reports"], again["created"]) == (1, 0)


def test_every_line_that_is_wrong_is_refused_alone_and_told(on_pbx: Commands, file: Path, tmp_path: Path) -> None:
    wrong = (
        numbered(2, dstchannel="PJSIP/000*399-00000021"),
        numbered(3, disposition="MAYBE"),
        numbered(4, accountcode="999"),
        numbered(1, dst="74951112244"),
        numbered(5, end="2026-03-02 12:29:00"),
    )
    content = b"\xef\xbb\xbf" + HEADER + table(numbered(1), *wrong) + b'\n"\n\xff\n' + table(numbered(6))
    told = imported(on_pbx, file, content, "asterisk-csv", code=1)
    expected = [
        (3, "party_unknown", "party", "000*399"),
        (4, "report_invalid", "disposition", "is not known: MAYBE"),
        (5, "entity_not_found", "customer", "999"),
        (6, "call_differs", "dialled", "u1-71"),
        (7, "invalid_parameters_combination", "started", "2026-03-02T12:30:00+00:00"),
        (9, "report_invalid", "body", "is no line of CSV"),
        (10, "report_invalid", "body", "is no text in UTF-8"),
    ]
    assert [tuple(each.values()) for each in told["refused_lines"]] == expected
    assert (told["lines"], told["reports"], told["created"], told["refused"]) == (11, 2, 2, 7)
    report_file = tmp_path / "refused.jsonl"
    told = imported(on_pbx, file, content, "asterisk-csv", "--refused", str(report_file), code=1)
    assert (told["refused"], told["refused_lines"]) == (7, [])
    assert [tuple(json.loads(each).values()) for each in report_file.read_text().splitlines()] == expected


def test_reports_of_our_own_format_and_channels_of_freeswitch_are_imported(on_pbx: Commands, file: Path) -> None:
    lines = [report("c1", customer="000"), report("c2", leg("1"), leg("2", called="302"), customer=1), {"call_id": ""}]
    told = imported(on_pbx, file, "\n".join(map(json.dumps, lines)).encode(), "jsonl", code=1)
    assert (told["reports"], told["created"], told["refused_lines"][0]["line"]) == (2, 2, 3)
    channels = json.dumps(bridged()) + "\n" + "{}"
    told = imported(on_pbx, file, channels.encode(), "freeswitch", code=1)
    assert (told["reports"], told["created"], told["refused"]) == (1, 1, 1)
    assert rows(on_pbx, "SELECT count(*) FROM call_leg") == [(4,)]


def test_calls_of_one_customer_need_no_name_and_may_bear_no_other(on_pbx: Commands, file: Path) -> None:
    content = table(numbered(1, accountcode=""), numbered(2, accountcode="999"))
    told = imported(on_pbx, file, content, "asterisk-csv", "--customer", "1", code=1)
    assert [(each["line"], each["error"]) for each in told["refused_lines"]] == [(2, "forbidden")]
    told = imported(on_pbx, file, content, "asterisk-csv", code=1)
    assert [each["error"] for each in told["refused_lines"]] == ["required_parameter_missed", "entity_not_found"]


def test_nothing_is_lost_when_an_import_is_killed_and_it_goes_on_from_there(on_pbx: Commands, file: Path) -> None:
    content = table(numbered(0, disposition="MAYBE"), *(numbered(number) for number in range(1, 5_000)))
    file.write_bytes(content)
    command = ["import", "calls", str(file), "--format", "asterisk-csv", "--db", on_pbx.url]
    state = file.with_name(file.name + STATE)
    with subprocess.Popen([CENTREX, *command], env=environment(), stdout=subprocess.PIPE) as process:
        wait_until(lambda: state.exists() and b"\n" in state.read_bytes())
        process.kill()
        assert process.wait(SECONDS) == -signal.SIGKILL
    noted = state.read_bytes()
    state.write_bytes(noted + b'{"of": "torn')
    done = sum(json.loads(each)["reports"] for each in noted.splitlines())
    assert 0 < done < 4_999
    told = on_pbx.told(*command[:-2], code=1)
    assert (told["lines"], told["reports"], told["refused_lines"][0]["line"]) == (5_000, 4_999, 1)
    assert told["created"] in {4_999, 4_999 - 1_000}, "a batch that was written and not yet noted is there already"
    assert rows(on_pbx, "SELECT count(*) FROM call") == [(4_999,)]


@pytest.mark.parametrize("kept", [b"", b"junk\n", b'{"of": "another", "begin": "", "offset": 5, "lines": 1, '])
def test_an_import_begins_anew_where_the_state_is_that_of_another(on_pbx: Commands, file: Path, kept: bytes) -> None:
    file.with_name(file.name + STATE).write_bytes(kept)
    assert imported(on_pbx, file, table(numbered(1)), "asterisk-csv")["created"] == 1


def test_a_terminal_sees_why_lines_were_refused(on_pbx: Commands, file: Path) -> None:
    file.write_bytes(table(*(numbered(number, accountcode="999") for number in range(60))))
    command = ("import", "calls", str(file), "--format", "asterisk-csv", "--db", on_pbx.url)
    seen = on_terminal(*command, code=1, CENTREX_LANG="ru")
    assert "нет такого клиента" in seen
    assert "Принято записей: 0, добавлено звонков: 0, отвергнуто строк: 60. Показаны первые" in seen


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("import calls /there/is/none --format jsonl", 1, "/there/is/none cannot be read: No such file or directory."),
        ("import calls / --format jsonl", 1, "/ cannot be read: Is a directory."),
        ("import calls / --format xml", 2, "xml is no format: use asterisk-csv, jsonl, freeswitch."),
        ("import calls / --format jsonl --timezone Moscow", 2, "Moscow is no time zone: write it like Europe/Moscow."),
        ("import calls /dev/null --format jsonl --customer 9", 1, "There is no active customer 9."),
        ("import calls /dev/null --format jsonl --refused /", 1, "/ cannot be written: Is a directory."),
        ("ingest-key add --customer 9 x", 1, "There is no account 9."),
        ("ingest-key revoke 9", 1, "There is no key 9."),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    on_pbx: Commands, arguments: str, code: int, sentence: str
) -> None:
    assert on_pbx.refused(*arguments.split(" ")) == (code, sentence)


def test_keys_are_made_listed_and_ended(on_pbx: Commands) -> None:
    own = on_pbx.told("ingest-key", "add", "--customer", "1", "FreeSWITCH")
    operators = on_pbx.told("ingest-key", "add", "carrier 2")
    assert (own["customer_id"], operators["customer_id"], len(own["key"])) == (1, None, 40)
    assert on_pbx.told("ingest-key", "revoke", str(own["id"])) == {"id": own["id"], "status": "blocked"}
    listed = on_pbx.told("ingest-key", "list")
    assert [(key["name"], key["customer_id"], key["status"]) for key in listed[2:]] == [
        ("FreeSWITCH", 1, "blocked"),
        ("carrier 2", None, "active"),
    ]
    assert [key["name"] for key in on_pbx.told("ingest-key", "list", "--customer", "1")] == ["own", "FreeSWITCH"]
    assert own["key"] not in json.dumps(listed)
    kinds = rows(on_pbx, "SELECT operation, object_id FROM audit WHERE object_kind = 'ingest_key' ORDER BY id")
    assert kinds[1:] == [("create.ingest_key", own["id"]), ("revoke.ingest_key", own["id"])]
    servers = rows(on_pbx, "SELECT operation, object_id FROM server_audit WHERE object_kind = 'ingest_key'")
    assert servers[1:] == [("create.ingest_key", operators["id"])]


def test_a_person_is_shown_a_new_key_once(on_pbx: Commands) -> None:
    seen = on_terminal("ingest-key", "add", "carrier", "--db", on_pbx.url)
    assert "Key 3, shown only now: " in seen
