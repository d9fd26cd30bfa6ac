"""What a command waits for, images to be read or code to be compiled: how far it is, and the ways to end it."""

from __future__ import annotations

import time

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
        self.over = False

    def watch(self) -> Watch:
        """For the reading of images: tells ten times a second, until `Cancel` or `Quit`."""
        told = 0.0

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal told
            now = time.monotonic()
            if now - told >= _TELL_SECONDS or done == total:
                told = now
                self._channel.send(m.Preparing(stage, done, total))

        return Watch(tell, lambda: self._channel.inbox.has(m.Quit | m.Cancel))

    def bear(self, making: Compilation) -> None:
        """For code that a command or the observer cannot do without.

        Raises:
            UserError: if the user does not want to wait.
        """
        if self.over or self._channel.inbox.has(m.Quit | m.CancelCompiling):
            raise UserError("compiling was ended before the code was there")
        self._channel.send(m.Compiling(making.share))
