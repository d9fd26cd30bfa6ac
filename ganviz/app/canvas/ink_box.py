"""The colours of a run's inputs as small round buttons, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from ganviz.app.palette import Palette
from ganviz.app.plots.text import unit_of
from ganviz.app.units import px

_SIDE = 26


class InkButton(QAbstractButton):
    """One colour."""

    def __init__(self, colour: QColor, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour, self._palette = colour, palette
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        side = round(_SIDE * unit_of(self.font()))
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, unit = QPainter(self), unit_of(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        painter.setPen(QPen(QColor(self._palette.faint), 1))
        painter.setBrush(self.colour)
        painter.drawEllipse(middle, 8.5 * unit, 8.5 * unit)
        if self.isChecked() or self.hasFocus() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._palette.accent if self.isChecked() else self._palette.faint), 2 * unit))
            painter.drawEllipse(middle, 11.5 * unit, 11.5 * unit)


class InkBox(QWidget):
    """The colours in a row.

    Signals:
        chosen: a colour was chosen, the same one as before or another.
    """

    chosen = Signal(QColor)

    def __init__(self, name: str, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Colours"))
        self._palette = palette
        self._taken: InkButton | None = None
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(1))

    @property
    def buttons(self) -> list[InkButton]:
        """A button for each colour."""
        return [button for button in self._group.buttons() if isinstance(button, InkButton)]

    @property
    def colour(self) -> QColor:
        """The chosen colour."""
        return next((button.colour for button in self.buttons if button.isChecked()), QColor("#000000"))

    def show_colours(self, colours: Sequence[QColor]) -> None:
        """Offer other colours; the second one, the first that is not the paper's, is chosen."""
        self._taken = None
        for button in self.buttons:
            self._remove(button)
        for colour in colours:
            self._add(colour)
        self.buttons[min(1, len(colours) - 1)].setChecked(True)

    def _add(self, colour: QColor) -> InkButton:
        button = InkButton(colour, self._palette, self)
        number = len(self.buttons) + 1
        button.setObjectName(f"{self.objectName()}.{number}")
        button.setAccessibleName(self.tr("Colour {name}").format(name=colour.name()))
        key = f" ({number})" if number <= 9 else ""
        button.setToolTip(self.tr("Draw in {name}").format(name=colour.name()) + key)
        self._group.addButton(button)
        self._row.addWidget(button)
        return button

    def choose(self, number: int) -> None:
        """Choose the colour at a place, if there is one."""
        if number < len(self.buttons):
            self._choose(self.buttons[number])

    def take(self, colour: QColor) -> None:
        """Choose a colour; one that is not there stands behind the others, in place of the one taken before."""
        known = next((button for button in self.buttons if button.colour == colour), None)
        if known is None:
            if self._taken is not None:
                self._remove(self._taken)
            known = self._taken = self._add(colour)
        self._choose(known)

    def _choose(self, button: InkButton) -> None:
        button.setChecked(True)
        self.chosen.emit(button.colour)

    def _remove(self, button: InkButton) -> None:
        self._group.removeButton(button)
        self._row.removeWidget(button)
        button.deleteLater()

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        self._palette = palette
        for button in self.buttons:
            button.set_palette(palette)

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, InkButton):
            self.chosen.emit(button.colour)
