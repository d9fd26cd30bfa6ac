"""Slow motion: the name of each sub-step, and what has been computed so far in this player's turn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganviz.app.palette import Palette
from ganviz.app.plots.colours import faded
from ganviz.app.plots.text import QT_TRANSLATE_NOOP, scaled, unit_of
from ganviz.training.messages import SubstepInfo

SENTENCES = {
    "d.draw_z": QT_TRANSLATE_NOOP("Substeps", "For D: draw z"),
    "d.generate": QT_TRANSLATE_NOOP("Substeps", "For D: generate x = G(z)"),
    "d.judge_real": QT_TRANSLATE_NOOP("Substeps", "D judges real samples"),
    "d.judge_fake": QT_TRANSLATE_NOOP("Substeps", "D judges generated samples"),
    "d.gradient": QT_TRANSLATE_NOOP("Substeps", "The gradient of D's loss"),
    "d.update": QT_TRANSLATE_NOOP("Substeps", "Update D"),
    "g.draw_z": QT_TRANSLATE_NOOP("Substeps", "For G: draw new z"),
    "g.generate": QT_TRANSLATE_NOOP("Substeps", "For G: generate x = G(z)"),
    "g.judge_fake": QT_TRANSLATE_NOOP("Substeps", "D judges what G made"),
    "g.gradient": QT_TRANSLATE_NOOP("Substeps", "Where G's loss wants each sample to go"),
    "g.update": QT_TRANSLATE_NOOP("Substeps", "Update G"),
    "pair.draw": QT_TRANSLATE_NOOP("Substeps", "Draw data x and latent z"),
    "pair.encode": QT_TRANSLATE_NOOP("Substeps", "Encode: (x, E(x))"),
    "pair.generate": QT_TRANSLATE_NOOP("Substeps", "Generate: (G(z), z)"),
    "g.translate": QT_TRANSLATE_NOOP("Substeps", "G translates the input"),
    "d.judge": QT_TRANSLATE_NOOP("Substeps", "D judges real and generated patches"),
    "g.judge": QT_TRANSLATE_NOOP("Substeps", "D judges the output, for G"),
    "g.cycle_a": QT_TRANSLATE_NOOP("Substeps", "From A to B and back to A"),
    "g.cycle_b": QT_TRANSLATE_NOOP("Substeps", "From B to A and back to B"),
    "g.identity": QT_TRANSLATE_NOOP("Substeps", "Leave alone what is right already"),
    "pair.judge": QT_TRANSLATE_NOOP("Substeps", "D judges both kinds of pairs"),
}


def sentence(substep: str) -> str:
    """What the sub-step does, in the user's language; an unknown one by its id."""
    known = SENTENCES.get(substep)
    return QCoreApplication.translate("Substeps", known) if known else substep


class Turn:
    """The arrays of one player's turn, gathered from its sub-steps."""

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}
        self.new: frozenset[str] = frozenset()
        self._last: tuple[int, str, int] | None = None

    def take(self, info: SubstepInfo, iteration: int) -> bool:
        """Add a sub-step; whether it is another one than last time. Drawing begins a turn."""
        if (iteration, info.id, info.index) == self._last:
            return False
        self._last = (iteration, info.id, info.index)
        if info.id.endswith((".draw", ".draw_z")):
            self.arrays.clear()
        fresh = {name: np.asarray(values) for name, values in info.arrays.items()}
        self.new = frozenset(name for name in fresh if name not in self.arrays)
        self.arrays.update(fresh)
        return True

    def end(self) -> None:
        """Forget everything."""
        self.arrays.clear()
        self._last = None


class Caption(QWidget):
    """The sentence of a sub-step over the picture, with how far the iteration has come."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("substep")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture = parent
        self._palette, self._text, self._index, self._of = palette, "", 0, 1
        self.hide()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._text

    @property
    def progress(self) -> str:
        """Such as "3 of 11"."""
        return self.tr("{0} of {1}").format(self._index, self._of)

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self.update()

    def show_step(self, info: SubstepInfo) -> None:
        """Show a sub-step."""
        self._text, self._index, self._of = sentence(info.id), info.index, max(1, info.of)
        self.setAccessibleName(f"{self._text}, {self.progress}")
        self.place()
        self.show()
        self.update()

    def place(self) -> None:
        """Centre at the top of the parent."""
        unit = unit_of(self.font())
        width = QFontMetricsF(self._font()).horizontalAdvance(self._text)
        width += QFontMetricsF(self.font()).horizontalAdvance(self.progress) + 52 * unit
        area = self._picture.rect()
        self.resize(round(min(width, area.width() - 16)), round(46 * unit))
        self.move((area.width() - self.width()) // 2, round(18 * unit))

    def _font(self) -> QFont:
        font = scaled(self.font(), 1.15)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, unit = QPainter(self), unit_of(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._palette.hairline), 1))
        painter.setBrush(faded(self._palette.panel, 0.94))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        inner = QRectF(self.rect()).adjusted(16 * unit, 4 * unit, -16 * unit, -12 * unit)
        painter.setPen(QColor(self._palette.secondary))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.progress)
        painter.setFont(self._font())
        painter.setPen(QColor(self._palette.text))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)
        self._paint_beads(painter, inner, unit)

    def _paint_beads(self, painter: QPainter, inner: QRectF, unit: float) -> None:
        """One piece of a line for each sub-step; those done are filled."""
        gap = 3 * unit
        width = (inner.width() - gap * (self._of - 1)) / self._of
        painter.setPen(Qt.PenStyle.NoPen)
        for k in range(self._of):
            painter.setBrush(QColor(self._palette.accent if k < self._index else self._palette.hairline))
            bead = QRectF(inner.left() + k * (width + gap), self.height() - 11 * unit, width, 3 * unit)
            painter.drawRoundedRect(bead, 1.5 * unit, 1.5 * unit)
