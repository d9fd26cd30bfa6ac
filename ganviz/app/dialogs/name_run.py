"""A name for a run, and whether it is pinned: both keep it out of every clean-up."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from ganviz.app.units import px

_LONGEST = 80


class NameDialog(QDialog):
    """Asks for a name; an empty one takes it away."""

    def __init__(self, title: str, pinned: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Name this run"))
        self.setObjectName("name_run")
        self.line = QLineEdit(title, self)
        self.line.setObjectName("name_run.title")
        self.line.setAccessibleName(self.tr("Name"))
        self.line.setPlaceholderText(self.tr("What is it about?"))
        self.line.setMaxLength(_LONGEST)
        self.line.setToolTip(self.tr("Shown in place of the folder's name; up to 80 letters"))
        self.pin = QCheckBox(self.tr("Pin it"), self)
        self.pin.setObjectName("name_run.pin")
        self.pin.setToolTip(self.tr("Keep it out of every clean-up, with or without a name"))
        self.pin.setChecked(pinned)
        self._lay_out()

    def _lay_out(self) -> None:
        sentence = QLabel(self.tr("A run with a name or a pin is never offered for clean-up."), self)
        sentence.setWordWrap(True)
        sentence.setProperty("role", "secondary")
        flags = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(flags.Ok | flags.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(16), px(18), px(16))
        layout.setSpacing(px(12))
        for widget in (self.line, self.pin, sentence, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(px(380))
