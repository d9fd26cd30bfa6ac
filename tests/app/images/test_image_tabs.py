"""The tabs of images over real runs of tiny games, driven through their controls."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import qAlpha
from PySide6.QtWidgets import QAbstractButton

from ganviz.app.images.columns import CYCLES
from ganviz.app.images.content import Content
from ganviz.app.images.side import SAMPLE
from ganviz.app.palette import DARK
from ganviz.app.plots.text import number
from ganviz.settings.run import RunSettings
from tests.app_support import LONG_MS, Driven
from tests.training.image_runs import GAMES, halt_replays, write_pairs

pytestmark = pytest.mark.usefixtures("own_cache")

CELLS = {"pix2pix": 2 * 3, "cyclegan": 2 * 6}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pairs(tmp_path / "pairs")


def begun(driven: Driven, game: str, folder: Path, **values: object) -> None:
    """A tiny run in the tab of a game, with its first pictures."""
    driven.window.show_game(game)
    tab = driven.window.tab
    wanted = {**GAMES[game], "data": str(folder), "watch_budget": 1.0, **values}
    tab.new_run(tab.panel.settings.changed(wanted), RunSettings(threads=1, autosave=86_400))
    driven.until(lambda: bool(tab.picture.sheet.cells))


@pytest.mark.slow
@pytest.mark.parametrize("game", list(GAMES))
def test_a_run_is_watched_paused_and_shows_every_column(driven: Driven, folder: Path, game: str) -> None:
    begun(driven, game, folder)
    picture = driven.window.tab.picture
    assert len(picture.sheet.cells) == CELLS[game]
    before = picture.updates
    driven.play_past(1)
    driven.until(lambda: picture.updates > before + 1)
    at = driven.pause()
    driven.until(lambda: picture.moments.iterations[-1] == at)
    assert picture.moments.images(0, 0)
    assert "epoch" in picture.footer.pace.text()
    side = driven.window.tab.side
    driven.until(lambda: all(side.measures.text(row.key) != "–" for row in side.MEASURES
                             if not row.key.startswith("truth")))


@pytest.mark.slow
@pytest.mark.parametrize("game", list(GAMES))
def test_a_run_that_is_opened_again_shows_what_its_samples_were(driven: Driven, folder: Path, game: str) -> None:
    begun(driven, game, folder)
    picture, session = driven.window.tab.picture, driven.window.tab.session
    driven.play_past(1)
    driven.pause()
    session.save()
    driven.play_past(session.iteration + 1)
    at = driven.pause()
    with driven.qtbot.waitSignal(session.opened, timeout=LONG_MS):
        session.open(session.folder)
    driven.until(lambda: bool(picture.moments.iterations) and picture.moments.iterations[-1] >= at)
    assert picture.moments.iterations[0] == 0
    assert len(picture.moments.iterations) > 2
    assert all(not image.isNull() for _, image in picture.moments.images(0, 0))


@pytest.mark.parametrize("game", list(GAMES))
def test_before_a_run_the_tab_invites(driven: Driven, game: str) -> None:
    driven.window.show_game(game)
    driven.window.begin()
    tab = driven.window.tab
    assert tab.pages.currentWidget() is tab.welcome
    assert not driven.window.actions_["play"].isEnabled()
    buttons = tab.welcome.findChildren(QAbstractButton)
    assert all(button.toolTip() and button.accessibleName() and button.objectName() for button in buttons)
    assert not driven.window.tab.session.started


def test_layers_lie_over_the_pictures_and_the_pointer_reads_them(driven: Driven, folder: Path) -> None:
    begun(driven, "pix2pix", folder)
    picture = driven.window.tab.picture
    sheet = picture.sheet
    for layer in ("difference", "patches"):
        driven.qtbot.mouseClick(picture.chips.chips[layer], Qt.MouseButton.LeftButton)
    driven.until(lambda: "difference.output" in picture.content.arrays and "patches.fake" in picture.content.arrays)
    output = next(cell for cell, column in sheet.cells if column.part == "output")
    driven.qtbot.mouseMove(sheet, output.rect.center().toPoint())
    driven.until(lambda: "|Δ|" in picture.footer.reading.text())
    assert "70" in picture.footer.reading.text()
    field = sheet.field()
    assert field is not None
    assert field.width() == pytest.approx(70 / 64)


def test_zoom_and_pan_are_linked_and_a_double_click_shows_all(driven: Driven, folder: Path) -> None:
    begun(driven, "pix2pix", folder)
    sheet = driven.window.tab.picture.sheet
    centre = sheet.cells[0][0].rect.center().toPoint()
    sheet.setFocus()
    driven.qtbot.keyClick(sheet, Qt.Key.Key_Plus)
    assert sheet.zoom.factor > 1
    before = sheet.zoom.x
    driven.qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=centre)
    driven.qtbot.mouseMove(sheet, centre - QPoint(12, 0))
    driven.qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=centre - QPoint(12, 0))
    assert sheet.zoom.x > before
    driven.qtbot.mouseDClick(sheet, Qt.MouseButton.LeftButton, pos=centre)
    assert (sheet.zoom.factor, sheet.zoom.x) == (1.0, 0.5)


def test_a_click_chooses_the_sample_of_the_history(driven: Driven, folder: Path) -> None:
    begun(driven, "cyclegan", folder)
    picture = driven.window.tab.picture
    cell = next(cell for cell, column in picture.sheet.cells if column.part == "b_a" and cell.sample == 1)
    driven.qtbot.mouseClick(picture.sheet, Qt.MouseButton.LeftButton, pos=cell.rect.center().toPoint())
    assert picture.sheet.choice == (1, 1)
    newest = picture.moments.images(1, 1)[-1][1]
    assert picture.strip.moments[-1][1] == newest


def test_the_slider_shows_the_input_on_its_left(driven: Driven, folder: Path) -> None:
    begun(driven, "pix2pix", folder)
    sheet = driven.window.tab.picture.sheet
    driven.window.tab.picture.set_shown("slider", True)
    cell = next(cell for cell, column in sheet.cells if column.part == "output")
    middle, wanted = cell.rect.center().toPoint(), cell.rect.center() + QPointF(cell.rect.width() / 4, 0)
    driven.qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=middle)
    driven.qtbot.mouseMove(sheet, wanted.toPoint())
    driven.qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=wanted.toPoint())
    assert sheet.split == pytest.approx(0.75, abs=0.02)


def test_without_held_out_images_it_says_so(driven: Driven, tmp_path: Path) -> None:
    folder = write_pairs(tmp_path / "pairs", val=0)
    driven.window.show_game("pix2pix")
    tab = driven.window.tab
    wanted = {**GAMES["pix2pix"], "data": str(folder), "held_out": 0.0}
    tab.new_run(tab.panel.settings.changed(wanted), RunSettings(threads=1))
    driven.until(lambda: driven.session.progress is not None)
    assert "held out" in tab.picture.sheet.empty
    driven.until(tab.estimate.isVisible)
    assert "an iteration" in tab.estimate.sentence.text()


def test_the_past_is_shown_by_checkpoints(driven: Driven, folder: Path) -> None:
    begun(driven, "pix2pix", folder)
    for name in ("step.both", "step.d", "step.g"):
        before = driven.session.iteration
        driven.act(name)
        driven.until(lambda before=before: driven.session.iteration == before + 1 and not driven.session.playing)
    driven.until(driven.window.actions_["step.back"].isEnabled)
    assert "whose time is said first" in driven.window.actions_["step.back"].toolTip()
    replay = driven.window.tab.replay
    driven.act("step.back")
    driven.until(replay.isVisible)
    assert driven.session.shown == 2
    driven.qtbot.mouseClick(replay.kept, Qt.MouseButton.LeftButton)
    driven.until(lambda: driven.session.progress.viewing == 0)
    assert not replay.isVisible()
    assert not driven.window.actions_["step.back"].isEnabled()
    driven.act("past.now")
    driven.until(lambda: driven.session.progress.viewing is None)


def saved_at(driven: Driven, *iterations: int) -> None:
    """Train to each of these iterations and save there."""
    for iteration in iterations:
        driven.play_to(iteration)
        driven.session.save()
        driven.until(lambda iteration=iteration: driven.session.progress.saved == iteration)


def stand_in_colour(folder: Path, iteration: int, level: int) -> None:
    """Make all of a stored picture's pixels of one colour."""
    path = folder / "samples" / f"0-{iteration:09d}.png"
    with Image.open(path) as image:
        about = PngInfo()
        about.add_text("results", image.info["results"])
        size = image.size
    Image.new("RGB", size, (level, level, level)).save(path, pnginfo=about)


@pytest.mark.parametrize("game", list(GAMES))
def test_between_checkpoints_the_stored_pictures_are_shown_and_a_replay_shows_it_exactly(
        driven: Driven, folder: Path, game: str) -> None:
    begun(driven, game, folder)
    saved_at(driven, 2, 6)
    stand_in_colour(driven.folder, 2, 77)
    tab, session, actions = driven.window.tab, driven.session, driven.window.actions_
    sheet, part, given = tab.picture.sheet, *(("output", "input") if game == "pix2pix" else ("a_b", "a"))
    shown = sheet.content.images[f"samples.{given}"][0].copy()
    tab.picture.moments.clear()  # on the way here the strip may have seen just that iteration
    session.view(4)
    driven.until(tab.replay.isVisible)
    assert not tab.hint.isVisible(), "it would lie over the bar"
    assert session.shown == 4
    assert "iteration 4" in tab.replay.sentence.text() and "stored at iteration 2" in tab.replay.sentence.text()
    assert sheet.content.images[f"samples.{part}"][0].pixelColor(3, 3).red() == 77
    assert sheet.content.images[f"samples.{given}"][0] == shown, "what G is given is the same at all times"
    assert not set(sheet.content.arrays) - {f"samples.{column.part}" for group in tab.picture.GROUPS
                                            for column in group.columns}, "no map of another iteration lies over it"
    told = {tab.side.measures.text(row.key) for row in tab.side.MEASURES}
    assert told == {"–"}, "nothing is told of another iteration"
    for name in ("play", "past.continue", "step.d"):
        assert not actions[name].isEnabled(), "there is no state to go on from"
    assert not driven.control("transport.past.continue").isEnabled()
    session.play()
    assert not session.playing
    driven.until(tab.replay.exact.isEnabled)
    assert tab.replay.exact.text().startswith("Replay exactly: about ")
    driven.qtbot.mouseClick(tab.replay.exact, Qt.MouseButton.LeftButton)
    driven.until(lambda: session.looking.is_exact and session.viewing == 4)
    driven.until(lambda: sheet.content is tab.picture.content)
    assert sheet.content.images[f"samples.{part}"][0].pixelColor(3, 3).red() != 77
    assert not tab.replay.isVisible()
    assert "iteration 4" in tab.hint.text()
    assert driven.control("transport.past.continue").isEnabled()
    driven.act("past.continue")
    driven.until(lambda: session.progress.branch == 1 and session.iteration == 4)


KIDS = {"pix2pix": "kid", "cyclegan": "kid_a_to_b"}


@pytest.mark.parametrize("game", list(GAMES))
def test_figures_are_of_the_iteration_on_show_as_soon_as_one_looks_back(driven: Driven, folder: Path,
                                                                        game: str) -> None:
    """Also in a run that has just been opened, on the first visit of an iteration whose state was not kept."""
    begun(driven, game, folder)
    saved_at(driven, 2, 6)
    driven.open(Path(driven.session.folder))
    side, session, kid = driven.window.tab.side, driven.session, KIDS[game]
    measures, norm = side.measures, [column.id for column in side.COLUMNS].index("grad_norm_g")
    driven.until(lambda: measures.text(kid) != "–")
    present = measures.text("grad_norm_g")
    for iteration in (4, 2):
        session.view(iteration)
        row = side.history.at(iteration)
        assert row is not None
        assert (measures.text(kid), measures.text("grad_norm_g")) == ("–", number(float(row[norm])))
        assert side.diagnosis.sentence.text() == "Not measured yet."
    head = driven.control(f"game{game}.measures.estimator")
    driven.until(lambda: measures.text(kid) != "–")
    assert head.text().endswith("at iteration 2")
    session.view(None)
    assert (measures.text(kid), measures.text("grad_norm_g")) == ("–", present)
    driven.until(lambda: measures.text(kid) != "–")
    assert head.text().endswith("at iteration 6")


@pytest.mark.parametrize("game", list(GAMES))
def test_what_the_measures_are_of_is_not_cut_off(driven: Driven, game: str) -> None:
    driven.window.show_game(game)
    driven.window.resize(1280, 800)
    tab = driven.window.tab
    tab.pages.setCurrentWidget(tab.picture)
    driven.until(lambda: tab.side.measures.isVisible() and tab.width() > 1200)
    before, head = tab.side.width(), driven.control(f"game{game}.measures.estimator")
    tab.side.measures.tell_sample(SAMPLE, count="32 + 32", iteration="1,000,000")
    driven.until(lambda: head.width() >= head.sizeHint().width() > 0)
    assert tab.side.width() == before
    assert tab.side.rect().contains(head.mapTo(tab.side, head.rect().bottomRight()))


def test_a_replay_is_cancelled_and_the_stored_picture_is_back(driven: Driven, folder: Path,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    halt_replays(monkeypatch, 3)
    begun(driven, "pix2pix", folder)
    saved_at(driven, 7)
    tab, session = driven.window.tab, driven.session
    session.view(6)
    driven.until(tab.replay.exact.isEnabled)
    session.replay()
    driven.until(lambda: session.looking.replayed == 3)
    assert tab.replay.cancel.isVisible()
    assert not tab.replay.exact.isVisible()
    assert tab.replay.sentence.text().startswith("Repeating iterations 0 to 6: at 3, about ")
    driven.qtbot.mouseClick(tab.replay.cancel, Qt.MouseButton.LeftButton)
    assert (session.viewing, session.looking.is_stored) == (6, True)
    driven.until(lambda: session.progress.viewing is None)
    assert not tab.replay.cancel.isVisible()
    assert tab.replay.exact.isVisible()
    driven.act("past.now")
    driven.until(lambda: tab.picture.sheet.content is tab.picture.content)
    assert not tab.replay.isVisible()


def test_where_no_picture_was_stored_before_it_says_so(driven: Driven, folder: Path) -> None:
    begun(driven, "pix2pix", folder)
    saved_at(driven, 3)
    for path in (driven.folder / "samples").glob("*.png"):
        path.unlink()
    driven.window.tab.picture.moments.clear()  # on the way here the strip may have seen just that iteration
    driven.session.view(2)
    driven.until(driven.window.tab.replay.isVisible)
    assert "no picture of these samples was stored" in driven.window.tab.replay.sentence.text()
    assert "samples.output" not in driven.window.tab.picture.sheet.content.images


@pytest.mark.slow
def test_slow_motion_names_its_substeps(driven: Driven, folder: Path) -> None:
    begun(driven, "cyclegan", folder)
    driven.act("slow_motion")
    seen: set[str] = set()
    driven.session.reported.connect(lambda report: seen.add(report.substep.id) if report.substep else None)
    driven.act("play")
    caption = driven.window.tab.picture.caption
    driven.until(lambda: "g.cycle_b" in seen and caption.isVisible() and " " in caption.text)
    sheet, samples = driven.window.tab.picture.sheet, driven.window.tab.picture.content
    driven.until(lambda: sheet.content is not samples and len(sheet.cells) == 6)  # the batch is one image of each side
    driven.act("slow_motion")
    driven.until(lambda: sheet.content is samples)
    driven.pause()


def test_before_play_it_says_how_long_and_offers_a_cheaper_preset(driven: Driven, folder: Path) -> None:
    begun(driven, "pix2pix", folder, schedule_constant=100_000_000)
    estimate = driven.window.tab.estimate
    driven.until(estimate.isVisible)
    assert driven.session.iteration == 0
    assert "an iteration" in estimate.sentence.text()
    assert estimate.button.isVisible()
    assert estimate.button.text().startswith("Your pairs, 256 pixels: about "), "the dearest that is cheaper"
    driven.act("step.both")
    driven.until(lambda: driven.session.iteration == 1)
    driven.until(lambda: not estimate.isVisible())


@pytest.mark.parametrize(("game", "demo", "preset", "cheaper"), [
    ("pix2pix", "demo:facades", "facades-128", "facades-64"), ("pix2pix", "demo:icons", "paper-128", "icons-64"),
    ("cyclegan", "demo:styles", "paper-256", "paper-128"), ("cyclegan", "demo:styles", "paper-128", "styles-64"),
    ("cyclegan", "demo:styles", "styles-64", "quick-32")])
def test_a_demo_has_a_cheaper_preset_on_the_same_images(driven: Driven, folder: Path, game: str, demo: str,
                                                        preset: str, cheaper: str) -> None:
    begun(driven, game, folder)
    tab = driven.window.tab
    tab.panel.set_preset(preset)
    tab.panel.follow(tab.panel.preset_settings(preset).changed({"data": demo}).model_dump())
    tab.picture.facts = {**tab.picture.facts, "epoch": 300.0}
    cost, offered = tab.costs(0.5)
    assert cost.total is not None
    assert offered is not None
    assert offered[0] == cheaper
    assert offered[2].total < 0.7 * cost.total
    assert tab.with_images(cheaper).data == demo


def test_cyclegan_offers_a_quick_preset_on_images_of_ones_own(driven: Driven, folder: Path) -> None:
    begun(driven, "cyclegan", folder)
    tab, before = driven.window.tab, driven.session.ready
    tab.panel.set_preset("styles-64")
    tab.panel.follow(tab.with_images("styles-64").model_dump())
    cost, offered = tab.costs(0.48)
    assert cost.total == pytest.approx(20_000 * 0.48)
    assert offered is not None
    assert 10 * 60 < offered[2].total < 40 * 60
    tab.estimate.show_cost(cost, offered)
    assert tab.estimate.button.text().startswith("Quick look, 32 pixels: about ")
    driven.qtbot.mouseClick(tab.estimate.button, Qt.MouseButton.LeftButton)
    driven.until(lambda: driven.session.ready is not before and bool(tab.picture.sheet.cells))
    chosen = driven.session.ready.game_settings
    assert (chosen["data"], chosen["crop_size"], chosen["generator"]) == (str(folder), 32, "resnet_6blocks")


def test_a_critic_without_a_neutral_level_is_shown_by_differences_alone(driven: Driven, folder: Path) -> None:
    begun(driven, "pix2pix", folder, objective="wasserstein", penalty="gradient", normalisation_d="none")
    tab = driven.window.tab
    tab.picture.set_shown("patches", True)
    driven.until(lambda: {"patches.real", "patches.fake"} <= tab.picture.content.arrays.keys())
    accuracy = driven.control("gamepix2pix.measures.accuracy_d")
    assert not accuracy.isVisibleTo(tab.side)
    assert tab.side.charts["means"].references == ()
    assert tab.picture.footer.bar.texts == ("less real", "more real")
    tab.session.change({"objective": "lsgan"})
    driven.until(lambda: accuracy.isVisibleTo(tab.side))
    assert [mark.value for mark in tab.side.charts["means"].references] == [0.5]
    assert tab.picture.footer.bar.texts == ("generated −0.5", "1.5 real")


def test_the_colours_of_a_critic_are_those_of_its_own_values_wherever_they_lie() -> None:
    """Each of CycleGAN's critics has an offset and a size of its own, and neither means anything."""
    facts = {"patch": 70, "stride": 8, "neutral": None, "shown_range": [-2.0, 2.0]}
    plain, moved = Content(CYCLES, DARK), Content(CYCLES, DARK)
    maps = np.linspace(-1, 1, 18, dtype=np.float32).reshape(2, 3, 3)
    for content, offset, size in ((plain, 0.0, 1.0), (moved, 50.0, 4.0)):
        content.set_facts(facts)
        content.take({"patches.real_a": maps * size + offset, "patches.fake_a": (maps - 0.5) * size + offset,
                      "patches.real_b": maps})
    assert moved.images == plain.images
    farthest = (("patches.real_a", 1, 2), ("patches.fake_a", 0, 0), ("patches.real_b", 0, 0))
    assert [qAlpha(plain.images[name][sample].pixel(at, at)) for name, sample, at in farthest] == [204] * 3  # 80 %
