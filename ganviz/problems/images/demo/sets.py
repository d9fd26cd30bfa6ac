"""How a demo set's pictures become files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from ganviz.problems.images.watching import Watch
from ganviz.problems.images.work import mapped


class Picture(NamedTuple):
    """One picture to draw: its file within the set, without the end, and what draws it."""

    name: str
    draw: Callable[[], Image.Image]


def write_pictures(folder: Path, pictures: Sequence[Picture], watch: Watch) -> None:
    """Draw pictures in threads and write each as a PNG file.

    Raises:
        OSError: if there is no room.
        ReadingCancelledError: if the watch is cancelled.
    """
    for parent in {(folder / picture.name).parent for picture in pictures}:
        parent.mkdir(parents=True, exist_ok=True)

    def write(picture: Picture) -> None:
        # The fastest compression that still helps: drawing takes longer than reading.
        picture.draw().save(folder / f"{picture.name}.png", compress_level=1)

    for _ in mapped(write, pictures, watch, "draw"):
        pass
