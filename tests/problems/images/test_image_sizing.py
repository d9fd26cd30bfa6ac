"""The reference's preprocessing, against plain computations with Pillow."""

import numpy as np
import pytest
import torch
from PIL import Image

from ganviz.problems.images.loading import Loader
from ganviz.problems.images.preprocessing import Preprocessing
from ganviz.problems.images.sizing import evaluation, loaded, loaded_size
from ganviz.problems.images.tensors import scaled, to_pixels, to_tensor
from ganviz.problems.images.varying import MIDDLE, Variation, corner, cut
from ganviz.settings.errors import UserError
from ganviz.settings.image_names import PREPROCESSINGS

from .files import look, picture, pictures, pixels

ROUNDED = ("none", "scale_width")
SIZES = [(300, 200), (200, 300), (286, 286), (256, 256), (129, 77), (1000, 10)]


def in_the_reference(size, mode, load, crop):
    """What its transforms do to a size, written out."""
    width, height = size
    if mode == "resize_and_crop":
        return load, load
    if mode in ("scale_width", "scale_width_and_crop"):
        if width == load and height >= crop:
            return size
        return load, int(max(load * height / width, crop))
    if mode == "none":
        return int(round(width / 4) * 4), int(round(height / 4) * 4)
    return size


def here(size, mode, load, crop, multiple=4):
    """The same; where nothing is cut out, rounded to a multiple, and to 16 pixels at least."""
    found = in_the_reference(size, mode, load, crop)
    return tuple(max(16, multiple, round(side / multiple) * multiple) for side in found) if mode in ROUNDED else found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mode", [mode for mode in PREPROCESSINGS if mode != "middle_square"])
@pytest.mark.parametrize(("load", "crop"), [(286, 256), (64, 64), (200, 128)])
def test_sizes(size, mode, load, crop):
    assert loaded_size(size, Preprocessing(mode, load, crop)) == here(size, mode, load, crop)


@pytest.mark.parametrize(("mode", "multiple", "expected"), [
    ("none", 4, (500, 332)), ("none", 64, (512, 320)), ("none", 256, (512, 256)),
    ("scale_width", 4, (256, 168)), ("scale_width", 128, (256, 128)), ("scale_width", 256, (256, 256)),
    ("scale_width_and_crop", 256, (256, 170)), ("crop", 256, (500, 333)), ("resize_and_crop", 128, (256, 256))])
def test_sides_are_rounded_to_what_the_generator_takes_where_nothing_is_cut_out(mode, multiple, expected):
    assert loaded_size((500, 333), Preprocessing(mode, 256, 64, multiple=multiple)) == expected


@pytest.mark.parametrize("size", [(256, 512), (64, 64), (16, 1000)])
def test_a_size_that_the_generator_takes_stays(size):
    assert loaded_size(size, Preprocessing("none", multiple=4)) == size


def test_what_was_decoded_is_told_apart_by_the_multiple_where_that_is_of_account(tmp_path):
    pictures(tmp_path, *"abcd", width=64, height=32)
    listing = look(tmp_path).listing()
    for way, keys in (("none", 2), ("scale_width", 2), ("resize_and_crop", 1)):
        found = {loader(listing, mode=way, multiple=multiple).key() for multiple in (4, 64)}
        assert len(found) == keys


@pytest.mark.parametrize("mode", ["resize_and_crop", "scale_width", "none", "crop"])
def test_pixels_are_pillows_bicubic(mode):
    image = Image.fromarray(pixels(1, 50, 37))
    target = here(image.size, mode, 40, 24)
    expected = image if mode == "crop" else image.resize(target, Image.BICUBIC)
    assert np.array_equal(np.asarray(loaded(image, Preprocessing(mode, 40, 24), 3)), np.asarray(expected))
    grey = image.convert("L") if mode == "crop" else image.convert("L").resize(target, Image.BICUBIC)
    assert np.array_equal(np.asarray(loaded(image, Preprocessing(mode, 40, 24), 1)), np.asarray(grey))


def test_the_middle_square():
    image = Image.fromarray(pixels(2, 40, 20))
    expected = image.crop((10, 0, 30, 20)).resize((12, 12), Image.BICUBIC)
    found = loaded(image, Preprocessing("middle_square", 12, 12), 3)
    assert np.array_equal(np.asarray(found), np.asarray(expected))
    square = Image.fromarray(pixels(3, 12, 12))
    assert np.array_equal(np.asarray(loaded(square, Preprocessing("middle_square", 12, 12), 3)), np.asarray(square))


def test_crop_and_flip_as_in_the_reference():
    """Crop at (x, y), then mirror, then divide by 255 and normalise with 0.5 and 0.5."""
    image = pixels(4, 30, 26)
    x, y = corner(30 - 16, 0.7), corner(26 - 16, 0.3)
    pillow = Image.fromarray(image).crop((x, y, x + 16, y + 16)).transpose(Image.FLIP_LEFT_RIGHT)
    expected = (np.asarray(pillow, np.float32).transpose(2, 0, 1) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)
    found = scaled(cut(image.transpose(2, 0, 1), 16, Variation(x=0.7, y=0.3, flip=True)))
    assert torch.equal(found, torch.from_numpy(expected.copy()))


def test_corners_reach_both_ends_and_are_equally_likely():
    shares = np.linspace(0, 1, 3100, endpoint=False)
    assert np.array_equal(np.bincount([corner(30, share) for share in shares]), np.full(31, 100))
    assert corner(0, 0.999) == 0


def test_scaling_there_and_back():
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16, 1).repeat(3, 2)
    tensor = to_tensor(levels)
    assert tensor.min() == -1
    assert tensor.max() == 1
    assert tensor.dtype == torch.float32
    assert np.array_equal(to_pixels(tensor), levels)
    assert np.array_equal(to_pixels(torch.stack([tensor, tensor]))[1], levels)
    assert to_pixels(torch.tensor([[[-3.0, 7.0]]])).ravel().tolist() == [0, 255]


def test_the_middle_is_cut_for_evaluation():
    image = pixels(5, 20, 18).transpose(2, 0, 1)
    assert np.array_equal(cut(image, 16, MIDDLE).numpy(), image[:, 1:17, 2:18])
    assert np.array_equal(cut(image, None, MIDDLE).numpy(), image)


def test_evaluation_loads_at_the_size_that_training_cuts_out():
    assert evaluation(Preprocessing(load_size=286, crop_size=256)) == Preprocessing(load_size=256, crop_size=256)


def test_evaluation_loads_at_the_width_of_training_where_nothing_is_cut_out():
    chosen = Preprocessing("scale_width", load_size=512, crop_size=256)
    assert evaluation(chosen) == chosen


def loader(listing, **chosen):
    return Loader(listing, listing.examples("train"), Preprocessing(**chosen), (3, 3))


def test_too_small_to_be_cut(tmp_path):
    pictures(tmp_path, *"abcd", width=64, height=32)
    with pytest.raises(UserError, match=r"[abcd]\.png is smaller .*\(32 x 32 pixels, crop_size is 48\); lower"):
        loader(look(tmp_path).listing(), mode="crop", crop_size=48).check()
    with pytest.raises(UserError, match=r"40 x 40 pixels, crop_size is 48\)"):
        loader(look(tmp_path).listing(), load_size=40, crop_size=48).check()
    loader(look(tmp_path).listing(), mode="crop", crop_size=32).check()


def test_pairs_of_unlike_sizes(tmp_path):
    for name in "abcd":
        picture(tmp_path / "A" / f"{name}.png", width=32)
        picture(tmp_path / "B" / f"{name}.png", width=40)
    listing = look(tmp_path).listing()
    with pytest.raises(UserError, match=r"A.[abcd]\.png belongs to a pair of unlike sizes.*\(32 x 16 and 40 x 16\)"):
        loader(listing, mode="none").check()
    loader(listing, load_size=32, crop_size=24).check()
