"""What a person is told before training."""

import json
import subprocess
import sys
import threading

import numpy as np
import pytest
from PIL import Image

from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.decoding import decode
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.watching import ReadingCancelledError, Watch
from ganviz.problems.images.work import threads

from .files import look, picture, pictures, pixels


def test_counts_sizes_modes_and_bytes(tmp_path):
    files = pictures(tmp_path, *(f"train/{name}" for name in "abc"), "test/d", width=32)
    picture(tmp_path / "test" / "e.png", width=48, height=24)
    Image.fromarray(pixels(1, 32, channels=1)).save(tmp_path / "train" / "f.png")
    report = look(tmp_path).report
    assert report.counts == (("train", 4), ("test", 2))
    assert report.sizes == (("32 x 16", 5), ("48 x 24", 1))
    assert report.modes == (("RGB", 5), ("L", 1))
    assert report.formats == (("PNG", 6),)
    assert report.bytes == sum(path.stat().st_size for path in tmp_path.rglob("*.png"))
    assert report.rectangular == 0
    said = list(report.sentences())
    assert said[0].startswith("Side by side: 4 train, 2 test pairs, 0.0 MB")
    assert said[1] == "Pixels: 2 sizes: 32 x 16 (5), 48 x 24 (1); PNG; RGB (5), L (1)."
    assert len(files) == 4


def test_rectangular_images(tmp_path):
    pictures(tmp_path, *(f"{side}/{name}" for side in "AB" for name in "abc"), width=24)
    report = look(tmp_path).report
    assert report.rectangular == 6
    assert any(sentence.startswith("6 images are not square") for sentence in report.sentences())


def test_square_files_are_hardly_pairs(tmp_path):
    pictures(tmp_path, *"abcd", width=32, height=32)
    report = look(tmp_path).report
    assert report.tall_halves
    assert any("each half is twice as high as wide" in sentence for sentence in report.sentences())


def test_duplicates_between_train_and_test_by_pixels(tmp_path):
    """The same picture as PNG and as BMP, under other names."""
    pictures(tmp_path, *(f"train/{name}" for name in "abc"), *(f"test/{name}" for name in "de"), width=32)
    Image.open(tmp_path / "train" / "b.png").save(tmp_path / "test" / "z.bmp")
    found = look(tmp_path)
    assert [(finding.kind, finding.path, finding.detail) for finding in found.report.findings] == [
        ("duplicate", str(tmp_path / "test" / "z.bmp"), f"equal to {tmp_path / 'train' / 'b.png'}")]
    assert len(found.listing().examples("test")) == 3


def test_images_outside_the_layout_are_named(tmp_path):
    pictures(tmp_path, *(f"train{side}/{name}" for side in "AB" for name in "abc"), "preview", "old/a")
    report = look(tmp_path).report
    assert [finding.path for finding in report.findings if finding.kind == "outside"] == [
        str(tmp_path / "preview.png"), str(tmp_path / "old" / "a.png")]
    assert not report.needs_agreement


def test_a_single_class(tmp_path):
    pictures(tmp_path, *(f"cat/{number}" for number in range(12)))
    found = look(tmp_path, "labelled")
    assert found.good.classes == ("cat",)
    assert ("All images are of one class, cat, so the labels tell nothing apart."
            in list(found.report.sentences()))


def test_unlike_sizes_of_single_images(tmp_path):
    for number in range(12):
        picture(tmp_path / f"{number}.png", width=16 + number)
    said = list(look(tmp_path, "labelled").report.sentences())
    assert said[1].startswith("Pixels: 12 sizes: ")
    assert "11 images are not square; the square in their middle is cut out." in said


def test_thumbnails(tmp_path):
    pictures(tmp_path, *(f"train/{number:02d}" for number in range(30)), "test/a", width=32)
    Image.new("RGB", (32, 16), (200, 10, 10)).save(tmp_path / "test" / "a.png")
    report = look(tmp_path).report
    assert {title: (each.shape, each.dtype) for title, each in report.thumbnails.items()} == {
        "train": ((8, 64, 128, 3), np.uint8), "test": ((1, 64, 128, 3), np.uint8)}
    assert (report.thumbnails["test"] == (200, 10, 10)).all()
    assert report.thumbnail_names["train"] == ("00", "04", "08", "12", "17", "21", "25", "29")


def test_thumbnails_keep_the_shape(tmp_path):
    for number in range(12):
        path = tmp_path / f"{number}.png"
        Image.new("RGB", (40, 20), (9, 9, 9)).save(path)
    (thumbnails, *_) = look(tmp_path, "labelled").report.thumbnails.values()
    assert (thumbnails[0][16:48] == 9).all()
    assert (thumbnails[0][:16] == 255).all()


@pytest.fixture
def decoded(monkeypatch):
    """The files that are decoded for small pictures, as they are."""
    from ganviz.problems.images import pieces

    seen, real = [], pieces.decode
    monkeypatch.setattr(pieces, "decode", lambda path, least: seen.append(path.name) or real(path, least))
    return seen


def test_thumbnails_read_each_file_once(tmp_path, decoded):
    pictures(tmp_path, *(f"train/{number}" for number in range(5)), "val/a", "test/b", width=32)
    report = look(tmp_path).report
    assert sorted(decoded) == ["0.png", "1.png", "2.png", "3.png", "4.png", "a.png", "b.png"]
    assert report.thumbnails["train"].shape == (5, 64, 128, 3)


def test_no_image_is_begun_once_a_report_is_cancelled(tmp_path, monkeypatch):
    """Each thread is held in the first picture that it makes until the watch is cancelled."""
    pictures(tmp_path, *(f"{split}/{number}" for split in ("train", "val", "test") for number in range(20)), width=32)
    from ganviz.problems.images import pieces

    begun, cancelled = [], threading.Event()
    held, real = threading.Barrier(threads(), action=cancelled.set), pieces.decode

    def slow(path, least):
        begun.append(path)
        held.wait(600)
        return real(path, least)

    monkeypatch.setattr(pieces, "decode", slow)
    told = []
    with pytest.raises(ReadingCancelledError):
        inspect(DataChoice(str(tmp_path)), Watch(lambda *step: told.append(step), cancelled.is_set))
    assert len(begun) == threads()
    assert {stage for stage, _, _ in told if stage != "look"} == {"check", "preview"}


def test_no_image_is_begun_once_a_look_is_cancelled(tmp_path, monkeypatch):
    pictures(tmp_path, *(f"{number}" for number in range(40)), width=32)
    from ganviz.problems.images import survey

    begun, cancelled = [], threading.Event()
    held, real = threading.Barrier(threads(), action=cancelled.set), survey.facts_of

    def slow(path):
        begun.append(path)
        held.wait(600)
        return real(path)

    monkeypatch.setattr(survey, "facts_of", slow)
    with pytest.raises(ReadingCancelledError):
        inspect(DataChoice(str(tmp_path)), Watch(cancelled=cancelled.is_set))
    assert len(begun) == threads()


@pytest.mark.parametrize("orientation", [1, 6])
def test_large_jpegs_are_decoded_small_and_look_the_same(tmp_path, orientation):
    """Compared with the same pixels in a PNG, which is decoded whole."""
    y, x = np.mgrid[:1200, :2400] / 1200
    smooth = (np.stack([x / 2, y, 0.5 + 0.4 * np.sin(5 * x) * np.cos(3 * y)], axis=2) * 255).astype(np.uint8)
    exif = Image.Exif()
    exif[0x0112] = orientation
    for name in "ab":
        Image.fromarray(smooth).save(tmp_path / f"{name}.jpg", quality=95, exif=exif)
    (tmp_path / "whole").mkdir()
    for name in "ab":
        Image.open(tmp_path / f"{name}.jpg").save(tmp_path / "whole" / f"{name}.png", exif=exif)
    small, whole = (look(folder, layout="glued_flat").report.thumbnails["train"].astype(int)
                    for folder in (tmp_path, tmp_path / "whole"))
    assert np.abs(small - whole).max() <= 3
    assert decode(tmp_path / "a.jpg", 256).image.size == ((600, 300) if orientation == 1 else (300, 600))


def test_plain_data(tmp_path):
    pictures(tmp_path, *"abcd", width=32)
    (tmp_path / "e.png").touch()
    report = look(tmp_path).report
    plain = json.loads(json.dumps(report.plain()))
    assert plain["needs_agreement"] is True
    assert plain["sentences"] == list(report.sentences())
    assert plain["counts"] == [["train", 3], ["test", 1]]
    assert "thumbnails" not in plain


def test_an_unchanged_folder_is_not_decoded_again(tmp_path, monkeypatch):
    pictures(tmp_path, *"abcdef", width=32)
    first = look(tmp_path)
    from ganviz.problems.images import survey

    decoded = []
    real = survey.facts_of
    monkeypatch.setattr(survey, "facts_of", lambda path: decoded.append(path.name) or real(path))
    assert look(tmp_path).good.fingerprint == first.good.fingerprint
    assert decoded == []
    picture(tmp_path / "c.png", seed=99, width=32)
    assert look(tmp_path).good.fingerprint != first.good.fingerprint
    assert decoded == ["c.png"]


def test_a_damaged_memory_is_forgotten(tmp_path, cache_folder):
    pictures(tmp_path, *"abcdef", width=32)
    first = look(tmp_path)
    for file in (cache_folder / "looked").glob("*.json"):
        file.write_text('{"version": 1, "files": {"a.png": [1, "x"')
    assert look(tmp_path).good.fingerprint == first.good.fingerprint


def test_the_fingerprint_follows_names_pixels_and_division(tmp_path):
    one = tmp_path / "one"
    for number in range(6):
        picture(one / f"{number}.png", seed=number, width=32)
    first = look(one).good.fingerprint
    moved = one.rename(tmp_path / "two")
    assert look(moved).good.fingerprint == first
    assert inspect(DataChoice(str(moved), split_seed=5, held_out=0.5)).good.fingerprint != first
    (moved / "0.png").rename(moved / "zero.png")
    renamed = look(moved).good.fingerprint
    assert renamed != first
    picture(moved / "zero.png", seed=77, width=32)
    assert look(moved).good.fingerprint not in (first, renamed)


def test_looking_needs_no_torch_and_no_scipy(tmp_path):
    """The window may look at a folder while the trainer's process still starts."""
    pictures(tmp_path, *"abcdef", width=32)
    code = ("import sys\nfrom ganviz.problems.images.choice import DataChoice\n"
            "from ganviz.problems.images.inspection import inspect\n"
            "print(inspect(DataChoice(sys.argv[1])).report.counts, sorted({'torch', 'scipy'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(('train', 5), ('test', 1)) []"
