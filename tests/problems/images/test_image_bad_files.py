"""Images that can't be used: each named with its fault, the good ones still used."""

import struct
import tracemalloc
import zlib

import pytest
from PIL import Image

from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.decoding import PIXEL_LIMIT, read_image
from ganviz.problems.images.findings import KINDS, BadImageError
from ganviz.problems.images.inspection import inspect
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
    assert "2 files are not images and were not looked at (._a.png, notes.txt)." in list(found.report.sentences())


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
    assert inspect(DataChoice(str(tmp_path), layout="glued_flat")).good.examples("train")


def test_the_tables_of_words_are_complete():
    assert all(words.one and words.many for words in KINDS.values())
    assert set(SUFFIXES) == {"PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF"}
