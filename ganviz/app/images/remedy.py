"""The way from a finding of the diagnosis to the setting that mends it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ganviz.app.form.title import Title
from ganviz.app.units import px


class Remedy(QToolButton):
    """Names a setting; hidden where there is none to go to.

    Signals:
        wanted: the form is to show this setting.
    """

    wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "remedy")
        self.setting = ""
        self.clicked.connect(self._on_clicked)

    def show_setting(self, name: str, section: str, title: str) -> None:
        """Lead to the setting ``name``, which the form shows under ``title`` in ``section``."""
        self.setting = name
        self.setText(title)
        said = self.tr("Show the setting {title} of {section}").format(title=title, section=section)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setVisible(bool(title))

    def _on_clicked(self) -> None:
        self.wanted.emit(self.setting)


class ShortFinding(QWidget):
    """A finding by its name, with its remedy."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.remedy = Title(parent=self), Remedy(f"{name}.remedy", self)
        self.title.setObjectName(f"{name}.title")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self.title, 1)
        row.addWidget(self.remedy)
