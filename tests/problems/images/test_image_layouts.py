"""Folders recognised by themselves, and those that are laid out wrongly."""

import shutil

import numpy as np
import pytest

from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.inspection import inspect
from ganviz.settings.errors import UserError
from ganviz.settings.image_names import LAYOUTS
from ganviz.settings.registry import UnknownNameError

from .files import look, picture, pictures

SIX = ("u", "v", "w", "x", "y", "z")


def joined(root):
    pictures(root, *(f"{split}{side}/{name}" for split in ("train", "test") for side in "AB" for name in "xyz"))


def splits_of_sides(root):
    pictures(root, *(f"{split}/{side}/{name}" for split in ("train", "val") for side in "AB" for name in "xyz"))


def sides_of_splits(root):
    pictures(root, *(f"{side}/{split}/{name}" for split in ("train", "test") for side in "AB" for name in "xyz"))


def two_folders(root):
    pictures(root, *(f"{side}/{name}" for side in ("photos", "maps") for name in SIX))


def glued_splits(root):
    pictures(root, *(f"{split}/{name}" for split in ("train", "val", "test") for name in "xyz"), width=32)


def glued_flat(root):
    pictures(root, *SIX, width=32)


def class_splits(root):
    pictures(root, *(f"{split}/{kind}/{name}"
                     for split in ("train", "test") for kind in ("cat", "dog") for name in SIX))


def splits(root):
    pictures(root, *(f"{split}/{name}" for split in ("train", "test") for name in SIX))


def classes(root):
    pictures(root, *(f"{kind}/{name}" for kind in ("cat", "dog") for name in SIX))


def flat(root):
    pictures(root, *SIX, *(name * 2 for name in SIX))


PAIRED = (joined, splits_of_sides, sides_of_splits, two_folders, glued_splits, glued_flat)
CASES = [*(("pairs", make) for make in PAIRED), *(("unpaired", make) for make in PAIRED),
         *(("labelled", make) for make in (class_splits, splits, classes, flat))]


@pytest.mark.parametrize(("kind", "make"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_each_layout_is_recognised(tmp_path, kind, make):
    make(tmp_path)
    found = look(tmp_path, kind)
    assert found.report.layout == LAYOUTS[kind][make.__name__].title
    assert not found.report.needs_agreement
    listing = found.listing()
    assert len(listing.examples("train", "A" if kind == "unpaired" else None)) >= 3
    assert len(listing.examples(listing.held_out, "B" if kind == "unpaired" else None)) >= 1
    assert inspect(DataChoice(str(tmp_path), kind, layout=make.__name__)).good.fingerprint == listing.fingerprint


def test_every_layout_has_a_case():
    tried = {(kind, make.__name__) for kind, make in CASES} | {("labelled", "arrays"), ("labelled", "right_halves")}
    assert tried == {(kind, name) for kind, layouts in LAYOUTS.items() for name in layouts}


def test_a_test_split_without_class_folders_is_kept_without_labels(tmp_path):
    pictures(tmp_path, *(f"train/{kind}/{name}" for kind in ("cat", "dog") for name in "vwxyz"), "test/q", "test/r")
    listing = look(tmp_path, "labelled").listing()
    assert listing.held_out == "test"
    assert [example.label for example in listing.examples("test")] == [-1, -1]
    assert {example.label for example in listing.examples("train")} == {0, 1}


def test_pairs_are_paired_by_name(tmp_path):
    joined(tmp_path)
    for example in look(tmp_path).listing().examples("train"):
        a, b = (piece.source.path for piece in example.pieces)
        assert (a.parent.name, b.parent.name) == ("trainA", "trainB")
        assert a.stem == b.stem == example.name


@pytest.mark.parametrize(("a", "b"), [("x1.png", "X1.png"), ("x1_A.png", "x1_B.png"), ("x1.png", "x1.jpg"),
                                      ("sub/x1.png", "sub/x1.png")])
def test_names_that_still_agree(tmp_path, a, b):
    for number in range(4):
        picture(tmp_path / "one" / a.replace("1", str(number)))
        picture(tmp_path / "two" / b.replace("1", str(number)))
    listing = look(tmp_path / "one", second=str(tmp_path / "two")).listing()
    assert sum(map(len, listing.piles.values())) == 4


def paired(found):
    """The names of the files of each pair, the held-out ones too."""
    return {tuple(piece.source.path.name for piece in example.pieces)
            for examples in found.good.piles.values() for example in examples}


def faults(found, root):
    return {(each.kind, each.path.removeprefix(f"{root}/")) for each in found.report.findings}


def test_numbers_after_a_dot_belong_to_the_names(tmp_path):
    for number in range(5):
        for side in "AB":
            picture(tmp_path / side / "x.png").rename(tmp_path / side / f"scan.{number:03d}")
    found = look(tmp_path)
    assert not found.report.needs_agreement
    assert paired(found) == {(f"scan.{number:03d}",) * 2 for number in range(5)}
    assert {each.name for examples in found.good.piles.values() for each in examples} == {
        f"scan.{number:03d}" for number in range(5)}


def test_names_that_agree_less_are_matched_beside_those_that_agree(tmp_path):
    pictures(tmp_path, "A/0", "A/1", "A/Cat", "A/e_A", "A/panda", "B/0", "B/1", "B/cat", "B/e_B", "B/pand")
    found = look(tmp_path)
    pairs = {("0.png", "0.png"), ("1.png", "1.png"), ("Cat.png", "cat.png"), ("e_A.png", "e_B.png")}
    assert paired(found) == pairs
    assert faults(found, tmp_path) == {("unmatched", "A/panda.png"), ("unmatched", "B/pand.png")}


def test_names_that_agree_keep_their_place_before_the_rest(tmp_path):
    pictures(tmp_path, "A/B", "A/a", "A/c", "B/b", "B/a", "B/c")
    names = [example.name for example in look(tmp_path, held_out=0).good.examples("train")]
    assert names == ["a", "c", "B"]


def test_a_second_image_of_a_name_is_called_that(tmp_path):
    pictures(tmp_path, *(f"{side}/{name}" for side in "AB" for name in ("cat", "dog", "owl")), "A/bee")
    picture(tmp_path / "A" / "dog.jpg")
    picture(tmp_path / "A" / "bee.jpg")
    found = look(tmp_path)
    assert ("dog.jpg", "dog.png") in paired(found)
    assert faults(found, tmp_path) == {("second", "A/dog.png"), ("unmatched", "A/bee.jpg"), ("unmatched", "A/bee.png")}
    with pytest.raises(UserError, match=r"A.dog\.png is a second image of this name; the first one is paired"):
        found.listing()


def test_each_side_in_a_folder_of_another_name_further_down(tmp_path):
    pictures(tmp_path, *(f"in/pics/{name}" for name in SIX), *(f"out/made/drawings/{name}" for name in SIX))
    found = look(tmp_path)
    assert paired(found) == {(f"{name}.png",) * 2 for name in SIX}
    assert {each.name for examples in found.good.piles.values() for each in examples} == set(SIX)
    assert not found.report.needs_agreement


def test_two_folders_chosen_apart_keep_their_order(tmp_path):
    """The first is A whatever the folders are called."""
    for name in SIX:
        picture(tmp_path / "B" / f"{name}.png")
        picture(tmp_path / "elsewhere" / "train" / f"{name}.png")
    listing = look(tmp_path / "B", second=str(tmp_path / "elsewhere" / "train")).listing()
    a, b = listing.examples("train")[0].pieces
    assert (a.source.path.parent.name, b.source.path.parent.name) == ("B", "train")


def test_two_folders_with_splits_chosen_apart(tmp_path):
    for side in ("one", "two"):
        pictures(tmp_path / side, *(f"{split}/{name}" for split in ("train", "test") for name in "xyz"))
    found = look(tmp_path / "one", second=str(tmp_path / "two"))
    assert found.report.layout == "A/train, B/train"


def test_swap_turns_the_direction(tmp_path):
    joined(tmp_path)
    straight, turned = look(tmp_path).listing(), look(tmp_path, swap=True).listing()
    assert turned.examples("train")[0].pieces == straight.examples("train")[0].pieces[::-1]
    unpaired = look(tmp_path, "unpaired", swap=True).listing()
    assert unpaired.examples("train", "A")[0].pieces[0].source.path.parent.name == "trainB"


def test_a_set_one_folder_further_down(tmp_path):
    glued_splits(tmp_path / "facades")
    assert look(tmp_path).report.layout == "Side by side"


def test_classes_give_labels(tmp_path):
    classes(tmp_path)
    listing = look(tmp_path, "labelled").listing()
    assert listing.classes == ("cat", "dog")
    for example in listing.examples("train"):
        assert listing.classes[example.label] == example.pieces[0].source.path.parent.name


@pytest.mark.parametrize(("aside", "noted"), [(".ipynb_checkpoints", ["6 images"]), (".git/objects", []),
                                              ("__MACOSX/cats", [])])
def test_what_other_programs_keep_aside_is_no_class(tmp_path, aside, noted):
    pictures(tmp_path, *(f"{folder}/{number}" for folder in ("cats", "dogs", aside) for number in range(6)))
    found = look(tmp_path, "labelled")
    assert found.good.classes == ("cats", "dogs")
    assert sum(count for _, count in found.report.counts) == 12
    assert [(each.kind, each.detail) for each in found.report.findings] == [("aside", detail) for detail in noted]


def test_a_set_in_a_folder_that_is_hidden_itself(tmp_path):
    pictures(tmp_path / ".data", *(f"{folder}/{number}" for folder in ("cats", "dogs") for number in range(6)))
    assert look(tmp_path / ".data", "labelled").good.classes == ("cats", "dogs")


def test_side_by_side_taken_apart_keeps_its_truth(tmp_path):
    glued_splits(tmp_path)
    listing = look(tmp_path, "unpaired").listing()
    assert listing.truth("test") == ((0, 0), (1, 1), (2, 2))
    joined(tmp_path / "other")
    assert look(tmp_path / "other", "unpaired").listing().truth("test") == ()


@pytest.mark.parametrize("make", [glued_splits, glued_flat])
def test_right_halves_when_they_are_chosen(tmp_path, make):
    make(tmp_path)
    for name in SIX:
        picture(tmp_path / ("train" if make is glued_splits else "") / f"{name}{name}.png", width=32)
    listing = look(tmp_path, "labelled", layout="right_halves").listing()
    assert {example.pieces[0].part for pile in listing.piles.values() for example in pile} == {"right"}
    assert {len(example.pieces) for pile in listing.piles.values() for example in pile} == {1}


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_held_out_share_depends_on_seed_and_pixels_alone(tmp_path, share):
    flat(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    held = [{example.name for example in look(tmp_path / folder, "labelled", held_out=share, split_seed=seed)
             .listing().examples("test")} for folder, seed in (("one", 0), ("two", 0), ("one", 1))]
    assert held[0] == held[1] != held[2]
    assert len(held[0]) == max(1, round(12 * share))


def test_equal_images_are_held_out_together(tmp_path):
    for number in range(20):
        picture(tmp_path / f"{number}.png", seed=number // 2)
    listing = look(tmp_path, "labelled", held_out=0.3).listing()
    digests = [{listing.facts[example.pieces[0].source].digest for example in listing.examples(split)}
               for split in ("train", "test")]
    assert len(listing.examples("test")) == 6
    assert not digests[0] & digests[1]


def complaint(path, kind="pairs", **changed):
    with pytest.raises(UserError) as caught:
        look(path, kind, **changed)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_no_folder_or_an_empty_one(tmp_path):
    assert complaint(tmp_path / "none") == f"{tmp_path / 'none'}: there is no such folder; check the name"
    assert complaint(tmp_path) == f"{tmp_path}: the folder holds no images; choose the one that holds them"
    (tmp_path / "note.txt").write_text("nothing here")
    assert "holds no images" in complaint(tmp_path, "labelled")


def test_the_wrong_folder(tmp_path):
    pictures(tmp_path, *(f"{name}/x" for name in ("one", "two", "three")))
    said = complaint(tmp_path)
    assert "no known layout fits what it holds (one, three, two)" in said
    assert "Side by side" in said


@pytest.mark.parametrize(("kind", "game"), [("pairs", "Pix2Pix"), ("unpaired", "CycleGAN")])
def test_a_file_where_folders_alone_are_learned_from(kind, game, tmp_path):
    (image,) = pictures(tmp_path, "x")
    arrays, text = tmp_path / "a.npy", tmp_path / "make.py"
    np.save(arrays, np.zeros((20, 16, 16, 3), np.uint8))
    text.write_text("pass")
    for path, what in ((image, "one image"), (arrays, "a file of arrays, from which ALI learns"), (text, "no folder")):
        assert complaint(path, kind) == (f"{path}: this is {what}; {game} learns from folders of images, so choose the "
                                         "folder that holds them")


@pytest.mark.parametrize(("kind", "demo", "sentence"), [
    ("pairs", "styles", "this set is for CycleGAN; choose demo:icons or demo:facades for Pix2Pix"),
    ("pairs", "digits", "this set is for ALI; choose demo:icons or demo:facades for Pix2Pix"),
    ("unpaired", "digits", "this set is for ALI; choose demo:styles for CycleGAN"),
])
def test_a_demo_set_for_another_game(kind, demo, sentence, tmp_path, monkeypatch):
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path))
    assert complaint(f"demo:{demo}", kind) == f"demo:{demo}: {sentence}"
    assert not any(tmp_path.iterdir()), "nothing is drawn for it"


def test_a_hidden_image_is_called_hidden(tmp_path):
    pictures(tmp_path, *SIX, ".hidden", width=32)
    found = look(tmp_path)
    assert list(found.report.cautions())[-1] == ".hidden.png is hidden and was not looked at."


def test_one_side_missing(tmp_path):
    pictures(tmp_path / "joined", "trainA/x", "trainA/y", "testA/x", "testB/x")
    assert "side B of the split train is missing or holds no images, side A is there" in complaint(tmp_path / "joined")
    pictures(tmp_path / "two", "A/x", "A/y")
    assert complaint(tmp_path / "two", "unpaired") == (
        f"{tmp_path / 'two'}: side B ({tmp_path / 'two' / 'B'}) is missing, side A is there; add its images")
    (tmp_path / "two" / "b").mkdir()
    for kind in ("pairs", "unpaired"):
        assert complaint(tmp_path / "two", kind) == (f"{tmp_path / 'two'}: side B ({tmp_path / 'two' / 'b'}) holds no "
                                                     "images, side A is there; add its images")
    pictures(tmp_path / "nested", "train/B/x", "train/B/y")
    assert "side A of the split train is missing" in complaint(tmp_path / "nested", "unpaired")
    pictures(tmp_path / "full", "x")
    (tmp_path / "hollow").mkdir()
    assert complaint(tmp_path / "full", second=str(tmp_path / "hollow")) == (
        f"{tmp_path / 'hollow'}: the folder of side B holds no images; choose the one that holds them")


def test_the_same_folder_twice(tmp_path):
    pictures(tmp_path, "x", "y")
    assert "the same folder was chosen for both sides" in complaint(tmp_path, second=str(tmp_path))


def test_nothing_to_train_on(tmp_path):
    pictures(tmp_path, "val/x", "test/x", width=32)
    assert "there is a folder test and val but no folder train with images" in complaint(tmp_path)


def test_no_name_matches(tmp_path):
    pictures(tmp_path, *(f"A/first{n}" for n in range(3)), *(f"B/second{n}" for n in range(3)))
    said = complaint(tmp_path)
    assert "no name in the first (first0.png, first1.png, ...) matches one in the second" in said
    assert "CycleGAN" in said


def test_no_name_matches_below_folders_of_unlike_names(tmp_path):
    pictures(tmp_path, *(f"A/{folder}/{n}" for folder in "pq" for n in range(2)), *(f"B/r/{n}" for n in range(4)),
             "B/0")
    assert "no name in the first (p/0.png, p/1.png, ...) matches one in the second (0.png, r/0.png, ...)" in complaint(
        tmp_path)


def test_a_layout_that_does_not_fit(tmp_path):
    glued_flat(tmp_path)
    assert "the folder is not laid out as 'trainA, trainB'" in complaint(tmp_path, layout="joined")
    with pytest.raises(UnknownNameError, match="unknown layout of pairs 'oblong'"):
        look(tmp_path, layout="oblong")


def test_two_folders_for_one_split(tmp_path):
    pictures(tmp_path, "train/x", "val/x", "valid/x", width=32)
    assert "'val' and 'valid' both hold the split val; rename one of them" in complaint(tmp_path)


def test_a_class_that_training_lacks(tmp_path):
    class_splits(tmp_path)
    pictures(tmp_path, "test/bird/x")
    assert "the class 'bird' of the split test is none of those in train" in complaint(tmp_path, "labelled")
