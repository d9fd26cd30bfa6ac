"""What this program is, its version, and where its runs lie."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

import ganviz
from ganviz.app.units import px


class AboutDialog(QDialog):
    """Version, licence and folders."""

    def __init__(self, runs: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About ganviz"))
        self.setObjectName("about")
        title = QLabel(f"ganviz {ganviz.__version__}", self)
        title.setProperty("role", "headline")
        text = QLabel(self._text(runs), self)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.setObjectName("about.buttons")
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(22), px(18), px(22), px(18))
        layout.setSpacing(px(12))
        for widget in (title, text, buttons):
            layout.addWidget(widget)
        self.setMinimumWidth(px(420))

    def _text(self, runs: str) -> str:
        what = self.tr("The desktop laboratory of the adversarial game: watch a generator learn a distribution "
                       "against a discriminator, live.")
        where = self.tr("Runs are kept in {folder}").format(folder=f"<code>{escape(runs)}</code>")
        licence = self.tr("MIT licence.")
        return f"<p>{what}</p><p>{where}</p><p>{licence}</p>"
