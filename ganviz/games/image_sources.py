"""From settings to the images that a game is played with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import torch

from ganviz.problems.images.batches import PairBatch, UnpairedBatch
from ganviz.problems.images.choice import DataChoice, Side, Split
from ganviz.problems.images.findings import NotAgreedError
from ganviz.problems.images.inspection import inspect
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.preprocessing import Augmentation
from ganviz.problems.images.watching import Watch
from ganviz.settings.errors import UserError
from ganviz.settings.image_data import ImageSettings

_NO_IMAGES = "this run has no images to train on; name some, as in: ganviz train --resume RUN --data IMAGES"


class ImageSource(Protocol):
    """What a game needs of any images; see ``ganviz.problems.images``."""

    fingerprint: str
    held_out: Split

    @property
    def sizes(self) -> frozenset[tuple[int, int]]:
        """Every (height, width) that images have once they are cut."""
        ...

    def epoch(self, k: int, size: int) -> float:
        """How many epochs are complete before iteration k."""
        ...

    def close(self) -> None:
        """Let go of threads."""
        ...


class TranslationSource(ImageSource, Protocol):
    """Images that one translates."""

    @property
    def train_sizes(self) -> tuple[frozenset[tuple[int, int]], ...]:
        """Every (height, width) of the training images, of each pile that is drawn from by itself."""
        ...


class PairSource(TranslationSource, Protocol):
    """Pairs."""

    def batch(self, k: int, size: int) -> PairBatch: ...
    def length(self, split: Split) -> int: ...
    def names(self, split: Split) -> tuple[str, ...]: ...
    def examples(self, split: Split, indices: Sequence[int]) -> PairBatch: ...


class UnpairedSource(TranslationSource, Protocol):
    """Two piles."""

    def batch(self, k: int, size: int) -> UnpairedBatch: ...
    def length(self, split: Split, side: Side) -> int: ...
    def names(self, split: Split, side: Side) -> tuple[str, ...]: ...
    def examples(self, split: Split, side: Side, indices: Sequence[int]) -> torch.Tensor: ...
    def truth(self, split: Split) -> tuple[tuple[int, int], ...]: ...


class NoImages:
    """Stands in for the images of a run that came without them: it can be shown and used, not trained.

    Args:
        classes: the names of the labels that the run's own images have.
    """

    fingerprint = ""
    held_out: Split = "test"
    sizes: frozenset[tuple[int, int]] = frozenset()
    train_sizes: tuple[frozenset[tuple[int, int]], ...] = ()

    def __init__(self, classes: Sequence[str] = ()) -> None:
        self.classes = tuple(classes)

    def epoch(self, k: int, size: int) -> float:  # noqa: ARG002
        """No epochs."""
        return 0.0

    def batch(self, k: int, size: int) -> Any:  # noqa: ARG002
        """Refuse.

        Raises:
            UserError: always.
        """
        raise UserError(_NO_IMAGES)

    def length(self, split: Split, side: Side = "A") -> int:  # noqa: ARG002
        """No images."""
        return 0

    def names(self, split: Split, side: Side = "A") -> tuple[str, ...]:  # noqa: ARG002
        """No images."""
        return ()

    def labels(self, split: Split) -> torch.Tensor:  # noqa: ARG002
        """No labels."""
        return torch.empty(0, dtype=torch.int64)

    def examples(self, *which: Any) -> Any:  # noqa: ARG002
        """Refuse.

        Raises:
            UserError: always.
        """
        raise UserError(_NO_IMAGES)

    def truth(self, split: Split) -> tuple[tuple[int, int], ...]:  # noqa: ARG002
        """Nothing is known."""
        return ()

    def close(self) -> None:
        """Nothing to let go of."""


def augmentation_of(settings: ImageSettings) -> Augmentation:
    """How training images vary."""
    return Augmentation(settings.flip, settings.rotate90, settings.degrees, settings.brightness, settings.contrast,
                        settings.saturation, settings.hue)


def listing_of(choice: DataChoice, leave_out: bool, watch: Watch) -> Listing:
    """The images that can be used; which ones are held out is the same for every seed, so that seeds compare.

    The watch is told the report on them.

    Raises:
        UserError: if there are none.
        NotAgreedError: if some can't be used and ``leave_out`` is off; it says how a new run leaves them out.
        FolderGoneError, ReadingCancelledError: while they are looked at.
    """
    found = inspect(choice, watch)
    try:
        listing = found.listing(leave_out)
    except NotAgreedError as error:
        raise error.by("--set leave_out=true") from None
    watch.inspected(found.report, leave_out)
    return listing
