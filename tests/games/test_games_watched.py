"""Held-out images that somebody has chosen to see: by number, on record, and nothing to do with training."""

from __future__ import annotations

import numpy as np
import pytest
from image_sets import cyclegan, pix2pix, train
from pydantic import ValidationError

from ganviz.settings.cyclegan import CycleGANSettings
from ganviz.settings.pix2pix import Pix2PixSettings


def state(game):
    return {name: tensor.numpy().tobytes() for name, tensor in game.present().tensors.items()}


def test_chosen_pairs_are_on_show_in_their_order():
    game = pix2pix(watched="5, 2")
    found = game.snapshot({"samples": {}})
    assert found["samples.indices"].tolist() == [4, 1]
    assert game.facts()["samples"] == ["4.png", "1.png"]
    assert game.sheet().pixels.shape[0] == 2 * 64 + 2


def test_each_side_has_a_choice_of_its_own():
    game = cyclegan(watched_a="3", samples=2)
    assert game.facts()["samples_a"] == ["A2.png"]
    assert game.facts()["samples_b"] == cyclegan(samples=2).facts()["samples_b"]


def test_what_is_chosen_beyond_the_last_is_passed_over_and_none_at_all_leaves_it_to_the_seed():
    assert pix2pix(watched="2, 700").facts()["samples"] == ["1.png"]
    assert pix2pix(watched="700").facts()["samples"] == pix2pix().facts()["samples"]


def test_training_is_the_same_whatever_is_on_show():
    plain, game = pix2pix(dropout=True), pix2pix(dropout=True)
    for chosen in ("1", "6, 3", ""):
        train(plain, 1)
        game.use(game.settings.changed({"watched": chosen}))
        game.snapshot({"samples": {}, "difference": {}, "shelf": {"first": 0, "n": 3}})
        train(game, 1)
    assert state(game) == state(plain)


@pytest.mark.parametrize(("make", "side", "name"), [(pix2pix, "", "input"), (cyclegan, "B", "b")])
def test_the_shelf_holds_any_part_of_the_held_out_images(make, side, name):
    game = make()
    found = game.snapshot({"shelf": {"side": side, "first": 4, "n": 10}, "samples": {"indices": [4, 5]}})
    assert found["shelf.indices"].tolist() == [4, 5]
    assert np.array_equal(found["shelf.images"], found[f"samples.{name}"])


def test_thumbnails_on_the_shelf_are_small():
    game = pix2pix()
    game.images.sides = {side: images.repeat(1, 1, 4, 2) for side, images in game.images.sides.items()}
    assert game.snapshot({"shelf": {"first": 0, "n": 2}})["shelf.images"].shape == (2, 96, 48, 3)


@pytest.mark.parametrize(("text", "kept"), [("", ""), (" 3,17 ,3,", "3, 17"), ("1", "1")])
def test_a_choice_is_written_in_one_way(text, kept):
    assert Pix2PixSettings(watched=text).watched == kept


@pytest.mark.parametrize(("text", "complaint"), [
    ("cat.png", "'cat.png' is no number of an image; write numbers from 1 with commas between, as in 3, 17"),
    ("0", "'0' is no number of an image"), ("-1", "'-1' is no number"), ("1.5", "no number"), ("²", "no number"),
    (",".join(map(str, range(1, 66))), "65 images are too many to be on show; choose 64 at most"),
])
def test_what_is_no_choice_is_refused(text, complaint):
    with pytest.raises(ValidationError, match=complaint):
        CycleGANSettings(watched_b=text)
