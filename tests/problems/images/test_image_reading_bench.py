"""The bench ``reading`` runs and judges its figure."""

import pytest

from ganviz.bench.registry import BENCHES


@pytest.mark.slow
def test_reading_is_measured():
    figures = BENCHES["reading"].measure(0.02, lambda _: None)
    assert figures["images_s"] > 0
    assert figures["images_s_without_cache"] > 0
    assert [bound["figure"] for bound in figures["bounds"]] == ["images_s"]
