"""From the trainer's arrays to images that Qt paints."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def image(pixels: NDArray[np.uint8]) -> QImage:
    """Pixels (H, W, 1 or 3) as an image of its own."""
    height, width, channels = pixels.shape
    rows = np.ascontiguousarray(pixels)
    form = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_Grayscale8
    return QImage(rows.data, width, height, rows.strides[0], form).copy()


def images(pixels: NDArray[np.uint8]) -> list[QImage]:
    """Pixels (n, H, W, 1 or 3) as images."""
    return [image(each) for each in pixels]
