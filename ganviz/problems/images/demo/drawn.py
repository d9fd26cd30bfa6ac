"""Demo sets as folders of files: drawn once, into the cache, and from then on read like any other data set."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ganviz.problems.images.cache.place import cache_folder
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.watching import Watch
from ganviz.settings.errors import UserError
from ganviz.settings.image_names import DEMOS
from ganviz.settings.registry import UnknownNameError


def _nothing(_folder: Path) -> tuple[Finding, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class DemoSet:
    """A set that can be drawn.

    Attributes:
        sizes: the pixels on a side that it comes in, ascending.
        draw: fills an empty folder; the same files each time. Takes the folder, the size and who looks on.
        version: what the drawing depends on besides the size, such as fonts; changed whenever the pixels change.
        notes: what there is to say of the drawn files in a report, by their folder.
    """

    sizes: tuple[int, ...]
    draw: Callable[[Path, int, Watch], None]
    version: Callable[[], str]
    notes: Callable[[Path], tuple[Finding, ...]] = _nothing


def drawn(name: str, size: int, watch: Watch) -> Path:
    """The folder of a demo set, drawn now if it never was.

    Args:
        name: an id of ``DEMOS``.
        size: pixels on a side; the smallest size of the set that reaches it is taken, else its largest.
        watch: who looks on.

    Raises:
        UserError: if there is no such set, or no room to draw it.
        ReadingCancelledError: if the watch is cancelled.
    """
    try:
        demo: DemoSet = DEMOS.load(name)
    except UnknownNameError as error:
        raise UserError(f"demo:{name}: {error}") from error
    side = next((each for each in demo.sizes if each >= size), demo.sizes[-1])
    folder = cache_folder() / "demo" / f"{name}-{side}-{demo.version()}"
    if not folder.is_dir():
        _draw(demo, side, folder, watch)
    return folder


def _draw(demo: DemoSet, side: int, folder: Path, watch: Watch) -> None:
    temporary = folder.with_name(f".tmp-{os.getpid()}-{uuid.uuid4().hex[:8]}-{folder.name}")
    try:
        temporary.mkdir(parents=True)
        demo.draw(temporary, side, watch)
        temporary.rename(folder)
    except OSError as error:
        # Another process may have drawn the same files meanwhile; then its folder stays.
        if not folder.is_dir():
            raise UserError(f"{folder}: the demo set can't be drawn here ({error.strerror or error}); make room, or "
                            "name another cache folder in GANVIZ_CACHE") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
