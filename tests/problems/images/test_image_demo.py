"""The demo sets: drawn the same each time, labelled rightly, split as promised."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image, ImageFont

from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.demo import digits, facades, icon_fonts, icons, styles, typefaces
from ganviz.problems.images.demo.dice import Dice
from ganviz.problems.images.demo.digit_paint import Printed, fine_side, written
from ganviz.problems.images.demo.drawn import DemoSet, drawn
from ganviz.problems.images.demo.facade_paint import LABELS, facade
from ganviz.problems.images.demo.facade_parts import PAINTERS
from ganviz.problems.images.demo.facade_plan import plan
from ganviz.problems.images.demo.icon_paint import glyph_points, painted
from ganviz.problems.images.demo.palettes import PALETTES, palette
from ganviz.problems.images.demo.penmanship import hand
from ganviz.problems.images.demo.scene import scene
from ganviz.problems.images.demo.scene_paint import landscape
from ganviz.problems.images.demo.scene_styles import SUMMER, WINTER_NIGHT
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.labelled import open_labelled, square
from ganviz.problems.images.paired import open_pairs
from ganviz.problems.images.preprocessing import NO_AUGMENTATION, Preprocessing
from ganviz.problems.images.watching import ReadingCancelledError, Watch
from ganviz.settings.errors import UserError
from ganviz.settings.image_names import DEMOS


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Sets of a few pictures each."""
    font = icon_fonts.icon_font()
    monkeypatch.setattr(icons, "icon_font", lambda: replace(font, twins=font.twins[:24]))
    monkeypatch.setattr(icons, "_HELD_OUT", (("test", 6), ("val", 4)))
    monkeypatch.setattr(facades, "_COUNTS", (("train", 4), ("val", 2), ("test", 2)))
    monkeypatch.setattr(styles, "_TRAINING", 4)
    monkeypatch.setattr(styles, "_TWINS", (("val", 2), ("test", 3)))
    monkeypatch.setattr(digits, "_COUNTS", {"train": 200, digits._TEST: 60})


COUNTS = {
    "icons": (("train", 14), ("val", 4), ("test", 6)), "facades": (("train", 4), ("val", 2), ("test", 2)),
    "styles": (("train A", 4), ("train B", 4), ("val A", 2), ("val B", 2), ("test A", 3), ("test B", 3)),
    "digits": (("train", 200), ("test", 60))}


def found(name, size=64):
    return inspect(DataChoice(f"demo:{name}", DEMOS[name].facts["kind"], size=size))


@pytest.mark.parametrize("name", DEMOS)
def test_each_set_is_found_whole(name):
    report = found(name).report
    assert report.counts == COUNTS[name]
    assert report.findings == ()


def content(folder):
    state = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        state.update(str(path.relative_to(folder)).encode() + (path.read_bytes() if path.is_file() else b""))
    return state.hexdigest()


@pytest.mark.parametrize("name", DEMOS)
def test_drawn_the_same_each_time(name, monkeypatch, tmp_path):
    folders = []
    for place in ("one", "two"):
        monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / place))
        folders.append(drawn(name, 32, Watch()))
    assert folders[0] != folders[1]
    assert content(folders[0]) == content(folders[1])


@pytest.mark.parametrize("name", DEMOS)
def test_drawn_once(name, monkeypatch):
    folder = drawn(name, 64, Watch())
    demo = DEMOS.load(name)
    monkeypatch.setattr(type(DEMOS), "load", lambda *_: replace(demo, draw=lambda *_: pytest.fail("drawn twice")))
    assert drawn(name, 64, Watch()) == folder


@pytest.mark.parametrize("name", DEMOS)
def test_cancelled(name, cache_folder):
    with pytest.raises(ReadingCancelledError):
        drawn(name, 64, Watch(cancelled=lambda: True))
    assert list((cache_folder / "demo").iterdir()) == []


def test_the_size_that_is_asked_for():
    demo = DEMOS.load("facades")
    assert demo.sizes == (64, 128, 256)
    assert [drawn("facades", size, Watch()).name for size in (20, 64, 65, 200)] == [
        "facades-64-1", "facades-64-1", "facades-128-1", "facades-256-1"]
    assert DemoSet((28, 32), demo.draw, demo.version).sizes[-1] == 32


def test_an_unknown_set():
    with pytest.raises(UserError, match="unknown demo set 'cats'; choose one of icons, facades, styles, digits"):
        inspect(DataChoice("demo:cats"))


def test_no_room(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "file" / "below"))
    with pytest.raises(UserError, match=r"the demo set can't be drawn here .*GANVIZ_CACHE"):
        drawn("facades", 64, Watch())


def test_two_processes_that_draw_at_once(monkeypatch):
    """The other one is done first: its folder stays, and nothing is left of ours."""
    demo = DEMOS.load("facades")

    def draw(folder, size, watch):
        (folder / "train").mkdir()
        other = folder.with_name(folder.name.split("-", 3)[3])
        (other / "train").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(type(DEMOS), "load", lambda *_: replace(demo, draw=draw))
    folder = drawn("facades", 64, Watch())
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def icon(name, size=64):
    font = icon_fonts.icon_font()
    twin = next(twin for twin in font.twins if twin.name == name)
    pair = np.asarray(painted(twin, ImageFont.truetype(str(font.file), glyph_points(192)), 192, size)).astype(int)
    return pair[:, :size], pair[:, size:]


def test_icons_are_dark_lines_and_colour():
    assert len(icon_fonts.icon_font().twins) > 1000
    lines, colours = icon("heart")
    assert (lines[..., 0] == lines[..., 1]).all()
    assert {lines.min(), lines.max()} == {34, 255}
    assert (colours[0] == 255).all()
    body = colours[32, 32]
    assert np.abs(body - PALETTES["red"].body).max() < 20
    dark = lines[..., 0] < 60
    assert colours[dark].mean() < colours[(lines[..., 0] == 255) & (colours.min(axis=2) < 250)].mean()


def test_icons_of_one_family_have_one_palette():
    assert palette("cloud") is palette("cloud-upload") is PALETTES["blue"]
    assert palette("sofa") is PALETTES["brown"]
    assert palette("xyzzy-one") is palette("xyzzy-two")


def test_fonts_that_are_missing(monkeypatch):
    monkeypatch.setattr(icon_fonts.PathFinder, "find_spec", lambda *_: None)
    with pytest.raises(UserError, match="the icon fonts that come with QtAwesome are missing; install QtAwesome"):
        icon_fonts.icon_font()


def test_facades_show_the_labels_that_were_planned():
    assert set(LABELS) == set(PAINTERS)
    house = plan(Dice(1, 0))
    pair = np.asarray(facade(house, 64, 0))
    assert pair.shape == (64, 128, 3)
    shown = {tuple(colour) for colour in pair[:, :64].reshape(-1, 3).tolist()}
    assert shown <= set(LABELS.values())
    assert {LABELS[name] for name in ("sky", "street", "wall", "window", "door")} <= shown
    assert not np.array_equal(pair, np.asarray(facade(plan(Dice(1, 1)), 64, 1)))


def test_the_labels_tell_the_style():
    """Two houses of one plan have one style, so that a network can learn it."""
    houses = [plan(Dice(1, number)) for number in range(40)]
    assert len({house.style % 6 for house in houses}) == 6
    assert plan(Dice(1, 5)) == houses[5]


def test_styles_share_their_scenes_in_the_held_out_splits_alone():
    listing = found("styles").listing()
    assert listing.truth("test") == ((0, 0), (1, 1), (2, 2))
    assert listing.truth("train") == ()
    a, b = (np.asarray(landscape(scene(Dice(2, 9)), style, 64)).astype(int) for style in (SUMMER, WINTER_NIGHT))
    assert a[2, 2, 2] > b[2, 2, 2] + 50
    assert np.abs(a - b).mean() > 40


def test_digits_are_labelled_and_centred():
    for number in range(40):
        image = written(hand(number % 7), number % 10, 28, Dice(4, number))
        assert image.shape == (28, 28)
        assert image.max() > 150
        rows, columns = np.nonzero(image > 100)
        assert 10 <= np.ptp(rows) <= 26
        assert abs(rows.mean() - 13.5) < 5
        assert abs(columns.mean() - 13.5) < 5


def test_whole_families_are_held_out():
    for families in (digits._printed(28), digits._written()):
        names = {split: {script.family for family in digits._part(families, split) for script in family}
                 for split in digits._COUNTS}
        assert not names["train"] & names[digits._TEST]
        assert len(names["train"]) + len(names[digits._TEST]) == len(families)
    assert len(digits._part(digits._written(), digits._TEST)) == 12


MADE_UP = ("One", "Two", "Three", "Four", "Five", "Six")


def made_up(monkeypatch, name, of):
    """Six families of two styles; the family ``name`` draws very nearly all digits of the family ``of``."""
    chance = np.random.default_rng(0)
    shapes = {family: chance.normal(size=(10, 256)) for family in MADE_UP}
    shapes[name] = shapes[of] + chance.normal(0, 0.02, (10, 256))
    shapes[name][0] = chance.normal(size=256)  # a zero with a dot
    units = {family: rows / np.linalg.norm(rows, axis=1, keepdims=True) for family, rows in shapes.items()}
    faces = tuple(typefaces.Typeface(family, style, None) for family in MADE_UP for style in ("Bold", "Light"))
    monkeypatch.setattr(typefaces, "_shapes", lambda face, _size: np.roll(units[face.family], len(face.style), axis=1))
    monkeypatch.setattr(digits, "typefaces", lambda: faces)
    return faces


def names_of(families):
    return [[face.family for face in family] for family in families]


def test_a_family_under_another_name_is_not_held_out_from_itself(monkeypatch):
    faces = made_up(monkeypatch, "Five", of="Two")
    assert names_of(typefaces.families(faces)) == [
        ["One"] * 2, ["Two"] * 2 + ["Five"] * 2, ["Three"] * 2, ["Four"] * 2, [], ["Six"] * 2]
    printed = digits._printed(28)
    assert names_of(digits._part(printed, digits._TEST)) == [["Six"] * 2], "the fifth place is empty"
    assert names_of(digits._part(printed, "train")) == [
        ["One"] * 2, ["Two"] * 2 + ["Five"] * 2, ["Three"] * 2, ["Four"] * 2]


def test_a_family_that_is_joined_moves_no_other_one(monkeypatch):
    made_up(monkeypatch, "Three", of="One")
    assert names_of(digits._part(digits._printed(28), digits._TEST)) == [["Five"] * 2]


@pytest.mark.parametrize(("count", "held_out", "version"), [
    (1, [], "2"), (2, ["Two"], "3"), (4, ["Four"], "3"), (5, ["Five"], "2"), (6, ["Five"], "2")])
def test_of_two_families_or_more_one_at_least_is_held_out(monkeypatch, count, held_out, version):
    """Where the division is another than it was once, so is the version that the drawn files are kept by."""
    faces = made_up(monkeypatch, "Six", of="Six")[:2 * count]
    monkeypatch.setattr(digits, "typefaces", lambda: faces)
    printed = digits._printed(28)
    assert names_of(digits._part(printed, digits._TEST)) == [[name] * 2 for name in held_out]
    assert len(digits._part(printed, "train")) == count - len(held_out)
    assert digits.unseen_families() == len(held_out)
    assert digits.DIGITS.version().startswith(f"{version}-")


def test_the_same_font_under_two_names_is_one_family():
    twins = [typefaces.OWN, typefaces.Typeface("Pillow Sans", "Book", None)]
    assert typefaces.families(twins) == [twins, []]


def test_digits_of_unseen_families_can_be_read():
    """The nearest training image names most test digits; were labels wrong, it would name one in ten."""
    data = open_labelled(found("digits", 28).listing(), square(28, 1))
    train, test = (data.examples(split, range(data.length(split))) for split in ("train", "test"))
    nearest = torch.cdist(test.x.flatten(1), train.x.flatten(1)).argmin(dim=1)
    assert (train.y[nearest] == test.y).float().mean() > 0.6


def test_a_machine_without_fonts(monkeypatch, tmp_path):
    monkeypatch.setattr(typefaces, "_folders", lambda: (tmp_path,))
    typefaces.typefaces.cache_clear()
    assert typefaces.typefaces() == (typefaces.OWN,)
    assert written(Printed(typefaces.OWN, fine_side(28)), 4, 28, Dice(1)).max() > 150
    report = found("digits", 28).report
    assert report.counts == COUNTS["digits"]
    assert ("t10k-images-idx3-ubyte holds no printed digits: this computer has one family of fonts, and it is trained "
            "on." in list(report.sentences()))
    assert not report.needs_agreement
    typefaces.typefaces.cache_clear()


def test_fonts_of_signs_and_broken_fonts_are_left_out(monkeypatch, tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    (tmp_path / "icons.ttf").write_bytes(icon_fonts.icon_font().file.read_bytes())
    monkeypatch.setattr(typefaces, "_folders", lambda: (tmp_path,))
    typefaces.typefaces.cache_clear()
    assert typefaces.typefaces() == (typefaces.OWN,)
    typefaces.typefaces.cache_clear()


def test_pairs_of_a_demo_set_reach_a_game():
    data = open_pairs(found("icons").listing(), Preprocessing(load_size=64, crop_size=64), NO_AUGMENTATION, 0)
    a, b, _ = data.batch(0, 4)
    assert a.shape == b.shape == (4, 3, 64, 64)
    assert not torch.equal(a, b)
    assert data.held_out == "val"


def test_icons_alone_are_the_coloured_halves():
    """As single images, for ALI."""
    listing = inspect(DataChoice("demo:icons", "labelled", size=64)).listing()
    data = open_labelled(listing, square(64, 3))
    pairs = open_pairs(found("icons").listing(), Preprocessing(load_size=64, crop_size=64), NO_AUGMENTATION, 0)
    assert data.names("test") == pairs.names("test")
    assert torch.equal(data.examples("test", [0, 1]).x, pairs.examples("test", [0, 1]).b)


def test_pictures_are_ordinary_files():
    folder = drawn("facades", 64, Watch())
    with Image.open(folder / "train" / "0000.png") as image:
        assert image.size == (128, 64)
