"""What the window says while its runs are saved before it closes, and the way to close it without."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ganviz.app.units import px


class SavingDialog(QDialog):
    """Stays until it is hidden: closing it or Escape would not end the waiting.

    Signals:
        insisted: the user does not want to wait.
    """

    insisted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Saving"))
        self.setObjectName("saving")
        self.headline = QLabel(self)
        self.headline.setObjectName("saving.headline")
        self.headline.setProperty("role", "headline")
        self.sentence = QLabel(self.tr("A run ends its iteration and writes what it has learnt. The window closes by "
                                       "itself when that is done."), self)
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("role", "secondary")
        self.bar = QProgressBar(self)
        self.bar.setObjectName("saving.bar")
        self.bar.setAccessibleName(self.tr("Saving"))
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.insist = QPushButton(self.tr("Close without saving"), self)
        self.insist.setObjectName("saving.insist")
        self.insist.setAccessibleName(self.tr("Close without saving"))
        self.insist.setToolTip(self.tr("End at once; what was learnt since the last checkpoint is lost"))
        self.insist.setAutoDefault(False)
        self.insist.clicked.connect(self.insisted)
        self._lay_out()

    def _lay_out(self) -> None:
        layout, row = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(px(18), px(16), px(18), px(16))
        layout.setSpacing(px(12))
        row.addStretch(1)
        row.addWidget(self.insist)
        for widget in (self.headline, self.sentence, self.bar):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.setMinimumWidth(px(380))

    def show_runs(self, count: int, can_insist: bool) -> None:
        """Say how many runs are still to be saved."""
        self.headline.setText(self.tr("Saving {count} runs…").format(count=count) if count > 1
                              else self.tr("Saving the run…"))
        self.insist.setVisible(can_insist)

    def reject(self) -> None:
        """Stay: it is hidden as soon as all is saved."""
