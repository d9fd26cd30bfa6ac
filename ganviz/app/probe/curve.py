"""How long a chart takes to redraw."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ganviz.app.plots.charts import Chart, Line
from ganviz.app.plots.series import Series

_SIZE = 420, 180
_ROWS_BETWEEN = 64
"""Rows that a fast toy run adds between two redraws."""


def redraw_times(points: int, count: int) -> list[float]:
    """Milliseconds of ``count`` redraws of two curves of ``points`` rows that grow in between, ascending."""
    application = QApplication.instance() or QApplication([])
    series, chart = _chart(points)
    image = QImage(chart.size(), QImage.Format.Format_RGB32)
    chart.render(image)
    times = sorted(_redraw(chart, series, image) for _ in range(count))
    chart.deleteLater()
    application.processEvents()
    return times


def _chart(points: int) -> tuple[Series, Chart]:
    series = Series(2)
    series.append(np.arange(points), np.random.default_rng(1).normal(size=(points, 2)))
    chart = Chart("bench.curve", "Losses", series, (Line(0, "D", "real"), Line(1, "G", "generated")))
    chart.resize(*_SIZE)
    return series, chart


def _redraw(chart: Chart, series: Series, image: QImage) -> float:
    start = time.perf_counter()
    end = int(series.iterations[-1]) + 1
    series.append(np.arange(end, end + _ROWS_BETWEEN), np.zeros((_ROWS_BETWEEN, 2)))
    chart.render(image)
    return (time.perf_counter() - start) * 1000
