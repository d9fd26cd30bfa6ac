"""Fails unless the picture it is given shows a window: many colours, and none of them on most of it."""

from __future__ import annotations

import sys

from PIL import Image

picture = Image.open(sys.argv[1]).convert("RGB")
colours = picture.getcolors(picture.width * picture.height) or []
most = max(count for count, _ in colours) / (picture.width * picture.height)
print(f"{sys.argv[1]}: {picture.width} x {picture.height}, {len(colours)} colours, the commonest on {most:.0%}")
sys.exit(len(colours) < 500 or most > 0.8)
