"""A trained generator over files of any size, under their own names."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image

from ganviz.games.translator import Translator
from ganviz.networks import initialisation, style, unet
from ganviz.networks.layers import Generator
from ganviz.networks.style import Style
from ganviz.problems.images.decoding import read_image
from ganviz.settings.errors import UserError
from ganviz.training.applying import apply
from ganviz.training.run import Run
from ganviz.training.trained import trained
from ganviz.training.translating import Wanted
from ganviz.training.user_files import translated
from tests.training.image_runs import GAMES


class Halved(Generator):
    """Takes sizes that are multiples of 16 and halves every value; local, so tiles can't be told from the whole."""

    multiple = 16

    def forward(self, x, how=None):
        assert x.shape[2] % 16 == x.shape[3] % 16 == 0
        return x / 2


def pixels(height, width, channels=3, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), dtype=np.uint8)


@pytest.mark.parametrize("size", [(16, 16), (1, 1), (37, 100), (200, 33), (300, 300)])
@pytest.mark.parametrize("tile", [1024, 64])
def test_any_size_comes_back_in_its_size_and_without_seams(size, tile):
    image = pixels(*size)
    out = Translator(Halved(), tile=tile, overlap=16)(image)
    expected = np.round(((image / 127.5 - 1) / 2 + 1) * 127.5)
    assert out.shape == image.shape
    assert np.abs(out - expected).max() <= 1


def test_whole_images_of_the_right_size_are_exactly_what_the_generator_makes():
    network = initialisation.built(lambda: unet.unet_64(3, 3, 4, Style(style.instance)), initialisation.normal,
                                   torch.Generator().manual_seed(1))
    image = pixels(64, 128)
    x = torch.from_numpy(image.transpose(2, 0, 1).copy()).float()[None] / 127.5 - 1
    with torch.no_grad():
        expected = ((network(x) + 1) * 127.5).round().clamp(0, 255).byte()[0].numpy().transpose(1, 2, 0)
    assert np.abs(Translator(network)(image).astype(int) - expected).max() <= 1


def test_evaluation_mode_is_the_default_and_training_mode_is_its_own():
    network = initialisation.built(lambda: unet.unet_64(3, 3, 4, Style(dropout=True)), initialisation.normal,
                                   torch.Generator().manual_seed(1))
    image = pixels(64, 64)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    plain, training = Translator(network)(image), Translator(network, as_in_training=True)(image)
    assert not np.array_equal(plain, training)
    assert np.array_equal(training, Translator(network, as_in_training=True)(image))
    assert all(torch.equal(before[name], tensor) for name, tensor in network.state_dict().items())


@pytest.fixture
def folder(tmp_path):
    """Images of many kinds and sizes, one of them damaged."""
    path = tmp_path / "in"
    (path / "deep").mkdir(parents=True)
    Image.fromarray(pixels(50, 70)).save(path / "a.png")
    Image.fromarray(pixels(64, 64)).save(path / "deep" / "b.jpg")
    Image.fromarray(pixels(30, 30, 1)[:, :, 0]).save(path / "c.gif")
    (path / "d.png").write_bytes((path / "a.png").read_bytes()[:200])
    (path / "notes.txt").write_text("no image")
    return path


@pytest.fixture(params=list(GAMES))
def run(request, pairs, tmp_path):
    Run.create(request.param, {**GAMES[request.param], "data": str(pairs)}, {"threads": 1}, tmp_path / "run").close()
    return trained(tmp_path / "run")


def test_results_keep_names_and_sizes_and_bad_files_are_told(run, folder, tmp_path):
    seen = []
    applied = apply(run, folder, tmp_path / "out", seen=lambda done, total: seen.append((done, total)))
    names = sorted(str(path.relative_to(tmp_path / "out")) for path in applied.saved.values())
    assert names == ["a.png", "c.png", "deep/b.jpg"]
    made = read_image(tmp_path / "out" / "a.png")
    assert made.shape == (50, 70, 3)
    assert [file.name for file in applied.skipped] == ["d.png"]
    assert "d.png" in next(iter(applied.skipped.values()))
    assert seen[-1] == (4, 4)
    expected = Translator(next(iter(run.generators.values())))(pixels(50, 70))
    assert np.array_equal(made, expected)


def test_nothing_is_replaced_unasked(run, folder, tmp_path):
    with pytest.raises(UserError, match="the results would replace the originals"):
        apply(run, folder, folder)
    apply(run, folder / "a.png", tmp_path / "out")
    with pytest.raises(UserError, match=r"a\.png exists already"):
        apply(run, folder, tmp_path / "out")
    assert len(apply(run, folder, tmp_path / "out", overwrite=True).saved) == 3
    Image.fromarray(pixels(8, 8)).save(folder / "c.png")
    with pytest.raises(UserError, match="would both be saved as"):
        apply(run, folder, tmp_path / "other")


def test_a_way_that_the_run_does_not_go_is_told(run, folder, tmp_path):
    if "b_to_a" in run.ways:
        there, back = (apply(run, folder / "a.png", tmp_path / way, way=way) for way in run.ways)
        files = [next(iter(each.saved.values())).read_bytes() for each in (there, back)]
        assert files[0] != files[1]
    else:
        with pytest.raises(UserError, match="--way b_to_a: this run goes a_to_b"):
            apply(run, folder, tmp_path / "out", way="b_to_a")


@pytest.mark.parametrize("as_in_training", [False, True])
def test_the_window_translates_as_the_command_line_does(run, folder, tmp_path, as_in_training):
    wanted = Wanted(run.folder, (folder / "a.png",), tmp_path / "scratch", as_in_training=as_in_training)
    told, _ = translated(wanted)
    apply(run, folder / "a.png", tmp_path / "expected", as_in_training=as_in_training)
    assert np.array_equal(read_image(told.result), read_image(tmp_path / "expected" / "a.png"))


def test_an_empty_folder_and_a_missing_one_are_told(run, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="holds no images"):
        apply(run, tmp_path / "empty", tmp_path / "out")
    with pytest.raises(UserError, match="there is no such folder"):
        apply(run, tmp_path / "nowhere", tmp_path / "out")
