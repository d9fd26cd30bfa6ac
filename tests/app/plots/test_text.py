import pytest

from ganviz.app.plots.text import count, number, place, reading, tick_texts, ticks


@pytest.mark.parametrize(("value", "text"), [
    (0.0412, "0.041"), (1.386, "1.39"), (0.0, "0.000"), (float("inf"), "∞"), (float("-inf"), "−∞"),
    (float("nan"), "–"), (-12.34, "−12.3"), (0.00012, "1.20e−4"), (123456.0, "1.23e5"),
])
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (800, "800"), (12_000, "12k"), (2_500, "2.5k"),
                                             (1_500_000, "1.5M")])
def test_count(value, text):
    assert count(value) == text


def test_reading_and_place():
    assert reading(0.469) == "0.47" and reading(float("inf")) == "∞" and reading(-1.5) == "−1.50"
    assert place(0.7104, 3.2) == "0.71" and place(1234.4, 900) == "1234" and place(0.00123, 0.01) == "0.0012"


def test_ticks_are_round_and_inside():
    assert ticks(0, 1, 5) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert ticks(-1.7, 1.7, 4) == pytest.approx([-1, 0, 1])
    assert ticks(1, 1, 4) == [] and ticks(float("nan"), 1, 4) == []


def test_neighbouring_ticks_have_the_same_decimals():
    assert tick_texts([-0.5, 0.0, 0.5]) == ["−0.5", "0.0", "0.5"]
    assert tick_texts([0.0, 0.25, 0.5]) == ["0.00", "0.25", "0.50"]
    assert tick_texts([1000.0, 2000.0]) == ["1000", "2000"]
    assert tick_texts([0.0, 1e7, 2e7]) == ["0", "1e7", "2e7"]
