"""How far the reading of images is, and a way to end it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ganviz.app.plots.text import QT_TRANSLATE_NOOP
from ganviz.app.units import px

STAGES = {
    "look": QT_TRANSLATE_NOOP("Reading", "Looking into the folders"),
    "draw": QT_TRANSLATE_NOOP("Reading", "Drawing the demo images"),
    "check": QT_TRANSLATE_NOOP("Reading", "Looking at every image"),
    "preview": QT_TRANSLATE_NOOP("Reading", "Making small pictures"),
    "decode": QT_TRANSLATE_NOOP("Reading", "Decoding the images"),
    "verify": QT_TRANSLATE_NOOP("Reading", "Checking what was decoded before"),
}
_PARTS = 1000
"""Into how many parts the bar is divided: some stages count bytes, and a bar can't count that far."""
_COUNTED = 1_000_000
"""Up to how many the figures say how many; beyond, they say how much."""


class Reading(QWidget):
    """A sentence, a bar, and a button.

    Signals:
        cancelled: nothing more is to be read.
    """

    cancelled = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.reading")
        self.sentence, self.figures = QLabel(self), QLabel(self)
        self.sentence.setProperty("role", "headline")
        self.figures.setProperty("role", "secondary")
        self.figures.setObjectName(f"{prefix}.reading.figures")
        self.bar = QProgressBar(self)
        self.bar.setObjectName(f"{prefix}.reading.bar")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _PARTS)
        self.bar.setAccessibleName(self.tr("How much has been read"))
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setObjectName(f"{prefix}.reading.cancel")
        self.cancel.setAccessibleName(self.tr("Cancel reading"))
        self.cancel.setToolTip(self.tr("End the reading; no run is begun. What was decoded is kept for the next time."))
        self.cancel.clicked.connect(self._on_cancel_clicked)
        self.setFocusProxy(self.cancel)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(px(12))
        column.addStretch(1)
        for widget in (self.sentence, self.bar, self.figures, self.cancel):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.bar.setFixedWidth(px(320))

    def show_progress(self, stage: str, done: int, total: int) -> None:
        """Say what is being done, and how far it is; a ``total`` of 0 is not known."""
        self.sentence.setText(_words(stage))
        self.bar.setValue(done * _PARTS // total if total else 0)
        self.bar.setVisible(total > 0)
        self.figures.setText(self._figures(done, total))
        self.figures.setVisible(total > 0 or done > 0)

    def _figures(self, done: int, total: int) -> str:
        if not total:
            return self.tr("{done} so far").format(done=f"{done:,}")
        if total > _COUNTED:
            return f"{done / total:.0%}"
        return self.tr("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}")

    def showEvent(self, event: QShowEvent) -> None:
        """Something new is being read."""
        super().showEvent(event)
        self.cancel.setEnabled(True)

    def _on_cancel_clicked(self) -> None:
        self.cancel.setEnabled(False)
        self.cancelled.emit()


def _words(stage: str) -> str:
    known = STAGES.get(stage)
    return QCoreApplication.translate("Reading", known) if known else stage
