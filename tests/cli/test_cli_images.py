"""Image games from the command line: train, evaluate, apply, export, import, each as a person calls it."""

from __future__ import annotations

import json
import shutil
from contextlib import nullcontext

import pytest

from ganviz.__main__ import main
from ganviz.training.folder.manifest import read_manifest
from tests.training.image_runs import GAMES, write_pairs


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GANVIZ_RUNS", str(tmp_path / "runs"))


@pytest.fixture
def pairs(tmp_path):
    return write_pairs(tmp_path / "pairs")


def call(capsys, *words):
    """Exit status, and what was said."""
    try:
        status = main([*map(str, words)])
    except SystemExit as end:
        status = end.code
    said = capsys.readouterr()
    return status, said.out, said.err


def options(game):
    return [word for name, value in {**GAMES[game], "threads": 1}.items() for word in ("--set", f"{name}={value}")]


@pytest.mark.parametrize("game", list(GAMES))
def test_a_run_is_trained_resumed_measured_applied_and_exchanged(game, pairs, tmp_path, capsys):
    run = tmp_path / "run"
    status, out, _ = call(capsys, "train", game, "--data", pairs, *options(game), "--iterations", 3, "--out", run,
                          "--json")
    assert (status, json.loads(out)["iteration"]) == (0, 3)
    assert call(capsys, "train", "--resume", run, "--iterations", 4)[0] == 0
    status, out, _ = call(capsys, "evaluate", run, "--json")
    report = json.loads(out)
    assert (status, report["iteration"], report["split"]) == (0, 4, "val")
    assert {"collapse", "checkerboard", "inversion"} <= report["diagnosis"].keys()
    assert not any(entry["found"] for entry in report["diagnosis"].values()), "nothing is said of so young a run"
    assert {entry["judged_from"] for entry in report["diagnosis"].values()} == {200}
    if game == "pix2pix":
        assert report["l1_ratio_to_copy"] == pytest.approx(report["l1"] / report["copy"]["l1"])
        assert {"l1", "psnr", "ssim", "kid"} <= report["mean_colour"].keys()
    else:
        assert report["truth"]["pairs"] == 2
    assert call(capsys, "evaluate", run, "--best", "--data", pairs)[0] == 0
    status, out, _ = call(capsys, "apply", run, "--input", pairs / "val", "--output", tmp_path / "out", "--json")
    assert (status, json.loads(out)["saved"]) == (0, 2)
    status, out, _ = call(capsys, "export", run, "--to", tmp_path / "theirs", "--json")
    assert status == 0
    status, out, _ = call(capsys, "import", tmp_path / "theirs", "--out", tmp_path / "again", "--json")
    assert (status, json.loads(out)["game"], json.loads(out)["trainable"]) == (0, game, True)
    status, out, _ = call(capsys, "apply", tmp_path / "again", "--input", pairs / "val", "--output", tmp_path / "same")
    assert status == 0
    for file in (tmp_path / "out").iterdir():
        assert file.read_bytes() == (tmp_path / "same" / file.name).read_bytes()


@pytest.mark.parametrize("game", list(GAMES))
def test_other_images_are_measured_all_and_changed_ones_are_told(game, pairs, tmp_path, capsys):
    run, other = tmp_path / "run", tmp_path / "other"
    assert call(capsys, "train", game, "--data", pairs, *options(game), "--iterations", 1, "--out", run)[0] == 0
    other.mkdir()
    for number in range(12):
        shutil.copy(pairs / "train" / f"{number % 5}.png", other / f"{number}.png")
    _, out, err = call(capsys, "evaluate", run, "--data", other, "--json")
    report = json.loads(out)
    assert report.get("images", report.get("images_a")) == 12, err
    assert "warnings" not in report
    shutil.copy(pairs / "val" / "0.png", pairs / "val" / "new.png")
    report = json.loads(call(capsys, "evaluate", run, "--json")[1])
    assert "has changed since the run began" in report["warnings"][0]


@pytest.mark.parametrize(("words", "sentence"), [
    (["train", "pix2pix", "--data", "nowhere"], "there is no such folder"),
    (["train", "pix2pix", "--data", "demo:dogs"], "demo"),
    (["train", "cyclegan", "--set", "generator=unet_32"], "unknown generator 'unet_32'; choose one of unet_64"),
    (["train", "pix2pix", "--set", "objective=wasserstein"], "needs a D that is kept from becoming steep"),
    (["train", "pix2pix", "--set", "background=white"], "write it as #rrggbb"),
    (["train", "pix2pix", "--preset", "icons"], "unknown preset 'icons' of game pix2pix; choose one of icons-64"),
    (["apply", "nowhere", "--input", ".", "--output", "out"], "does not exist"),
    (["apply", "nowhere", "--input", ".", "--output", "out", "--tile", "3"], "choose 64 or more"),
    (["import", "nowhere", "--out", "run"], "there is no such folder"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_a_mistake_is_one_sentence(words, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    status, out, err = call(capsys, *words)
    assert (status, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_evaluating_shows_how_far_it_has_read_and_that_it_measures(pairs, tmp_path, capsys, monkeypatch):
    run, seen = tmp_path / "run", []
    call(capsys, "train", "pix2pix", "--data", pairs, *options("pix2pix"), "--iterations", 1, "--out", run)
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "another"))
    monkeypatch.setattr("ganviz.cli.progress.counting", lambda: nullcontext(lambda *count: seen.append(count)))
    status, out, _ = call(capsys, "evaluate", run, "--json")
    assert (status, json.loads(out)["iteration"]) == (0, 1)
    assert any(done == total > 0 for done, total in seen)
    assert seen[-1] == (0, 0)


def test_a_run_without_images_can_t_be_trained_on(pairs, tmp_path, capsys):
    run = tmp_path / "run"
    call(capsys, "train", "pix2pix", "--data", pairs, *options("pix2pix"), "--iterations", 1, "--out", run)
    call(capsys, "export", run, "--to", tmp_path / "theirs")
    _, out, _ = call(capsys, "import", tmp_path / "theirs", "--out", tmp_path / "again")
    assert out == (f"{tmp_path / 'again'}: a run of pix2pix that can be applied; to train it on, name images, as in: "
                   f"ganviz train --resume {tmp_path / 'again'} --data IMAGES\n")
    status, _, err = call(capsys, "train", "--resume", tmp_path / "again", "--iterations", 2)
    assert status == 2
    assert err == ("ganviz: this run has no images to train on; name some, as in: ganviz train --resume "
                   f"{tmp_path / 'again'} --data IMAGES\n")
    status, out, err = call(capsys, "evaluate", tmp_path / "again")
    assert (status, out) == (2, "")
    assert err == (f"ganviz: {tmp_path / 'again'} has no images of its own to measure with; name some, as in: ganviz "
                   "evaluate RUN --data IMAGES\n")
    status, out, _ = call(capsys, "evaluate", tmp_path / "again", "--data", pairs, "--json")
    assert (status, json.loads(out)["images"]) == (0, 2)


def test_an_export_of_generators_alone_says_so(pairs, tmp_path, capsys):
    run, theirs = tmp_path / "run", tmp_path / "theirs"
    call(capsys, "train", "pix2pix", "--data", pairs, *options("pix2pix"), "--iterations", 1, "--out", run)
    call(capsys, "export", run, "--to", theirs)
    (theirs / "latest_net_D.pth").unlink()
    call(capsys, "import", theirs, "--out", tmp_path / "again")
    status, out, _ = call(capsys, "export", tmp_path / "again", "--to", tmp_path / "back")
    assert status == 0
    assert "note: this run was made of generators alone, so there is no discriminator to write" in out.splitlines()


def test_the_sides_of_a_run_without_images_can_lie_in_two_folders(pairs, tmp_path, capsys):
    sides, run = [tmp_path / "ink", tmp_path / "paint"], tmp_path / "run"
    for side in sides:
        shutil.copytree(pairs / "train", side)
    call(capsys, "train", "cyclegan", "--data", pairs, *options("cyclegan"), "--iterations", 1, "--out", run)
    call(capsys, "export", run, "--to", tmp_path / "theirs")
    call(capsys, "import", tmp_path / "theirs", "--out", tmp_path / "again")
    resume = "train", "--resume", tmp_path / "again", "--iterations", 1, "--data-b", sides[1]
    status, _, err = call(capsys, *resume)
    assert (status, err) == (2, "ganviz: --data-b: this run has no images yet, so its first folder is needed too; name "
                                "it with --data\n")
    assert call(capsys, *resume, "--data", sides[0])[0] == 0
    settings = read_manifest(tmp_path / "again").game_settings
    assert (settings["data"], settings["data_b"]) == (str(sides[0]), str(sides[1]))


@pytest.mark.parametrize("game", list(GAMES))
def test_good_images_are_used_once_agreed(game, pairs, tmp_path, capsys):
    run, theirs, again = (tmp_path / name for name in ("run", "theirs", "again"))
    call(capsys, "train", game, "--data", pairs, *options(game), "--iterations", 1, "--out", run)
    call(capsys, "export", run, "--to", theirs)
    cut = pairs / "val" / "1.png"
    cut.write_bytes(cut.read_bytes()[:60])
    refused = f"ganviz: {pairs}: 1 file can't be used ({cut} is cut off); mend them, or agree to leave them out"
    for words, way in (
            (["train", game, "--data", pairs, *options(game), "--iterations", 1, "--out", tmp_path / "new"],
             "--set leave_out=true"),
            (["import", theirs, "--data", pairs, "--out", again], "--leave-out"),
            (["evaluate", run, "--data", pairs], "--leave-out"), (["evaluate", run], "--leave-out")):
        assert call(capsys, *words) == (2, "", f"{refused} ({way})\n")
        status, _, err = call(capsys, *words, *way.split())
        assert status == 0, err
    settings = json.loads((again / "run.json").read_text())["game_settings"]
    assert (settings["data"], settings["leave_out"]) == (str(pairs), True)
    report = json.loads(call(capsys, "evaluate", run, "--leave-out", "--json")[1])
    assert report.get("images", report.get("images_a")) == 1
    assert "has changed since the run began" in report["warnings"][0]


def test_leaving_out_is_agreed_to_for_each_choice_of_images(pairs, tmp_path, capsys):
    run, other = tmp_path / "run", tmp_path / "other"
    call(capsys, "train", "pix2pix", "--data", pairs, *options("pix2pix"), "--set", "leave_out=true", "--iterations", 1,
         "--out", run)
    shutil.copytree(pairs, other)
    for folder in (pairs, other):
        (folder / "val" / "1.png").write_bytes(b"")
    assert call(capsys, "evaluate", run)[0] == 0
    status, _, err = call(capsys, "evaluate", run, "--data", other)
    assert (status, err.endswith("(--leave-out)\n")) == (2, True)


def test_a_run_of_points_has_nothing_to_leave_out(tmp_path, capsys):
    call(capsys, "train", "1d", "--iterations", 1, "--out", tmp_path / "run")
    status, _, err = call(capsys, "evaluate", tmp_path / "run", "--leave-out")
    assert (status, err) == (2, "ganviz: --leave-out: this run learns from no images; leave it out\n")


@pytest.mark.parametrize(("spoilt", "status"), [("train", 2), ("test", 0)])
def test_each_pile_needs_an_image_to_train_on(spoilt, status, pairs, tmp_path, capsys):
    piles, run = tmp_path / "piles", tmp_path / "run"
    for pile in ("trainA", "trainB", "testA", "testB"):
        shutil.copytree(pairs / "train", piles / pile)
    for file in (piles / f"{spoilt}A").iterdir():
        file.write_bytes(b"")
    words = ["train", "cyclegan", "--data", piles, *options("cyclegan"), "--set", "leave_out=true", "--iterations", 2]
    found, _, err = call(capsys, *words, "--out", run)
    assert found == status, err
    if status:
        assert err == (f"ganviz: {piles}: no image of side A in the split train can be used "
                       f"({piles / 'trainA' / '0.png'} is empty); mend them, or add good ones\n")
    else:
        assert json.loads(call(capsys, "evaluate", run, "--json")[1])["split"] == "train"
