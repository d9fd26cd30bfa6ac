"""Whether a run's newest weights are on disk, as far as the window can tell, and what ends the waiting for them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from ganviz.app.translate.freshness import Freshness
from ganviz.training.messages import Ended, Refused, Saved


class Run(QObject):
    """As much of a session as is asked here."""

    saved = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    opened = Signal(object)

    def __init__(self, iteration: int = 9, saved: int = 5, read_only: bool = False) -> None:
        super().__init__()
        self.iteration, self.read_only, self.asked = iteration, read_only, 0
        self.progress: Any = SimpleNamespace(saved=saved)

    def save(self) -> int:
        self.asked += 1
        return self.asked


def waiting(run: Run) -> list[str]:
    """What is told from now on."""
    told: list[str] = []
    fresh = Freshness(run)
    fresh.setParent(run)
    fresh.there.connect(lambda: told.append("there"))
    assert fresh.wait()
    return told


@pytest.mark.parametrize("facts", [{"saved": 9}, {"read_only": True}])
def test_what_is_on_disk_or_written_by_others_is_not_waited_for(facts: dict[str, Any]) -> None:
    run = Run(**facts)
    assert not Freshness(run).wait()
    assert run.asked == 0


def test_a_run_that_was_taken_back_to_before_its_checkpoint_is_waited_for() -> None:
    assert Freshness(Run(iteration=3, saved=5)).wait()


def test_a_checkpoint_that_came_by_itself_does_not_end_the_waiting() -> None:
    run = Run()
    told = waiting(run)
    run.saved.emit(Saved("run", 8))
    run.refused.emit(Refused("step", "no"))
    assert told == []
    run.saved.emit(Saved("run", 9, 1))
    run.saved.emit(Saved("run", 9, 1))
    assert told == ["there"]


@pytest.mark.parametrize(("signal", "event"), [
    ("refused", Refused("save", "the disk is full")), ("refused", Refused("create", "no such folder")),
    ("failed", Ended("gone")), ("opened", object())])
def test_what_will_not_come_is_not_waited_for(signal: str, event: object) -> None:
    run = Run()
    told = waiting(run)
    getattr(run, signal).emit(event)
    assert told == ["there"]
