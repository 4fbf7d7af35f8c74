"""What came of the portions of a slice so far, kept in a file so that a later run goes on there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "proof" / "results"


@dataclass
class Tried:
    """One portion: what came of it, and of which commit."""

    number: int
    seed: str
    done: int
    failures: list[str]
    told: list[str]
    seconds: float
    commit: str
    day: str
    command: str


@dataclass
class Progress:
    """All portions of a slice, one of each number. ``mended`` tells of those that failed once, and then did not."""

    name: str
    tried: list[Tried] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)

    def done(self, *, adds: bool) -> int:
        """How many cases were tried; of the best portion alone where they do not add up."""
        each = [one.done for one in self.tried]
        return sum(each) if adds else max(each, default=0)

    @property
    def failures(self) -> list[str]:
        return [failure for one in self.tried for failure in one.failures]

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.tried)

    def numbers(self) -> Iterator[tuple[int, str | None]]:
        """Which portions to try, without end: first those that failed, with the seed that they had; then new ones."""
        for one in [one for one in self.tried if one.failures]:
            yield one.number, one.seed
        while True:
            yield max((one.number for one in self.tried), default=-1) + 1, None

    def keep(self, tried: Tried) -> None:
        """Puts it in the place of the portion that had its number, if one had."""
        before = next((one for one in self.tried if one.number == tried.number), None)
        if before is None:
            self.tried.append(tried)
            return
        self.tried[self.tried.index(before)] = tried
        if before.failures and not tried.failures:
            failed = f"portion {before.number} failed on {before.day} at {before.commit}"
            self.mended.append(f"{failed}, and no longer does at {tried.commit}: {before.failures[0]}")


def shortened(text: str, length: int) -> str:
    """The text, or its beginning and its end, where a traceback says what it is about."""
    half = length // 2
    return text if len(text) <= length else f"{text[:half]} … {text[-half:]}"


def file_of(name: str, folder: Path) -> Path:
    return folder / f"{name.replace('/', '-')}.json"


def load(name: str, folder: Path) -> Progress:
    """What a file tells, or nothing tried where there is none."""
    file = file_of(name, folder)
    if not file.exists():
        return Progress(name)
    kept = json.loads(file.read_text("utf-8"))
    return Progress(name, [Tried(**one) for one in kept["tried"]], kept["mended"])


def save(progress: Progress, folder: Path) -> None:
    """Whole or not at all."""
    folder.mkdir(exist_ok=True)
    file = file_of(progress.name, folder)
    written = file.with_suffix(".new")
    written.write_text(json.dumps(asdict(progress), ensure_ascii=False, indent=1), "utf-8")
    written.replace(file)
