"""Earlier results that D is shown again (Shrivastava et al. 2017; Zhu et al. 2017, section 4)."""

from __future__ import annotations

from collections.abc import Mapping

import torch


class ImagePool:
    """At most ``size`` earlier images, each of any size; a generator that is passed in decides which one is drawn."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.images: list[torch.Tensor] = []

    def exchange(self, fresh: torch.Tensor, source: torch.Generator) -> torch.Tensor:
        """For each of the fresh images (n, C, H, W) itself or, half the time, an earlier one that it then replaces.

        Until the pool is full every fresh image is kept and returned.
        """
        return torch.stack([self._one(image, source) for image in fresh])

    def _one(self, fresh: torch.Tensor, source: torch.Generator) -> torch.Tensor:
        if len(self.images) < self.size:
            self.images.append(fresh.clone())
            return fresh
        if not self.size or torch.rand((), generator=source) < 0.5:
            return fresh
        place = int(torch.randint(self.size, (), generator=source))
        earlier, self.images[place] = self.images[place], fresh.clone()
        return earlier

    def tensors(self, name: str) -> dict[str, torch.Tensor]:
        """The images by name, in their order."""
        return {f"pool.{name}.{place}": image for place, image in enumerate(self.images)}

    def put_back(self, name: str, tensors: Mapping[str, torch.Tensor], device: torch.device) -> None:
        """Take copies of the images of that name."""
        places = range(sum(key.startswith(f"pool.{name}.") for key in tensors))
        self.images = [tensors[f"pool.{name}.{place}"].to(device, copy=True) for place in places]
