"""Whether a run's present weights are on disk, where a process that translates reads them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from ganviz.app.session import Session
from ganviz.training.messages import Refused, Saved


class Freshness(QObject):
    """Has the present weights written and tells when they are there.

    The trainer takes a wish between two iterations only, and these may take many seconds.

    Signals:
        there: they are, or they won't come: then those that are on disk have to do.
    """

    there = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._wanted = session, 0
        session.saved.connect(self._on_saved)
        session.refused.connect(self._on_refused)
        session.failed.connect(self._on_gone)
        session.opened.connect(self._on_gone)

    def wait(self) -> bool:
        """Have them written; False where they are on disk already, or another process writes the run."""
        session = self._session
        if session.read_only or session.progress is None or session.progress.saved == session.iteration:
            return False
        self._wanted = session.save()
        return True

    def give_up(self) -> None:
        """Wait no longer."""
        self._wanted = 0

    @Slot(object)
    def _on_saved(self, saved: Saved) -> None:
        if saved.number == self._wanted:
            self._tell()

    @Slot(object)
    def _on_refused(self, refused: Refused) -> None:
        """The window says why. With another run that is refused, a wish that waited for it is forgotten."""
        if refused.command in ("save", "create", "open"):
            self._tell()

    @Slot(object)
    def _on_gone(self, _: object) -> None:
        """The trainer has ended, or has another run."""
        self._tell()

    def _tell(self) -> None:
        wanted, self._wanted = self._wanted, 0
        if wanted:
            self.there.emit()
