"""Before play: how long the run will take here, and a cheaper preset one click away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ganviz.app.images.cost import Cost
from ganviz.app.plots.text import number
from ganviz.app.units import px
from ganviz.app.words import duration

Offered = tuple[str, str, Cost]
"""A cheaper preset: its id, its title and what it costs."""


class Estimate(QFrame):
    """A sentence and a button.

    Signals:
        preset_chosen: the cheaper preset.
    """

    preset_chosen = Signal(str)

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "offer")
        self.setObjectName(f"{prefix}.estimate")
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setObjectName(f"{prefix}.estimate.sentence")
        self.button = QPushButton(self)
        self.button.setObjectName(f"{prefix}.estimate.cheaper")
        self.button.setToolTip(self.tr("Begin a new run by this preset on the same images; the time is worked out from "
                                       "the timed iteration"))
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(6), px(6), px(6))
        row.setSpacing(px(10))
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        self._preset = ""
        self.hide()

    def show_cost(self, cost: Cost, cheaper: Offered | None) -> None:
        """Say what the run costs, and offer what is ``cheaper``."""
        each = self.tr("{n} s an iteration, as timed").format(n=number(cost.iteration, 2))
        self.sentence.setText(self.tr("This run will take about {span} here ({each}).").format(
            span=duration(cost.total), each=each) if cost.total is not None else f"{each}.")
        self.button.setVisible(cheaper is not None)
        if cheaper is not None:
            self._preset, title, other = cheaper
            self.button.setText(self.tr("{title}: about {span}").format(title=title, span=duration(other.total or 0.0)))
            self.button.setAccessibleName(self.button.text())
        self.show()

    def _on_clicked(self) -> None:
        self.preset_chosen.emit(self._preset)
