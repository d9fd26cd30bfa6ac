"""What plays the iterations, in the status line: how far code is that is being compiled, and a way to end that."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from ganviz.app.icons import icon
from ganviz.app.session import Session
from ganviz.app.units import px
from ganviz.settings.names import ENGINES
from ganviz.training.messages import EngineInfo


class EngineStatus(QWidget):
    """A few words, and while something is compiled a button that cancels it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self.label = QLabel(self)
        self.label.setObjectName("status.engine")
        self.label.setProperty("role", "secondary")
        self.button = self._cancel_button()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.label)
        layout.addWidget(self.button)
        self.show_session(None)

    def _cancel_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("status.engine.cancel")
        button.setIcon(icon("close"))
        button.setAccessibleName(self.tr("Cancel compiling"))
        button.setToolTip(self.tr("End the compiling; the game goes on eagerly, at about half the speed."))
        button.setAutoRaise(True)
        button.clicked.connect(self._on_cancel_clicked)
        return button

    def restyle(self, font: QFont) -> None:
        """Take over the font."""
        self.label.setFont(font)

    def show_session(self, session: Session | None) -> None:
        """Agree with a run."""
        self._session = session
        share = None if session is None else session.compiling
        engine = session.progress.engine if session is not None and session.progress is not None else EngineInfo()
        self.label.setText(self._words(engine, share))
        self.label.setToolTip(self._why(engine, share))
        self.button.setVisible(share is not None)
        self.setVisible(bool(self.label.text()))

    def _words(self, engine: EngineInfo, share: float | None) -> str:
        if share is not None:
            return self.tr("compiling {share}").format(share=f"{share:.0%}")
        if engine.obstacle:
            return self.tr("not compiled")
        return self.tr("compiled") if engine.plays == "compiled" else ""

    def _why(self, engine: EngineInfo, share: float | None) -> str:
        if engine.obstacle:
            return engine.obstacle
        if share is not None and engine.waits:
            return self.tr("The game goes on as soon as its code is compiled.")
        return ENGINES[engine.plays].help

    @Slot()
    def _on_cancel_clicked(self) -> None:
        if self._session is not None:
            self._session.cancel_compiling()
