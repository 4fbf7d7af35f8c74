"""The judge of all that stands here: it finds each kind of loss, so that its silence means something."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.databases import fetch
from tests.durability.found import Found, contradictions, found
from tests.durability.ground import Ground
from tests.durability.kills import serving_all
from tests.durability.ledger import Ledger
from tests.durability.writers import writing
from tests.programs import SECONDS


@dataclass(frozen=True)
class Written:
    """What a round of writing left behind."""

    ground: Ground
    file: Path
    media: Path
    ledger: Ledger
    before: Found

    def judged(self, file: Path, media: Path) -> list[str]:
        return contradictions(self.ledger, found(f"sqlite:///{file}", media, self.ground), self.before)


@pytest.fixture(scope="module")
def written(sqlite_ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("written")
    url, media = sqlite_ground.copied(folder)
    ledger = Ledger()
    before = found(url, media, sqlite_ground)
    with serving_all(url, media) as server, writing(server.url, sqlite_ground, ledger, "w0"):
        assert ledger.wait(150, SECONDS)
    return Written(sqlite_ground, folder / "centrex.db", media, ledger, before)


def test_it_is_silent_when_nothing_is_wrong(written: Written) -> None:
    assert written.judged(written.file, written.media) == []


LOSSES: Final = {
    "a group": (
        "DELETE FROM virtual_number_group_employee WHERE group_id = {group}",
        "DELETE FROM virtual_number_group WHERE id = {group}",
    ),
    "one of its members": (
        """DELETE FROM virtual_number_group_employee WHERE group_id = {group} AND employee_id =
           (SELECT max(employee_id) FROM virtual_number_group_employee WHERE group_id = {group})""",
    ),
    "the last change of a name": (
        """UPDATE extension_group SET name = replace(name, ' ', ' 9')
           WHERE id = (SELECT max(id) FROM extension_group WHERE name LIKE 'w%')""",
    ),
    "an audit row": ("DELETE FROM audit WHERE id = (SELECT max(id) FROM audit WHERE object_kind = 'call')",),
    "a move of the counter": ("UPDATE change_counter SET changes = changes - 1",),
    "a leg": ("DELETE FROM call_leg WHERE id = (SELECT max(id) FROM call_leg)",),
    "a call": ("DELETE FROM call WHERE id = (SELECT max(id) FROM call)",),
    "the row of a recording": ("DELETE FROM recording WHERE id = (SELECT max(id) FROM recording)",),
}
LAST_GROUP: Final = "SELECT max(id) FROM virtual_number_group WHERE name LIKE 'w%'"


@pytest.mark.parametrize("statements", LOSSES.values(), ids=LOSSES)
def test_it_finds_the_loss_of(written: Written, statements: tuple[str, ...], tmp_path: Path) -> None:
    file = shutil.copyfile(written.file, tmp_path / "centrex.db")
    asyncio.run(fetch(f"sqlite:///{file}", *(each.format(group=f"({LAST_GROUP})") for each in statements)))
    assert written.judged(file, written.media) != []


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


@pytest.mark.parametrize("damage", [cut_short, Path.unlink])
def test_it_finds_a_file_that_is_not_whole(written: Written, damage: Callable[[Path], None], tmp_path: Path) -> None:
    media = shutil.copytree(written.media, tmp_path / "media")
    damage(next(path for path in media.glob("??/??/*")))
    assert written.judged(written.file, media) != []


def test_it_finds_a_damaged_database(written: Written, tmp_path: Path) -> None:
    file = shutil.copyfile(written.file, tmp_path / "centrex.db")
    with file.open("r+b") as raw:
        raw.seek(40 * 4096)
        raw.write(bytes(4096))
    assert written.judged(file, written.media) != []
