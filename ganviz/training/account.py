"""What a run says of itself to whoever watches it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from ganviz.settings.names import GAMES
from ganviz.training import messages as m
from ganviz.training.device import in_words
from ganviz.training.folder.lineage import Branches
from ganviz.training.followed import Followed
from ganviz.training.pace import Clock
from ganviz.training.run import Run

Facts = Mapping[str, Any]


def introduction(run: Run | Followed) -> m.Ready:
    """What is open, and where it stands."""
    device = run.game.device
    return m.Ready(
        str(run.folder.path), run.folder.manifest.game, run.game.settings.model_dump(), run.run_settings.model_dump(),
        run.game.iteration, run.branch, run.facts, in_words(device, run.run_settings.threads), device.type == "cpu",
        run.read_only, run.warnings, run.game.state is None, run.away if isinstance(run, Followed) else None)


def progress(run: Run | Followed, mode: m.Mode, viewing: int | None, rates: tuple[float, float],
             clock: Clock, engine: m.EngineInfo) -> m.Progress:
    """How far it is, what was measured last, and what can be gone back to; its rate and the steady one as given."""
    rate, steady_rate = rates
    return m.Progress(
        mode, run.game.iteration, run.branch, rate,
        dict(zip(run.folder.history.columns, run.recorder.newest.tolist(), strict=True)), viewing, run.saved,
        clock.saved_at, run.branches(), run.checkpoints(), run.game.settings.model_dump(), _facts(run, viewing),
        run.run_settings.seed, engine, steady_rate,
        run.writer.info() if isinstance(run, Followed) and run.writer else None)


_then: WeakKeyDictionary[Branches, tuple[int, Facts]] = WeakKeyDictionary()
"""By what is on record of a run: the iteration of its past that is on show, and its facts."""


def _facts(run: Run | Followed, viewing: int | None) -> Facts:
    """Those of the iteration on show: some follow from settings that were others then."""
    game = GAMES[run.folder.manifest.game]
    if viewing is None or "live_facts" not in game.facts:
        return run.facts
    record = run.past.tree
    known = _then.get(record)
    if known is None or known[0] != viewing:
        then = run.past.script().settings_for(viewing)
        known = _then[record] = viewing, {**run.facts, **game.load_fact("live_facts")(then)}
    return known[1]
