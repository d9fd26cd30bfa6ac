"""The legend of D's surface: from generated over neutral to real, with the values at both ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.palette import Palette
from ganviz.app.plots.colours import diverging
from ganviz.app.plots.text import fixed, unit_of


class ColourBar(QWidget):
    """A thin bar between two labels."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("colourbar")
        self._palette = palette
        self._low, self._neutral, self._high = 0.0, 0.5, 1.0
        self._is_relative = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._describe()

    @property
    def texts(self) -> tuple[str, str]:
        """What stands left and right of the bar."""
        if self._is_relative:
            return self.tr("less real"), self.tr("more real")
        low = self.tr("generated {0}").format(_short(self._low))
        return low, self.tr("{0} real").format(_short(self._high))

    def set_values(self, low: float, neutral: float, high: float) -> None:
        """D's values at the left end, at the neutral colour and at the right end."""
        if self._is_relative or (low, neutral, high) != (self._low, self._neutral, self._high):
            self._low, self._neutral, self._high, self._is_relative = low, neutral, high, False
            self._changed()

    def set_relative(self) -> None:
        """The colours are those of the values on show beside each other, and no value is neutral by itself."""
        self._is_relative = True
        self._changed()

    def _changed(self) -> None:
        self._describe()
        self.updateGeometry()
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange):
            self._describe()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        unit, metrics = unit_of(self.font()), QFontMetricsF(self.font())
        texts = sum(metrics.horizontalAdvance(text) for text in self.texts)
        return QSize(round(texts + 64 * unit), round(24 * unit))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, unit = QPainter(self), unit_of(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self.texts
        metrics = QFontMetricsF(self.font())
        painter.setPen(QColor(self._palette.secondary))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, high)
        left = metrics.horizontalAdvance(low) + 8 * unit
        right = self.width() - metrics.horizontalAdvance(high) - 8 * unit
        self._paint_bar(painter, QRectF(left, self.height() / 2 - 4 * unit, right - left, 8 * unit))

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        fading = QLinearGradient(bar.topLeft(), bar.topRight())
        colours = diverging(self._palette, size=17)
        for k, rgb in enumerate(colours):
            fading.setColorAt(k / (len(colours) - 1), QColor(*map(int, rgb)))
        painter.setPen(QPen(QColor(self._palette.hairline), 1))
        painter.setBrush(fading)
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.setPen(QPen(QColor(self._palette.secondary), 1))
        painter.drawLine(QLineF(bar.center().x(), bar.top() - 2, bar.center().x(), bar.bottom() + 2))

    def _describe(self) -> None:
        self.setMaximumWidth(round(320 * unit_of(self.font())))
        self.setAccessibleName(self.tr("Colours of D"))
        if self._is_relative:
            self.setToolTip(self.tr("D's values beside each other: nothing at their mean, the fuller the colour, the "
                                    "farther from it. By this loss only differences of D's values mean something."))
            return
        tip = self.tr("D's value at each place: {0} is surely generated, {1} neutral, {2} surely real.")
        self.setToolTip(tip.format(*map(_short, (self._low, self._neutral, self._high))))


def _short(value: float) -> str:
    return fixed(value, 2).rstrip("0").rstrip(".") if "." in fixed(value, 2) else fixed(value, 2)
