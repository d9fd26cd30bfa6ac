"""Sliders that move a sample along the principal axes of the codes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from ganviz.app.ali_images.tiles import Tiles
from ganviz.app.palette import Palette
from ganviz.app.units import px

_STEPS = 20
"""Steps of a slider in one standard deviation."""
_REACH = 3
_MOST = 8
_SAMPLES = 200


class LatentSliders(QWidget):
    """A sample as it is and moved, and a slider for each axis.

    Attributes:
        sample: which of the fixed latents it is made from.

    Signals:
        moved: a slider, or the sample, has changed.
    """

    moved = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sample = 0
        self.tiles = Tiles(f"{prefix}.moved", self.tr("A sample as it is, and moved"))
        self.sliders = [self._slider(f"{prefix}.slider{axis + 1}") for axis in range(_MOST)]
        self.fresh, self.reset = QPushButton(self), QPushButton(self)
        self.fresh.setObjectName(f"{prefix}.another")
        self.reset.setObjectName(f"{prefix}.reset")
        self.fresh.clicked.connect(self._on_fresh)
        self.reset.clicked.connect(self._on_reset)
        self._build()
        self._retranslate()

    def _slider(self, name: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setRange(-_REACH * _STEPS, _REACH * _STEPS)
        slider.setPageStep(_STEPS)
        slider.valueChanged.connect(self._on_changed)
        return slider

    def _build(self) -> None:
        grid, buttons = QGridLayout(), QHBoxLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        for place, slider in enumerate(self.sliders):
            grid.addWidget(slider, place // 2, place % 2)
        for button in (self.fresh, self.reset):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self.tiles, 1)
        column.addLayout(grid)
        column.addLayout(buttons)

    @property
    def moves(self) -> list[float]:
        """How far each axis is moved, in standard deviations."""
        return [slider.value() / _STEPS for slider in self.sliders]

    def set_axes(self, count: int) -> None:
        """As many sliders as there are axes."""
        for place, slider in enumerate(self.sliders):
            slider.setVisible(place < count)

    def set_images(self, images: Sequence[QImage]) -> None:
        """The sample as it is, and moved."""
        self.tiles.set_images(images[:1], images[1:])

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self.tiles.set_palette(palette)

    def sizeHint(self) -> QSize:
        return QSize(px(240), px(200))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        for number, slider in enumerate(self.sliders, start=1):
            slider.setAccessibleName(self.tr("Principal axis {n}").format(n=number))
            slider.setToolTip(self.tr("Moves the sample along principal axis {n} of the codes, by up to {reach} "
                                      "standard deviations to either side.").format(n=number, reach=_REACH))
        self.fresh.setText(self.tr("Another sample"))
        self.fresh.setToolTip(self.tr("Move the next of the fixed samples."))
        self.reset.setText(self.tr("Back to the middle"))
        self.reset.setToolTip(self.tr("Put every slider back."))
        for button in (self.fresh, self.reset):
            button.setAccessibleName(button.text())

    @Slot()
    def _on_changed(self) -> None:
        self.moved.emit()

    @Slot()
    def _on_fresh(self) -> None:
        self.sample = (self.sample + 1) % _SAMPLES
        self.moved.emit()

    @Slot()
    def _on_reset(self) -> None:
        for slider in self.sliders:
            slider.setValue(0)
