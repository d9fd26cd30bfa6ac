import numpy as np
import pytest

from ganviz.app.plots.calm import Calm, finite_max, nice_above


def test_grows_at_once_and_shrinks_slowly():
    calm = Calm()
    assert calm.follow(10.0) == 10.0
    after_one = calm.follow(1.0)
    assert 9 < after_one < 10
    for _observation in range(500):
        calm.follow(1.0)
    assert 1.0 <= calm.value < 1.5
    assert calm.follow(20.0) == 20.0


def test_small_changes_move_nothing():
    calm = Calm(round_up=True)
    calm.follow(1.9)
    assert [calm.follow(height) for height in (1.8, 1.6, 1.95)] == [2.0, 2.0, 2.0]


@pytest.mark.parametrize("nonsense", [np.nan, np.inf, 0.0, -1.0])
def test_nonsense_changes_nothing(nonsense):
    calm = Calm()
    calm.follow(3.0)
    assert calm.follow(nonsense) == 3.0


@pytest.mark.parametrize(("value", "nice"), [(0.9, 1.0), (1.0, 1.0), (1.01, 1.2), (7.0, 8.0), (0.013, 0.015)])
def test_nice_above(value, nice):
    assert nice_above(value) == pytest.approx(nice)


def test_finite_max():
    assert finite_max([1.0, np.nan, np.inf, 2.0]) == 2.0
    assert finite_max([np.nan]) == 0.0
    assert finite_max(np.arange(101), 0.5) == 50
