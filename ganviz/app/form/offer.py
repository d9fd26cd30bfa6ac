"""The offer that appears when an edit needs a new run: begin one with these settings, or forget the edits."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganviz.app.units import px


class Offer(QFrame):
    """Two buttons and a sentence; the run that is open is kept either way. A third button offers a preset."""

    preset_wanted = Signal()
    accepted = Signal()
    discarded = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "offer")
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self.accept = self._button(self.tr("New run"), f"{prefix}.offer.new_run")
        self.accept.setToolTip(self.tr("Begin a new run with these settings; the present one stays on disk"))
        self.accept.setProperty("role", "primary")
        self.discard = self._button(self.tr("Discard"), f"{prefix}.offer.discard")
        self.discard.setToolTip(self.tr("Forget the edits that the run has not taken"))
        self.preset = self._button("", f"{prefix}.offer.preset")
        self.preset.setToolTip(self.tr("Take over the settings that a run on this problem is best begun with; the data "
                                       "stay those that you name"))
        self.preset.clicked.connect(self._on_preset_clicked)
        self.accept.clicked.connect(self._on_accept_clicked)
        self.discard.clicked.connect(self._on_discard_clicked)
        self._lay_out()
        self.hide()

    def show_state(self, waiting: bool, wrong: bool, preset: str = "") -> None:
        """Appear while edits are ``waiting``; a ``wrong`` one must be mended first. ``preset`` is the title of one."""
        text = self.tr("Settings of “{title}”").format(title=preset)
        self.preset.setText(text)
        self.preset.setAccessibleName(text)
        self.preset.setVisible(bool(preset))
        self._sentence.setText(self.tr("Mend the marked setting first.") if wrong else
                               self.tr("The edits need a new run; this one is kept."))
        self.accept.setEnabled(not wrong)
        self.setVisible(waiting)

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.accept, 1)
        buttons.addWidget(self.discard, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(10), px(8), px(10), px(10))
        layout.setSpacing(px(8))
        layout.addWidget(self._sentence)
        layout.addWidget(self.preset)
        layout.addLayout(buttons)

    def _on_preset_clicked(self) -> None:
        self.preset_wanted.emit()

    def _on_accept_clicked(self) -> None:
        self.accepted.emit()

    def _on_discard_clicked(self) -> None:
        self.discarded.emit()
