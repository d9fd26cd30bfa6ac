from itertools import pairwise

import numpy as np
import pytest

from ganviz.app.plots.series import GHOSTS, Series


def grown(values, chunk):
    series = Series(2)
    for begin in range(0, len(values), chunk):
        part = values[begin : begin + chunk]
        series.append(np.arange(begin, begin + len(part)) * 3, np.column_stack((part, -part)))
    return series


@pytest.mark.parametrize("chunk", [1, 7, 64, 5000])
@pytest.mark.parametrize("window", [(0, 15000), (1000, 14990), (4000, 8000), (6001, 6100)])
def test_envelope_equals_brute_force(chunk, window):
    values = np.random.default_rng(0).standard_normal(4999).astype(np.float32)
    values[1000:1400] = np.nan
    values[7] = np.inf
    series = grown(values, chunk)
    clean = np.where(np.isfinite(values), values, np.nan)
    part = series.envelope(0, *window, 60)
    edges = [*(part.x // 3), None]
    assert len(part.x) <= 2 * 60 + 2
    for k, (begin, end) in enumerate(pairwise(edges)):
        stretch = clean[begin:end] if part.low is not part.high else clean[begin : begin + 1]
        if end is None and part.low is not part.high:
            # The last stretch ends where the window does, give or take one bin of the pyramid.
            assert part.low[k] >= np.nanmin(stretch) and part.high[k] <= np.nanmax(stretch)
            continue
        np.testing.assert_array_equal(part.low[k], np.fmin.reduce(stretch))
        np.testing.assert_array_equal(part.high[k], np.fmax.reduce(stretch))
        if np.isfinite(stretch).all():
            assert part.mean[k] == pytest.approx(stretch.mean(), abs=1e-5)


def test_whole_range_shows_the_extremes_up_to_the_last_row():
    series = grown(np.arange(100_003, dtype=np.float32), 911)
    part = series.envelope(0, 0, 1e9, 300)
    assert part.low.min() == 0 and part.high.max() == 100_002
    mirrored = series.envelope(1, 0, 1e9, 300)
    np.testing.assert_array_equal(mirrored.low, -part.high)


def test_few_rows_are_shown_as_they_are():
    series = Series(1)
    series.append([5, 9, 12], [[1.0], [2.0], [4.0]])
    part = series.envelope(0, 6, 12, 100)
    assert part.x.tolist() == [5, 9, 12] and part.low.tolist() == [1, 2, 4]
    assert part.low is part.high
    assert Series(1).envelope(0, 0, 100, 10).x.size == 0


def test_fork_moves_the_tail_into_a_ghost():
    series = grown(np.arange(1000, dtype=np.float32), 1000)
    series.fork(1500)
    assert series.iterations[-1] == 1500 and len(series.ghosts) == 1
    ghost = series.ghosts[0]
    assert ghost.iterations[0] == 1500 and ghost.iterations[-1] == 2997
    assert ghost.values[0, -1] == 999
    series.append([1503, 1506], [[-1.0, 1.0], [-2.0, 2.0]])
    part = series.envelope(0, 0, 3000, 40)
    assert part.low.min() == -2 and part.high.max() == 500


def test_pyramid_is_right_again_after_a_fork():
    values = np.random.default_rng(1).standard_normal(3000).astype(np.float32)
    series = grown(values, 100)
    series.fork(3 * 1233)
    fresh = np.random.default_rng(2).standard_normal(3000).astype(np.float32)
    at = 3 * 1234 + 3 * np.arange(3000)
    series.append(at, np.column_stack((fresh, fresh)))
    other = Series(2)
    other.append(np.concatenate((3 * np.arange(1234), at)),
                 np.column_stack([np.concatenate((values[:1234], fresh))] * 2))
    for one, two in zip(series.envelope(0, 0, 1e6, 50), other.envelope(0, 0, 1e6, 50), strict=True):
        np.testing.assert_array_equal(one, two)


def test_rows_of_the_past_replace_what_came_after():
    series = Series(1)
    series.append(np.arange(10), np.arange(10.0)[:, None])
    series.append([4, 5], [[40.0], [50.0]])
    assert series.iterations.tolist() == [0, 1, 2, 3, 4, 5]
    assert series.values[0].tolist() == [0, 1, 2, 3, 40, 50]


def test_ghosts_are_bounded_and_clear_forgets_all():
    series = Series(1)
    for _round in range(GHOSTS + 3):
        series.append(np.arange(1, 50), np.ones((49, 1)))
        series.fork(10)
    assert len(series.ghosts) == GHOSTS
    series.clear()
    assert len(series) == 0 and series.ghosts == []


def test_only_infinite_or_missing_values_warn_nowhere():
    series = Series(1)
    series.append(np.arange(4096), np.full((4096, 1), np.inf))
    part = series.envelope(0, 0, 4096, 30)
    assert np.isnan(part.low).all() and np.isnan(part.high).all() and np.isnan(part.mean).all()
