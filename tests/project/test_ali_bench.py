"""The benches ``ali`` and ``digits``: what they report, at a scale that shows nothing but that they work."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganviz.__main__ import main
from ganviz.bench import digits
from ganviz.bench.ali import SEEDS
from ganviz.bench.registry import BENCHES

FIGURES = {"others_cores": 0.0, "bounds": [], "holds": True}


@pytest.mark.slow
def test_the_grid_is_measured_from_every_seed() -> None:
    figures = BENCHES["ali"].measure(2e-4, lambda _: None)
    assert {bound["figure"] for bound in figures["bounds"]} < figures.keys()
    assert list(figures["seeds"]) == list(map(str, SEEDS))
    for seed in figures["seeds"].values():
        assert set(seed) == {"modes", "high_quality", "reverse_kl", "round_trip", "reconstruction_ratio", "prior_mmd",
                             "iterations", "wall_s", "cpu_s"}
        assert seed["iterations"] == 36
        assert figures["least_modes"] <= seed["modes"] <= 25
        assert figures["longest_s"] >= seed["wall_s"] > 0


@pytest.mark.slow
def test_the_digits_are_measured_on_those_that_are_held_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path))
    figures = BENCHES["digits"].measure(5e-4, lambda _: None)
    assert (figures["iterations"], figures["images"]) == (2, 2_000)
    assert 0 < figures["neighbour_accuracy"] < 1
    assert figures["reconstruction_ratio"] > 0
    assert [bound["figure"] for bound in figures["bounds"]] == [
        "neighbour_accuracy", "reconstruction_ratio", "wall_s", "unseen_families"]


@pytest.mark.parametrize("families", [0, 1])
def test_what_is_promised_of_unseen_fonts_needs_one(monkeypatch: pytest.MonkeyPatch, families: int) -> None:
    good = {"neighbour_accuracy": 0.97, "probe_accuracy": 0.97, "reconstruction_ratio": 0.2, "prior_mmd": 0.01,
            "images": 2_000, "iterations": 4_000, "wall_s": 900.0, "cpu_s": 1_800.0}
    monkeypatch.setattr(digits, "measure_in_child", lambda *_words, tell: good)
    monkeypatch.setattr(digits, "unseen_families", lambda: families)
    figures = BENCHES["digits"].measure(1, lambda _: None)
    assert (figures["unseen_families"], figures["holds"]) == (families, families > 0)


def test_a_reader_is_shown_a_table_of_the_seeds(monkeypatch: pytest.MonkeyPatch,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    seeds = {"1": {"modes": 25, "high_quality": 0.9525, "reverse_kl": 0.0125, "round_trip": 0.21, "wall_s": 930.0},
             "2": {"modes": 9, "high_quality": 1.0, "reverse_kl": 1.5, "round_trip": 0.0701, "wall_s": 96.0}}
    result = {"title": "Five seeds", "least_modes": 9, "seeds": seeds, **FIGURES}
    monkeypatch.setattr(type(BENCHES["ali"]), "measure", lambda *_: result)
    assert main(["bench", "ali"]) == 0
    assert capsys.readouterr().out.partition("ali: ")[2].splitlines() == [
        "Five seeds",
        "  least_modes   9",
        "  others_cores  0",
        "  seed  modes  high quality %  reverse KL  round trip  minutes",
        "     1     25           95.25      0.0125        0.21     15.5",
        "     2      9             100         1.5      0.0701      1.6"]


def test_what_takes_an_hour_is_measured_by_name_alone() -> None:
    assert {name for name, bench in BENCHES.items() if bench.by_name_only} == {"ali", "digits"}
