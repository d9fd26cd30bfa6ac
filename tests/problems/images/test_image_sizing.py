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


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("mode", [mode for mode in PREPROCESSINGS if mode != "middle_square"])
@pytest.mark.parametrize(("load", "crop"), [(286, 256), (64, 64), (200, 128)])
def test_sizes(size, mode, load, crop):
    assert loaded_size(size, Preprocessing(mode, load, crop)) == in_the_reference(size, mode, load, crop)


@pytest.mark.parametrize("mode", ["resize_and_crop", "scale_width", "none", "crop"])
def test_pixels_are_pillows_bicubic(mode):
    image = Image.fromarray(pixels(1, 50, 37))
    target = in_the_reference(image.size, mode, 40, 24)
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
    with pytest.raises(UserError, match=r"32 x 32 pixels are less than the crop size of 48; lower crop_size"):
        loader(look(tmp_path).listing(), mode="crop", crop_size=48).check()
    with pytest.raises(UserError, match="40 x 40 pixels are less than the crop size of 48"):
        loader(look(tmp_path).listing(), load_size=40, crop_size=48).check()
    loader(look(tmp_path).listing(), mode="crop", crop_size=32).check()


def test_pairs_of_unlike_sizes(tmp_path):
    for name in "abcd":
        picture(tmp_path / "A" / f"{name}.png", width=32)
        picture(tmp_path / "B" / f"{name}.png", width=40)
    listing = look(tmp_path).listing()
    with pytest.raises(UserError, match=r"the images of the pair have unlike sizes \(32 x 16 and 40 x 16\)"):
        loader(listing, mode="none").check()
    loader(listing, load_size=32, crop_size=24).check()
