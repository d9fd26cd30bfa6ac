"""The keeper of a run whose folder can't be written for a while: what was due then is due again."""

from __future__ import annotations

import pytest

from ganviz.settings.errors import UserError
from ganviz.training.engine.keeper import EngineKeeper
from ganviz.training.engine.policy import COMPILED, EAGER
from ganviz.training.run import Run
from tests.core_support import TINY
from tests.engines import ByRules, Making


class Codes:
    """Code that is ready, or that has to be made first."""

    def __init__(self, is_ready):
        self.maker = None if is_ready else self
        self._code = ByRules()

    def key(self, settings):
        return "key"

    def ready(self, game):
        return None if self.maker else self._code

    def obstacle(self, game):
        return ""

    def begin(self, game):
        making = Making(None, None)
        making.over.set()
        return making

    def made(self, game, making):
        return self._code

    def cancel(self):
        pass

    close = cancel


def full(*_):
    raise UserError("the disk is full")


@pytest.mark.parametrize("is_ready", [True, False], ids=["code is ready", "code was made"])
def test_an_engine_that_can_not_be_put_on_record_is_taken_up_when_it_can(tmp_path, monkeypatch, is_ready):
    monkeypatch.setattr("ganviz.training.run.codes_for", lambda *_: Codes(is_ready))
    run = Run.create("1d", {**TINY, "engine": "compiled"}, {}, tmp_path / "run")
    told = []
    keeper = EngineKeeper(run, told.append)
    if not is_ready:
        keeper.look()
    with monkeypatch.context() as patch:
        patch.setattr(run.folder.events, "append", full)
        for _ in range(2):
            with pytest.raises(UserError, match="the disk is full"):
                keeper.look()
        assert run.engine == EAGER
    keeper.look()
    assert run.engine == COMPILED
    assert keeper.info().compiling is None
    assert told == []
    run.close()
