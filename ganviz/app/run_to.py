"""The small popup that asks for the iteration to run to."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from ganviz.app.units import px

_MOST = 1_000_000_000


class RunTo(QFrame):
    """Asks for an iteration ahead of the present one."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "overlay")
        self.box = QSpinBox(self)
        self.box.setObjectName("transport.run_to.iteration")
        self.box.setAccessibleName(self.tr("Run to iteration"))
        self.box.setToolTip(self.tr("The iteration at which the run pauses"))
        self.box.setGroupSeparatorShown(True)
        self.box.setSingleStep(1000)
        self.box.setMinimumWidth(px(128))
        self.go = QPushButton(self.tr("Run"), self)
        self.go.setObjectName("transport.run_to.go")
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._on_go_clicked)
        self.box.lineEdit().returnPressed.connect(self._on_go_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(12), px(10), px(12), px(10))
        layout.setSpacing(px(8))
        for widget in (QLabel(self.tr("Run to iteration"), self), self.box, self.go):
            layout.addWidget(widget)

    def ask(self, iteration: int, above: QPoint) -> None:
        """Appear above the point ``above`` (on the screen), with a round iteration after ``iteration``."""
        self.box.setRange(iteration + 1, _MOST)
        self.box.setValue((iteration // 1000 + 1) * 1000)
        self.adjustSize()
        self.move(above - QPoint(self.width(), self.height() + px(8)))
        self.show()
        self.box.setFocus()
        self.box.selectAll()

    def _on_go_clicked(self) -> None:
        self.box.interpretText()
        self.hide()
        self.chosen.emit(self.box.value())
