"""ALI on images from the command line, and each way in which images can be wrong."""

from __future__ import annotations

import gzip
import json
import struct

import numpy as np
import pytest
from PIL import Image

from ganviz.__main__ import main

TINY = [word for pair in ("size=28", "filters=4", "latent_dim=4", "batch_size=4", "threads=1", "grey=true")
        for word in ("--set", pair)]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GANVIZ_RUNS", str(tmp_path / "runs"))


@pytest.fixture
def train(tmp_path, capsys):
    """Train a tiny game on some data: exit status, and what was said."""
    def call(data, *more, iterations=2):
        status = main(["train", "ali", "--data", str(data), *TINY, "--iterations", str(iterations), "--out",
                       str(tmp_path / "run"), *more])
        said = capsys.readouterr()
        return status, said.out, said.err
    return call


def idx(values, magic=None):
    """The bytes of an IDX file (LeCun's format)."""
    head = struct.pack(">I", 0x800 + values.ndim if magic is None else magic)
    return head + struct.pack(f">{values.ndim}I", *values.shape) + values.tobytes()


def digits(n=20, side=28):
    return np.random.default_rng(0).integers(0, 256, (n, side, side), dtype=np.uint8)


def mnist(folder, images=None, labels=None):
    """A pair of files as MNIST has them."""
    folder.mkdir()
    (folder / "train-images-idx3-ubyte").write_bytes(idx(digits()) if images is None else images)
    if labels is not False:
        (folder / "train-labels-idx1-ubyte").write_bytes(labels or idx(np.arange(20, dtype=np.uint8) % 2))
    return folder


def class_folders(folder, counts, side=28):
    for name, count in counts.items():
        (folder / name).mkdir(parents=True)
        for number in range(count):
            chance = np.random.default_rng([number, *name.encode()])
            pixels = chance.integers(0, 256, (side + number % 2, side), np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return folder


def cifar(file):
    rows = np.random.default_rng(0).integers(0, 256, (30, 3073), dtype=np.uint8)
    rows[:, 0] = np.arange(30) % 10
    file.write_bytes(rows.tobytes())
    return file


def archive(file):
    np.savez(file, x_train=digits(), y_train=np.arange(20) % 2)
    return file


def array(file):
    np.save(file, digits())
    return file


DATA = {
    "class folders": lambda at: class_folders(at / "data", {"a": 8, "b": 8}),
    "IDX": lambda at: mnist(at / "data"),
    "NPZ": lambda at: archive(at / "data.npz"),
    "NPY": lambda at: array(at / "data.npy"),
    "CIFAR": lambda at: cifar(at / "data_batch_1.bin"),
}


@pytest.mark.parametrize("make", DATA.values(), ids=DATA)
def test_any_images_are_trained_on_and_measured(make, tmp_path, train, capsys):
    status, out, err = train(make(tmp_path), "--json")
    assert status == 0, err
    assert json.loads(out)["iteration"] == 2
    assert "reconstruction" in json.loads(out)["measures"]
    assert main(["evaluate", str(tmp_path / "run"), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["reconstruction_ratio"] > 0


def test_a_run_is_resumed_and_measured_on_other_images(tmp_path, train, capsys):
    assert train(class_folders(tmp_path / "data", {"a": 6, "b": 6}))[0] == 0
    assert main(["train", "--resume", str(tmp_path / "run"), "--iterations", "4", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["iteration"] == 4
    other = mnist(tmp_path / "mnist")
    assert main(["evaluate", str(tmp_path / "run"), "--data", str(other), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["images"] == 2


@pytest.fixture(params=["conditional", "supervised"])
def of_two_classes(request, tmp_path, train):
    """The folder of a run that uses the labels of the classes a and b."""
    status, _, err = train(class_folders(tmp_path / "data", {"a": 6, "b": 6}), "--set", f"labels={request.param}")
    assert status == 0, err
    return tmp_path / "run"


@pytest.mark.parametrize("counts", [{"a": 6, "b": 6, "c": 6}, {"a": 6, "c": 6}], ids=["more", "others"])
def test_other_images_need_the_classes_whose_labels_were_learned(counts, of_two_classes, tmp_path, capsys):
    other = class_folders(tmp_path / "other", counts)
    assert main(["evaluate", str(of_two_classes), "--data", str(other)]) == 2
    assert capsys.readouterr().err == (
        f"ganviz: --data {other}: its classes are {', '.join(counts)}, and this run learned the labels of a, b; name "
        "images of the same classes\n")
    assert main(["evaluate", str(of_two_classes), "--data", str(class_folders(tmp_path / "same", {"a": 5, "b": 5}))
                 ]) == 0


def test_a_class_that_came_since_is_named_when_the_run_is_resumed(of_two_classes, tmp_path, capsys):
    class_folders(tmp_path / "data", {"c": 6})
    for command in (["train", "--resume", str(of_two_classes)], ["evaluate", str(of_two_classes)]):
        assert main(command) == 2
        assert capsys.readouterr().err == (
            f"ganviz: {tmp_path / 'data'}: its classes are a, b, c, and this run learned the labels of a, b; put its "
            "classes back as they were, or start a new run\n")


def test_a_run_of_before_that_names_no_classes_is_read(of_two_classes, capsys):
    file = of_two_classes / "run.json"
    manifest = json.loads(file.read_text())
    assert manifest.pop("classes") == ["a", "b"]
    file.write_text(json.dumps(manifest))
    assert main(["evaluate", str(of_two_classes), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["iteration"] == 2


def test_own_images_begin_with_settings_that_are_made_for_images(tmp_path, train):
    assert train(class_folders(tmp_path / "data", {"a": 6, "b": 6}), iterations=1)[0] == 0
    settings = json.loads((tmp_path / "run" / "run.json").read_text())["game_settings"]
    assert (settings["normalisation_g"], settings["encoder"], settings["latent_dim"]) == ("batch", "deterministic", 4)


def test_a_problem_and_data_that_are_set_begin_as_data_that_are_named(tmp_path, train, capsys):
    folder = class_folders(tmp_path / "data", {"a": 6, "b": 6})
    assert train(folder, iterations=1)[0] == 0
    assert main(["train", "ali", "--set", "problem=images", "--set", f"data={folder}", *TINY, "--iterations", "1",
                 "--out", str(tmp_path / "set")]) == 0
    named, told = (json.loads((tmp_path / run / "run.json").read_text()) for run in ("run", "set"))
    assert told["game_settings"] == named["game_settings"]


def test_a_preset_that_is_named_is_begun_with(tmp_path, train):
    folder = class_folders(tmp_path / "data", {"a": 6, "b": 6})
    status, _, err = train(folder, "--preset", "paper-images", "--set", "problem=images", iterations=1)
    assert status == 0, err
    settings = json.loads((tmp_path / "run" / "run.json").read_text())["game_settings"]
    assert (settings["ladder"], settings["pairing"]) == ("paper", "plain")


def test_a_table_stays_a_table(tmp_path, train):
    np.save(tmp_path / "points.npy", np.random.default_rng(0).normal(size=(50, 2)))
    status, out, err = train(tmp_path / "points.npy", "--json")
    assert status == 0, err
    assert "round_trip" in json.loads(out)["measures"]


BAD = {
    "wrong magic": (lambda at: mnist(at / "data", idx(digits(), 0xDEAD)), "train-images-idx3-ubyte"),
    "wrong length": (lambda at: mnist(at / "data", idx(digits())[:-100]), "train-images-idx3-ubyte"),
    "truncated gzip": (lambda at: truncated(at / "data"), "train-images-idx3-ubyte.gz"),
    "labels without images": (lambda at: labels_alone(at / "data"), "there are labels but no images beside them"),
    "too few labels": (lambda at: mnist(at / "data", labels=idx(np.zeros(7, np.uint8))), "7 labels for the 20 images"),
    "two images": (lambda at: class_folders(at / "data", {"a": 1, "b": 1}), "are needed"),
    "nothing there": (lambda at: at / "missing", "missing"),
}


def truncated(folder):
    mnist(folder)
    (folder / "train-images-idx3-ubyte").unlink()
    (folder / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(digits()))[:-200])
    return folder


def labels_alone(folder):
    mnist(folder)
    (folder / "train-images-idx3-ubyte").unlink()
    return folder


@pytest.mark.parametrize(("make", "named"), BAD.values(), ids=BAD)
def test_bad_images_are_told_in_a_sentence(make, named, tmp_path, train):
    status, out, err = train(make(tmp_path))
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert not (tmp_path / "run").exists()


def test_a_single_class_has_no_use_for_labels(tmp_path, train):
    folder = class_folders(tmp_path / "data", {"only": 12})
    status, _, err = train(folder, "--set", "labels=conditional")
    assert status == 2
    assert "needs images of at least two classes, and here there is one" in err
    assert train(folder)[0] == 0, "without labels it is a set like any other"


def test_a_split_without_labels_is_not_measured_by_them_and_not_learned_from(tmp_path, train, capsys):
    folder = mnist(tmp_path / "data")
    (folder / "t10k-images-idx3-ubyte").write_bytes(idx(digits(12)))
    status, _, err = train(folder, "--set", "labels=conditional")
    assert status == 2
    assert "needs the label of every image, and images of 'test' have none; put their labels beside them" in err
    assert not (tmp_path / "run").exists()
    assert train(folder)[0] == 0
    assert main(["evaluate", str(tmp_path / "run"), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["reconstruction_ratio"] > 0
    assert "neighbour_accuracy" not in report


def test_images_of_unequal_sizes_are_cut_to_one(tmp_path, train):
    class_folders(tmp_path / "data", {"a": 6})
    class_folders(tmp_path / "data", {"b": 6}, side=40)
    assert train(tmp_path / "data")[0] == 0


def test_images_have_to_be_named(capsys):
    assert main(["train", "ali", "--set", "problem=images"]) == 2
    assert "the problem 'images' needs images; name a folder or a file with --data, or demo:digits" in (
        capsys.readouterr().err)


def test_an_engine_that_images_do_not_allow_is_refused_by_name(tmp_path, train):
    status, out, err = train(mnist(tmp_path / "mnist"), "--set", "engine=compiled")
    assert (status, out) == (2, "")
    assert err.endswith("engine: there is no compiled code for problem=images; choose engine=eager\n")
    assert not (tmp_path / "run").exists()
