"""Every format and every mode, decoded to RGB of 8 bits."""

import struct

import numpy as np
import pytest
from PIL import Image, ImageCms

from ganviz.problems.images.decoding import decode, read_image
from ganviz.problems.images.findings import BadImageError
from ganviz.problems.images.survey import facts_of

from .files import look, pictures, pixels, png, saved, tiff

LOSSLESS = {"png": {"format": "PNG"}, "bmp": {"format": "BMP"}, "tif": {"format": "TIFF"},
            "webp": {"format": "WEBP", "lossless": True}}


@pytest.fixture
def file(tmp_path):
    """Writes bytes, gives the path."""
    def write(content, name="image.png"):
        path = tmp_path / name
        path.write_bytes(content)
        return path
    return write


@pytest.mark.parametrize("end", LOSSLESS)
def test_formats_without_loss(file, end):
    image = pixels(1)
    path = file(saved(Image.fromarray(image), **LOSSLESS[end]), f"image.{end}")
    assert np.array_equal(read_image(path), image)
    assert facts_of(path).format == LOSSLESS[end]["format"]


@pytest.mark.parametrize(("end", "options"), [("jpg", {"format": "JPEG", "quality": 95, "subsampling": 0}),
                                              ("webp", {"format": "WEBP", "quality": 95})])
def test_formats_with_loss(file, end, options):
    smooth = np.linspace(0, 255, 32, dtype=np.uint8)
    image = np.stack(np.broadcast_arrays(smooth[:, None], smooth[None], 128), axis=2).astype(np.uint8)
    found = read_image(file(saved(Image.fromarray(image), **options), f"image.{end}"))
    assert np.abs(found.astype(int) - image).mean() < 3


def test_the_first_frame_of_a_gif(file):
    first, second = Image.new("P", (16, 16), 1), Image.new("P", (16, 16), 2)
    for frame in (first, second):
        frame.putpalette([0, 0, 0, 200, 10, 30, 10, 200, 30])
    path = file(saved(first, format="GIF", save_all=True, append_images=[second]), "image.gif")
    assert (read_image(path) == (200, 10, 30)).all()


def test_grey_becomes_three_equal_channels(file):
    grey = pixels(2, channels=1)
    path = file(saved(Image.fromarray(grey), format="PNG"))
    assert np.array_equal(read_image(path), grey[..., None].repeat(3, 2))
    assert np.array_equal(read_image(path, channels=1), grey[..., None])


def test_one_bit(file):
    path = file(saved(Image.fromarray(pixels(3, channels=1) > 127), format="PNG"))
    assert facts_of(path).mode == "1"
    assert set(np.unique(read_image(path))) == {0, 255}


@pytest.mark.parametrize("end", ["png", "tif"])
def test_sixteen_bits_of_grey_are_scaled(file, end):
    values = np.array([0, 128, 129, 257, 32767, 32896, 65535, 65406] * 8, np.uint16).reshape(8, 8)
    path = file(saved(Image.fromarray(values), format=LOSSLESS[end]["format"]), f"image.{end}")
    assert facts_of(path).mode.startswith("I;16")
    assert np.array_equal(read_image(path)[..., 0], np.rint(values / 257).astype(np.uint8))


def test_sixteen_bits_of_grey_in_which_white_is_zero(file):
    values = np.random.default_rng(11).integers(0, 65536, (8, 16), np.uint16)
    found = read_image(file(tiff(values, 0), "image.tif"))[..., 0]
    assert np.array_equal(found, 255 - np.rint(values / 257).astype(np.uint8))
    assert np.array_equal(255 - found, read_image(file(tiff(values, 1), "image.tif"))[..., 0])


def test_a_transparent_grey_of_sixteen_bits(file):
    """Only the grey that is named, not its neighbours that look the same in 8 bits."""
    values = np.repeat(np.array([0, 1, 30_000, 65_535], ">u2"), 16).reshape(8, 8)
    rows = b"".join(b"\0" + row.tobytes() for row in values)
    found = read_image(file(png(8, 8, 16, 0, rows, transparent=1)), BACKGROUND)
    assert (found[2:4] == BACKGROUND).all()
    assert [tuple(found[row, 0]) for row in (0, 4, 6)] == [(0, 0, 0), (117, 117, 117), (255, 255, 255)]


@pytest.mark.parametrize(("values", "photometric", "apart"), [
    (np.zeros((8, 8, 3), np.uint16), 2, True), (np.zeros((8, 8, 2), np.uint16), 1, False),
    (np.zeros((8, 8, 3), np.float32), 2, False), (np.zeros((8, 8, 3), np.uint32), 2, False),
    (np.zeros((8, 8)), 1, False)], ids=["planes apart", "grey and alpha", "floats", "32 bits", "doubles"])
def test_pixels_of_kinds_that_are_not_read(file, values, photometric, apart):
    with pytest.raises(BadImageError, match=r"has pixels of a kind that is not known .*save it with 8 bits"):
        read_image(file(tiff(values, photometric, apart), "image.tif"))


def test_planes_of_eight_bits_that_lie_apart(file):
    image = pixels(12)
    assert np.array_equal(read_image(file(tiff(image, 2, planes_apart=True), "image.tif")), image)


def test_a_tiff_with_a_damaged_header_is_damaged(file):
    with pytest.raises(BadImageError, match="is damaged"):
        read_image(file(tiff(pixels(12), 2)[:8] + bytes(300), "image.tif"))


def test_sixteen_bits_of_colour(file):
    values = np.random.default_rng(4).integers(0, 65536, (8, 8, 3))
    rows = b"".join(b"\0" + struct.pack(">24H", *row.ravel()) for row in values)
    assert np.abs(read_image(file(png(8, 8, 16, 2, rows))) - values / 257).max() <= 1


def test_floats_from_0_to_1(file):
    values = np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)
    path = file(saved(Image.fromarray(values), format="TIFF"), "image.tif")
    assert np.array_equal(read_image(path)[..., 0], np.rint(values * 255).astype(np.uint8))


@pytest.mark.parametrize("values", [np.full((8, 8), 1.5, np.float32), np.full((8, 8), np.nan, np.float32),
                                    np.full((8, 8), 70_000, np.int32), np.full((8, 8), -1, np.int32)])
def test_numbers_that_are_no_pixels(file, values):
    path = file(saved(Image.fromarray(values), format="TIFF"), "image.tif")
    with pytest.raises(BadImageError, match="save it with 8 or 16 bits"):
        read_image(path)


def test_a_palette(file):
    image = Image.fromarray(pixels(5, channels=1) % 3).convert("P")
    image.putpalette([10, 20, 30, 40, 50, 60, 70, 80, 90])
    path = file(saved(image, format="PNG"))
    assert facts_of(path).mode == "P"
    expected = np.array([(10, 20, 30), (40, 50, 60), (70, 80, 90)])[pixels(5, channels=1) % 3]
    assert np.array_equal(read_image(path), expected)


BACKGROUND = (10, 100, 250)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparent_pixels_are_laid_on_a_colour(file, mode):
    image = np.zeros((16, 16, 4), np.uint8)
    image[..., :3], image[:8, :, 3], image[8:, :, 3] = 200, 255, 0
    picture = Image.fromarray(image)
    encoded = saved(picture.convert("LA"), format="PNG") if mode == "LA" else saved(
        picture.quantize(8) if mode == "PA" else picture, format="PNG")
    found = read_image(file(encoded), BACKGROUND)
    assert (found[:8] == 200).all()
    assert (found[8:] == BACKGROUND).all()


def test_half_transparent_pixels_are_mixed(file):
    image = np.full((8, 8, 4), (255, 0, 0, 51), np.uint8)
    found = read_image(file(saved(Image.fromarray(image), format="PNG")), (0, 0, 255))
    assert (found == (51, 0, 204)).all()


def test_a_transparent_colour_of_a_png(file):
    image = np.full((8, 8, 3), 7, np.uint8)
    image[4:] = 90
    found = read_image(file(saved(Image.fromarray(image), format="PNG", transparency=(7, 7, 7))), BACKGROUND)
    assert (found[:4] == BACKGROUND).all()
    assert (found[4:] == 90).all()


def test_cmyk(file):
    image = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    path = file(saved(image, format="TIFF"), "image.tif")
    assert facts_of(path).mode == "CMYK"
    assert (read_image(path) == (255, 0, 0)).all()
    jpeg = file(saved(image, format="JPEG", quality=100), "image.jpg")
    assert np.abs(read_image(jpeg).astype(int) - (255, 0, 0)).max() < 8


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("end", ["jpg", "png", "webp"])
def test_upright_whatever_the_camera_noted(file, orientation, end):
    """The note says how the stored pixels must be turned; a picture stored so comes out as it was."""
    upright = np.zeros((16, 32, 3), np.uint8)
    upright[:8, :16] = 255
    stored = {1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1], 5: upright.transpose(1, 0, 2),
              6: np.rot90(upright, 1), 7: upright[::-1, ::-1].transpose(1, 0, 2), 8: np.rot90(upright, 3)}[orientation]
    note = Image.Exif()
    note[0x0112] = orientation
    options = {"jpg": {"format": "JPEG"}, "png": {"format": "PNG"}, "webp": {"format": "WEBP", "lossless": True}}[end]
    path = file(saved(Image.fromarray(np.ascontiguousarray(stored)), exif=note, **options), f"image.{end}")
    found = read_image(path)
    assert np.abs(found.astype(int) - upright).mean() < 4
    assert (facts_of(path).width, facts_of(path).height) == (32, 16)


def test_a_damaged_note_of_the_camera_does_no_harm(file):
    image = pixels(6)
    note = Image.Exif()
    note[0x0112] = 6
    broken = saved(Image.fromarray(image), format="PNG", exif=note.tobytes().replace(b"MM\0*", b"XXXX", 1))
    assert read_image(file(broken)).shape == (16, 16, 3)


def test_read_by_content_and_noted(tmp_path):
    """A JPEG that is called PNG, and a PNG without any end to its name."""
    pictures(tmp_path, *"abcd", width=32)
    image = Image.fromarray(pixels(7, width=32))
    (tmp_path / "e.png").write_bytes(saved(image, format="JPEG"))
    (tmp_path / "f").write_bytes(saved(image, format="PNG"))
    found = look(tmp_path)
    assert sum(map(len, found.listing().piles.values())) == 6
    assert dict(found.report.formats) == {"PNG": 5, "JPEG": 1}
    assert [(finding.kind, finding.path) for finding in found.report.findings] == [
        ("mislabelled", str(tmp_path / "e.png"))]


def test_equal_pixels_have_equal_digests(file):
    image = Image.fromarray(pixels(8))
    digests = {facts_of(file(saved(image, **options), f"image.{end}")).digest for end, options in LOSSLESS.items()}
    assert len(digests) == 1


def test_a_colour_profile_does_not_matter(file):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = pixels(9)
    assert np.array_equal(read_image(file(saved(Image.fromarray(image), format="PNG", icc_profile=profile))), image)


def test_what_decoding_tells(file):
    found = decode(file(saved(Image.new("RGBA", (16, 8), (1, 2, 3, 4)), format="WEBP", lossless=True), "image.webp"))
    assert (found.image.mode, found.mode, found.format, found.image.size) == ("RGBA", "RGBA", "WEBP", (16, 8))
