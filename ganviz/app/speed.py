"""The speeds that a run can be given, from slow motion to full, and the slider that chooses one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from ganviz.app.icons import icon
from ganviz.app.plots.text import QT_TRANSLATE_NOOP
from ganviz.app.units import px
from ganviz.training.messages import SetSpeed


@dataclass(frozen=True, slots=True)
class Speed:
    """One place of the slider."""

    text: str
    command: SetSpeed


SPEEDS = (
    Speed(QT_TRANSLATE_NOOP("speed", "slow motion"), SetSpeed(substeps_per_second=1.5)),
    Speed(QT_TRANSLATE_NOOP("speed", "1 it/s"), SetSpeed(iterations_per_second=1)),
    Speed(QT_TRANSLATE_NOOP("speed", "5 it/s"), SetSpeed(iterations_per_second=5)),
    Speed(QT_TRANSLATE_NOOP("speed", "20 it/s"), SetSpeed(iterations_per_second=20)),
    Speed(QT_TRANSLATE_NOOP("speed", "100 it/s"), SetSpeed(iterations_per_second=100)),
    Speed(QT_TRANSLATE_NOOP("speed", "full speed"), SetSpeed()),
)
SLOW_MOTION, FULL = 0, len(SPEEDS) - 1


class SpeedSlider(QWidget):
    """A turtle, a slider with six places, a rabbit."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("transport.speed")
        self.slider.setAccessibleName(self.tr("Speed"))
        self.slider.setRange(0, FULL)
        self.slider.setPageStep(1)
        self.slider.setMinimumWidth(px(72))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(6))
        layout.addWidget(self._animal("tortoise"))
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._animal("rabbit"))
        self.set_place(FULL)
        self.slider.valueChanged.connect(self._on_value_changed)

    def set_place(self, place: int) -> None:
        """Show a place without telling anyone."""
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(place)
        self.slider.blockSignals(blocked)
        self._describe()

    @property
    def command(self) -> SetSpeed:
        """What brings a run to the speed."""
        return SPEEDS[self.slider.value()].command

    def text(self) -> str:
        """The speed in words."""
        return QCoreApplication.translate("speed", SPEEDS[self.slider.value()].text)

    def _animal(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setPixmap(icon(name).pixmap(px(18), px(18)))
        label.setProperty("glyph", name)
        return label

    def repaint_icons(self) -> None:
        """Paint the animals in the colours of the present theme."""
        for label in self.findChildren(QLabel):
            label.setPixmap(icon(str(label.property("glyph"))).pixmap(px(18), px(18)))

    def _describe(self) -> None:
        self.slider.setToolTip(self.tr("Speed: {speed}. From slow motion, which rests at every sub-step, to full "
                                       "speed.").format(speed=self.text()))
        self.slider.setAccessibleDescription(self.text())

    def _on_value_changed(self, place: int) -> None:
        self._describe()
        self.chosen.emit(place)
