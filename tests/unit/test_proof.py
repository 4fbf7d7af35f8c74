"""``make proof``: it goes on where it ended, prints what failed, keeps crashes apart, and writes its page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from proof.__main__ import main
from proof.progress import Progress, load
from proof.registry import MODULES, listed

HERE: Final = ("tests.unit.slices",)


class Proof:
    """Runs of the slices of these tests."""

    def __init__(self, folder: Path, said: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.page_file = folder / "page.md"
        self._said = said

    def run(self, names: str, *arguments: str) -> int:
        given = ["--slice", names, "--page", str(self.page_file), *arguments]
        return main(given, HERE, self.folder / "kept")

    def reached(self, name: str) -> Progress:
        return load(name, self.folder / "kept")

    @property
    def page(self) -> str:
        return self.page_file.read_text("utf-8")

    @property
    def said(self) -> str:
        return self._said.readouterr().out


@pytest.fixture
def proof(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Proof:
    monkeypatch.setenv("CENTREX_TEST_POSTGRES", "postgresql://nobody@/none")
    return Proof(tmp_path, capsys)


def test_a_row_runs_until_the_goals_of_its_slices(proof: Proof) -> None:
    assert proof.run("right") == 0
    assert [one.done for one in proof.reached("right/one").tried] == [5, 5, 5]
    assert len(proof.reached("right/two").tried) == 1
    assert "| `right/one` | It is right. | 15 hands | **15** | 0 | 3 in " in proof.page
    assert "| `wrong` | It is not. | 15 hands | not run | 0 |" in proof.page


def test_a_second_run_goes_on_and_one_afresh_does_not(proof: Proof) -> None:
    proof.run("right/one", "--minutes", "0")
    assert proof.reached("right/one").done(adds=True) == 5
    proof.run("right/one", "--minutes", "0", "--seed", "7")
    seeds = [one.seed for one in proof.reached("right/one").tried]
    assert seeds == ["0 right/one 0", "7 right/one 1"]
    assert "* seed 0 right/one 0\n* seed 7 right/one 1\n" in proof.page
    assert "**0 of 9 goals reached; failures: 0.**" in proof.page
    both = "`make proof SLICE=right/one SEED=0`, `make proof SLICE=right/one SEED=7` |"
    assert both in proof.page
    proof.run("right/one", "--afresh")
    assert [one.number for one in proof.reached("right/one").tried] == [0, 1, 2]


def test_a_failing_portion_is_printed_and_tried_again_until_it_is_mended(
    proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert proof.run("wrong") == 1
    assert "two is wrong" in proof.said
    assert "* portion 1, seed `0`, commit " in proof.page
    assert proof.run("wrong") == 1
    assert [one.number for one in proof.reached("wrong").tried] == [0, 1, 2]
    monkeypatch.setenv("MENDED", "1")
    assert proof.run("wrong") == 0
    assert "**1 of 9 goals reached; failures: 0.**" in proof.page
    assert "## Failed once, and no longer" in proof.page


@pytest.mark.parametrize(
    ("name", "told"),
    [("raises", "ValueError: not so"), ("crashes", "last words"), ("hangs", "it did not end within")],
)
def test_a_portion_that_ends_in_no_outcome_is_a_failure(proof: Proof, name: str, told: str) -> None:
    assert proof.run(name, "--minutes", "0") == 1
    assert told in proof.said
    assert told in proof.page


def test_a_run_that_is_broken_off_keeps_what_was_reached_and_writes_the_page(proof: Proof) -> None:
    assert proof.run("broken off") == 130
    assert len(proof.reached("broken off").tried) == 1
    assert "| `broken off` | It is broken off. | 15 hands | 5 | 0 |" in proof.page


def test_a_slice_ends_where_no_case_is_left(proof: Proof) -> None:
    assert proof.run("few") == 0
    assert "| 1,000 hands | 10 |" in proof.page


def test_portions_that_do_not_add_up_count_by_the_best(proof: Proof) -> None:
    assert proof.run("best") == 0
    assert "| 7 hands | **7** |" in proof.page
    assert len(proof.reached("best").tried) == 2


def test_one_portion_comes_again_and_is_not_kept(proof: Proof) -> None:
    assert proof.run("wrong", "--portion", "1") == 1
    assert "two is wrong" in proof.said
    assert proof.reached("wrong").tried == []
    assert not proof.page_file.exists()


def test_a_slice_that_there_is_not_is_refused(proof: Proof) -> None:
    assert proof.run("nothing") == 2
    assert "there is no slice nothing" in proof.said


def test_every_slice_has_a_name_of_its_own() -> None:
    names = [each.slice.name for each in listed(MODULES)]
    assert len(set(names)) == len(names)
