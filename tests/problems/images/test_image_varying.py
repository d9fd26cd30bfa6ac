"""Variation: a function of (seed, epoch, index), alike for both sides of a pair."""

import colorsys
from dataclasses import replace

import numpy as np
import pytest
import torch

from ganviz.problems.images.chance import key, permutation, uniform
from ganviz.problems.images.colour import Colouring
from ganviz.problems.images.order import Order
from ganviz.problems.images.preprocessing import NO_AUGMENTATION, Augmentation
from ganviz.problems.images.tensors import scaled
from ganviz.problems.images.varying import MIDDLE, Variation, cut, draw

from .files import pixels

ALL = Augmentation(flip=True, rotate90=True, degrees=15, brightness=0.2, contrast=0.3, saturation=0.4, hue=0.1)


def test_a_function_of_its_numbers():
    drawn = {draw(ALL, seed, stream, epoch, index)
             for seed in range(3) for stream in range(3) for epoch in range(3) for index in range(3)}
    assert len(drawn) == 81
    assert draw(ALL, 1, 2, 3, 4) == draw(ALL, 1, 2, 3, 4)


def test_ranges_and_shares():
    drawn = [draw(ALL, 0, 0, 0, index) for index in range(4000)]
    assert np.mean([each.flip for each in drawn]) == pytest.approx(0.5, abs=0.03)
    assert np.bincount([each.turns for each in drawn]) == pytest.approx(np.full(4, 1000), abs=100)
    degrees = np.array([each.degrees for each in drawn])
    assert (np.abs(degrees) <= 15).all()
    assert degrees.std() == pytest.approx(15 / 3**0.5, rel=0.05)
    factors = np.array([(each.colouring.brightness, each.colouring.contrast, each.colouring.saturation)
                        for each in drawn])
    assert (np.abs(factors - 1) <= (0.2, 0.3, 0.4)).all()
    assert factors.std(axis=0) == pytest.approx(np.array([0.2, 0.3, 0.4]) / 3**0.5, rel=0.05)


def test_nothing_chosen_changes_nothing_but_the_place():
    drawn = draw(NO_AUGMENTATION, 0, 0, 0, 0)
    assert replace(drawn, x=0.5, y=0.5) == MIDDLE


@pytest.mark.parametrize("variation", [
    Variation(x=0.2, y=0.9), Variation(flip=True), *(Variation(turns=turns, flip=turns > 1) for turns in range(4)),
    Variation(degrees=12, turns=1, flip=True)])
def test_both_sides_of_a_pair_stay_aligned(variation):
    """B is a function of A pixel by pixel, before and after."""
    a = pixels(1, 24, 24).transpose(2, 0, 1)
    smooth = np.linspace(0, 200, 24)[None, :, None] + np.zeros((3, 24, 24))
    a = smooth.astype(np.uint8) if variation.degrees else a
    b = 255 - a
    assert torch.equal(cut(b, 16, variation), 255 - cut(a, 16, variation))


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("flip", [False, True])
def test_turns_and_flips(turns, flip):
    image = pixels(2, 12, 12)
    expected = np.rot90(image, turns)
    expected = expected[:, ::-1] if flip else expected
    found = cut(image.transpose(2, 0, 1), None, Variation(turns=turns, flip=flip))
    assert np.array_equal(found.numpy().transpose(1, 2, 0), expected)


def test_a_quarter_turn_of_a_rectangle_is_a_half_turn():
    image = pixels(3, 12, 8).transpose(2, 0, 1)
    assert np.array_equal(cut(image, None, Variation(turns=3)).numpy(), image[:, ::-1, ::-1])
    assert np.array_equal(cut(image, None, Variation(turns=1)).numpy(), image)


def test_a_tilt_turns_about_the_middle_of_the_window():
    """A white cross in the middle stays there; a point to its right moves up, as a counter-clockwise turn says."""
    image = np.zeros((1, 65, 65), np.uint8)
    image[0, 31:34, 31:34] = 255
    image[0, 31:34, 51:54] = 255
    turned = cut(image, None, Variation(degrees=30))[0].numpy().astype(float)
    assert turned[32, 32] > 200
    right = turned[:, 40:]
    y, x = np.unravel_index(right.argmax(), right.shape)
    assert (y, x + 40) == (pytest.approx(32 - 20 * np.sin(np.pi / 6), abs=1.5),
                           pytest.approx(32 + 20 * np.cos(np.pi / 6), abs=1.5))


def test_a_tilt_uses_the_rest_of_the_image_and_mirrors_its_edges():
    image = np.full((3, 40, 40), 90, np.uint8)
    assert (cut(image, 24, Variation(degrees=20)) == 90).all()


def coloured(image, **changes):
    tensor = scaled(torch.from_numpy(image.copy()))
    Colouring(**changes).apply(tensor)
    return tensor


def test_brightness_and_contrast():
    grey = np.full((3, 4, 4), 102, np.uint8)
    assert ((coloured(grey, brightness=1.5) + 1) / 2).numpy() == pytest.approx(0.6, abs=1e-6)
    assert ((coloured(grey, contrast=2) + 1) / 2).numpy() == pytest.approx(0.3, abs=1e-6)
    assert coloured(np.full((1, 4, 4), 102, np.uint8), brightness=1.5).shape == (1, 4, 4)
    assert coloured(np.full((3, 4, 4), 250, np.uint8), brightness=2).max() == 1


def test_saturation_leaves_the_luma():
    red = np.zeros((3, 2, 2), np.uint8)
    red[0] = 255
    assert coloured(red, saturation=0).numpy() == pytest.approx(2 * 0.299 - 1, abs=5e-3)


@pytest.mark.parametrize("turn", [-1 / 12, 1 / 12, 1 / 6, 1 / 3])
def test_hue_turns_the_colour_circle_and_leaves_the_luma(turn):
    muted = np.full((3, 2, 2), 90, np.uint8)
    muted[0] = 150
    found = (coloured(muted, hue=turn)[:, 0, 0] + 1) / 2
    hue = colorsys.rgb_to_hsv(*found.tolist())[0]
    assert (hue - turn + 0.5) % 1 - 0.5 == pytest.approx(0, abs=0.06)
    luma = torch.tensor([0.299, 0.587, 0.114])
    assert float(luma @ found) == pytest.approx((0.299 * 150 + 0.701 * 90) / 255, abs=5e-3)


def test_no_colouring_leaves_every_bit():
    image = pixels(4, 8, 8).transpose(2, 0, 1)
    assert torch.equal(coloured(image), scaled(torch.from_numpy(image.copy())))


def test_every_example_once_in_each_epoch():
    order = Order(7, seed=5, stream=1)
    epochs = [[order.at(epoch * 7 + place) for place in range(7)] for epoch in range(4)]
    assert all(sorted(index for _, index in epoch) == list(range(7)) for epoch in epochs)
    assert len({tuple(index for _, index in epoch) for epoch in epochs}) > 1
    assert all(number == epoch for epoch, places in enumerate(epochs) for number, _ in places)


def test_any_iteration_without_the_ones_before():
    straight = [Order(11, 3, 1).batch(k, 4) for k in range(20)]
    order = Order(11, 3, 1)
    assert [order.batch(k, 4) for k in reversed(range(20))] == straight[::-1]
    assert Order(11, 4, 1).batch(0, 11) != Order(11, 3, 1).batch(0, 11) != Order(11, 3, 2).batch(0, 11)


def test_chance_is_even_and_stays_what_it_was():
    """The first numbers are written down: a run must draw the same on every machine and with every version."""
    values = np.array([uniform(key(1, 2), place) for place in range(10_000)])
    assert 0 <= values.min() < values.max() < 1
    assert np.histogram(values, 10, (0, 1))[0] == pytest.approx(np.full(10, 1000), abs=120)
    assert [round(uniform(key(7, 8, 9), place), 6) for place in range(3)] == [0.446632, 0.554507, 0.974032]
    assert permutation(key(7, 8, 9), 8).tolist() == [7, 3, 0, 1, 6, 2, 5, 4]
