"""From an example to its images, decoded and sized."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganviz.problems.images.decoding import as_array
from ganviz.problems.images.examples import Example, Piece, Source, size_of
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.misfits import misfit, way_out
from ganviz.problems.images.pieces import part_of, source_image
from ganviz.problems.images.preprocessing import Preprocessing
from ganviz.problems.images.sizing import loaded, loaded_size, mode
from ganviz.settings.errors import UserError

Images = tuple[NDArray[np.uint8], ...]
"""The images of one example, each uint8 (C, H, W)."""

Shape = tuple[int, int, int]
_VERSION = 1


@dataclass(frozen=True, eq=False)
class Loader:
    """How the examples of a pile are loaded.

    Attributes:
        listing: the data set.
        examples: the examples.
        preprocessing: how they are sized.
        channels: the channels of each of an example's images.
    """

    listing: Listing
    examples: tuple[Example, ...]
    preprocessing: Preprocessing
    channels: tuple[int, ...]

    @property
    def window(self) -> int | None:
        """Pixels on a side of the window that is cut out; None for the whole image."""
        return self.preprocessing.crop_size if mode(self.preprocessing.mode).crops else None

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing to cut: every image is loaded at the size of the window, or there is none."""
        return self.window is None or {shape[1:] for shape in self.shapes()} <= {(self.window, self.window)}

    def load(self, index: int) -> Images:
        """Decode one example.

        Raises:
            FolderGoneError, BadImageError: as ``decoding.read_image``.
        """
        decoded: dict[Source, Image.Image] = {}
        images = []
        for piece, channels in zip(self.examples[index].pieces, self.channels, strict=True):
            if piece.source not in decoded:
                decoded[piece.source] = source_image(piece.source, self.preprocessing.background)
            image = loaded(part_of(decoded[piece.source], piece.part), self.preprocessing, channels)
            images.append(as_array(image).transpose(2, 0, 1))
        return tuple(images)

    def shapes(self) -> list[Shape]:
        """The shapes of all images, example by example, known without decoding."""
        return [(channels, *self._size(piece)[::-1]) for example in self.examples
                for piece, channels in zip(example.pieces, self.channels, strict=True)]

    def key(self) -> str:
        """What the loaded pixels depend on, as a SHA-256, hexadecimal."""
        chosen = self.preprocessing
        # Only what shapes the pixels: what other generators' runs have decoded goes on to be found.
        rounded = f" {chosen.multiple}" if mode(chosen.mode).rounds else ""
        state = hashlib.sha256(f"{_VERSION} {chosen} {self.channels}{rounded}\n".encode())
        for example in self.examples:
            for piece in example.pieces:
                state.update(f"{piece.part}:{self.listing.facts[piece.source].digest}\n".encode())
        return state.hexdigest()

    def check(self) -> None:
        """Refuse what can't be cut or paired.

        Raises:
            UserError: that names the first such example.
        """
        for example in self.examples:
            fault = misfit(example, self.listing.facts, self.preprocessing)
            if fault:
                raise UserError(f"{fault.sentence}; {way_out(fault)}")

    def _size(self, piece: Piece) -> tuple[int, int]:
        return loaded_size(size_of(piece, self.listing.facts[piece.source]), self.preprocessing)

    def cut_sizes(self) -> Iterable[tuple[int, int]]:
        """(height, width) of every image once it is cut."""
        if self.window:
            return {(self.window, self.window)}
        return {(height, width) for _, height, width in self.shapes()}
