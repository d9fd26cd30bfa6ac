from dataclasses import replace

import numpy as np
import pytest

from ganviz.app.palette import DARK, LIGHT
from ganviz.app.panels.measures import MeasuresPanel
from ganviz.app.panels.side import RightPanel
from ganviz.training.messages import BranchInfo, Late
from tests.app.plots.reports import FACTS_1D, FACTS_2D, report, rows


@pytest.fixture
def panel(qtbot):
    widget = RightPanel("game2d")
    qtbot.addWidget(widget)
    widget.resize(300, 640)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_facts(FACTS_2D)
    widget.set_running(True)
    return widget


def test_infinity_is_shown_as_infinity(qtbot):
    measures = MeasuresPanel("m")
    qtbot.addWidget(measures)
    measures.set_measures({"js": [0.0412, 0.0091], "kl_forward": [np.inf, 0.03]})
    assert measures.text("js") == "0.041" and measures.text("kl_forward") == "∞"
    assert measures._rows["js"].floor.text() == "0.0091"
    assert "Kozachenko" in measures._rows["js"].value.toolTip()
    measures.clear(1)
    assert measures.text("js") == "–" and measures._rows["sw"].value.isHidden()


def test_measures_are_asked_for_twice_a_second(panel):
    asked = [panel.request(k / 30) for k in range(60)]
    assert 4 <= sum("measures" in layers for layers in asked) <= 5
    panel.hide()
    assert panel.request(99.0) == {}


def test_history_becomes_curves(panel):
    panel.apply(report(history=rows(1, 50, value=0.7)))
    panel.apply(report(history=rows(51, 60, value=0.8)))
    assert len(panel.history) == 60 and panel.history.values[0, -1] == pytest.approx(0.8)
    assert panel.measures.text("grad_norm_g") == "0.260"


def test_the_gradients_of_the_past_are_those_of_the_iteration_on_show(panel):
    panel.set_running(False)
    panel.apply(report(history=np.concatenate((rows(2, 50, value=0.7), rows(60, 100, value=0.8)))))
    for viewing, shown in ((1, "–"), (50, "0.700"), (55, "0.700"), (60, "0.800"), (None, "0.260")):
        panel.apply(report(viewing=viewing))
        assert panel.measures.text("grad_norm_g") == shown, viewing


def test_a_branch_leaves_a_ghost(panel):
    panel.apply(report(history=rows(1, 100)))
    branches = (BranchInfo(0, None, 0, 100), BranchInfo(1, 0, 40, 45))
    panel.apply(report(history=rows(41, 45, branch=1), branch=1, branches=branches))
    assert len(panel.history) == 45 and panel.history.ghosts[0].iterations[-1] == 100
    panel.grab()


def test_a_branch_leaves_a_ghost_before_its_first_row(panel):
    panel.apply(report(history=rows(1, 100)))
    panel.apply(report(branch=1, branches=(BranchInfo(0, None, 0, 100), BranchInfo(1, 0, 40, 40))))
    assert len(panel.history) == 40 and len(panel.history.ghosts) == 1


def test_distance_grows_with_the_present_only(panel):
    for iteration in (10, 20, 20):
        panel.apply(report({"measures.sw": np.array([0.5, 0.02])}, iteration=iteration))
    panel.apply(report({"measures.sw": np.array([0.9, 0.02])}, iteration=15, viewing=15))
    assert panel.distances.iterations.tolist() == [10, 20]
    assert [reference.label for reference in panel.distance.references] == ["floor"]
    assert panel.measures.text("sw") == "0.900" and panel.losses.marked == 15


def test_a_late_distance_stands_at_the_iteration_that_it_is_of(panel):
    late = replace(report({"measures.sw": np.array([0.3, 0.01])}, iteration=40), late={"measures": Late(1, 30)})
    panel.apply(late)
    assert panel.distances.iterations.tolist() == [30]


def test_one_dimension_has_its_own_distance(panel):
    panel.set_facts(FACTS_1D)
    panel.apply(report({"measures.w1": np.array([0.25, 0.02])}, facts=FACTS_1D))
    assert len(panel.distances) == 1 and panel.measures.text("w1") == "0.250"


def test_clear_forgets_the_run(panel):
    panel.apply(report({"measures.sw": np.array([0.5, 0.02])}, history=rows(1, 100)))
    panel.clear()
    assert len(panel.history) == len(panel.distances) == 0 and panel.measures.text("sw") == "–"


def test_nothing_is_cut_at_the_smallest_size(panel):
    assert panel.minimumSizeHint().height() <= 600 and panel.minimumSizeHint().width() <= 300
    assert panel.measures.geometry().bottom() <= panel.height()
    for chart in panel.charts[:3]:
        assert chart.isVisible() and chart.height() >= chart.minimumSizeHint().height()


def test_tall_columns_show_gradient_norms_too(panel, qtbot):
    assert not panel.norms.isVisible()
    panel.resize(300, 1000)
    qtbot.waitUntil(panel.norms.isVisible)


def test_themes_switch_live(panel):
    panel.apply(report(history=rows(1, 100)))
    before = panel.losses.grab().toImage()
    panel.set_palette(LIGHT)
    assert panel.losses.grab().toImage() != before
    panel.set_palette(DARK)
    assert panel.losses.grab().toImage() == before
