"""The status line: device, pace, iteration and seed on the left; the run and when it was saved on the right."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ganviz.app.engine_status import EngineStatus
from ganviz.app.form.title import Title
from ganviz.app.session import Session
from ganviz.app.units import px, tabular
from ganviz.app.words import ago, pace_text, writer_text

_PARTS = ("device", "rate", "iteration", "seed")


class StatusLine(QWidget):
    """Says where the current run stands, in small tabular figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(4), px(16), px(6))
        layout.setSpacing(px(18))
        self.labels = {name: QLabel(self) for name in _PARTS}
        for name, label in self.labels.items():
            label.setObjectName(f"status.{name}")
            label.setProperty("role", "secondary")
            layout.addWidget(label)
        self.engine = EngineStatus(self)
        layout.addWidget(self.engine)
        layout.addStretch(1)
        self.run = Title(parent=self)
        self.run.setObjectName("status.run")
        self.run.setProperty("role", "secondary")
        layout.addWidget(self.run)
        self.restyle()
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._on_clock_timeout)
        self._clock.start()

    def restyle(self) -> None:
        """Take over the font."""
        for label in (*self.labels.values(), self.run):
            label.setFont(tabular(12))
        self.engine.restyle(tabular(12))

    def show_session(self, session: Session | None) -> None:
        """Make the line agree with the run of the current tab."""
        self._session = session
        ready = session.ready if session is not None else None
        progress = session.progress if session is not None else None
        texts = dict.fromkeys(_PARTS, "")
        if session is not None and ready is not None:
            texts["device"] = ready.device if ready.exact else self.tr("{device} · best effort").format(
                device=ready.device)
            rate = pace_text(progress.rate if progress else 0.0)
            texts["rate"] = rate if session.writer is None else writer_text(session.writer)
            texts["iteration"] = self.tr("iteration {n}").format(n=f"{session.reached:,}")
            texts["seed"] = self.tr("seed {n}").format(n=ready.run_settings["seed"])
            self._show_exactness(ready.exact)
        for name, text in texts.items():
            self.labels[name].setText(text)
        self.engine.show_session(session)
        self._show_run()

    def _show_exactness(self, exact: bool) -> None:
        """On the CPU a run repeats bit for bit, unless engines change; elsewhere the line says that it does not."""
        self.labels["device"].setToolTip(
            self.tr("Where the game computes. The same seed repeats this run bit for bit, unless the engine changes "
                    "over by itself once code is compiled: no seed says when that is. Opened again, the run does what "
                    "it did.") if exact else
            self.tr("Where the game computes. On this device the same seed repeats a run closely, not bit for bit; "
                    "choose the CPU for that."))
        colour = "secondary" if exact else "warning"
        if self.labels["device"].property("role") != colour:
            self.labels["device"].setProperty("role", colour)
            self.labels["device"].style().polish(self.labels["device"])

    def _show_run(self) -> None:
        session = self._session
        if session is None or session.ready is None:
            self.run.setText(self.tr("starting the trainer …") if session is not None and session.beginning else "")
            return
        self.run.setText(f"{session.title or Path(session.folder).name} · {self._saved(session)}")
        self.run.setToolTip("\n".join(filter(None, [session.folder, session.ready.read_only])))

    def _saved(self, session: Session) -> str:
        progress = session.progress
        if session.ready is not None and session.ready.read_only:
            return self.tr("read-only")
        if progress is None or not progress.saved_at:
            return self.tr("not saved yet")
        return self.tr("saved {ago} ago").format(ago=ago(time.time() - progress.saved_at))

    def _on_clock_timeout(self) -> None:
        self._show_run()
