"""Where ALI's x and its label come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import torch
from torch.nn.functional import one_hot

from ganviz.games.ali_roles import Labels
from ganviz.games.draws import BlockDraws, Stream
from ganviz.games.image_sources import ImageSource
from ganviz.problems.images.batches import LabelledBatch
from ganviz.problems.images.choice import Split
from ganviz.problems.problem import Problem


class Source(Protocol):
    """Where x and its label come from."""

    def at(self, iteration: int, batch: int) -> tuple[torch.Tensor, Labels]:
        """The batch of an iteration, by seed and iteration alone: x (batch, ...) and one-hot labels (batch, K)."""
        ...

    def close(self) -> None:
        """Let go of threads."""
        ...


class PointSource:
    """Draws of a problem in the plane, labelled by the mode that each lies nearest to."""

    def __init__(self, problem: Problem, seed: int, device: torch.device, classes: int) -> None:
        self._problem = problem
        self._classes = classes
        self._draws = BlockDraws(problem.sample, seed, Stream.REAL, device)

    def at(self, iteration: int, batch: int) -> tuple[torch.Tensor, Labels]:
        """See `Source`."""
        x = self._draws.at(iteration, 1, batch)[0]
        return x, self.labels(x)

    def labels(self, x: torch.Tensor) -> Labels:
        """One-hot labels (n, K) of samples (n, 2); None where labels are not used."""
        return one_hot(self._problem.nearest_mode(x), self._classes).to(x.dtype) if self._classes else None

    def close(self) -> None:
        """Nothing to let go of."""


class LabelledSource(ImageSource, Protocol):
    """Single images; see ``ganviz.problems.images.labelled.LabelledImages``."""

    classes: tuple[str, ...]

    def batch(self, k: int, size: int) -> LabelledBatch: ...
    def length(self, split: Split) -> int: ...
    def names(self, split: Split) -> tuple[str, ...]: ...
    def labels(self, split: Split) -> torch.Tensor: ...
    def examples(self, split: Split, indices: Sequence[int]) -> LabelledBatch: ...


class PictureSource:
    """Training images with the class of each, where labels are used."""

    def __init__(self, images: LabelledSource, device: torch.device, classes: int) -> None:
        self._images = images
        self._device = device
        self._classes = classes

    def at(self, iteration: int, batch: int) -> tuple[torch.Tensor, Labels]:
        """See `Source`."""
        drawn = self._images.batch(iteration, batch)
        return drawn.x.to(self._device), self.one_hot(drawn.y)

    def one_hot(self, labels: torch.Tensor) -> Labels:
        """One-hot labels (n, K) of labels (n,); None where labels are not used."""
        return one_hot(labels, self._classes).to(self._device, torch.float32) if self._classes else None

    def close(self) -> None:
        """Let go of the images' threads."""
        self._images.close()
