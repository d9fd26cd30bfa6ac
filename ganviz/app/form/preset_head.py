"""The head of the settings: which preset they began from, what it is for, and the way to another."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from ganviz.app.units import px


class PresetHead(QWidget):
    """A button with the preset's name that opens the list of all, and a sentence that says what to watch."""

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(self)
        self.button.setObjectName(f"{prefix}.presets")
        self.button.setProperty("role", "list")
        self.button.setToolTip(self.tr("Begin a new run from a named starting point; this one is kept"))
        self.help = QLabel(self)
        self.help.setObjectName(f"{prefix}.presets.help")
        self.help.setProperty("role", "secondary")
        self.help.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(6))
        layout.addWidget(self.button)
        layout.addWidget(self.help)

    def set_menu(self, menu: QMenu) -> None:
        """The presets to choose from."""
        self.button.setMenu(menu)

    def show_preset(self, title: str, sentence: str) -> None:
        """Name the preset and say what it is for."""
        self.button.setText(title)
        self.button.setAccessibleName(self.tr("Preset: {title}").format(title=title))
        self.help.setText(sentence)
