"""Images that are not all of one size: what can be trained with them is, and what can't is refused at once."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from ganviz.settings.errors import UserError
from ganviz.training import messages as m
from ganviz.training.run import Run
from tests.core_support import trainer

WHOLE = {"generator": "resnet_6blocks", "width_g": 4, "width_d": 4, "preprocessing": "none", "samples": 2}
SMALL, WIDE, LARGE = (32, 32), (48, 32), (40, 40)


def folder(root, **sizes):
    """Images of random pixels: for each folder's name the (width, height) of every image in it."""
    for name, each in sizes.items():
        (root / name).mkdir(parents=True)
        for number, (width, height) in enumerate(each):
            pixels = np.random.default_rng(number).integers(0, 256, (height, width, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(root / name / f"{number}.png")
    return str(root)


def mixed(root):
    return folder(root, trainA=[SMALL, SMALL, WIDE], trainB=[SMALL] * 3, testA=[SMALL] * 2, testB=[SMALL] * 2)


def two_sizes(root):
    return folder(root, trainA=[SMALL] * 3, trainB=[LARGE] * 3, testA=[SMALL, WIDE], testB=[LARGE] * 2)


def trained(game, data, target, iterations=3, **values):
    run = Run.create(game, {**WHOLE, "data": data, **values}, {"threads": 1}, target)
    for _ in range(iterations):
        run.advance()
    run.save()
    return run


@pytest.mark.parametrize("game", ["pix2pix", "cyclegan"])
def test_batches_of_unlike_sizes_are_refused_before_anything_is_made(tmp_path, game):
    data = mixed(tmp_path / "data") if game == "cyclegan" else folder(
        tmp_path / "data", trainA=[SMALL, WIDE], trainB=[SMALL, WIDE], testA=[SMALL], testB=[SMALL])
    with pytest.raises(UserError, match=r"batch_size: .* preprocessing=none leaves 2 sizes \(32 x 32, 48 x 32\); set "
                       r"batch_size to 1, or choose a preprocessing that crops"):
        trained(game, data, tmp_path / "run", batch_size=2)
    assert not (tmp_path / "run").exists()
    trained(game, data, tmp_path / "run", batch_size=1).close()


def test_two_piles_each_of_a_size_of_its_own_train_in_batches(tmp_path):
    """Held-out images are shown one by one, so their sizes are their own affair."""
    trained("cyclegan", two_sizes(tmp_path / "data"), tmp_path / "run", batch_size=2, pool_size=3).close()


@pytest.mark.parametrize("data", [mixed, two_sizes], ids=lambda data: data.__name__)
def test_the_gradient_penalty_of_unlike_sizes_is_refused_before_anything_is_made(tmp_path, data):
    with pytest.raises(UserError, match=r"penalty: the gradient penalty .* leaves 2 sizes .*; choose penalty=r1, or "):
        trained("cyclegan", data(tmp_path / "data"), tmp_path / "run", penalty="gradient")
    assert not (tmp_path / "run").exists()


def test_the_gradient_penalty_of_pairs_takes_every_size(tmp_path):
    sizes = [SMALL, WIDE, LARGE]
    data = folder(tmp_path / "data", trainA=sizes, trainB=sizes, testA=[SMALL], testB=[SMALL])
    trained("pix2pix", data, tmp_path / "run", penalty="gradient").close()


def test_a_change_to_the_gradient_penalty_is_refused_and_the_run_goes_on(tmp_path):
    values = {**WHOLE, "data": two_sizes(tmp_path / "data")}
    with trainer() as training:
        training.create(tmp_path / "run", "cyclegan", values, threads=1)
        assert training.refusal(m.Change({"penalty": "gradient"})).startswith("penalty: the gradient penalty")
        training.send(m.Change({"penalty": "r1"}))
        training.play_to(2)
        assert len(training.notices()) == 1


@pytest.mark.parametrize(("preprocessing", "generator"), [
    ("none", "unet_64"), ("scale_width", "unet_64"), ("scale_width", "resnet_6blocks")])
def test_sides_that_the_generator_does_not_take_are_rounded(tmp_path, preprocessing, generator):
    sizes = [(70, 50), (130, 61)]
    data = folder(tmp_path / "data", trainA=sizes, trainB=sizes, testA=[(90, 75)], testB=[(90, 75)])
    trained("pix2pix", data, tmp_path / "run", generator=generator, preprocessing=preprocessing, load_size=100,
            crop_size=64).close()


@pytest.mark.parametrize("game", ["pix2pix", "cyclegan"])
def test_images_too_small_to_be_measured_are_made_larger(tmp_path, game):
    tiny = [(9, 12)] * 2
    data = folder(tmp_path / "data", trainA=tiny, trainB=tiny, testA=tiny, testB=tiny)
    trained(game, data, tmp_path / "run", discriminator="pixel").close()
