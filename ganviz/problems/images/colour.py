"""Colour jitter as one affine map of the colours, so that it acts alike on all images of an example."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

# Luma of ITU-R BT.601, and the two axes of colour that the hue turns in (YIQ).
_TO_YIQ = torch.tensor([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]], dtype=torch.float64)


@dataclass(frozen=True, slots=True)
class Colouring:
    """What is done to the colours.

    Attributes:
        brightness: a factor on the light, 1 leaves it.
        contrast: a factor on the distance from middle grey, 1 leaves it.
        saturation: a factor on the distance from the grey of the same luma, 1 leaves it.
        hue: a turn of the colour circle, in turns, from red towards green; 0 leaves it.
    """

    brightness: float = 1.0
    contrast: float = 1.0
    saturation: float = 1.0
    hue: float = 0.0

    def apply(self, image: torch.Tensor) -> None:
        """Colour an image (1 or 3, H, W), float32, -1..1, in place, and clamp it; grey has no saturation and no hue."""
        if self == UNCHANGED:
            return
        if image.shape[0] == 3 and (self.saturation != 1 or self.hue != 0):
            image.copy_((self._turn().to(image.dtype) @ image.flatten(1)).view_as(image))
        # The light is (x + 1) / 2, which the brightness scales; the contrast turns about 0, which is middle grey.
        image.mul_(self.brightness * self.contrast).add_(self.contrast * (self.brightness - 1)).clamp_(-1, 1)

    def _turn(self) -> torch.Tensor:
        """The (3, 3) map of RGB that scales and turns the colours and leaves the luma."""
        angle = 2 * math.pi * self.hue
        cosine, sine = self.saturation * math.cos(angle), self.saturation * math.sin(angle)
        turn = torch.tensor([[1, 0, 0], [0, cosine, sine], [0, -sine, cosine]], dtype=torch.float64)
        whole: torch.Tensor = torch.linalg.inv(_TO_YIQ) @ turn @ _TO_YIQ
        return whole


UNCHANGED = Colouring()
"""Leaves the colours as they are."""
