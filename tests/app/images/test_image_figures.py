"""The pure figures of the image tabs: places, zoom, patches, pace, cost, moments."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ganviz.app.images.arrangement import Block, Measures, arrange
from ganviz.app.images.asking import Asking
from ganviz.app.images.chart_pages import ChartPages
from ganviz.app.images.columns import PAIRS
from ganviz.app.images.cost import Plan, cheaper, cost
from ganviz.app.images.moments import MOST, Moments
from ganviz.app.images.overlays import Patches
from ganviz.app.images.reading import Reading
from ganviz.app.images.side import CYCLE_CURVES, PAIR_CURVES, Curves, CyclePanel, ImagePanel, PairPanel
from ganviz.app.images.zoom import Zoom
from ganviz.app.palette import DARK, LIGHT, Palette
from ganviz.app.plots.charts import Chart, _envelope
from ganviz.settings.columns import CYCLEGAN_COLUMNS, PIX2PIX_COLUMNS, Column
from ganviz.settings.schedule import length
from ganviz.training.messages import Report
from tests.app.plots.reports import report

LENGTHS = Measures(20, 16, 6, 20)
FACTS = {"neutral": 0.5, "shown_range": [0.0, 1.0], "count": 3}
SETTINGS = {"schedule": "linear", "schedule_by": "epoch", "schedule_constant": 100, "schedule_decay": 100,
            "batch_size": 1, "crop_size": 256, "width_g": 64}


@pytest.mark.parametrize("area", [QRectF(0, 0, 600, 500), QRectF(0, 0, 1200, 300), QRectF(0, 0, 200, 700)])
@pytest.mark.parametrize("blocks", [[Block(3, 1, 1.5)], [Block(3, 4, 1.5)], [Block(3, 4, 1.5)] * 2,
                                    [Block(4, 5, 1.5)] * 2, [Block(3, 6, 2.0), Block(3, 4, 0.5)]])
def test_every_picture_has_a_place_of_its_own_inside_the_area(area: QRectF, blocks: list[Block]) -> None:
    cells = arrange(area, blocks, LENGTHS)
    assert len(cells) == sum(block.samples * block.columns for block in blocks)
    for cell in cells:
        assert area.adjusted(-1, -1, 1, 1).contains(cell.rect)
        assert cell.rect.width() / cell.rect.height() == pytest.approx(blocks[cell.group].ratio)
    assert not any(one.rect.intersects(other.rect) for one in cells for other in cells if one is not other)


def test_a_zoom_keeps_the_place_it_is_about_and_stays_inside() -> None:
    cell, about = QRectF(10, 20, 100, 80), QPointF(0.3, 0.6)
    near = Zoom().zoomed(4, about)
    whole = near.whole(cell)
    assert (whole.left() + 0.3 * whole.width(), whole.top() + 0.6 * whole.height()) == pytest.approx((40, 68))
    assert near.at(cell, QPointF(40, 68)).x() == pytest.approx(0.3)
    assert near.moved(QPointF(9, 9)).part.bottomRight() == QPointF(1, 1)
    assert near.zoomed(0.01, about) == Zoom()


@pytest.mark.parametrize(("side", "logits"), [(64, 6), (128, 14), (256, 30)])
def test_the_field_of_a_logit_is_where_its_convolutions_look(side: int, logits: int) -> None:
    """Kernel 4, padding 1, strides 2 2 2 1 1: the first field begins 23 pixels outside, the next 8 pixels further."""
    patches, maps = Patches(70, 8), (logits, logits)
    for k in (0, 1, logits - 1):
        field = patches.field(maps, (side, side), (k, 0))
        assert field.top() * side == pytest.approx(-23 + 8 * k)
        assert field.height() * side == pytest.approx(70)
        middle = QPointF(0.0, (8 * k - 23 + 35) / side)
        assert patches.nearest(maps, (side, side), middle) == (k, 0)


def test_lengths() -> None:
    assert length(SETTINGS, 40.0) == 8000
    assert length({**SETTINGS, "schedule_by": "iteration"}, 40.0) == 200
    assert length({**SETTINGS, "schedule": "constant"}, 40.0) is None


def test_the_cheaper_plan_is_the_dearest_that_is_clearly_cheaper() -> None:
    now = Plan("256", SETTINGS, None, 16.0)
    others = [now, Plan("128", SETTINGS, None, 4.0), Plan("64", SETTINGS, None, 1.0)]
    assert cost(now, 0.5, 40.0).total == 4000
    found = cheaper(now, others, 0.5, 40.0)
    assert found is not None
    assert (found[0].preset, found[1].total) == ("128", 1000)
    assert cheaper(others[2], others[:2], 0.5, 40.0) is None


def test_moments_thin_out_and_keep_the_first_and_the_newest() -> None:
    moments = Moments(PAIRS)
    for iteration in range(0, 3000, 7):
        moments.take(iteration, {"samples.output": np.full((1, 2, 2, 3), iteration % 256, np.uint8)})
    assert len(moments.iterations) <= MOST
    assert (moments.iterations[0], moments.iterations[-1]) == (0, 2996)
    assert moments.images(0, 0)[-1][1].pixelColor(0, 0).red() == 2996 % 256
    moments.take(100, {"samples.output": np.zeros((1, 2, 2, 3), np.uint8)})
    assert moments.iterations[-1] == 100


def test_what_did_not_come_is_asked_for_again_and_what_came_is_not() -> None:
    asking = Asking({"samples": 2.0})
    asking.state = 1
    assert asking.due(["samples"], 0.0) == {"samples": {}}
    assert asking.due(["samples"], 0.01) == {}
    assert asking.due(["samples"], 1.0) == {"samples": {}}
    asking.came(["samples"], 1.0)
    assert asking.due(["samples"], 9.0) == {}
    assert set(asking.due(["samples", "patches"], 9.0)) == {"samples", "patches"}
    asking.came(["samples", "patches"], 9.0)
    asking.running, asking.state = True, 2
    assert asking.due(["samples"], 10.0) == {}
    assert asking.due(["samples"], 11.0) == {"samples": {}}


def test_what_takes_long_is_asked_for_rarely() -> None:
    asking = Asking({"measures": 15.0}, patience=20.0)
    asking.due(["measures"], 0.0)
    asking.came(["measures"], 2.0)
    asking.running, asking.state = True, 1
    assert asking.due(["measures"], 39.0) == {}
    assert asking.due(["measures"], 40.0) == {"measures": {}}


@pytest.mark.parametrize(("waited", "took", "next_at"), [
    (12.0, 0.5, 15.0), (12.0, 2.0, 40.0), (12.0, 11.7, 60.0), (12.0, None, 60.0), (80.0, 40.0, 80.0)])
def test_how_rarely_goes_by_what_was_taken_of_the_run_and_has_a_bound(
        waited: float, took: float | None, next_at: float) -> None:
    """Where what was taken is known: the answer may have waited for much else."""
    asking = Asking({"measures": 15.0}, patience=20.0)
    asking.due(["measures"], 0.0)
    asking.came(["measures"], waited, took)
    asking.running, asking.state = True, 1
    assert asking.due(["measures"], next_at - 0.1) == {}
    assert asking.due(["measures"], next_at) == {"measures": {}}


def test_what_was_left_out_of_an_answer_is_soon_asked_for_again_also_where_it_takes_long() -> None:
    asking = Asking({"measures": 15.0}, patience=20.0)
    asking.due(["measures"], 0.0)
    asking.came(["measures"], 2.0)
    asking.running, asking.state = True, 1
    assert asking.due(["measures"], 40.0) == {"measures": {}}
    assert asking.due(["measures"], 40.2) == {"measures": {}}
    asking.came(["measures"], 41.0, 1.0)
    asking.state = 2
    assert asking.due(["measures"], 60.0) == {}
    assert asking.due(["measures"], 60.2) == {"measures": {}}


ASKED = {"measures": {"n": 4, "diagnose": True}}
PICTURES = {"samples.input": np.zeros((1, 8, 8, 3), np.uint8)}
L1 = {"measures.l1": np.array([0.2, 0.1])}


def on_show(qtbot: QtBot, kind: type[ImagePanel] = PairPanel) -> ImagePanel:
    """A panel of a run whose first pictures have come."""
    panel = kind("game")
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.set_facts(FACTS)
    panel.apply(answer(PICTURES))
    return panel


def answer(arrays: dict[str, NDArray[Any]], seconds: float = 0.0, **rest: Any) -> Report:
    return replace(report(arrays, **{"facts": FACTS, **rest}), seconds=seconds)


def came_at(monkeypatch: pytest.MonkeyPatch, now: float) -> None:
    """The next answer comes at ``now`` (seconds)."""
    monkeypatch.setattr("ganviz.app.images.side.time.perf_counter", lambda: now)


@pytest.mark.parametrize(("seconds", "images"), [(0.05, 32), (2.0, 4)], ids=["quick", "slow"])
def test_measures_are_taken_of_many_images_where_that_is_quick(
        qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, seconds: float, images: int) -> None:
    panel = on_show(qtbot)
    assert panel.request(100.0) == ASKED
    came_at(monkeypatch, 100.0 + seconds)
    panel.apply(answer(L1, iteration=101))
    assert panel.images == images
    assert panel.measures.text("l1") == "0.200"


def test_measures_go_by_what_they_took_not_by_how_long_a_busy_trainer_kept_them_waiting(
        qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = on_show(qtbot)
    panel.set_running(True)
    assert panel.request(100.0) == ASKED
    came_at(monkeypatch, 112.0)
    panel.apply(answer(L1, 0.5, iteration=101))
    panel.apply(answer({}, iteration=200))
    assert panel.request(114.9) == {}
    assert panel.request(115.0) == ASKED
    panel.apply(answer({}, iteration=201))  # the share of the time for pictures was spent
    assert panel.request(115.2) == ASKED


def test_measures_are_not_asked_for_twice_while_an_answer_is_to_be_shown(qtbot: QtBot) -> None:
    """The window asks at its clock's turn, and shows the answer of before after that."""
    panel = on_show(qtbot)
    assert panel.request(100.0, 7) == ASKED
    panel.apply(answer({}, generation=6))
    assert panel.request(105.0, 8) == {}
    panel.apply(answer({}, generation=7))
    assert panel.request(105.1, 9) == ASKED


@pytest.mark.parametrize(("kind", "facts", "few", "many"), [
    (PairPanel, {"count": 100}, "4 held-out images", "32 held-out images"),
    (PairPanel, {"count": 3}, "3 held-out images", "3 held-out images"),
    (PairPanel, {"count": 1}, "1 held-out image", "1 held-out image"),
    (CyclePanel, {"count": 5, "lengths": {"samples_a": 100, "samples_b": 5}},
     "4 + 4 held-out images", "32 + 5 held-out images")])
def test_the_head_says_of_how_many_images_and_of_which_iteration_the_measures_are(
        qtbot: QtBot, kind: type[ImagePanel], facts: dict[str, Any], few: str, many: str) -> None:
    panel = on_show(qtbot, kind)
    panel.set_facts(FACTS | facts)
    head = panel.findChild(QLabel, "game.measures.estimator")
    assert head.text() == "held-out images"
    for iteration, sample in ((101, few), (2552, many)):
        panel.request(1e6)
        panel.apply(answer(L1, 0.1, iteration=iteration, facts=FACTS | facts))
        assert head.text() == f"{sample} at iteration {iteration:,}"
    panel.apply(answer({}, iteration=2600, facts=FACTS | facts))
    assert "2,552" in head.text(), "nothing has been measured since"
    panel.clear()
    assert head.text() == "held-out images"


@pytest.mark.parametrize(("stage", "done", "total", "figures"), [
    ("look", 0, 0, "0 so far"), ("decode", 12, 60, "12 of 60"), ("verify", 2_000_000_000, 8_000_000_000, "25%")])
def test_the_reading_says_how_far_it_is(qtbot: QtBot, stage: str, done: int, total: int, figures: str) -> None:
    reading = Reading("gamepix2pix")
    qtbot.addWidget(reading)
    reading.show_progress(stage, done, total)
    assert reading.figures.text() == figures
    assert reading.sentence.text() != stage
    assert reading.bar.value() / reading.bar.maximum() == pytest.approx(done / total if total else 0.0)


@pytest.mark.parametrize(("kind", "columns", "chart"), [
    (PairPanel, PIX2PIX_COLUMNS, "l1"), (CyclePanel, CYCLEGAN_COLUMNS, "cycle"),
    (CyclePanel, CYCLEGAN_COLUMNS, "identity")], ids=["l1", "cycle", "identity"])
def test_errors_in_training_are_on_the_scale_of_those_on_held_out_images(
        qtbot: QtBot, kind: type[ImagePanel], columns: tuple[Column, ...], chart: str) -> None:
    """Training compares images of -1..1, the measures beside the curves images of 0..1."""
    panel = kind("game")
    qtbot.addWidget(panel)
    panel.resize(300, 1000)
    with qtbot.waitExposed(panel):
        panel.show()
    rows = np.full((3000, 2 + len(columns)), 0.4)
    rows[:, 0], rows[:, 1] = 0, np.arange(1, 3001)
    panel.apply(report(facts=FACTS, iteration=3000, history=rows))
    shown = panel.charts[chart]
    assert "0 to 1" in shown.accessibleName()
    assert {text for text, _ in hovered(qtbot, shown)[1:]} == {"0.200"}
    panel.resize(300, 2000)
    qtbot.waitUntil(panel.charts["norms"].isVisible)
    assert {text for text, _ in hovered(qtbot, panel.charts["norms"])[1:]} == {"0.400"}
    plotted = [_envelope(shown.series, line, shown.x_range(), 50) for line in shown.lines]
    assert [values for part in plotted for values in part[1:]] == [pytest.approx(0.2)] * 3 * len(shown.lines)
    shown.grab()


@pytest.mark.parametrize("height", [560, 610, 760, 1000, 1600])
@pytest.mark.parametrize("kind", [PairPanel, CyclePanel])
def test_every_chart_is_reached_at_any_height(qtbot: QtBot, kind: type[ImagePanel], height: int) -> None:
    panel = kind("game")
    qtbot.addWidget(panel)
    panel.set_facts(FACTS | {"truth": True})
    panel.resize(300, height)
    with qtbot.waitExposed(panel):
        panel.show()
    pages = panel.findChild(ChartPages)
    assert panel.height() == height
    assert pages.button.isVisible() == (len(shown(panel)) < len(panel.charts))
    assert height < 1600 or not pages.button.isVisible()
    first, reached = shown(panel), []
    while not set(shown(panel)) <= set(reached):
        reached += shown(panel)
        for part in (panel.measures, panel.diagnosis, *(panel.charts[name] for name in shown(panel))):
            assert part.height() >= part.minimumSizeHint().height()
            assert panel.rect().contains(part.rect().translated(part.mapTo(panel, QPoint())))
        if pages.button.isVisible():
            qtbot.mouseClick(pages.button, Qt.MouseButton.LeftButton)
    assert reached == list(panel.charts), "each on one page"
    assert shown(panel) == first, "after the last page comes the first"


def test_pages_keep_what_is_on_show_as_the_room_changes(qtbot: QtBot) -> None:
    panel = CyclePanel("game")
    qtbot.addWidget(panel)
    panel.resize(300, 610)
    with qtbot.waitExposed(panel):
        panel.show()
    button, before = panel.findChild(ChartPages).button, len(shown(panel))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    seen = shown(panel)
    assert button.text() == f"Charts {before + 1} to {before + len(seen)} of {len(panel.charts)} ›"
    panel.resize(300, panel.minimumSizeHint().height())
    qtbot.waitUntil(lambda: len(shown(panel)) < len(seen))
    assert seen[0] in shown(panel)
    panel.resize(300, 1600)
    qtbot.waitUntil(lambda: shown(panel) == list(panel.charts))


def shown(panel: ImagePanel) -> list[str]:
    return [name for name, chart in panel.charts.items() if chart.isVisible()]


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("chart", [*PAIR_CURVES, *CYCLE_CURVES], ids=lambda chart: chart.id)
def test_curves_of_a_chart_differ_in_hue(palette: Palette, chart: Curves) -> None:
    """Two greys are told apart by nobody where lines are thin."""
    colours = [QColor(getattr(palette, role)) for _, _, role in chart.lines]
    for one, other in pairwise(colours):
        apart = abs(one.hue() - other.hue())
        assert min(one.hslSaturation(), other.hslSaturation()) > 80
        assert min(apart, 360 - apart) > 60


@pytest.mark.parametrize("known", [True, False])
def test_both_ways_are_measured_and_true_errors_where_they_are_known(qtbot: QtBot, known: bool) -> None:
    panel = CyclePanel("game")
    qtbot.addWidget(panel)
    ways = {f"{name}_{way}": np.array([value, beside]) for name, value, beside in
            (("kid", 0.125, 0.108), ("cycle", 0.2, np.nan), *([("truth", 0.233, 0.392)] if known else []))
            for way in ("a_to_b", "b_to_a")}
    ways["kid_b_to_a"] = np.array([0.077, 0.108])
    panel.apply(report({f"measures.{name}": pair for name, pair in ways.items()}, facts=FACTS | {"truth": known},
                       history=np.zeros((0, 2 + len(CYCLEGAN_COLUMNS)))))
    assert (panel.measures.text("kid_a_to_b"), panel.measures.text("kid_b_to_a")) == ("0.125", "0.077")
    assert panel.measures.text("cycle_b_to_a") == "0.200"
    truth = panel.measures.findChild(QLabel, "game.measures.truth_a_to_b")
    beside = panel.measures.findChild(QLabel, "game.measures.truth_a_to_b.floor")
    assert truth.isVisibleTo(panel) == known
    assert (truth.text(), beside.text()) == (("0.233", "0.392") if known else ("–", ""))


def hovered(qtbot: QtBot, chart: Chart) -> list[tuple[str, str]]:
    qtbot.mouseMove(chart, QPoint(chart.width() // 2, chart.height() // 2))
    qtbot.waitUntil(lambda: "k" in chart.legend()[0][0])
    return chart.legend()


@pytest.mark.parametrize("kind", [PairPanel, CyclePanel])
def test_the_figures_of_the_past_are_those_of_the_iteration_on_show(kind: type[ImagePanel], qtbot: QtBot) -> None:
    panel = kind("image")
    qtbot.addWidget(panel)
    panel.set_facts(FACTS)
    values = np.linspace(0.1, 0.9, len(panel.COLUMNS))
    panel.apply(report(history=np.array([[0, k, *(values / k)] for k in (1, 2, 4)])))
    places = {column.id: place for place, column in enumerate(panel.COLUMNS)}
    for viewing, of in ((1, 1), (2, 2), (3, 2), (4, 4)):
        panel.apply(report(viewing=viewing))
        for key in ("grad_norm_g", "learning_rate", "learning_rate_d"):
            assert float(panel.measures.text(key)) == pytest.approx(values[places[key]] / of, rel=0.01), (key, viewing)
    panel.apply(report())
    assert panel.measures.text("grad_norm_g") == "0.260"


@pytest.mark.parametrize("kind", [PairPanel, CyclePanel])
def test_nothing_measured_of_another_iteration_stays_on_show(kind: type[ImagePanel], qtbot: QtBot) -> None:
    panel = on_show(qtbot, kind)
    panel.set_running(True)
    values = np.linspace(0.1, 0.9, len(panel.COLUMNS))
    kid = "kid" if kind is PairPanel else "kid_a_to_b"
    found = {f"measures.{kid}": np.array([0.2, 0.1]), "measures.diagnosis.collapse": np.array([0.8])}
    panel.apply(answer(found, iteration=400, history=[[0, k, *(100 * values / k)] for k in (200, 300, 400)]))
    norm = [column.id for column in panel.COLUMNS].index("grad_norm_g")

    def is_measured() -> bool:
        shown = (panel.measures.text(kid) != "–", panel.diagnosis.sentence.text() != "Not measured yet.")
        assert shown[0] == shown[1]
        return shown[0]

    for is_at_hand in (True, False):
        panel.look_at(300, is_at_hand)
        assert not is_measured()
        assert float(panel.measures.text("grad_norm_g")) == pytest.approx(values[norm] / 3, rel=0.01), "at once"
        assert panel.charts["norms"].marked == 300
        panel.apply(answer(found, iteration=200, viewing=300 if is_at_hand else None))
        assert not is_measured(), "they are of the checkpoint before"
    panel.look_at(300)
    panel.apply(answer(found, iteration=300, viewing=300))
    assert is_measured()
    panel.look_at(None)
    assert not is_measured()
    assert panel.measures.text("grad_norm_g") == "0.260"
    panel.apply(answer(found, iteration=401))
    assert is_measured()
    panel.apply(answer({}, iteration=402, viewing=300))  # nobody told that it would be looked at
    assert not is_measured()


@pytest.mark.parametrize("kind", [PairPanel, CyclePanel])
def test_measures_on_held_out_images_are_curves_too(kind: type[ImagePanel], qtbot: QtBot) -> None:
    """Of the present alone, and of as many images: what was measured of fewer is left out."""
    panel = on_show(qtbot, kind)
    panel.set_running(True)
    kid = "kid" if kind is PairPanel else "kid_a_to_b"
    chart = panel.charts["held_kid"]

    def measured(iteration: int, value: float, **rest: Any) -> tuple[list[int], list[float]]:
        panel.apply(answer({f"measures.{kid}": np.array([value, 0.1])}, iteration=iteration, **rest))
        values = chart.series.values[chart.lines[0].column].tolist()
        return chart.series.iterations.tolist(), [round(value, 3) for value in values]

    assert measured(100, 0.5) == ([100], [0.5])
    assert measured(200, 0.4) == ([100, 200], [0.5, 0.4])
    assert measured(200, 0.4) == ([100, 200], [0.5, 0.4]), "the same state once more"
    panel.look_at(100)
    assert measured(100, 0.5, viewing=100) == ([100, 200], [0.5, 0.4])
    panel.look_at(None)
    panel._asked_of = 32
    assert measured(300, 0.2) == ([300], [0.2])
    panel.clear()
    assert measured(10, 0.3) == ([10], [0.3])
