"""What went wrong while the runs were saved before the window closes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganviz.app.units import px


class UnsavedDialog(QDialog):
    """Tells it, and waits until it has been read.

    Args:
        failures: a sentence each.
    """

    def __init__(self, failures: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Not saved"))
        self.setObjectName("unsaved")
        headline = QLabel(self.tr("Not everything could be saved"), self)
        headline.setProperty("role", "headline")
        self.sentence = QLabel("\n".join(dict.fromkeys(failures)), self)
        self.sentence.setObjectName("unsaved.sentence")
        self.sentence.setWordWrap(True)
        kept = QLabel(self.tr("Each run is as it was at its last checkpoint."), self)
        kept.setProperty("role", "secondary")
        kept.setWordWrap(True)
        self.close_ = QPushButton(self.tr("Close"), self)
        self.close_.setObjectName("unsaved.close")
        self.close_.setAccessibleName(self.close_.text())
        self.close_.setToolTip(self.tr("Close the window"))
        self.close_.clicked.connect(self.accept)
        self._lay_out(headline, kept)

    def _lay_out(self, headline: QLabel, kept: QLabel) -> None:
        layout, row = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(px(18), px(16), px(18), px(16))
        layout.setSpacing(px(12))
        row.addStretch(1)
        row.addWidget(self.close_)
        for widget in (headline, self.sentence, kept):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.setMinimumWidth(px(420))
