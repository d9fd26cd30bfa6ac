"""Files of arrays: IDX, CIFAR's binary batches, NPY and NPZ; and those that are damaged."""

import gzip
import struct

import numpy as np
import pytest
import torch

from ganviz.problems.images.arrays import block, npy
from ganviz.problems.images.labelled import open_labelled, square
from ganviz.settings.errors import UserError

from .files import look, pictures

SPLITS = {"train": 30, "t10k": 12}


def digits(count, seed=0, side=28):
    """Random images, (count, side, side), the first pixel being the label."""
    images = np.random.default_rng(seed).integers(0, 256, (count, side, side), dtype=np.uint8)
    images[:, 0, 0] = np.arange(count) % 5
    return images


def idx(array):
    """The bytes of an IDX file."""
    magic = 0x00000803 if array.ndim == 3 else 0x00000801
    return struct.pack(f">{1 + array.ndim}I", magic, *array.shape) + array.tobytes()


def mnist(folder, pack=lambda data: data, end=""):
    """MNIST's four files with other images."""
    folder.mkdir(exist_ok=True)
    for split, count in SPLITS.items():
        images = digits(count, seed=count)
        (folder / f"{split}-images-idx3-ubyte{end}").write_bytes(pack(idx(images)))
        (folder / f"{split}-labels-idx1-ubyte{end}").write_bytes(pack(idx(images[:, 0, 0])))
    return folder


def check_labels(data, split="train"):
    """The first pixel is the label."""
    batch = data.examples(split, range(data.length(split)))
    assert torch.equal(((batch.x[:, 0, 0, 0] + 1) * 127.5).round().long(), batch.y)


@pytest.mark.parametrize(("pack", "end"), [(lambda data: data, ""), (gzip.compress, ".gz")])
@pytest.mark.parametrize("chosen", ["", "train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
def test_mnists_files_by_folder_or_by_any_file(tmp_path, pack, end, chosen):
    folder = mnist(tmp_path / "mnist", pack, end)
    found = look(folder / f"{chosen}{end}" if chosen else folder, "labelled")
    assert found.report.counts == (("train", 30), ("test", 12))
    assert found.report.layout == "Files of arrays"
    assert found.report.formats == (("IDX", 42),)
    assert found.report.findings == ()
    data = open_labelled(found.listing(), square(28, 1))
    assert data.classes == ("0", "1", "2", "3", "4")
    check_labels(data)
    check_labels(data, "test")
    assert np.array_equal(((data.examples("train", [3]).x + 1) * 127.5).round().numpy()[0, 0], digits(30, 30)[3])


def told(found):
    """All that a report says."""
    return " ".join(found.report.sentences())


@pytest.mark.parametrize("chosen", ["", "train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"])
def test_files_that_lie_packed_beside_their_unpacked_forms_are_read_once(tmp_path, chosen):
    """As torchvision leaves them: eight files."""
    folder = mnist(mnist(tmp_path / "raw"), gzip.compress, ".gz")
    found = look(folder / chosen if chosen else folder, "labelled")
    assert found.report.counts == (("train", 30), ("test", 12))
    assert not found.report.needs_agreement
    assert [(finding.kind, finding.path) for finding in found.report.findings] == [
        ("packed", str(path)) for path in sorted(folder.glob("*.gz"))]
    assert "4 packed files are not read, since their unpacked forms lie beside them (t10k-images-idx3-ubyte.gz" in told(
        found)
    data = open_labelled(found.listing(), square(28, 1))
    check_labels(data)
    check_labels(data, "test")
    assert look(mnist(tmp_path / "plain"), "labelled").good.fingerprint == data.fingerprint


@pytest.mark.parametrize("labels", [(), ("",), (".gz",)], ids=["without labels", "plain labels", "packed labels"])
def test_no_image_that_lies_packed_and_unpacked_is_trained_on_twice(tmp_path, labels):
    images = digits(20)
    for end, pack in (("", bytes), (".gz", gzip.compress)):
        (tmp_path / f"train-images-idx3-ubyte{end}").write_bytes(pack(idx(images)))
        if end in labels:
            (tmp_path / f"train-labels-idx1-ubyte{end}").write_bytes(pack(idx(images[:, 0, 0])))
    found = look(tmp_path, "labelled")
    assert sum(count for _, count in found.report.counts) == 20
    assert "train-images-idx3-ubyte.gz is not read, since its unpacked form lies beside it." in told(found)
    data = open_labelled(found.listing(), square(28, 1))
    assert len(data.classes) == (5 if labels else 0)
    if labels:
        check_labels(data)


def test_the_whole_report_of_arrays_has_thumbnails(tmp_path):
    report = look(mnist(tmp_path / "m"), "labelled").report
    assert report.thumbnails["train"].shape == (8, 64, 64, 3)
    assert report.sizes == (("28 x 28", 42),)
    assert report.modes == (("L", 42),)


def test_equal_rows_of_train_and_test_are_found(tmp_path):
    folder = mnist(tmp_path / "m")
    images = digits(12, 12)
    images[5] = digits(30, 30)[8]
    (folder / "t10k-images-idx3-ubyte").write_bytes(idx(images))
    (finding,) = look(folder, "labelled").report.findings
    assert finding.kind == "duplicate"
    assert finding.path.endswith("t10k-images-idx3-ubyte, image 6")
    assert finding.detail.endswith("train-images-idx3-ubyte, image 9")


def test_images_without_labels(tmp_path):
    (tmp_path / "images-idx3-ubyte").write_bytes(idx(digits(20)))
    listing = look(tmp_path, "labelled").listing()
    assert listing.classes == ()
    assert (len(listing.examples("train")), len(listing.examples("test"))) == (18, 2)


def complaint(path):
    with pytest.raises(UserError) as caught:
        look(path, "labelled")
    said = str(caught.value)
    assert "\n" not in said
    return said


BAD_IDX = {
    "magic": (b"\0\0\x09\x03" + idx(digits(20))[4:],
              "the magic number is 0x00000903, where IDX files have 0x00000803 (images) or 0x00000801 (labels)"),
    "no_header": (idx(digits(20))[:9], "the file ends within its header; fetch it again"),
    "nothing": (b"", "the magic number is 0x00000000"),
    "too_short": (idx(digits(20))[:-100], "the header announces 15,680 bytes, 15,580 are there; fetch the file again"),
    "too_long": (idx(digits(20)) + b"more", "the header announces 15,680 bytes, more are there; fetch the file again"),
    "cut_gzip": (gzip.compress(idx(digits(20)))[:900], "the gzip file is cut off or damaged; fetch it again"),
    "no_gzip": (b"\x1f\x8b" + bytes(50), "the gzip file is cut off or damaged; fetch it again"),
    "tiny": (idx(digits(20, side=4)), "images of 4 x 4 pixels are too small; at least 8 on a side are needed"),
    "endless": (struct.pack(">4I", 0x803, 2**31, 2**15, 2**15), "GB of pixels are more than the limit of 2 GB"),
}


@pytest.mark.parametrize("name", BAD_IDX)
def test_damaged_idx_files(tmp_path, name):
    content, expected = BAD_IDX[name]
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(content)
    said = complaint(path)
    assert said.startswith(f"{path}: ")
    assert expected in said


def test_a_gzip_file_that_unpacks_without_end(tmp_path):
    """No more than what the header announces is ever unpacked."""
    path = tmp_path / "train-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(idx(digits(20)) + bytes(50_000_000)))
    assert "the header announces 15,680 bytes, more are there" in complaint(path)


def test_labels_alone_or_too_few(tmp_path):
    folder = mnist(tmp_path / "m")
    (folder / "t10k-images-idx3-ubyte").unlink()
    assert "t10k-labels-idx1-ubyte: these labels have no images; put the file of their" in complaint(folder)
    (folder / "train-images-idx3-ubyte").unlink()
    assert "there are labels but no images beside them" in complaint(folder)
    folder = mnist(tmp_path / "n")
    (folder / "train-labels-idx1-ubyte").write_bytes(idx(np.zeros(29, np.uint8)))
    assert "29 labels for the 30 images of " in complaint(folder)


def cifar(folder, label_bytes, names):
    folder.mkdir()
    for seed, name in enumerate(names):
        records = np.random.default_rng(seed).integers(0, 256, (10, label_bytes + 3072), dtype=np.uint8)
        records[:, label_bytes - 1] = records[:, label_bytes] = np.arange(10)
        (folder / name).write_bytes(records.tobytes())
    return folder


def test_cifar_10(tmp_path):
    folder = cifar(tmp_path / "c", 1, ["data_batch_1.bin", "data_batch_2.bin", "test_batch.bin"])
    (folder / "batches.meta.txt").write_text("plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n")
    found = look(folder, "labelled")
    assert found.report.counts == (("train", 20), ("test", 10))
    assert found.report.modes == (("RGB", 30),)
    data = open_labelled(found.listing(), square(32, 3))
    assert data.classes[:3] == ("plane", "car", "bird")
    check_labels(data)
    red = np.fromfile(folder / "data_batch_1.bin", np.uint8).reshape(10, 3073)[4, 1:1025].reshape(32, 32)
    assert np.array_equal(((data.examples("train", [4]).x[0, 0] + 1) * 127.5).round().numpy(), red)


def test_cifar_100_by_its_finer_labels(tmp_path):
    folder = cifar(tmp_path / "c", 2, ["train.bin", "test.bin"])
    (folder / "fine_label_names.txt").write_text("\n".join(f"class{number}" for number in range(100)))
    data = open_labelled(look(folder / "train.bin", "labelled").listing(), square(32, 3))
    assert len(data.classes) == 100
    check_labels(data)
    assert data.length("test") == 10


def test_bad_cifar_files(tmp_path):
    (tmp_path / "data_batch_1.bin").write_bytes(bytes(5000))
    assert "5,000 bytes are no whole number of CIFAR's records of 3,073 (CIFAR-10) or 3,074" in complaint(tmp_path)
    (tmp_path / "data_batch_1.bin").unlink()
    (tmp_path / "data_batch_1").write_bytes(b"\x80\x02}q\x00cos\nsystem\n")
    assert "this is CIFAR's Python version, a pickle, which is not loaded for safety" in complaint(tmp_path)


def test_npy_with_labels_beside(tmp_path):
    images = digits(20)
    np.save(tmp_path / "images.npy", images)
    np.save(tmp_path / "labels.npy", images[:, 0, 0].astype(np.int64))
    for chosen in (tmp_path, tmp_path / "images.npy"):
        data = open_labelled(look(chosen, "labelled").listing(), square(28, 1))
        assert data.classes == ("0", "1", "2", "3", "4")
        check_labels(data)


@pytest.mark.parametrize("names", [("x_train", "y_train", "x_test", "y_test"),
                                   ("train_images", "train_labels", "test_images", "test_labels")])
def test_npz_with_splits(tmp_path, names):
    train, test = digits(20), digits(10, 1)
    np.savez(tmp_path / "set.npz", **dict(zip(names, (train, train[:, 0, 0], test, test[:, 0, :1]), strict=True)))
    found = look(tmp_path / "set.npz", "labelled")
    assert found.report.counts == (("train", 20), ("test", 10))
    data = open_labelled(found.listing(), square(28, 1))
    check_labels(data)
    check_labels(data, "test")


@pytest.mark.parametrize(("make", "channels"), [
    (lambda images: images, 1), (lambda images: images[..., None], 1), (lambda images: images[:, None], 1),
    (lambda images: images[..., None].repeat(3, 3), 3), (lambda images: images[:, None].repeat(3, 1), 3),
    (lambda images: images[..., None].repeat(4, 3), 3), (lambda images: images.astype(np.int32), 1),
    (lambda images: images.astype(np.float32) / 255, 1), (lambda images: images.astype(np.float64) / 127.5 - 1, 1),
    (lambda images: images.astype(np.float32), 1), (lambda images: images.astype(np.uint16) * 257, 1)])
def test_shapes_and_numbers_of_numpy_arrays(tmp_path, make, channels):
    images = digits(20)
    np.save(tmp_path / "a.npy", make(images))
    found = look(tmp_path, "labelled")
    assert found.report.modes == ((("L", "RGB")[channels > 1], 20),)
    data = open_labelled(found.listing(), square(28, channels))
    name = data.names("train")[0]
    shown = ((data.examples("train", [0]).x[0, 0] + 1) * 127.5).round().numpy()
    assert np.array_equal(shown, images[int(name.rpartition("-")[2])])


def test_black_and_white(tmp_path):
    np.save(tmp_path / "a.npy", digits(20) > 127)
    data = open_labelled(look(tmp_path, "labelled").listing(), square(28, 1))
    assert set(data.batch(0, 4).x.unique().tolist()) == {-1.0, 1.0}


@pytest.mark.parametrize(("array", "expected"), [
    (np.zeros((20, 28, 28), complex), "an array of complex128 and shape (20, 28, 28) holds no images"),
    (np.zeros((20, 28, 28, 7), np.uint8), "an array of uint8 and shape (20, 28, 28, 7) holds no images"),
    (np.zeros((20, 4, 4), np.uint8), "images of 4 x 4 pixels are too small"),
    (np.full((20, 28, 28), np.nan), "the images hold NaN or infinity; replace them"),
    (np.full((20, 28, 28), 1e6), "values from 1e+06 to 1e+06 are no known pixels"),
    (np.full((20, 28, 28), -5), "values from -5 to -5 are no known pixels"),
    (np.array([np.zeros((8, 8)), np.zeros((9, 9))], dtype=object),
     "an array of Python objects (images of unequal sizes become one) is not loaded for safety"),
    (np.arange(20), "there are labels but no images beside them"),
    (np.zeros((50, 2)), "there are neither images nor labels in it; save images as an array of the shape (N, H, W)"),
    (np.zeros((2, 28, 28), np.uint8), "only 2 images can be used; at least 10 are needed")])
def test_arrays_that_are_no_images(tmp_path, array, expected):
    path = tmp_path / "a.npy"
    np.save(path, array, allow_pickle=True)
    said = complaint(path)
    assert said.startswith(f"{path}: ")
    assert expected in said


def test_a_nan_far_down_in_an_array_is_seen(tmp_path):
    images = np.zeros((3_000, 8, 8), np.float32)
    images[2_500, 0, 0] = np.nan
    np.save(tmp_path / "a.npy", images)
    assert "the images hold NaN or infinity; replace them" in complaint(tmp_path / "a.npy")


def test_a_bystander_named_like_mnists_files_is_no_matter(tmp_path):
    images = digits(20)
    np.save(tmp_path / "images.npy", images)
    np.save(tmp_path / "labels.npy", images[:, 0, 0].astype(np.int64))
    (tmp_path / "class_to_idx.json").write_text('{"0": 0}')
    check_labels(open_labelled(look(tmp_path, "labelled").listing(), square(28, 1)))


@pytest.mark.parametrize("name", ["train-images-idx3-ubyte.gz.md5", "._train-images-idx3-ubyte", "idx1-notes.txt",
                                  "._train-images.npy"])
@pytest.mark.parametrize("chosen", ["", "train-images-idx3-ubyte"], ids=["folder", "file"])
def test_a_note_on_one_of_mnists_files_is_no_matter(tmp_path, name, chosen):
    folder = mnist(tmp_path / "m")
    (folder / name).write_bytes(b"\0\5\x16\7 a note")
    found = look(folder / chosen if chosen else folder, "labelled")
    assert found.report.counts == (("train", 30), ("test", 12))
    assert {finding.kind for finding in found.report.findings} <= {"hidden", "other_file"}


def test_a_hidden_file_is_no_choice(tmp_path):
    (tmp_path / "._train-images-idx3-ubyte").write_bytes(b"\0\5\x16\7")
    assert "this is a hidden file; choose a folder of images, or" in complaint(tmp_path / "._train-images-idx3-ubyte")


def test_arrays_beside_too_few_image_files_are_the_data(tmp_path):
    folder = mnist(tmp_path / "m")
    pictures(folder, "preview", "more/preview")
    found = look(folder, "labelled")
    assert found.report.layout == "Files of arrays"
    assert found.report.counts == (("train", 30), ("test", 12))
    assert [finding.kind for finding in found.report.findings] == ["outside", "outside"]


def test_arrays_beside_enough_image_files_are_named_in_the_report(tmp_path):
    folder = mnist(tmp_path / "m")
    pictures(folder, *map(str, range(10)))
    (folder / "notes.txt").write_text("words")
    found = look(folder, "labelled")
    assert found.report.layout == "One folder"
    assert [finding.kind for finding in found.report.findings] == ["arrays"] * 4 + ["other_file"]
    assert "4 files of arrays are not used by this layout; choose one of them itself to train on it (" in told(found)
    assert "notes.txt is not an image and was not looked at." in told(found)
    assert look(folder / "train-images-idx3-ubyte", "labelled").report.counts == (("train", 30), ("test", 12))


def test_too_few_image_files_beside_arrays_that_are_no_images(tmp_path):
    pictures(tmp_path, "a", "b")
    np.save(tmp_path / "labels.npy", np.arange(2))
    assert "only 2 images can be used; at least 10 are needed" in complaint(tmp_path)
    (tmp_path / "more.npz").write_bytes(b"PK\3\4")
    said = complaint(tmp_path)
    assert said.startswith(f"{tmp_path}: 2 image files are too few to train on (at least 10 are needed), and of the "
                           f"files of arrays here {tmp_path / 'more.npz'}: the file is cut off or damaged")


def test_damaged_numpy_files(tmp_path):
    np.save(tmp_path / "a.npy", digits(20))
    whole = (tmp_path / "a.npy").read_bytes()
    for content, expected in ((whole[:-100], "the file is cut off or damaged; write it again with numpy.save or"),
                              (whole[:60], "this is not a whole NPY array; write it again with numpy.save"),
                              (b"\x93NUMPY", "this is not a whole NPY array; write it again with numpy.save")):
        (tmp_path / "a.npy").write_bytes(content)
        assert expected in complaint(tmp_path)
    (tmp_path / "a.npy").unlink()
    np.savez_compressed(tmp_path / "b.npz", images=digits(20))
    whole = (tmp_path / "b.npz").read_bytes()
    for content in (whole[:-200], whole[:300] + bytes(50) + whole[350:]):
        (tmp_path / "b.npz").write_bytes(content)
        assert "cut off or damaged" in complaint(tmp_path)


@pytest.mark.parametrize("end", ["npy", "npz"])
def test_too_many_pixels_are_refused_by_the_header(tmp_path, monkeypatch, end):
    monkeypatch.setattr(block, "MOST_BYTES", 10_000)
    monkeypatch.setattr(npy, "load", lambda *_: pytest.fail("the values were loaded"))
    (np.save if end == "npy" else np.savez)(tmp_path / f"a.{end}", digits(20))
    assert "are more than the limit of 1e-05 GB; keep a random part of the images" in complaint(tmp_path)


def test_a_file_that_is_none_of_these(tmp_path):
    (tmp_path / "a.txt").write_text("words")
    assert complaint(tmp_path / "a.txt").startswith(f"{tmp_path / 'a.txt'}: this is no file of arrays; choose a folder")
    (path,) = pictures(tmp_path, "b")
    assert "this is one image; choose a folder of images" in complaint(path)


def test_a_single_class(tmp_path):
    np.savez(tmp_path / "a.npz", images=digits(20), labels=np.full(20, 7))
    found = look(tmp_path, "labelled")
    assert found.good.classes == ("7",)
    assert any("All images are of one class, 7" in sentence for sentence in found.report.sentences())
