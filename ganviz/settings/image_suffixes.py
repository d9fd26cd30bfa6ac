"""The ends of the names that images go by."""

from __future__ import annotations

SUFFIXES: dict[str, tuple[str, ...]] = {
    "PNG": (".png", ".apng"), "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"), "WEBP": (".webp",), "BMP": (".bmp", ".dib"),
    "TIFF": (".tif", ".tiff"), "GIF": (".gif",)}
"""By format, in Pillow's names."""

IMAGE_SUFFIXES = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
