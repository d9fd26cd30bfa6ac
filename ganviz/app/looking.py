"""Which iteration of a run's past is on show, and whether its exact state is; no Qt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from ganviz.training.messages import Mode, Progress, Report

_NEAR = 200
"""A hand that drags means a kept state where it is nearer to it than this part of the run."""


_EVENING, _MOST_TAKEN = 0.02, 0.3
"""How much of each new measurement of the pace is taken over, more of an iteration that takes many seconds: seconds or
iterations are evened out, whichever takes longer."""
_LONG_SECONDS = 0.5
"""From here on it is worth saying how far the iteration under way is."""


class PaceSeen:
    """How long an iteration takes: as it was played at full speed, else as it was timed.

    Attributes:
        timed: seconds, as timed; None until then.
        asked: the first question since it was to be timed; None until then.
        in_vain: whether it was to be timed and was not: that failed, or an iteration rests half way.
    """

    def __init__(self) -> None:
        self.timed: float | None = None
        self.asked: int | None = None
        self.in_vain = False
        self._played: float | None = None
        self._iteration, self._began = -1, 0.0
        self._could_be_timed = False

    @property
    def seconds(self) -> float | None:
        """Seconds of an iteration, if they are known."""
        return self._played or self.timed

    def hear(self, report: Report) -> None:
        """Take note of an answer: what is asked is answered in its turn, so the time would have come before it.

        A timing that was passed over, since an iteration was under way or rested half way, can be asked for again.
        """
        can_be_timed = report.progress.mode is Mode.PAUSED and report.substep is None
        if can_be_timed and not self._could_be_timed:
            self.asked = None
        self._could_be_timed = can_be_timed
        self.in_vain = self.timed is None and self.asked is not None and report.generation >= self.asked

    def note(self, progress: Progress) -> None:
        """Take note of how fast a run goes that nothing slows down."""
        if progress.mode is Mode.PLAYING and progress.rate > 0:
            fresh = 1 / progress.rate
            known = fresh if self._played is None else self._played
            self._played = known + min(_MOST_TAKEN, _EVENING * max(1.0, known)) * (fresh - known)

    def begin(self, iteration: int, now: float) -> None:
        """The iteration after ``iteration`` was seen to be under way at ``now`` (seconds), perhaps not for the first
        time."""
        if iteration != self._iteration:
            self._iteration, self._began = iteration, now

    def rest(self) -> None:
        """No iteration is under way."""
        self._iteration = -1

    @property
    def is_long(self) -> bool:
        """Whether an iteration is known to take long."""
        return self.seconds is not None and self.seconds >= _LONG_SECONDS

    def share(self, now: float) -> float | None:
        """How much of the iteration under way is done by the clock, 0 to 1; None where it does not take long."""
        seconds = self.seconds
        if self._iteration < 0 or seconds is None or not self.is_long:
            return None
        return min(1.0, (now - self._began) / seconds)

    def left(self, now: float) -> float | None:
        """Seconds until the iteration under way is done; None where that does not take long."""
        share, seconds = self.share(now), self.seconds
        return None if share is None or seconds is None else (1 - share) * seconds


@dataclass(frozen=True, slots=True)
class Looking:
    """Where in its past a run is looked at.

    Attributes:
        viewing: the earlier iteration on show; None in the present.
        is_stored: whether no state of it is at hand, so that only what is stored of it can be shown.
        replay: the first question since a replay to it was asked for, while that is under way; None while none is.
        replayed: how far that replay has come; None where nothing is known of that yet.
    """

    viewing: int | None = None
    is_stored: bool = False
    replay: int | None = None
    replayed: int | None = None

    @property
    def is_exact(self) -> bool:
        """Whether what is on show is the exact state, from which the run can go on."""
        return not self.is_stored and self.replay is None

    def after(self, report: Report) -> Looking:
        """What is known of a replay once an answer has come."""
        if self.replay is None or report.generation < self.replay:
            return self
        if report.progress.viewing is None:  # it failed, which was told
            return Looking(self.viewing, is_stored=True)
        if report.exact:
            return Looking(self.viewing)
        return Looking(self.viewing, replay=self.replay, replayed=report.iteration)

    def found(self, report: Report, recalls: bool) -> Looking:
        """What an answer shows of an exact state that was asked for before: it, nothing, or an earlier one.

        Args:
            report: the answer.
            recalls: whether what is stored of an iteration can be shown, where its state has gone meanwhile.
        """
        if self.viewing is None or not self.is_exact:
            return self
        if report.progress.viewing is None:  # it failed, which was told
            return Looking()
        is_earlier = report.exact and report.iteration < self.viewing == report.progress.viewing
        return Looking(self.viewing, is_stored=True) if recalls and is_earlier else self


def looking_at(iteration: int | None, newest: int) -> Looking:
    """Looking at an iteration of a run whose every state can be had at once."""
    return Looking() if iteration is None or iteration >= newest else Looking(max(0, iteration))


def looking_between(iteration: int | None, newest: int, kept: Collection[int]) -> Looking:
    """Looking at an iteration of a run of which some states are ``kept``, and of all others what was stored."""
    found = looking_at(iteration, newest)
    return replace(found, is_stored=found.viewing is not None and found.viewing not in kept)


def meant(iteration: int, newest: int, kept: Collection[int]) -> int:
    """What a hand means that drags to an iteration: a kept state that lies very near, if there is one."""
    near = nearest((*kept, newest), iteration)
    return near if abs(near - iteration) * _NEAR <= newest else iteration


def nearest(kept: Collection[int], iteration: int) -> int:
    """The kept state that lies nearest to an iteration."""
    return min(kept, key=lambda each: abs(each - iteration))


def before(kept: Collection[int], iteration: int) -> int:
    """The newest kept state at an iteration or before it; 0 can always be had."""
    return max((each for each in kept if each <= iteration), default=0)
