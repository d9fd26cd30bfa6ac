import numpy as np
import pytest

from ganviz.app.plots.contour import contour


def test_line_of_a_tilted_plane_is_exact():
    column, row = np.meshgrid(np.arange(9.0), np.arange(6.0))
    pieces = contour(2 * column + 3 * row, 10.5)
    assert len(pieces) > 0
    np.testing.assert_allclose(2 * pieces[..., 0] + 3 * pieces[..., 1], 10.5)
    assert pieces[..., 0].max() <= 8 and pieces[..., 1].max() <= 5


def test_columns_are_x_and_rows_are_y():
    values = np.zeros((5, 20))
    values[:, 13:] = 1.0
    pieces = contour(values, 0.5)
    np.testing.assert_allclose(pieces[..., 0], 12.5)
    assert {pieces[..., 1].min(), pieces[..., 1].max()} == {0.0, 4.0}


def test_circle_is_closed_and_round():
    column, row = np.meshgrid(np.linspace(-2, 2, 81), np.linspace(-2, 2, 81))
    pieces = contour(np.hypot(column, row), 1.313) / 20 - 2
    np.testing.assert_allclose(np.hypot(pieces[..., 0], pieces[..., 1]), 1.313, atol=2e-3)
    length = np.hypot(*(pieces[:, 1] - pieces[:, 0]).T).sum()
    assert length == pytest.approx(2 * np.pi * 1.313, rel=2e-3)
    _ends, counts = np.unique(np.round(pieces.reshape(-1, 2), 9), axis=0, return_counts=True)
    assert (counts == 2).all()


@pytest.mark.parametrize(("values", "cut_off"), [
    ([[1.0, -0.5], [-0.5, 1.0]], {(1.0, 0.0), (0.0, 1.0)}),
    ([[0.5, -1.0], [-1.0, 0.5]], {(0.0, 0.0), (1.0, 1.0)}),
])
def test_saddle_cuts_off_the_corners_that_the_middle_is_not_like(values, cut_off):
    pieces = contour(np.array(values), 0.0)
    assert len(pieces) == 2
    for piece in pieces:
        nearest = [corner for corner in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
                   if np.hypot(*(piece - corner).T).max() < 1]
        assert set(nearest) <= cut_off and len(nearest) == 1


def test_what_is_not_finite_gives_no_piece():
    values = np.tile(np.arange(6.0), (6, 1))
    values[2, 2] = np.nan
    pieces = contour(values, 2.5)
    assert np.isfinite(pieces).all()
    assert contour(np.full((4, 4), np.nan), 0.5).shape == (0, 2, 2)
    assert contour(np.ones((4, 4)), 0.5).shape == (0, 2, 2)
