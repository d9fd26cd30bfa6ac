"""What the images are like is told before training, and nothing of them is left out in silence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ganviz.__main__ import main
from ganviz.problems.images.examples import Piles
from ganviz.problems.images.memory import Remembered
from ganviz.problems.images.survey import Surveyed, survey
from ganviz.problems.images.watching import Watch
from tests.training.image_runs import GAMES, write_pairs

OPTIONS = [word for name, value in {**GAMES["pix2pix"], "threads": 1}.items() for word in ("--set", f"{name}={value}")]


@pytest.fixture
def pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))
    return write_pairs(tmp_path / "pairs")


def train(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[str, str]:
    """Standard output, and the lines of standard error."""
    assert main(["train", *map(str, words), *([] if "--resume" in words else OPTIONS)]) == 0
    said = capsys.readouterr()
    return said.out, said.err


def damage(folder: Path, count: int) -> list[str]:
    """Empty files beside the images, in the order of their names."""
    names = [f"x{number:02}.png" for number in range(count)]
    for name in names:
        (folder / name).touch()
    return names


def test_the_report_comes_before_training(pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(pairs / "train" / "0.png", pairs / "val" / "0.png")
    (pairs / "notes.txt").touch()
    looked: list[Piles] = []

    def counted(piles: Piles, remembered: Remembered, watch: Watch) -> Surveyed:
        looked.append(piles)
        return survey(piles, remembered, watch)

    monkeypatch.setattr("ganviz.problems.images.inspection.survey", counted)
    out, err = train(capsys, "pix2pix", "--data", pairs, "--iterations", 1, "--out", tmp_path / "run", "--json")
    head, counts, *rest = err.splitlines()
    assert head == f"The images in {pairs}:"
    assert counts.startswith("  Side by side: 5 train, 2 val pairs, ")
    assert "  val/0.png is both in train and held out (equal to " in rest[1]
    assert rest[2] == "  notes.txt is not an image and was not looked at."
    outcome = json.loads(out)
    assert outcome["report"] == [line.strip() for line in err.splitlines()[1:]]
    assert outcome["warnings"] == outcome["report"][2:]
    assert outcome["left_out"] == []
    assert len(looked) == 1, "what was found is told, not found again"
    assert train(capsys, "--resume", tmp_path / "run", "--iterations", 2)[1] == "", "it goes on with the same images"


def test_of_sound_images_no_warning_is_given(pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = train(capsys, "pix2pix", "--data", pairs, "--iterations", 1, "--out", tmp_path / "run", "--json")
    assert json.loads(out)["warnings"] == []


@pytest.mark.parametrize("count", [3, 12])
def test_what_is_left_out_is_named(count: int, pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = damage(pairs / "train", count)
    out, err = train(capsys, "pix2pix", "--data", pairs, "--leave-out", "--iterations", 1, "--out", tmp_path / "run",
                     "--json")
    listed = ", ".join(f"train/{name}" for name in names[:10])
    sentence = f"{count} files are empty ({listed}{' and 2 more' if count == 12 else ''}); left out."
    assert f"  {sentence}\n" in err
    assert ("  12 files are left out; --json names each of them.\n" in err) == (count == 12)
    outcome = json.loads(out)
    assert outcome["warnings"] == [sentence]
    assert outcome["left_out"] == [f"{pairs / 'train' / name} is empty" for name in names]
    assert sentence in train(capsys, "--resume", tmp_path / "run", "--iterations", 2)[1]


def test_a_game_of_points_reports_no_images(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "1d", "--iterations", "5", "--set", "width_d=4", "--out", str(tmp_path / "run"),
                 "--json"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert json.loads(said.out)["warnings"] == []
