"""What was dropped to be translated: images, and folders of images."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDropEvent

from ganviz.settings.image_suffixes import IMAGE_SUFFIXES
from ganviz.training.folder.manifest import MANIFEST_NAME


def dropped_paths(event: QDropEvent) -> list[str]:
    """The files and folders that are dragged; none where something else is dragged too, as from a browser."""
    urls = event.mimeData().urls()
    return [url.toLocalFile() for url in urls] if all(url.isLocalFile() for url in urls) else []


def may_be_images(paths: Sequence[str]) -> bool:
    """Whether all paths are images, or folders that hold some and no run."""
    return bool(paths) and all(map(_may_hold_images, paths))


def _may_hold_images(path: str) -> bool:
    found = Path(path)
    if found.is_dir():
        return not (found / MANIFEST_NAME).exists()
    return found.suffix.lower() in IMAGE_SUFFIXES
