"""Images that can't be used: each named with its fault, the good ones still used."""

import os
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
from PIL import Image

from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.decoding import PIXEL_LIMIT, read_image
from ganviz.problems.images.findings import KINDS, BadImageError, NotAgreedError
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.paired import open_pairs
from ganviz.problems.images.preprocessing import NO_AUGMENTATION, Preprocessing
from ganviz.problems.images.unpaired import open_unpaired
from ganviz.settings.errors import UserError
from ganviz.settings.image_suffixes import SUFFIXES

from .files import look, pictures, pixels, png, saved


def whole(format="PNG", size=32):
    return saved(Image.fromarray(pixels(1, width=size)), format=format)


def huge_png(side):
    """A valid header and almost nothing behind it."""
    return png(side, side, 8, 2, b"\0" * 10)


def huge_bmp(side):
    head = struct.pack("<2sIHHI", b"BM", 54, 0, 0, 54)
    return head + struct.pack("<IiiHHIIiiII", 40, side, side, 1, 24, 0, 0, 0, 0, 0, 0)


BAD = {
    "empty": (b"", {"empty"}, ""),
    "text": (b"these are words, not pixels", {"not_an_image"}, ""),
    "page": (b"<html><body>404</body></html>", {"not_an_image"}, ""),
    "cut_png": (whole()[:400], {"truncated"}, ""),
    "cut_jpeg": (whole("JPEG")[:500], {"truncated"}, ""),
    "head_alone": (whole()[:20], {"truncated", "damaged"}, ""),
    "garbled": (whole()[:60] + bytes(200) + whole()[260:], {"truncated", "damaged"}, ""),
    "one_pixel": (saved(Image.new("RGB", (1, 1)), format="PNG"), {"too_small"},
                  "1 x 1 pixels; at least 8 on a side are needed"),
    "a_line": (saved(Image.new("RGB", (200, 2)), format="PNG"), {"too_small"},
               "200 x 2 pixels; at least 8 on a side are needed"),
    "huge_png": (huge_png(30_000), {"too_large"}, "30,000 x 30,000 pixels; at most 64 million are read"),
    "huge_bmp": (huge_bmp(30_000), {"too_large"}, "30,000 x 30,000 pixels; at most 64 million are read"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_among_good_ones(tmp_path, name):
    content, kinds, detail = BAD[name]
    pictures(tmp_path, *"abcdefgh", width=32)
    (tmp_path / "bad.png").write_bytes(content)
    found = look(tmp_path)
    (fault,) = (finding for finding in found.report.findings if finding.kind != "mislabelled")
    assert fault.path == str(tmp_path / "bad.png")
    assert fault.kind in kinds
    assert fault.detail == detail
    with pytest.raises(UserError, match=r"1 file can't be used \(.*bad\.png is .*\); mend them, or agree to"):
        found.listing()
    listing = found.listing(agreed=True)
    assert sorted(example.name for pile in listing.piles.values() for example in pile) == list("abcdefgh")
    assert any(sentence.startswith("bad.png") and sentence.endswith("left out if you agree.")
               for sentence in found.report.sentences())


def test_a_png_with_damaged_pixels_is_damaged_though_it_can_be_decoded(tmp_path):
    """Pillow decodes it without a look at the checksum, and leaves black what comes after the damage."""
    pictures(tmp_path, *"abcdefgh", width=32)
    checksum = whole().index(b"IEND") - 8
    harmed = whole()[:checksum] + bytes(4) + whole()[checksum + 4:]
    (tmp_path / "bad.png").write_bytes(harmed)
    assert read_image(tmp_path / "bad.png").shape == (16, 32, 3)
    (fault,) = look(tmp_path).report.findings
    assert (fault.kind, fault.path, fault.detail) == (
        "damaged", str(tmp_path / "bad.png"), "the checksum of its pixels is wrong")


def test_a_png_with_a_damaged_note_is_read(tmp_path):
    pictures(tmp_path, *"abcdefgh", width=32)
    note = struct.pack(">I", 4) + b"tEXt" + b"a\0bc" + bytes(4)
    end = whole().index(b"IEND") - 4
    (tmp_path / "noted.png").write_bytes(whole()[:end] + note + whole()[end:])
    assert not look(tmp_path).report.findings


@pytest.mark.parametrize("make", [huge_png, huge_bmp])
def test_a_huge_image_is_refused_by_its_header(tmp_path, make):
    path = tmp_path / "huge.png"
    path.write_bytes(make(30_000))
    tracemalloc.start()
    with pytest.raises(BadImageError, match="too large"):
        read_image(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_just_within_the_limit(tmp_path):
    """Its header is good, so the fault is the missing rest."""
    path = tmp_path / "large.png"
    path.write_bytes(huge_png(int(PIXEL_LIMIT ** 0.5)))
    with pytest.raises(BadImageError, match="cut off"):
        read_image(path)


def test_several_bad_files_are_counted_and_the_first_named(tmp_path):
    pictures(tmp_path, *"abcdefgh", width=32)
    for number in range(5):
        (tmp_path / f"zero{number}.png").touch()
    found = look(tmp_path)
    with pytest.raises(UserError, match=r"5 files can't be used \(.*zero0.*zero1.*zero2.* and 2 more\)"):
        found.listing()
    assert ("5 files are empty (zero0.png, zero1.png, zero2.png and 2 more); left out if you agree."
            in list(found.report.sentences()))


def test_nothing_but_bad_files(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.png").write_bytes(b"not an image at all")
    with pytest.raises(UserError, match=r"no pair can be used \(.*a\.png is not an image\); at least 2 are needed"):
        look(tmp_path)


def test_a_bad_half_takes_its_partner_with_it(tmp_path):
    pictures(tmp_path, *(f"{side}/{name}" for side in "AB" for name in "wxyz"))
    (tmp_path / "B" / "w.png").write_bytes(b"")
    found = look(tmp_path)
    assert {(finding.kind, finding.path) for finding in found.report.findings} == {
        ("empty", str(tmp_path / "B" / "w.png")), ("partner", str(tmp_path / "A" / "w.png"))}
    assert sum(map(len, found.listing(agreed=True).piles.values())) == 3
    assert len(look(tmp_path, "unpaired").good.facts) == 7


def test_unmatched_names_are_listed(tmp_path):
    pictures(tmp_path, *(f"{side}/{name}" for side in "AB" for name in "xyz"), "A/more", "B/other")
    found = look(tmp_path)
    assert {finding.path for finding in found.report.findings if finding.kind == "unmatched"} == {
        str(tmp_path / "A" / "more.png"), str(tmp_path / "B" / "other.png")}
    with pytest.raises(UserError, match="has no partner of the same name"):
        found.listing()
    assert sum(map(len, found.listing(agreed=True).piles.values())) == 3


def test_halves_that_are_too_small_or_uneven(tmp_path):
    pictures(tmp_path / "odd", *"abcd", width=33)
    found = look(tmp_path / "odd")
    assert {finding.kind for finding in found.report.findings} == {"odd_width"}
    assert found.listing()
    pictures(tmp_path / "thin", *"abc", width=32)
    pictures(tmp_path / "thin", "d", width=12)
    (fault,) = look(tmp_path / "thin").report.findings
    assert (fault.kind, fault.detail) == ("too_small", "each half is 6 x 16 pixels; at least 8 on a side are needed")


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    pictures(tmp_path, *"abcd", width=32)
    from ganviz.problems.images import decoding

    real = decoding.head

    def refuse(path):
        if path.name == "c.png":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(decoding, "head", refuse)
    (fault,) = look(tmp_path).report.findings
    assert (fault.kind, fault.path) == ("forbidden", str(tmp_path / "c.png"))


def test_other_files_are_named_and_need_no_agreement(tmp_path):
    pictures(tmp_path, *"abcd", width=32)
    (tmp_path / "notes.txt").write_text("BMP is an old format, and this is a text")
    (tmp_path / "._a.png").write_bytes(b"\0\5\x16\7")
    found = look(tmp_path)
    assert not found.report.needs_agreement
    assert {"._a.png is hidden and was not looked at.", "notes.txt is not an image and was not looked at."} <= set(
        found.report.sentences())


def test_images_in_a_hidden_folder_are_counted_and_need_no_agreement(tmp_path):
    """Few or many, they are no part of the data; other hidden folders are of no account."""
    pictures(tmp_path, *(f"{side}/{name}" for side in "AB" for name in "vwxyz"), "A/.thumbnails/p", "A/.thumbnails/q")
    for name in (".git/HEAD", "__MACOSX/._p.png", "B/.tmp/._q.png"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"-")
    found = look(tmp_path)
    assert [(each.kind, each.path, each.detail) for each in found.report.findings] == [
        ("aside", str(tmp_path / "A" / ".thumbnails"), "2 images")]
    assert sum(map(len, found.listing().piles.values())) == 5
    said = "is another program's folder by its name, and its images are not used (2 images)."
    assert f"{Path('A', '.thumbnails')} {said}" in list(found.report.sentences())


def test_a_folder_of_nothing_but_hidden_images_is_none(tmp_path):
    pictures(tmp_path, *(f"set/{side}/{name}" for side in "AB" for name in "vwxyz"), "notes/.thumbnails/p")
    assert sum(map(len, look(tmp_path).listing().piles.values())) == 5


@pytest.mark.parametrize(("kind", "count", "said"), [
    ("labelled", 2, "only 2 images can be used; at least 10 are needed"),
    ("pairs", 1, "only 1 pair can be used; at least 2 are needed")])
def test_too_few(tmp_path, kind, count, said):
    pictures(tmp_path, *"abcdefghij"[:count], width=32)
    with pytest.raises(UserError, match=said):
        look(tmp_path, kind)


def test_too_few_on_one_side(tmp_path):
    pictures(tmp_path, "A/x", "A/y", "A/z", "B/x")
    with pytest.raises(UserError, match="only 1 image of side B can be used; at least 2 are needed"):
        look(tmp_path, "unpaired")


def spoilt(*paths):
    for path in paths:
        path.write_bytes(b"")


@pytest.mark.parametrize(("kind", "good", "bad", "said"), [
    ("unpaired", ["testA/x", "testA/y", "testA/z", "trainB/x", "trainB/y", "testB/x"], ["trainA/w", "trainA/x"],
     r"no image of side A in the split train can be used \(.*trainA.w\.png is empty\); mend them, or add good ones"),
    ("unpaired", ["trainA/x", "trainA/y", "testA/z", "testB/x", "testB/y"], ["testA/a", "trainB/w"],
     r"no image of side B in the split train can be used \(.*trainB.w\.png is empty\); mend them"),
    ("pairs", ["testA/x", "testA/y", "testB/x", "testB/y", "trainA/w"], ["trainB/w"],
     r"no pair in the split train can be used \(.*trainB.w\.png is empty\); mend them"),
    ("pairs", ["val/x", "val/y", "val/z"], ["train/w"],
     r"no pair in the split train can be used \(.*train.w\.png is empty\); mend them"),
    ("labelled", [f"test/{number}" for number in range(12)], ["train/w"],
     r"no image in the split train can be used \(.*train.w\.png is empty\); mend them"),
    ("labelled", [f"test/cat/{number}" for number in range(12)], ["train/cat/w"],
     r"no image in the split train can be used \(.*train.cat.w\.png is empty\); mend them"),
], ids=["piles, A", "piles, B", "pairs by name", "side by side", "single images", "classes"])
@pytest.mark.parametrize("swap", [False, True])
def test_nothing_is_left_to_train_on(tmp_path, kind, good, bad, said, swap):
    pictures(tmp_path, *good, *bad, width=32)
    spoilt(*(tmp_path / f"{name}.png" for name in bad))
    with pytest.raises(UserError, match=said):
        look(tmp_path, kind, swap=swap)


def test_a_pile_of_which_nothing_is_left_to_hold_out(tmp_path):
    """It is trained on all the same; what can't be measured is not."""
    pictures(tmp_path, *(f"train{side}/{name}" for side in "AB" for name in "xyz"), "testA/w", "testB/x", width=32)
    spoilt(tmp_path / "testA" / "w.png")
    listing = look(tmp_path, "unpaired").listing(agreed=True)
    data = open_unpaired(listing, Preprocessing(load_size=16, crop_size=16), NO_AUGMENTATION, 0)
    assert data.batch(0, 2).a.shape == (2, 3, 16, 16)
    assert [data.length("test", side) for side in ("A", "B")] == [0, 1]
    data.close()


CUT = Preprocessing("crop", crop_size=16)


@pytest.mark.parametrize("kind", ["pairs", "unpaired"])
@pytest.mark.parametrize("split", ["train", "test"])
def test_images_smaller_than_the_window_are_left_out_if_that_is_agreed(tmp_path, kind, split):
    pictures(tmp_path, *(f"{part}{side}/{name}" for part in ("train", "test") for side in "AB" for name in "xyz"))
    pictures(tmp_path, f"{split}A/small", f"{split}B/small", width=12, height=10)
    found = look(tmp_path, kind, sizing=CUT)
    named = {(each.kind, each.path.removeprefix(str(tmp_path))): each.detail for each in found.report.findings}
    detail = "12 x 10 pixels, crop_size is 16"
    assert named == {("below_crop", f"/{split}A/small.png"): detail} | (
        {("partner", f"/{split}B/small.png"): ""} if kind == "pairs" else {
            ("below_crop", f"/{split}B/small.png"): detail})
    with pytest.raises(NotAgreedError, match=r"2 files can't be used \(.*small\.png is smaller than the window"):
        found.listing()
    open_data = open_pairs if kind == "pairs" else open_unpaired
    data = open_data(found.listing(agreed=True), CUT, NO_AUGMENTATION, 0)
    assert data.batch(0, 2).a.shape == (2, 3, 16, 16)
    data.close()
    assert not look(tmp_path, kind).report.needs_agreement
    assert not look(tmp_path, kind, sizing=Preprocessing()).report.needs_agreement


def test_pairs_of_unlike_sizes_are_left_out_by_what_would_leave_them_so(tmp_path):
    pictures(tmp_path, *(f"{side}/{name}" for side in "AB" for name in "vwxyz"))
    pictures(tmp_path, "B/w", width=24)
    found = look(tmp_path, sizing=Preprocessing("none"))
    assert {(each.kind, each.path, each.detail) for each in found.report.findings} == {
        ("unlike_sizes", str(tmp_path / "A" / "w.png"), "16 x 16 and 24 x 16"),
        ("partner", str(tmp_path / "B" / "w.png"), "")}
    assert sum(map(len, found.listing(agreed=True).piles.values())) == 4
    swapped = look(tmp_path, sizing=Preprocessing("none"), swap=True)
    assert [each.detail for each in swapped.report.findings] == ["24 x 16 and 16 x 16", ""]


@pytest.mark.parametrize(("kind", "said"), [
    ("pairs", "no pair in the split train can be used by this preprocessing"),
    ("unpaired", "no image of side A in the split train can be used by this preprocessing")])
def test_where_no_image_can_be_cut_it_is_said_what_to_choose(tmp_path, kind, said):
    pictures(tmp_path, *(f"{side}/{name}" for side in "AB" for name in "vwxyz"))
    with pytest.raises(UserError, match=rf"{said} \(.*png is smaller.*; lower crop_size, raise load_size, or choose"):
        look(tmp_path, kind, sizing=Preprocessing("crop", crop_size=32))


def test_what_is_held_out_stays_so_whatever_is_too_small(tmp_path):
    """A run that needed no agreement before goes on with the same images."""
    pictures(tmp_path, *(f"{side}/{number:02d}" for side in "AB" for number in range(20)))
    whole = look(tmp_path, held_out=0.3)
    assert look(tmp_path, held_out=0.3, sizing=CUT).good.fingerprint == whole.good.fingerprint


def test_programs_in_disguise_are_not_run(tmp_path):
    """PostScript would be handed to another program; only the decoders of known formats see a file."""
    (tmp_path / "a.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n")
    with pytest.raises(BadImageError, match="is not an image"):
        read_image(tmp_path / "a.png")


def test_a_bomb_of_text_in_a_png(tmp_path):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000)))
    image = whole()
    (tmp_path / "a.png").write_bytes(image[:33] + bomb + image[33:])
    with pytest.raises(BadImageError):
        read_image(tmp_path / "a.png")


def test_too_many_files(tmp_path, monkeypatch):
    from ganviz.problems.images import tree

    monkeypatch.setattr(tree, "MOST_FILES", 5)
    pictures(tmp_path, *"abcdefgh")
    with pytest.raises(UserError, match="more than 5 files lie here; choose the folder of the images itself"):
        look(tmp_path)


def test_loops_of_links_end(tmp_path):
    pictures(tmp_path, *"abcd", width=32)
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    found = inspect(DataChoice(str(tmp_path), layout="glued_flat"))
    assert found.listing().examples("train")
    assert list(found.report.sentences())[-1] == ("again is a link back to a folder that it lies in and was not "
                                                  "followed.")


@pytest.mark.parametrize("target", ["gone.png", "a.png/below", "link.png"], ids=["nowhere", "below a file", "itself"])
def test_a_link_that_leads_nowhere_needs_agreement(tmp_path, target):
    pictures(tmp_path, *"abcd", width=32)
    (tmp_path / "link.png").symlink_to(tmp_path / target)
    found = look(tmp_path)
    assert "link.png is a link that leads nowhere; left out if you agree." in list(found.report.sentences())
    with pytest.raises(NotAgreedError, match=r"1 file can't be used \(.*link\.png is a link that leads nowhere\)"):
        found.listing()
    assert len(found.listing(agreed=True).facts) == 4


def test_links_to_images_and_folders_are_followed(tmp_path):
    pictures(tmp_path / "store", *"abcd", width=32)
    (tmp_path / "set" / "train").mkdir(parents=True)
    (tmp_path / "set" / "val").symlink_to(tmp_path / "store", target_is_directory=True)
    for name in "ab":
        (tmp_path / "set" / "train" / f"{name}.png").symlink_to(tmp_path / "store" / f"{name}.png")
    report = look(tmp_path / "set").report
    assert report.counts == (("train", 2), ("val", 4))
    assert {finding.kind for finding in report.findings} == {"duplicate"}


def test_nothing_but_links_that_lead_nowhere(tmp_path):
    (tmp_path / "train").symlink_to(tmp_path / "unplugged", target_is_directory=True)
    with pytest.raises(UserError, match=r"the folder holds no images \(.*train is a link that leads nowhere\); choose"):
        look(tmp_path)
    pictures(tmp_path / "other", *"abcd")
    with pytest.raises(UserError, match=r"the folder of side A holds no images \(.*train is a link that leads nowhere"):
        (tmp_path / "lone").mkdir()
        (tmp_path / "train").rename(tmp_path / "lone" / "train")
        look(tmp_path / "lone", second=str(tmp_path / "other"))


def test_what_lies_too_deep_needs_agreement(tmp_path):
    pictures(tmp_path, *"abcd", "1/2/3/4/5/6/e", "1/2/3/4/5/6/7/f", width=32)
    found = look(tmp_path, layout="glued_flat")
    deep = tmp_path / "1" / "2" / "3" / "4" / "5" / "6"
    assert {(finding.kind, finding.path) for finding in found.report.findings} == {
        ("outside", str(deep / "e.png")), ("too_deep", str(deep / "7"))}
    assert (f"{deep.relative_to(tmp_path) / '7'} lies too deep and was not looked at (6 levels of folders are read); "
            "left out if you agree." in list(found.report.sentences()))
    with pytest.raises(NotAgreedError, match="lies too deep and was not looked at"):
        found.listing()


def test_what_is_no_file_is_not_opened(tmp_path):
    """A pipe would never answer; editors leave hidden links that lead nowhere beside what they edit."""
    pictures(tmp_path, *"abcd", width=32)
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / ".#a.png").symlink_to("somebody@somewhere")
    found = look(tmp_path)
    assert not found.report.needs_agreement
    assert {".#a.png is hidden and was not looked at.", "pipe.png is not an image and was not looked at."} <= set(
        found.report.sentences())


def test_the_tables_of_words_are_complete():
    assert all(words.one and words.many for words in KINDS.values())
    assert set(SUFFIXES) == {"PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF"}
