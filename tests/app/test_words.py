"""Short texts of several parts of the window."""

from __future__ import annotations

import pytest

from ganviz.app.words import duration, pace_text, rate_text


@pytest.mark.parametrize(("rate", "expected"), [
    (0, "0 it/s"), (1 / 11.8, "11.8 s/it"), (0.6, "1.7 s/it"), (1, "1.0 it/s"), (9.94, "9.9 it/s"), (312.4, "312 it/s"),
    (3_273, "3,273 it/s")])
def test_a_pace_is_told_in_the_unit_that_says_more(rate: float, expected: str) -> None:
    assert pace_text(rate) == expected


def test_few_images_in_a_second_are_not_rounded_away() -> None:
    assert [rate_text(rate) for rate in (0, 0.083, 4.26, 41.2)] == ["0", "0.08", "4.3", "41"]


def test_durations() -> None:
    assert [duration(seconds) for seconds in (7, 65, 3660, 90_000)] == ["7 s", "1 min 05 s", "1 h 01 min", "1 d 01 h"]
    assert duration(3288) == "54 min"
