"""Charts one above the other, as many as there is room for, and a button that leads to the others."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ganviz.app.plots.charts import Chart

_GAP = 12
_FEWEST = 2
"""So many charts a page has at least, before those below them have to scroll."""


class ChartPages(QWidget):
    """Charts of one height; where not all fit they are shown in pages that are as full as each other.

    Attributes:
        charts: all of them.
        button: turns to the next page, and from the last one to the first.
    """

    def __init__(self, name: str, charts: Sequence[Chart], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.charts = tuple(charts)
        self._first, self._each = 0, len(self.charts)
        self.button = QToolButton(self)
        self.button.setObjectName(f"{name}.more")
        self.button.setProperty("role", "remedy")
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for chart in self.charts:
            column.addWidget(chart, 1)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self._show()

    def minimumSizeHint(self) -> QSize:
        """That of the fewest charts and the button; the other charts give way."""
        least = self.charts[0].minimumSizeHint()
        return QSize(least.width(), _FEWEST * (least.height() + _GAP) + self.button.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as fit, the first of them as before."""
        super().resizeEvent(event)
        self._divide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._divide()
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def _divide(self) -> None:
        each = self._room()
        if each != self._each:
            self._each, self._first = each, self._first // each * each
            self._show()

    def _room(self) -> int:
        """How many charts a page has."""
        count, least = len(self.charts), self.charts[0].minimumSizeHint().height() + _GAP
        if count * least - _GAP <= self.height():
            return count
        fit = max(_FEWEST, (self.height() - self.button.sizeHint().height()) // least)
        return ceil(count / ceil(count / fit))

    def _show(self) -> None:
        count, last = len(self.charts), self._first + self._each
        for place, chart in enumerate(self.charts):
            chart.setVisible(self._first <= place < last)
        self.button.setVisible(self._each < count)
        self.button.setText(self.tr("Charts {first} to {last} of {count} ›").format(
            first=self._first + 1, last=min(last, count), count=count))
        self.button.setAccessibleName(self.button.text())
        self.button.setToolTip(self.tr("Show the other charts"))

    def _on_clicked(self) -> None:
        self._first = (self._first + self._each) % (ceil(len(self.charts) / self._each) * self._each)
        self._show()
