"""Writes ``docs/proof.md``: every promise beside what was reached. A figure that was not reached stands as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from proof.progress import ROOT, Progress, shortened
from proof.slices import Slice

PAGE: Final = ROOT / "docs" / "proof.md"
SHOWN: Final = 600
"""Characters of a failure on the page."""

HEAD: Final = """# What was proved

`make proof` wrote this page; `CONTRIBUTING.md` says how to run it. A row is a promise, how many cases are to try it,
and how many did. What was not reached is printed as it is; a slice that did not run says so. A portion that failed
comes again by its number and seed: `make proof SLICE=… SEED=… ARGS="--portion …"`.
"""

COLUMNS: Final = """| slice | promise | goal | reached | failures | portions | seeds | commits | commands |
|---|---|--:|--:|--:|--:|---|---|---|
"""

Result = tuple[Slice, Progress]


@dataclass(frozen=True)
class Setting:
    """Where and when the page was written."""

    machine: str
    day: str
    commit: str
    command: str


def page(results: Sequence[Result], setting: Setting) -> str:
    """The whole text."""
    reached = sum(progress.done(adds=each.adds) >= each.goal for each, progress in results)
    failed = sum(len(progress.failures) for _, progress in results)
    told = (
        f"{setting.day}, commit {setting.commit}, last written by `{setting.command}` on {setting.machine}\n\n"
        f"**{reached} of {len(results)} goals reached; failures: {failed}.**\n"
    )
    parts = [HEAD, told, _table(results), *_told(results), *_failures(results), *_mended(results)]
    return "\n".join(parts)


def _table(results: Sequence[Result]) -> str:
    return COLUMNS + "".join(f"| {' | '.join(_row(*each))} |\n" for each in results)


def _row(each: Slice, progress: Progress) -> Iterator[str]:
    done = progress.done(adds=each.adds)
    reached = f"**{done:,}**" if done >= each.goal else f"{done:,}" if progress.tried else "not run"
    yield from (f"`{each.name}`", each.claim, f"{each.goal:,} {each.unit}", reached, str(len(progress.failures)))
    yield f"{len(progress.tried)} in {_lasted(progress.seconds)}" if progress.tried else ""
    yield _once(one.seed.partition(" ")[0] for one in progress.tried)
    yield _once(one.commit for one in progress.tried)
    yield _once(f"`{one.command}`" for one in progress.tried)


def _lasted(seconds: float) -> str:
    minutes = seconds / 60
    return f"{minutes / 60:.1f} h" if minutes >= 90 else f"{minutes:.0f} min" if minutes >= 1 else f"{seconds:.0f} s"


def _once(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))


def _section(title: str, results: Sequence[Result], lines: Callable[[Progress], Iterable[str]]) -> Iterator[str]:
    """What stands below a title, by slice; nothing where no slice has a line."""
    found = [(each.name, list(lines(progress))) for each, progress in results]
    if any(some for _, some in found):
        yield f"## {title}\n"
    for name, some in found:
        if some:
            yield f"### {name}\n\n" + "\n".join(some) + "\n"


def _told(results: Sequence[Result]) -> Iterator[str]:
    def lines(progress: Progress) -> Iterator[str]:
        return (f"* {text}" for text in dict.fromkeys(text for one in progress.tried for text in one.told))

    return _section("Measured, and told besides", results, lines)


def _failures(results: Sequence[Result]) -> Iterator[str]:
    def lines(progress: Progress) -> Iterator[str]:
        for one in progress.tried:
            for failure in one.failures:
                begun = f"* portion {one.number}, seed `{one.seed.partition(' ')[0]}`, commit {one.commit}:"
                yield f"{begun}\n\n{_indented(shortened(failure, SHOWN))}\n"

    return _section("Failures", results, lines)


def _indented(text: str) -> str:
    return "\n".join(f"      {line}".rstrip() for line in text.splitlines())


def _mended(results: Sequence[Result]) -> Iterator[str]:
    def lines(progress: Progress) -> Iterator[str]:
        return (f"* {shortened(' '.join(text.split()), SHOWN)}" for text in progress.mended)

    return _section("Failed once, and no longer", results, lines)


def write(text: str, file: Path = PAGE) -> None:
    file.write_text(text, "utf-8")
