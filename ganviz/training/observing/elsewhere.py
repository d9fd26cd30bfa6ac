"""When a remote twin is worth its process, and what it is asked."""

from __future__ import annotations

import time

from ganviz.training.build import processors
from ganviz.training.messages import Layers
from ganviz.training.observing.remote import Recipe, RemoteEndedError, RemoteTwin, Shown
from ganviz.training.observing.task import Present, Send

_PATIENCE_SECONDS = 2.0
"""How long after a run was first watched the process is begun; it takes a few seconds and 200 MB to begin."""


class Elsewhere:
    """Has layers computed in another process, where there is a processor for it, once a run is watched for longer.

    ``recipe`` is None for a game that only this process knows.
    """

    def __init__(self, recipe: Recipe | None, send: Send) -> None:
        self._recipe = recipe if processors() > 1 else None
        self._send = send
        self._since: float | None = None
        self._remote: RemoteTwin | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be asked."""
        remote = self._remote
        return remote is not None and remote.ready

    def watched(self) -> None:
        """The run plays and is watched."""
        now = time.monotonic()
        self._since = self._since or now
        if self._recipe is not None and self._remote is None and now - self._since > _PATIENCE_SECONDS:
            recipe, self._recipe = self._recipe, None  # one that fails is not tried again
            self._remote = RemoteTwin(recipe)

    def shown(self, layers: Layers, present: Present) -> Shown | None:
        """The layers of a state; None where it is not ready or has ended."""
        remote = self._remote
        if remote is None or not remote.ready:
            return None
        try:
            shown = remote.shown(layers, present)
        except RemoteEndedError:
            remote.ready = False
            return None
        for notice in shown.notices:
            self._send(notice)
        return shown

    def end(self) -> None:
        """End the process at once; whoever waits for its arrays gets none."""
        if self._remote is not None:
            self._remote.end()

    def close(self) -> None:
        """Let go of the process, once nobody asks any more."""
        if self._remote is not None:
            self._remote.close()
            self._remote = None
