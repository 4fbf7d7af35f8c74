"""The commands that the READMEs show, run as a reader would run them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import soundfile

from centrex.dialects.dataapi.methods import METHODS
from tests.acceptance.http import METHOD, mnemonic, post
from tests.demo import Demo
from tests.programs import CENTREX, environment, serving

ROOT: Final = Path(__file__).parents[2]
READMES: Final = ("README.md", "README.ru.md")
_BLOCK: Final = re.compile(r"<!-- tested: (.+?) -->\n```sh\n(.+?)```", re.DOTALL)


def shown(readme: str) -> dict[str, str]:
    """The tested blocks of commands by their names."""
    return dict(_BLOCK.findall((ROOT / readme).read_text(encoding="utf-8")))


def run(commands: str, folder: Path) -> str:
    """What a shell prints for the commands, and stops at the first that fails."""
    path = f"{Path(CENTREX).parent}:{environment()['PATH']}"
    finished = subprocess.run(
        ["bash", "-euc", commands],
        cwd=folder,
        env=environment(PATH=path),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_both_languages_show_the_same_commands() -> None:
    assert shown(READMES[0]) == shown(READMES[1])
    assert set(shown(READMES[0])) == {"demo", "ringme", "calls", "first customer"}


@pytest.mark.parametrize("readme", READMES)
def test_every_method_is_named_and_counted(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert f"\n{len(METHODS)} " in text
    for method in METHODS:
        verb, _, noun = method.partition(".")
        assert f"`{method}`" in text or (f"`{verb}.`" in text and f"{noun}`" in text), method


@pytest.mark.parametrize("readme", READMES)
def test_the_demo_answers_the_shown_request(readme: str, demo: Demo, tmp_path: Path) -> None:
    request = shown(readme)["demo"].replace("http://127.0.0.1:8080", demo.url)
    answer: dict[str, Any] = json.loads(run(request, tmp_path))
    names = [group["name"] for group in answer["result"]["data"]]
    assert len(names) == 2
    assert names == sorted(names)
    assert all("о" in name.lower() for name in names)


@pytest.mark.parametrize("readme", READMES)
def test_the_shown_walk_puts_a_number_into_a_new_group(readme: str, demo: Demo, tmp_path: Path) -> None:
    commands = shown(readme)["ringme"].replace("http://127.0.0.1:8080", demo.url)
    made, number, numbers = map(json.loads, run(commands, tmp_path).splitlines())
    assert made["name"] == "New group of internal numbers"
    assert (number["name"], number["extension_group_id"]) == ("000*300", 14)
    assert numbers == [number]


@pytest.mark.parametrize("readme", READMES)
def test_the_shown_call_is_listed_and_can_be_heard(readme: str, demo: Demo, tmp_path: Path) -> None:
    said = json.loads(run(shown(readme)["calls"].replace("http://127.0.0.1:8080", demo.url), tmp_path))
    listed = json.loads((tmp_path / "today.json").read_text("utf-8"))
    assert (said["uuid"], said["record_uuid"]) in {(row["call_uuid"], row["record_uuid"]) for row in listed}
    sound = soundfile.info(tmp_path / "call.mp3")
    assert (sound.format, round(sound.duration)) == ("MP3", 12)


def test_the_shown_commands_lead_to_a_first_answer(tmp_path: Path) -> None:
    commands, serve = shown(READMES[0])["first customer"].rstrip().rsplit("\n", 1)
    assert serve == "centrex serve"
    printed = run(commands, tmp_path)
    (key,) = re.findall(r'"key": "(\w{40})"', printed)
    with serving(f"sqlite:///{tmp_path / 'centrex.db'}") as running:
        answer = post(running.url, METHOD, key)
    assert mnemonic(answer) == "ok"
    assert answer["result"]["data"] == []
