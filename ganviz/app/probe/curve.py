"""How long a chart takes to redraw."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtWidgets import QApplication

from ganviz.app.plots.charts import Chart, Line, Reference
from ganviz.app.plots.series import Series

_SIZE = 300, 150
_ROWS_BETWEEN = 64
"""Rows that a fast toy run adds between two redraws."""


def redraw_times(points: int, count: int) -> list[float]:
    """Milliseconds of ``count`` paintings of a chart on show, with two curves of ``points`` rows and more, ascending.

    Each adds the rows of a fast run, and paints the widget through its window until that is done.
    """
    application = QApplication.instance() or QApplication([])
    chance = np.random.default_rng(1)
    series, chart = _chart(points, chance)
    chart.show()
    application.processEvents()
    times = sorted(_redraw(chart, series, chance) for _ in range(count))
    chart.close()
    chart.deleteLater()
    application.processEvents()
    return times


def _chart(points: int, chance: np.random.Generator) -> tuple[Series, Chart]:
    series = Series(2)
    series.append(np.arange(points), chance.normal(size=(points, 2)))
    chart = Chart("bench.curve", "Losses", series, (Line(0, "D", "accent"), Line(1, "G", "generated")))
    chart.set_references(Reference(1.386, "2 log 2"), Reference(0.693, "log 2"))
    chart.resize(*_SIZE)
    return series, chart


def _redraw(chart: Chart, series: Series, chance: np.random.Generator) -> float:
    rows, begin = chance.normal(size=(_ROWS_BETWEEN, 2)), len(series)
    start = time.perf_counter()
    series.append(np.arange(begin, begin + _ROWS_BETWEEN), rows)
    chart.repaint()
    return (time.perf_counter() - start) * 1000
