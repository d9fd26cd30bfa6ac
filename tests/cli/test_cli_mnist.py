"""The user's own MNIST: four files with the names and in the format that it has, read by the preset for digits.

The files are drawn here: bars whose place is their class, with noise. The test digits are of other seeds, and darker by
a level that no training image has, so that a report shows which of them it is of.
"""

from __future__ import annotations

import gzip
import json
import struct
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from ganviz.__main__ import main
from ganviz.cli.choices import preset_for
from ganviz.games.ali_images import open_images
from ganviz.problems.images.watching import Watch
from ganviz.settings.ali import ALISettings
from ganviz.settings.presets import presets

TRAIN, TEST = 200, 60
TINY = [word for pair in ("filters=4", "latent_dim=8", "batch_size=16", "threads=1") for word in ("--set", pair)]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GANVIZ_RUNS", str(tmp_path / "runs"))


def idx(values):
    """The bytes of an IDX file: magic 0x803 for images, 0x801 for labels, sizes, then bytes."""
    return struct.pack(f">I{values.ndim}I", 0x800 + values.ndim, *values.shape) + values.tobytes()


def drawn(n, seed, level):
    """Images (n, 28, 28) and labels (n,): class k is a bright bar across rows 2 k + 4 and the next two."""
    chance = np.random.default_rng(seed)
    labels = (chance.permutation(n) % 10).astype(np.uint8)
    pixels = chance.integers(0, 40, (n, 28, 28), np.uint8)
    for image, label in zip(pixels, labels, strict=True):
        image[2 * label + 4:2 * label + 7, 4:24] = level
    return pixels, labels


@pytest.fixture(params=[False, True], ids=["plain", "gzipped"])
def mnist(tmp_path, request):
    folder = tmp_path / "mnist"
    folder.mkdir()
    for split, n, seed, level in (("train", TRAIN, 1, 255), ("t10k", TEST, 2, 200)):
        pixels, labels = drawn(n, seed, level)
        for name, content in ((f"{split}-images-idx3-ubyte", idx(pixels)), (f"{split}-labels-idx1-ubyte", idx(labels))):
            if request.param:
                (folder / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
            else:
                (folder / name).write_bytes(content)
    return folder


def test_mnists_test_files_are_held_out_in_their_order_with_their_labels(mnist):
    images = open_images(ALISettings(problem="images", data=str(mnist), size="28", grey=True), 1, Watch())
    pixels, labels = drawn(TEST, 2, 200)
    assert (images.held_out, images.length("train"), images.length("test"), images.length("val")) == (
        "test", TRAIN, TEST, 0)
    assert images.classes == tuple("0123456789")
    assert images.labels("test").tolist() == labels.tolist()
    held = images.examples("test", range(TEST)).x
    assert np.array_equal(((held[:, 0] + 1) * 127.5).round().numpy(), pixels), "not a pixel is changed"
    assert images.labels("train").tolist() == drawn(TRAIN, 1, 255)[1].tolist()
    assert images.batch(0, 16).x.max() == 1, "trained on the others"
    images.close()


def test_the_preset_for_digits_trains_on_them_and_is_measured_on_the_test_files(mnist, tmp_path, capsys):
    run = tmp_path / "run"
    assert main(["train", "ali", "--preset", "digits", "--data", str(mnist), *TINY, "--iterations", "30",
                 "--out", str(run), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["iteration"] == 30
    settings = json.loads((run / "run.json").read_text())["game_settings"]
    assert (settings["data"], settings["size"], settings["grey"]) == (str(mnist), "28", True)
    assert main(["evaluate", str(run), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    labels = drawn(TEST, 2, 200)[1]
    assert (report["split"], report["images"]) == ("test", TEST)
    assert report["largest_class"] == pytest.approx(np.bincount(labels).max() / TEST)
    assert report["neighbour_accuracy"] > 0.5, "bars are told apart even by codes that are hardly trained"
    assert report["reconstruction_ratio"] == pytest.approx(
        report["reconstruction_distance"] / report["random_distance"])
    assert report["random_distance"] == pytest.approx(mean_distance(drawn(TEST, 2, 200)[0]), rel=0.1)


def test_digits_drawn_here_and_files_that_lie_one_folder_further_down_begin_with_it_too(mnist):
    assert preset_for("ali", "images", "demo:digits") == "digits"
    assert preset_for("ali", "images", mnist.rename(mnist.parent / "raw").parent) == "digits"


def test_what_macos_adds_beside_them_is_no_matter(mnist):
    folder = mnist.rename(mnist.parent / "raw").parent
    for name in ("__MACOSX", ".DS_Store"):
        (folder / name).mkdir()
    assert preset_for("ali", "images", folder) == "digits"


@pytest.fixture
def short(monkeypatch):
    """The preset for digits is meant to train for three iterations; its schedule is as long as ever."""
    digits = replace(presets("ali")["digits"], iterations=3)
    monkeypatch.setattr("ganviz.settings.presets.presets", lambda _game: {"digits": digits})


def trained(capsys, tmp_path, *words):
    assert main(["train", "ali", *words, *TINY, "--out", str(tmp_path / "run"), "--json"]) == 0
    return json.loads(capsys.readouterr().out)["iteration"]


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("named", [[], ["--preset", "digits"]], ids=["found", "named"])
def test_they_are_trained_on_as_long_as_the_preset_says(mnist, tmp_path, capsys, named):
    assert trained(capsys, tmp_path, *named, "--data", str(mnist)) == 3


@pytest.mark.usefixtures("short")
def test_digits_drawn_here_are_trained_on_as_long_too(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("ganviz.problems.images.demo.digits._COUNTS", {"train": 100, "t10k": 20})
    assert trained(capsys, tmp_path, "--data", "demo:digits") == 3


@pytest.mark.parametrize("name", ["", "t10k-images-idx3-ubyte"], ids=["folder", "file"])
def test_without_a_preset_they_begin_with_the_one_for_digits(mnist, tmp_path, name):
    data = mnist / name if not name or (mnist / name).exists() else mnist / f"{name}.gz"
    assert main(["train", "ali", "--data", str(data), *TINY, "--iterations", "1", "--out", str(tmp_path / "run")]) == 0
    settings = json.loads((tmp_path / "run" / "run.json").read_text())["game_settings"]
    assert (settings["data"], settings["size"], settings["grey"]) == (str(data), "28", True)


def test_other_images_begin_with_the_preset_for_icons(tmp_path):
    (tmp_path / "cats").mkdir()
    Image.new("L", (28, 28)).save(tmp_path / "cats" / "train-idx-ubyte.png")
    (tmp_path / "train_idx.txt").write_text("cats/train-idx-ubyte.png")
    for data in (tmp_path, tmp_path / "cats", tmp_path / "train_idx.txt", tmp_path / "nowhere", "demo:icons"):
        assert preset_for("ali", "images", data) == "icons-32"
    assert preset_for("ali", "points", tmp_path) is None
    assert preset_for("2d", "points", tmp_path) is None


def mean_distance(pixels):
    """The mean distance between two different images, pixels from 0 to 1."""
    flat = pixels.reshape(len(pixels), -1) / 255
    between = np.sqrt(((flat[:, None] - flat[None]) ** 2).sum(2))
    return between.sum() / (len(flat) * (len(flat) - 1))
