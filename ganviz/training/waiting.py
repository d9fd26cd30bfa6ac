"""What a command waits for, images to be read or code to be compiled: how far it is, and the ways to end it."""

from __future__ import annotations

import threading
import time

from ganviz.problems.images.report import Report
from ganviz.problems.images.watching import Watch
from ganviz.settings.errors import UserError
from ganviz.training import messages as m
from ganviz.training.channel import Channel
from ganviz.training.engine.compilation import Compilation

_TELL_SECONDS = 0.1


class Waiting:
    """Tells whoever listens at a channel how far it is, and ends the wait when the next command says so.

    Attributes:
        over: whether nobody waits any more, since the trainer quits.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._server: int | None = None
        self.over = False

    def begin(self) -> None:
        """The thread that calls this takes the commands: no other may look at them."""
        self._server = threading.get_ident()

    def watch(self) -> Watch:
        """For the reading of images: tells ten times a second, until `Cancel` or `Quit`, and what they are like."""
        told = 0.0

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal told
            now = time.monotonic()
            if now - told >= _TELL_SECONDS or done == total:
                told = now
                self._channel.send(m.Preparing(stage, done, total))

        return Watch(tell, lambda: self._channel.inbox.has(m.Quit | m.Cancel), self._tell_inspected)

    def _tell_inspected(self, report: Report, agreed: bool) -> None:
        left_out = tuple(finding.sentence for finding in report.findings if finding.leaves_out)
        self._channel.send(m.Inspected(report.path, tuple(report.sentences(agreed)), tuple(report.cautions(agreed)),
                                       left_out))

    def bear(self, making: Compilation) -> None:
        """For code that a command or the observer cannot do without.

        The observer's wait ends with its code's making, when the trainer carries out the order.

        Raises:
            UserError: if the user does not want to wait.
        """
        if self.over or (threading.get_ident() == self._server and self._is_unwanted()):
            raise UserError("compiling was ended before the code was there")
        self._channel.send(m.Compiling(making.share))

    def _is_unwanted(self) -> bool:
        """Whether a command ends the wait. The order to end compiling is thereby carried out; Quit is still to be."""
        found = self._channel.inbox.has(m.Quit | m.CancelCompiling)
        if found:
            self._channel.inbox.drop(m.CancelCompiling)
        return found
