"""``demo:digits``: digits of many typefaces and hands as MNIST's own files; whole families are held out."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.images.demo.dice import Dice
from ganviz.problems.images.demo.digit_paint import Printed, Script, fine_side, written
from ganviz.problems.images.demo.drawn import DemoSet
from ganviz.problems.images.demo.penmanship import hand
from ganviz.problems.images.demo.typefaces import families, typefaces
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.watching import Watch

_VERSION, _VERSION_OF_FEW = 2, 3
"""The second one where families are too few for every fifth place: there the last is held out, once none was."""

_SEED = 3
_HANDS = 60
_TEST = "t10k"
_COUNTS = {"train": 12_000, _TEST: 2_000}
_EVERY = 5
_STEP = 200
_IMAGES, _LABELS = 0x00000803, 0x00000801

Family = Sequence[Script]
"""The fonts of one family, or one hand; empty in place of a family that is joined to another."""


def draw_digits(folder: Path, size: int, watch: Watch) -> None:
    """12,000 digits to train on and 2,000 to test on, of families that the training never shows.

    One family in five is held out, whatever its fonts are called, and at least one of two or more; half of all digits
    are printed, half written by hand. Where there is one family alone, all test digits are written by hand.
    """
    kinds = _printed(size), _written()
    for split, count in _COUNTS.items():
        groups = [part for part in (_part(kind, split) for kind in kinds) if part]
        labels = np.arange(count, dtype=np.uint8) % 10
        images = np.empty((count, size, size), np.uint8)
        for number, label in enumerate(labels):
            dice = Dice(_SEED, zlib.crc32(split.encode()), number)
            images[number] = written(dice.choice(dice.choice(dice.choice(groups))), int(label), size, dice)
            if number % _STEP == 0:
                watch.step("draw", number, count)
        _write(folder, split, images, labels)


def _printed(size: int) -> list[Family]:
    return [[Printed(face, fine_side(size)) for face in family] for family in families(typefaces())]


def _written() -> list[Family]:
    return [(hand(number),) for number in range(_HANDS)]


def _part(groups: list[Family], split: str) -> list[Family]:
    held = _held_out(groups)
    return [family for place, family in enumerate(groups, 1) if family and (place in held) == (split == _TEST)]


def _held_out(groups: Sequence[Sequence[object]]) -> list[int]:
    """The places, from 1, of the families that are held out.

    Every fifth is one, whether it is empty or not: so a family that is joined moves no other one. Where that is none,
    it is the last family of two or more.
    """
    filled = [place for place, family in enumerate(groups, 1) if family]
    return [place for place in filled if place % _EVERY == 0] or filled[1:][-1:]


def unseen_families() -> int:
    """How many families of fonts are held out on this computer."""
    return len(_held_out(families(typefaces())))


def _write(folder: Path, split: str, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> None:
    head = struct.pack(">IIII", _IMAGES, *images.shape)
    (folder / f"{split}-images-idx3-ubyte").write_bytes(head + images.tobytes())
    (folder / f"{split}-labels-idx1-ubyte").write_bytes(struct.pack(">II", _LABELS, len(labels)) + labels.tobytes())


def _version() -> str:
    fonts = " ".join(f"{face.family}/{face.style}" for face in typefaces())
    few = any(place % _EVERY for place in _held_out(families(typefaces())))
    return f"{_VERSION_OF_FEW if few else _VERSION}-{zlib.crc32(fonts.encode()):08x}"


def _notes(folder: Path) -> tuple[Finding, ...]:
    return () if unseen_families() else (Finding("handwritten", str(folder / f"{_TEST}-images-idx3-ubyte")),)


DIGITS = DemoSet((28, 32, 64), draw_digits, _version, _notes)
