"""In the past of a run of images: what is shown of an iteration whose state is not kept, and its exact replay."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ganviz.app.session import Session
from ganviz.app.units import px
from ganviz.app.words import duration


class ReplayBar(QFrame):
    """A sentence, and what can be done: repeat it exactly, look at a checkpoint, cancel.

    How long a replay takes is said before, where that can be found out.

    Signals:
        wanted: the iteration that is looked at is to be repeated.
        kept_wanted: this kept iteration is to be shown instead.
        cancelled: the replay under way is to end.
    """

    wanted = Signal()
    kept_wanted = Signal(int)
    cancelled = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "offer")
        self.setObjectName(f"{prefix}.replay")
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.sentence.setObjectName(f"{prefix}.replay.sentence")
        self.exact = self._button(f"{prefix}.replay.exact", self.tr("Repeat what was trained from the checkpoint "
                                  "before, so that this iteration can be seen exactly and gone on from"))
        self.kept = self._button(f"{prefix}.replay.kept", self.tr("Show the checkpoint before, which is there at once"))
        self.cancel = self._button(f"{prefix}.replay.cancel", self.tr("End the replay; the run is as before"))
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())
        self.exact.clicked.connect(self.wanted)
        self.kept.clicked.connect(self._on_kept_clicked)
        self.cancel.clicked.connect(self.cancelled)
        self._lay_out()
        self._kept = 0
        self.hide()

    def _button(self, name: str, tip: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(6), px(6), px(6))
        row.setSpacing(px(10))
        row.addWidget(self.sentence, 1)
        for button in (self.kept, self.exact, self.cancel):
            row.addWidget(button)

    def show_session(self, session: Session, recalled: int | None) -> None:
        """Say what is on show of the past, ``recalled`` being the iteration of the stored picture; hide elsewhere."""
        looking = session.looking
        if not looking.is_exact:
            self._kept = session.kept_before
            self.sentence.setText(self._under_way(session) if looking.replay is not None
                                  else self._stored(session, recalled))
            self._label(self.exact, self._offer(session))
            self._label(self.kept, self.tr("Checkpoint {n}").format(n=f"{self._kept:,}"))
            self.exact.setEnabled(not session.is_timing)
            self.exact.setVisible(session.can_replay)
            self.kept.setVisible(looking.is_stored)
            self.cancel.setVisible(looking.replay is not None)
        self.setVisible(not looking.is_exact)

    def _stored(self, session: Session, recalled: int | None) -> str:
        if recalled is None:
            return self.tr("No state of iteration {n} is kept, and no picture of these samples was stored up to it."
                           ).format(n=f"{session.shown:,}")
        return self.tr("No state of iteration {n} is kept. These results were stored at iteration {k}.").format(
            n=f"{session.shown:,}", k=f"{recalled:,}")

    def _under_way(self, session: Session) -> str:
        done, left = session.looking.replayed, session.replay_seconds
        said = self.tr("Repeating iterations {first} to {last}: at {done}").format(
            first=f"{self._kept:,}", last=f"{session.shown:,}", done=f"{self._kept if done is None else done:,}")
        return said if left is None else self.tr("{said}, about {span} left").format(said=said, span=duration(left))

    def _offer(self, session: Session) -> str:
        seconds = session.replay_seconds
        if seconds is None:
            return self.tr("Replay exactly: timing …") if session.is_timing else self.tr("Replay exactly")
        return self.tr("Replay exactly: about {span}").format(span=duration(max(1.0, seconds)))

    def _label(self, button: QPushButton, text: str) -> None:
        if button.text() != text:
            button.setText(text)
            button.setAccessibleName(text)

    @Slot()
    def _on_kept_clicked(self) -> None:
        self.kept_wanted.emit(self._kept)
