"""The bench ``live``: what it watches, and what it promises of that."""

from __future__ import annotations

import pytest

from ganviz.__main__ import main
from ganviz.bench import live
from ganviz.bench.live import CASES
from ganviz.bench.record import Bench, Bound
from ganviz.bench.registry import BENCHES
from ganviz.training.build import settings_type


def test_a_promise_is_made_of_every_case():
    promised = {bound.figure.partition(".")[0] for bound in BENCHES["live"].bounds}
    assert promised == set(CASES)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_case_is_a_game_that_there_is(case):
    settings = settings_type(case.game)(**case.values)
    assert settings.engine == (case.engine or "eager")


def test_what_is_compiled_is_not_played_in_the_thread_of_the_window():
    for name, case in CASES.items():
        assert ("thread" in {each.name for each in case.contenders}) is not name.endswith("_compiled")


def test_without_a_compiler_nothing_compiled_is_measured_and_a_note_names_what_is_left_out(monkeypatch):
    monkeypatch.setattr(live, "find_compiler", lambda: None)
    monkeypatch.setattr(live, "play", lambda watched, *_: [watched.settings.get("engine", "eager")])
    monkeypatch.setattr(live, "_figures", lambda played: {
        "ratio": 1.0, "refresh_hz": 40.0, "frame_interval_p99_ms": 20.0, "engine": played[0]})
    found = BENCHES["live"].measure(1.0, lambda _: None)
    assert {name for name in CASES if name in found} == {"1d", "2d", "ali"}
    assert {found[name]["engine"] for name in ("1d", "2d", "ali")} == {"eager"}
    assert found["note"].endswith("left out: 1d_compiled, 2d_compiled, ali_compiled, ganlab_compiled")
    assert {bound["figure"].partition(".")[0] for bound in found["bounds"] if bound["holds"] is None} == {
        "1d_compiled", "2d_compiled", "ali_compiled", "ganlab_compiled"}
    assert found["holds"]


def test_a_promise_that_was_not_measured_is_not_said_to_hold(monkeypatch, capsys):
    bench = Bench("some", "something", "tests.project.test_live_bench:measured",
                  (Bound("fast.ratio", ">=", 2.0), Bound("compiled.ratio", ">=", 2.0, optional=True)), minutes=0.1)
    monkeypatch.setitem(BENCHES, "some", bench)
    assert main(["bench", "some"]) == 0
    told = capsys.readouterr().out
    assert "  fast.ratio 3 >= 2: holds" in told
    assert "  compiled.ratio: not measured on this machine\n" in told


def measured(scale, tell):
    """The figures of a bench."""
    return {"fast": {"ratio": 3.0}}
