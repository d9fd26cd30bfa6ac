"""What samples are called in this room."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Sample = NDArray[np.floating[Any]]
"""Points, one a row."""
