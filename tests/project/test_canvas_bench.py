"""The bench ``canvas``: strokes on the real canvas, at a scale that shows nothing but that it works."""

from __future__ import annotations

import pytest

from ganviz.bench import canvas
from ganviz.bench.registry import BENCHES


@pytest.mark.slow
def test_strokes_are_answered_while_the_run_trains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "_SIZES", (64,))
    figures = canvas.measure(0.05, lambda _: None)["unet_64"]
    assert 0 < figures["median_s"] <= figures["nearly_all_s"] <= figures["longest_s"]
    assert (figures["strokes"], figures["iterations_meanwhile"] > 0, figures["weights"] > 0) == (3, True, True)


def test_a_bound_is_set_for_both_generators() -> None:
    assert [bound.figure for bound in BENCHES["canvas"].bounds] == ["unet_64.nearly_all_s", "unet_256.nearly_all_s"]
