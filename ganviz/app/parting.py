"""Runs that are saved while the window closes: it stays alive and says so, and nothing is lost for want of time."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ganviz.app.controller import Controller
from ganviz.app.dialogs.saving import SavingDialog
from ganviz.training.messages import Ended, Notice

_AT_ONCE_SECONDS = 0.3
"""How long the window waits before it says what it is waiting for; most runs of toy games have ended by then."""


class Parting(QObject):
    """Waits for the trainers that were told to save and end, for as long as they take or until the user insists.

    Signals:
        done: all have ended.

    Attributes:
        failures: what they said went wrong while they did; not of those that the user has ended.
    """

    done = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._left: list[Controller] = []
        self._insisted = False
        self.failures: list[str] = []
        self._dialog: SavingDialog | None = None

    @property
    def under_way(self) -> bool:
        """Whether somebody is waited for."""
        return bool(self._left)

    def begin(self, controllers: Sequence[Controller]) -> None:
        """Wait for these too; where all end in a moment, ``done`` comes before this returns."""
        self._left += controllers
        self._insisted = False
        for controller in controllers:
            controller.finished.connect(self._on_finished)
            controller.noticed.connect(self._on_noticed)
            controller.ended.connect(self._on_ended)
        end = time.monotonic() + _AT_ONCE_SECONDS
        for controller in controllers:
            controller.wait(max(0.0, end - time.monotonic()))
        self._look()

    def take_failures(self) -> list[str]:
        """The failures, which nobody is told of again."""
        taken, self.failures = self.failures, []
        return taken

    @Slot(object)
    def _on_noticed(self, notice: Notice) -> None:
        if notice.level == "error":
            self._note(notice.text)

    @Slot(object)
    def _on_ended(self, ended: Ended) -> None:
        if ended.failure:
            self._note(ended.failure)

    def _note(self, text: str) -> None:
        if not self._insisted:
            self.failures.append(text)

    @Slot()
    def _on_finished(self) -> None:
        if self.under_way:
            self._look()

    def _look(self) -> None:
        """Let go of those that have ended, and say how many are left."""
        over = [controller for controller in self._left if not controller.running]
        self._left = [controller for controller in self._left if controller not in over]
        for controller in over:
            controller.close()  # at once: its thread is at its last step; what it said last is heard
            controller.deleteLater()
        if self._left:
            self._show()
        else:
            self._hide()
            self.done.emit()

    def _show(self) -> None:
        if not self._window.isVisible():
            return  # nobody looks on
        if self._dialog is None:
            self._dialog = SavingDialog(self._window)
            self._dialog.insisted.connect(self._on_insisted)
            self._dialog.open()
        self._dialog.show_runs(len(self._left), any(controller.can_insist for controller in self._left))

    def _hide(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.hide()
            dialog.deleteLater()

    @Slot()
    def _on_insisted(self) -> None:
        self._insisted = True
        for controller in self._left:
            controller.insist()
