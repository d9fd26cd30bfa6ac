"""A run whose data were moved, or hold a damaged file since: what it says, and how it goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganviz.settings.errors import UserError
from ganviz.training import messages as m
from ganviz.training.elsewhere import Elsewhere
from ganviz.training.evaluating import evaluate
from ganviz.training.folder.manifest import read_manifest
from ganviz.training.followed import Followed
from ganviz.training.opening import AwayError
from ganviz.training.run import Run
from tests.core_support import TINY, saved_state, trainer, undisturbed
from tests.training.image_runs import GAMES, endless_reading, write_pairs


def begun(folder, game, settings, iterations=3):
    run = Run.create(game, settings, {"threads": 1}, folder)
    for _ in range(iterations):
        run.advance()
    run.save()
    run.close()
    return folder


@pytest.fixture
def run(image_game, tmp_path):
    return begun(tmp_path / "run", *image_game)


@pytest.fixture
def elsewhere(run, pairs, tmp_path):
    """Where the images of the run lie now."""
    return pairs.rename(tmp_path / "elsewhere")


def apart(pairs, folder):
    """The sides of pairs in two folders."""
    for file in sorted(pairs.rglob("*.png")):
        with Image.open(file) as image:
            for side, left in (("ink", 0), ("paint", 64)):
                (folder / side).mkdir(parents=True, exist_ok=True)
                image.crop((left, 0, left + 64, 64)).save(folder / side / f"{file.parent.name}-{file.name}")
    return folder


def test_it_is_shown_without_pictures_and_goes_on_where_they_are_named(run, elsewhere, pairs):
    with trainer() as training:
        ready = training.open(run)
        assert (ready.away, ready.iteration, ready.warnings) == ("data", 3, ())
        assert ready.read_only.startswith(f"{pairs}: there is no such folder")
        assert ready.read_only.endswith(
            f"put it back, or say where it is now: ganviz train --resume {run} --data PLACE; until then the run is "
            "shown as it was saved, without pictures")
        report = training.ask({"samples": {}, "measures": {}})
        assert (report.arrays, report.history[:, 1].max()) == ({}, 3)
        assert training.refusal(m.Play()) == ready.read_only
        training.send(m.Open(str(run), Elsewhere(data=str(elsewhere))))
        ready = training.wait(m.Ready)
        assert (ready.away, ready.read_only, ready.warnings) == (None, "", ())
        training.play_to(5)
    found = read_manifest(run)
    assert (found.game_settings["data"], found.dataset["path"]) == (str(elsewhere), str(elsewhere))
    assert saved_state(run, 5) == undisturbed(run, 5)
    again = Run.open(run)
    assert again.warnings == ()
    again.close()


def test_other_images_are_refused_by_name(run, elsewhere, pairs, tmp_path):
    before = read_manifest(run)
    others = write_pairs(tmp_path / "others", train=4)
    with trainer() as training:
        training.open(run)
        assert training.refusal(m.Open(str(run), Elsewhere(data=str(others)))) == (
            f"{others}: this is not what the run learns from, which was {pairs}; name that as it was when the run "
            "began, or begin a new run on this")
        assert training.ask().progress.iteration == 3, "what was open stays"
    assert read_manifest(run) == before


def test_two_folders_that_were_moved_together(pairs, tmp_path):
    sides = apart(pairs, tmp_path / "sides")
    settings = {**GAMES["cyclegan"], "data": str(sides / "ink"), "data_b": str(sides / "paint")}
    run = begun(tmp_path / "run", "cyclegan", settings, iterations=1)
    moved = sides.rename(tmp_path / "moved")
    with pytest.raises(AwayError, match="--data PLACE"):
        Run.open(run)
    opened = Run.open(run, elsewhere=Elsewhere(data=str(moved / "ink")))
    opened.advance()
    opened.close()
    assert read_manifest(run).game_settings["data_b"] == str(moved / "paint")


@pytest.fixture
def of_two(pairs, tmp_path):
    """A run on the sides of pairs in two folders."""
    sides = apart(pairs, tmp_path / "sides")
    settings = {**GAMES["cyclegan"], "data": str(sides / "ink"), "data_b": str(sides / "paint")}
    return begun(tmp_path / "run", "cyclegan", settings, iterations=1)


def test_the_second_of_two_folders_was_moved(of_two, pairs, tmp_path):
    ink, paint = tmp_path / "sides" / "ink", tmp_path / "sides" / "paint"
    moved = paint.rename(tmp_path / "moved")
    with pytest.raises(AwayError) as told:
        Run.open(of_two)
    assert str(told.value).startswith(f"{paint}: there is no such folder")
    assert str(told.value).endswith(
        f"put it back, or say where it is now: ganviz train --resume {of_two} --data-b PLACE")
    assert told.value.way == "data_b"
    others = apart(write_pairs(tmp_path / "others", train=4), tmp_path / "apart") / "paint"
    with pytest.raises(UserError) as told:
        Run.open(of_two, elsewhere=Elsewhere(data_b=str(others)))
    assert str(told.value).startswith(f"{others}: this is not what the run learns from, which was {paint};")
    opened = Run.open(of_two, elsewhere=Elsewhere(data_b=str(moved)))
    assert opened.warnings == ()
    opened.advance()
    opened.close()
    manifest = read_manifest(of_two)
    assert (manifest.game_settings["data"], manifest.game_settings["data_b"]) == (str(ink), str(moved))
    assert manifest.dataset["path"] == str(ink)


def test_two_folders_that_were_moved_apart(of_two, tmp_path):
    sides = tmp_path / "sides"
    first, second = (sides / "ink").rename(tmp_path / "here"), (sides / "paint").rename(tmp_path / "there")
    with pytest.raises(AwayError, match=r"--resume .* --data PLACE"):
        Run.open(of_two)
    with pytest.raises(UserError) as told:
        Run.open(of_two, elsewhere=Elsewhere(data=str(first)))
    assert str(told.value).endswith(f"ganviz train --resume {of_two} --data {first} --data-b PLACE")
    opened = Run.open(of_two, elsewhere=Elsewhere(data=str(first), data_b=str(second)))
    assert opened.warnings == ()
    opened.close()
    Run.open(of_two).close()


def test_points_that_were_moved(tmp_path):
    table = tmp_path / "points.csv"
    np.savetxt(table, np.random.default_rng(0).normal(size=(64, 1)), header="x", comments="")
    run = begun(tmp_path / "run", "1d", {**TINY, "problem": "points", "data": str(table)})
    moved = table.rename(tmp_path / "moved.csv")
    with pytest.raises(UserError, match=r"there is no such file; .* ganviz train --resume .* --data PLACE"):
        Run.open(run)
    other = tmp_path / "other.csv"
    other.write_text(moved.read_text() + "0.5\n")
    with pytest.raises(UserError, match=r"other\.csv: this is not what the run learns from"):
        Run.open(run, elsewhere=Elsewhere(data=str(other)))
    opened = Run.open(run, elsewhere=Elsewhere(data=str(moved)))
    assert opened.warnings == ()
    opened.close()
    again = Run.open(run)
    assert again.game.settings.data == str(moved)
    again.close()


@pytest.mark.parametrize(("named", "sentence"), [
    (Elsewhere(data="/some/place"), "--data: this run has no data on record that could lie elsewhere"),
    (Elsewhere(data_b="/some/place"), "--data-b: this run has no second folder that could lie elsewhere"),
    (Elsewhere(leave_out=True), "--leave-out: this run learns from no images; leave it out"),
], ids=["data", "data_b", "leave_out"])
def test_a_run_without_data(named, sentence, tmp_path):
    run = begun(tmp_path / "run", "1d", TINY)
    with pytest.raises(UserError, match=sentence):
        Run.open(run, elsewhere=named)


def test_a_damaged_file_that_came_since_is_left_out_if_one_agrees(run, pairs):
    (pairs / "train" / "new.png").write_bytes((pairs / "train" / "0.png").read_bytes()[:100])
    with trainer() as training:
        ready = training.open(run)
        assert ready.away == "leave_out"
        assert "new.png" in ready.read_only
        assert f"agree to leave them out (ganviz train --resume {run} --leave-out)" in ready.read_only
        training.send(m.Open(str(run), Elsewhere(leave_out=True)))
        ready = training.wait(m.Ready)
        assert (ready.read_only, ready.warnings) == ("", ()), "the images that are used are the same"
        training.play_to(5)
    assert saved_state(run, 5) == undisturbed(run, 5)
    again = Run.open(run)
    again.close()


def test_a_file_that_was_damaged_by_moving_is_to_be_copied_again(run, elsewhere, pairs):
    file = elsewhere / "train" / "0.png"
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    with pytest.raises(UserError) as told:
        Run.open(run, elsewhere=Elsewhere(data=str(elsewhere)))
    assert str(told.value) == (
        f"{elsewhere}: 1 file can't be used ({file} is cut off); copy the run's own images there again, and leave out "
        f"what is none of them: ganviz train --resume {run} --data {elsewhere} --leave-out")
    with pytest.raises(UserError) as told:
        Run.open(run, elsewhere=Elsewhere(data=str(elsewhere), leave_out=True))
    assert str(told.value) == (
        f"{elsewhere}: 1 file can't be used ({file} is cut off), and the rest is not what the run learns from, which "
        f"was {pairs}; copy from there again what can't be used, or begin a new run, since the rest is another data "
        "set")
    file.write_bytes(whole)
    (elsewhere / "train" / "new.png").write_bytes(b"")
    opened = Run.open(run, elsewhere=Elsewhere(data=str(elsewhere), leave_out=True))
    assert opened.warnings == ()
    opened.close()


def test_links_that_lead_nowhere_are_no_question_where_they_are_none_of_the_images(run, pairs, tmp_path):
    (pairs / "notes").symlink_to(tmp_path / "gone")
    (pairs / "train" / "new.png").symlink_to(tmp_path / "gone.png")
    opened = Run.open(run)
    assert opened.warnings == ()
    opened.advance()
    opened.save()
    watched = Followed(run, "another process writes it")
    assert (watched.warnings, watched.game.facts()["count"]) == ((), opened.game.facts()["count"])
    watched.close()
    opened.close()
    assert evaluate(run)["iteration"] == 4
    assert not read_manifest(run).game_settings["leave_out"], "nobody was asked"
    (pairs / "train" / "bad.png").write_bytes(b"")
    with pytest.raises(AwayError, match=r"bad\.png is empty"):
        Run.open(run)


def test_a_command_that_is_named_can_be_pasted(image_game, tmp_path):
    folder = tmp_path / "my runs"
    game, settings = image_game
    run = begun(folder, game, settings)
    Path(settings["data"]).rename(tmp_path / "moved")
    with pytest.raises(AwayError) as told:
        Run.open(run)
    assert str(told.value).endswith(f"ganviz train --resume '{run}' --data PLACE")


def test_an_image_that_became_a_link_that_leads_nowhere_is_asked_about(run, pairs, tmp_path):
    file = pairs / "train" / "0.png"
    file.unlink()
    file.symlink_to(tmp_path / "gone.png")
    with pytest.raises(AwayError, match=r"1 file can't be used \(.*0\.png is a link that leads nowhere\)") as told:
        Run.open(run)
    assert told.value.way == "leave_out"


def test_reading_that_is_cancelled_opens_nothing(run, own_cache):
    with trainer() as training, endless_reading():
        training.send(m.Open(str(run)), m.Cancel())
        assert training.wait(m.Refused).text == "reading the images was cancelled; nothing was begun"
