"""Batches of the three kinds of data."""

import numpy as np
import pytest
import torch
from PIL import Image

from ganviz.problems.images.cache.cache import Cache
from ganviz.problems.images.choosing import pairs, preprocessing_of
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.labelled import open_labelled, square
from ganviz.problems.images.paired import open_pairs
from ganviz.problems.images.preprocessing import NO_AUGMENTATION, Augmentation, Preprocessing
from ganviz.problems.images.unpaired import open_unpaired
from ganviz.problems.images.watching import FolderGoneError, ReadingCancelledError, Watch
from ganviz.settings.errors import UserError
from ganviz.settings.pix2pix import Pix2PixSettings

from .files import look, picture, pictures, pixels

ALL = Augmentation(flip=True, rotate90=True, degrees=8, brightness=0.2, contrast=0.2, saturation=0.2, hue=0.1)
SMALL = Preprocessing(load_size=20, crop_size=16)


@pytest.fixture
def negatives(tmp_path):
    """Pairs in which B is the negative of A, side by side."""
    for split, count in (("train", 7), ("test", 3)):
        for number in range(count):
            path = tmp_path / "negatives" / split / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            a = pixels(100 * count + number, 20, 20)
            Image.fromarray(np.concatenate([a, 255 - a], axis=1)).save(path)
    return tmp_path / "negatives"


@pytest.fixture
def piles(tmp_path):
    pictures(tmp_path / "piles", *(f"trainA/{n}" for n in range(5)), *(f"trainB/{n}" for n in range(8)),
             *(f"test{side}/{n}" for side in "AB" for n in range(2)))
    return tmp_path / "piles"


@pytest.fixture
def classes(tmp_path):
    for number in range(24):
        path = tmp_path / "classes" / "xyz"[number % 3] / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (16, 16), (number % 3 * 100, number, 0)).save(path)
    return tmp_path / "classes"


def test_pairs_stay_pairs_however_they_are_varied(negatives):
    turned = Augmentation(flip=True, rotate90=True)
    data = open_pairs(look(negatives).listing(), SMALL, turned, seed=3)
    for k in range(10):
        a, b, which = data.batch(k, 3)
        assert a.shape == b.shape == (3, 3, 16, 16)
        assert a.dtype == torch.float32
        assert torch.allclose(a, -b, atol=1e-6)
        assert which.tolist() == [index for _, index in data._drawing._order.batch(k, 3)]


def test_colours_change_alike_on_both_sides(negatives):
    """Contrast and hue about middle grey keep a negative a negative, but for what is clamped."""
    data = open_pairs(look(negatives).listing(), SMALL, Augmentation(contrast=0.3, hue=0.2), seed=3)
    a, b, _ = data.batch(0, 4)
    assert torch.allclose(a, -b, atol=2e-2)


def test_a_batch_is_a_function_of_seed_and_iteration(negatives, tmp_path):
    listing = look(negatives).listing()
    first = open_pairs(listing, SMALL, ALL, seed=3)
    second = open_pairs(listing, SMALL, ALL, seed=3, cache=Cache(tmp_path / "other", 0))
    batches = [first.batch(k, 2) for k in range(12)]
    for k in (11, 3, 7, 0):
        again = second.batch(k, 2)
        assert torch.equal(again.a, batches[k].a)
        assert torch.equal(again.b, batches[k].b)
    second.close()
    other = open_pairs(listing, SMALL, ALL, seed=4)
    assert not all(torch.equal(other.batch(k, 2).a, batches[k].a) for k in range(12))


def test_an_example_is_varied_afresh_in_each_epoch(negatives):
    data = open_pairs(look(negatives).listing(), SMALL, ALL, seed=3)
    images = [data.batch(k, 1) for k in range(28)]
    of_first = [batch.a for batch in images if batch.which.item() == 0]
    assert len(of_first) == 4
    assert not torch.equal(of_first[0], of_first[1])
    assert data.epoch(14, 1) == 2.0
    assert data.epoch(7, 2) == 2.0


def test_examples_are_whole_and_without_chance(negatives):
    data = open_pairs(look(negatives).listing(), SMALL, ALL, seed=3)
    a, b, which = data.examples("test", [2, 0])
    assert which.tolist() == [2, 0]
    name = data.names("test")[2]
    image = Image.open(negatives / "test" / f"{name}.png")
    expected = np.asarray(image.crop((0, 0, 20, 20)).resize((16, 16), Image.BICUBIC), np.float32)
    assert torch.allclose(a[0], torch.from_numpy(expected.transpose(2, 0, 1).copy()) / 127.5 - 1, atol=1e-6)
    assert torch.equal(a, data.examples("test", [2, 0]).a)
    assert torch.allclose(a, -b, atol=3e-2)
    assert data.examples("train", [1]).a.shape == (1, 3, 16, 16)
    assert (data.length("train"), data.length("val"), data.length("test"), data.held_out) == (7, 0, 3, "test")
    assert data.sizes == {(16, 16)}


def test_channels_of_each_side(negatives):
    data = open_pairs(look(negatives).listing(), Preprocessing(load_size=16, crop_size=16, channels=(1, 3)),
                      NO_AUGMENTATION, 0)
    batch = data.batch(0, 2)
    assert batch.a.shape == (2, 1, 16, 16)
    assert batch.b.shape == (2, 3, 16, 16)


@pytest.mark.parametrize("swap", [False, True])
def test_the_input_is_grey_whichever_side_it_is_of(tmp_path, swap):
    """As the settings say, and as the reference counts its channels: by input and output."""
    pictures(tmp_path, *(f"{side}/{name}" for side in "AB" for name in "wxyz"))
    settings = Pix2PixSettings(data=str(tmp_path), swap=swap, grey_a=True)
    data = open_pairs(inspect(pairs(settings)).listing(), preprocessing_of(settings), NO_AUGMENTATION, 0)
    batch = data.batch(0, 1)
    assert (batch.a.shape[1], batch.b.shape[1]) == (1, 3)
    data.close()
    told = {name: Pix2PixSettings.model_fields[name] for name in ("grey_a", "grey_b")}
    assert "side B where the way is from B to A" in str(told["grey_a"].description)
    assert "side A where the way is from B to A" in str(told["grey_b"].description)


def test_rectangles(tmp_path):
    pictures(tmp_path, *(f"{side}/{name}" for side in "AB" for name in "abcd"), width=30, height=18)
    data = open_pairs(look(tmp_path).listing(), Preprocessing("none"), Augmentation(rotate90=True), 0)
    assert data.sizes == {(16, 32)}
    assert data.batch(0, 2).a.shape == (2, 3, 16, 32)


def test_images_of_unlike_sizes_share_no_batch(tmp_path):
    for number in range(6):
        picture(tmp_path / f"{number}.png", width=32 + 16 * (number % 2))
    data = open_pairs(look(tmp_path).listing(), Preprocessing("none"), NO_AUGMENTATION, 0)
    assert data.train_sizes == (data.sizes,) == ({(16, 16), (16, 24)},)
    assert {tuple(data.batch(k, 1).a.shape) for k in range(5)} == {(1, 3, 16, 16), (1, 3, 16, 24)}
    with pytest.raises(UserError, match="unlike sizes can't share a batch; set batch_size to 1"):
        data.batch(0, 5)


def test_unpaired_piles_have_orders_of_their_own(piles):
    data = open_unpaired(look(piles, "unpaired").listing(), Preprocessing(load_size=16, crop_size=16), ALL, seed=1)
    batches = [data.batch(k, 1) for k in range(40)]
    a, b = [batch.which_a.item() for batch in batches], [batch.which_b.item() for batch in batches]
    assert all(sorted(a[start:start + 5]) == list(range(5)) for start in range(0, 40, 5))
    assert all(sorted(b[start:start + 8]) == list(range(8)) for start in range(0, 40, 8))
    assert torch.equal(data.batch(17, 1).a, batches[17].a)
    assert data.epoch(16, 1) == 2.0
    assert (data.length("train", "A"), data.length("train", "B")) == (5, 8)
    assert data.names("test", "B") == ("0", "1")
    assert data.examples("test", "B", [0, 1]).shape == (2, 3, 16, 16)
    assert data.truth("test") == ()


def test_labels_go_with_their_images(classes):
    data = open_labelled(look(classes, "labelled").listing(), square(8, 3))
    assert data.classes == ("x", "y", "z")
    for k in range(6):
        x, y, which = data.batch(k, 7)
        assert torch.equal(((x[:, 0, 4, 4] + 1) * 127.5 / 100).round().long(), y)
        assert torch.equal(data.labels("train")[which], y)
    held = data.examples("test", [0, 1])
    assert held.x.shape == (2, 3, 8, 8)
    assert torch.equal(held.y, data.labels("test"))


@pytest.mark.parametrize("side", [28, 32, 64])
@pytest.mark.parametrize("channels", [1, 3])
def test_single_images_come_in_every_size(classes, side, channels):
    data = open_labelled(look(classes, "labelled").listing(), square(side, channels), Augmentation(flip=True), seed=2)
    assert data.batch(0, 5).x.shape == (5, channels, side, side)
    assert data.sizes == {(side, side)}


def test_without_labels(tmp_path):
    pictures(tmp_path, *(str(number) for number in range(12)))
    data = open_labelled(look(tmp_path, "labelled").listing(), square(8, 3))
    assert data.classes == ()
    assert set(data.batch(0, 5).y.tolist()) == {-1}


def test_a_fast_block_equals_single_images(classes):
    listing = look(classes, "labelled").listing()
    block = open_labelled(listing, square(16, 3))
    single = open_labelled(listing, square(16, 3), cache=Cache(most_bytes=0))
    assert torch.equal(block.batch(2, 6).x, single.batch(2, 6).x)
    single.close()


def test_a_folder_that_goes_away_pauses_and_comes_back(negatives, tmp_path):
    """Without room in the cache every batch reads the files."""
    data = open_pairs(look(negatives).listing(), SMALL, ALL, seed=3, cache=Cache(tmp_path / "none", 0))
    expected = [data.batch(k, 2) for k in range(4)]
    again = open_pairs(look(negatives).listing(), SMALL, ALL, seed=3, cache=Cache(tmp_path / "none", 0))
    again.batch(0, 2)
    away = negatives.rename(tmp_path / "away")
    with pytest.raises(FolderGoneError, match="has gone away while it was read; put it back to go on") as gone:
        for k in range(1, 4):
            again.batch(k, 2)
    assert not gone.value.is_back()
    away.rename(negatives)
    assert gone.value.is_back()
    for k in range(1, 4):
        assert torch.equal(again.batch(k, 2).a, expected[k].a)
    data.close()
    again.close()


def test_a_folder_that_goes_away_is_not_missed_once_cached(negatives, tmp_path):
    data = open_pairs(look(negatives).listing(), SMALL, ALL, seed=3)
    negatives.rename(tmp_path / "away")
    assert data.batch(5, 2).a.shape == (2, 3, 16, 16)
    assert data.examples("test", [0]).a.shape == (1, 3, 16, 16)


def test_a_folder_that_goes_away_while_it_is_looked_at(negatives, tmp_path):
    def move(stage, done, total):
        if stage == "check" and negatives.exists():
            negatives.rename(tmp_path / "away")

    with pytest.raises(FolderGoneError):
        look_with(negatives, Watch(move))
    (tmp_path / "away").rename(negatives)
    assert look_with(negatives, Watch()).good.examples("train")


def test_looking_can_be_cancelled(negatives):
    with pytest.raises(ReadingCancelledError):
        look_with(negatives, Watch(cancelled=lambda: True))


def look_with(path, watch):
    from ganviz.problems.images.choice import DataChoice
    from ganviz.problems.images.inspection import inspect

    return inspect(DataChoice(str(path)), watch)
