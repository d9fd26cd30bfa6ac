"""Branches: where each came from, and what happened on the way to any iteration; pure functions of events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ganviz.training.folder.events import BranchEvent, ChangeEvent, Event
from ganviz.training.messages import BranchInfo


class Segment(NamedTuple):
    """A stretch of one branch: its iterations ``start <= k < end``, without an end where ``end`` is None."""

    branch: int
    start: int
    end: int | None


class Branches:
    """The tree of branches that the events of a run tell."""

    def __init__(self, events: Iterable[Event]) -> None:
        """Sort the events by branch and iteration; those of one iteration keep their order."""
        self._forks: dict[int, BranchEvent] = {}
        self._events: dict[int, list[Event]] = {}
        for event in events:
            if isinstance(event, BranchEvent):
                self._forks[event.branch] = event
            else:
                self._events.setdefault(event.branch, []).append(event)
        for listed in self._events.values():
            listed.sort(key=lambda event: event.iteration)

    @property
    def ids(self) -> tuple[int, ...]:
        """Every branch, oldest first; branch 0 is the one that every run begins with."""
        return (0, *sorted(self._forks))

    @property
    def active(self) -> int:
        """The branch that goes on: the newest one made."""
        return self.ids[-1]

    def parent(self, branch: int) -> int | None:
        """The branch that ``branch`` left, None for branch 0."""
        return self._forks[branch].parent if branch in self._forks else None

    def fork(self, branch: int) -> int:
        """The iteration at which ``branch`` left its parent, 0 for branch 0."""
        return self._forks[branch].iteration if branch in self._forks else 0

    def lineage(self, branch: int) -> list[Segment]:
        """The way from iteration 0 to ``branch``, oldest segment first, without empty segments."""
        segments = [Segment(branch, self.fork(branch), None)]
        while (parent := self.parent(segments[0].branch)) is not None:
            end = segments[0].start
            segments = [Segment(parent, min(self.fork(parent), end), end), *segments]
        return [segment for segment in segments if segment.end is None or segment.start < segment.end]

    def events_between(self, branch: int, start: int, end: int | None) -> list[Event]:
        """What happened on the way to ``branch`` at iterations ``start <= k < end``, in order.

        Replaying from the state at ``start`` to the state at ``end`` applies exactly these.
        """
        return [event for segment in self.lineage(branch) for event in self._events.get(segment.branch, ())
                if _within(event.iteration, segment.start, segment.end)
                and _within(event.iteration, start, end)]

    def settings_at(self, branch: int, iteration: int, initial: Mapping[str, Any]) -> dict[str, Any]:
        """The settings that ``branch`` plays the iteration from ``iteration`` to ``iteration + 1`` with.

        Changes at ``iteration`` itself count, but not those that a parent made at the fork.
        """
        settings = dict(initial)
        for event in self.events_between(branch, 0, iteration + 1):
            if isinstance(event, ChangeEvent):
                settings.update(event.values)
        return settings

    def infos(self, ends: Mapping[int, int]) -> tuple[BranchInfo, ...]:
        """Every branch in words of the messages; ``ends`` says how far each got."""
        return tuple(BranchInfo(branch, self.parent(branch), self.fork(branch),
                                max(ends.get(branch, 0), self.fork(branch))) for branch in self.ids)


def _within(iteration: int, start: int, end: int | None) -> bool:
    return iteration >= start and (end is None or iteration < end)
