"""The registries of image data: layouts of folders, ways to size an image, demo sets."""

from __future__ import annotations

from types import MappingProxyType

from ganviz.settings.registry import Entry, Registry

_LAYOUTS = "ganviz.problems.images.layouts"


def _layout(id: str, title: str, help: str, module: str) -> Entry:
    return Entry(id, title, help, f"{_LAYOUTS}.{module}:{id}")


PAIR_LAYOUTS = Registry(
    "layout of pairs",
    (
        _layout("joined", "trainA, trainB", "Folders trainA and trainB (testA, testB ...), paired by name.", "pairs"),
        _layout("splits_of_sides", "train/A, train/B", "Two folders in each of train, val and test, paired by name.",
                "pairs"),
        _layout("sides_of_splits", "A/train, B/train", "Folders train, val and test in each of A and B, paired by "
                "name.", "pairs"),
        _layout("glued_splits", "Side by side", "Images in train, val and test; A is the left half, B the right.",
                "pairs"),
        _layout("two_folders", "Two folders", "Two folders, paired by name; a share is held out.", "pairs"),
        _layout("glued_flat", "Side by side, one folder", "Images with A on the left half and B on the right; a share "
                "is held out.", "pairs"),
    ),
)

UNPAIRED_LAYOUTS = Registry(
    "layout of two piles",
    (
        _layout("joined", "trainA, trainB", "Folders trainA and trainB (testA, testB ...).", "unpaired"),
        _layout("splits_of_sides", "train/A, train/B", "Two folders in each of train, val and test.", "unpaired"),
        _layout("sides_of_splits", "A/train, B/train", "Folders train, val and test in each of A and B.", "unpaired"),
        _layout("glued_splits", "Side by side", "Side-by-side pairs in train, val and test, taken apart; their pairing "
                "measures the true error.", "unpaired"),
        _layout("two_folders", "Two folders", "Two folders; a share of each is held out.", "unpaired"),
        _layout("glued_flat", "Side by side, one folder", "Side-by-side pairs, taken apart; a share is held out.",
                "unpaired"),
    ),
)

LABELLED_LAYOUTS = Registry(
    "layout of single images",
    (
        _layout("arrays", "Files of arrays", "IDX (MNIST), CIFAR's binary batches, NPY or NPZ.", "arrays"),
        _layout("class_splits", "train/CLASS", "A folder for each class in each of train, val and test.", "labelled"),
        _layout("splits", "train, test", "Images in train, val and test, without classes.", "labelled"),
        _layout("classes", "Class folders", "A folder for each class; a share is held out.", "labelled"),
        _layout("flat", "One folder", "Images in one folder; a share is held out.", "labelled"),
        _layout("right_halves", "Right halves", "The right halves of side-by-side pairs; to be chosen.", "labelled"),
    ),
)

LAYOUTS = MappingProxyType({"pairs": PAIR_LAYOUTS, "unpaired": UNPAIRED_LAYOUTS, "labelled": LABELLED_LAYOUTS})
"""The layouts of each kind of data, the first that fits being taken."""


def _mode(id: str, title: str, help: str) -> Entry:
    return Entry(id, title, help, f"ganviz.problems.images.sizing:{id}")


PREPROCESSINGS = Registry(
    "preprocessing",
    (
        _mode("resize_and_crop", "Resize and crop", "Resize to a square, then cut a random window out of it."),
        _mode("crop", "Crop", "Cut a random window out of the image as it is."),
        _mode("scale_width", "Scale width", "Resize to a width and keep the shape, never lower than the crop size; "
              "then round as None does."),
        _mode("scale_width_and_crop", "Scale width and crop", "Resize to a width, then cut a random window out."),
        _mode("none", "None", "Keep the size, rounded to what the generator takes: multiples of 4, of a U-Net those of "
              "its own size."),
        _mode("middle_square", "Middle square", "Cut out the largest square in the middle and resize it."),
    ),
)

PLAYED_BY = MappingProxyType({"pairs": "Pix2Pix", "unpaired": "CycleGAN", "labelled": "ALI"})
"""The game that learns from each kind of data."""

_GLUED = MappingProxyType({"kind": "pairs", "also": ("unpaired", "labelled"),
                           "layouts": MappingProxyType({"labelled": "right_halves"})})

DEMOS = Registry(
    "demo set",
    (
        Entry("icons", "Icons", "Line drawings of icons and their coloured forms, from the icon fonts.",
              "ganviz.problems.images.demo.icons:ICONS", _GLUED),
        Entry("facades", "Facades", "Label maps of house fronts and the painted fronts.",
              "ganviz.problems.images.demo.facades:FACADES", _GLUED),
        Entry("styles", "Two styles", "The same scenes in two styles, never both of one; the pairing is kept hidden.",
              "ganviz.problems.images.demo.styles:STYLES",
              MappingProxyType({"kind": "unpaired", "also": ("labelled",), "twins": True})),
        Entry("digits", "Digits", "Digits in many hands and fonts; whole fonts are held out.",
              "ganviz.problems.images.demo.digits:DIGITS", MappingProxyType({"kind": "labelled", "also": ()})),
    ),
)
"""Sets that are drawn here. ``kind`` is the kind of data that each was made for, ``also`` are those that it can be
taken as too, ``layouts`` the layout that it has for another kind, where its folders don't tell; ``twins`` says that
equal names on both sides are the same picture."""
