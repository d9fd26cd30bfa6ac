import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetricsF

from ganviz.app.palette import DARK
from ganviz.app.plots.charts import REFRESH, Chart, Line, Reference
from ganviz.app.plots.frame import apart, band
from ganviz.app.plots.series import Series


@pytest.fixture
def chart(qtbot):
    widget = Chart("losses", "Losses", Series(2), (Line(0, "D", "accent"), Line(1, "G", "generated")))
    qtbot.addWidget(widget)
    widget.resize(300, 140)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_empty_and_missing_values_paint(chart):
    chart.grab()
    chart.series.append(np.arange(500), np.full((500, 2), np.nan))
    chart.grab()
    chart.series.append(np.arange(500, 900), np.ones((400, 2)))
    chart.grab()


def test_a_single_value_is_a_dot(chart):
    frame, without = chart.area, chart.grab().toImage()
    chart.series.append([50], [[0.5] * chart.series.columns])
    colour = QColor(getattr(DARK, chart.lines[-1].role))

    def painted(image):
        return sum(image.pixelColor(x, y) == colour for x in range(round(frame.left()), round(frame.right()))
                   for y in range(round(frame.top()), round(frame.bottom())))

    assert painted(without) == 0
    assert painted(chart.grab().toImage()) > 4


def test_references_stand_in_the_margin(chart):
    chart.set_references(Reference(1.39, "2 log 2"), Reference(0.69, "log 2"))
    width = QFontMetricsF(chart._small).horizontalAdvance("2 log 2")
    assert chart.area.right() + width <= chart.width()
    low, high = chart.y_range([])
    assert low < 0.69 and high > 1.39


def test_a_reference_of_two_curves_is_drawn_once(chart):
    chart.set_references(Reference(0.69, "log 2"), Reference(0.69, "log 2"))
    assert chart.references == (Reference(0.69, "log 2"),)


def test_a_wild_value_does_not_flatten_the_rest(chart):
    values = np.random.default_rng(0).uniform(0.5, 1.5, (2000, 2))
    values[10] = 1e6
    chart.series.append(np.arange(2000), values)
    low, high = chart.y_range([chart.series.envelope(0, 0, 2000, 250)])
    assert 0 < low < 0.6 and 1.4 < high < 2.0


def test_aligned_charts_share_range_and_margins(chart, qtbot):
    other = Chart("means", "Means", Series(1), (Line(0, "a", "real"),))
    qtbot.addWidget(other)
    other.resize(chart.size())
    other.set_references(Reference(0.5, "a long label"))
    other.series.append([5000], [[0.5]])
    for one in (chart, other):
        one.align((chart, other))
    assert chart.x_range() == other.x_range() == (0.0, 5000.0)
    assert chart.area == other.area


def test_painting_is_coalesced(chart, qtbot):
    painted = []
    chart.paintEvent = lambda event, paint=chart.paintEvent: (painted.append(1), paint(event))
    for k in range(50):
        chart.series.append([k], [[1.0, 2.0]])
        chart.changed()
    assert painted == []
    qtbot.waitUntil(lambda: len(painted) == 1)
    qtbot.wait(2 * REFRESH)
    assert len(painted) == 1


def test_the_decimated_curve_reaches_every_extreme():
    values = np.random.default_rng(3).normal(size=200_000)
    values[123_456], values[77] = 9.0, -9.0
    series = Series(1)
    series.append(np.arange(200_000), values[:, None])
    part = series.envelope(0, 0, 200_000, 200)
    drawn = band(part)
    assert len(drawn) <= 2 * 2 * 201
    assert drawn[:, 1].max() == 9.0 and drawn[:, 1].min() == -9.0
    at = drawn[drawn[:, 1].argmax(), 0]
    assert abs(at - 123_456) <= 200_000 / 200


def test_labels_move_apart():
    assert apart([10.0, 12.0], 10.0) == [6.0, 16.0]
    assert apart([40.0, 12.0], 10.0) == [40.0, 12.0]
    assert apart([], 10.0) == []
