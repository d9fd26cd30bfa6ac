"""What the user chose to train on, before anything has been read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ganviz.problems.images.preprocessing import Preprocessing

Kind = Literal["pairs", "unpaired", "labelled"]
Split = Literal["train", "val", "test"]
Side = Literal["A", "B"]

SPLITS: tuple[Split, ...] = ("train", "val", "test")
DEMO = "demo:"
"""How the name of a set that is drawn here begins."""


@dataclass(frozen=True, slots=True)
class DataChoice:
    """Which images, and what a game needs of them.

    Attributes:
        path: a folder, a file of arrays, or ``demo:NAME``.
        kind: pairs (Pix2Pix), unpaired (two piles, CycleGAN) or labelled (single images, ALI; labels where there are).
        second: the folder of side B, where the two sides were chosen separately.
        layout: the id of a layout; empty recognises it.
        swap: learn from B to A.
        held_out: the share of a set without splits that is held out as "test", 0..0.5.
        split_seed: chooses which ones.
        size: pixels on a side that a demo set is drawn at; of no account to files.
        sizing: how images will be sized, so that those that can't be are found; None asks nothing of their sizes.
    """

    path: str
    kind: Kind = "pairs"
    second: str = ""
    layout: str = ""
    swap: bool = False
    held_out: float = 0.1
    split_seed: int = 0
    size: int = 256
    sizing: Preprocessing | None = None

    @property
    def demo(self) -> str:
        """The demo set's name, empty for files."""
        return self.path.removeprefix(DEMO) if self.path.startswith(DEMO) else ""
