"""Where loaded examples come from: the cache, or the files themselves where they don't fit into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Protocol

from ganviz.problems.images.cache.cache import Cache
from ganviz.problems.images.cache.entry import Entry, Pixels
from ganviz.problems.images.loading import Images, Loader
from ganviz.problems.images.watching import FolderGoneError, Watch
from ganviz.problems.images.work import mapped, threads

_MOST_AT_ONCE = 64
_PIXELS_AT_ONCE = 1 << 18


class Store(Protocol):
    """Loaded examples by number, before any chance."""

    def read(self, index: int) -> Images:
        """The images of one example; they may be read-only.

        Raises:
            FolderGoneError, BadImageError: where it is decoded only now.
        """
        ...

    def block(self) -> Pixels | None:
        """All examples of one image each at once, uint8 (n, C, H, W), where they lie so and are of one shape."""
        ...

    def expect(self, indices: Iterable[int]) -> None:
        """Say which ones will be read next."""
        ...

    def close(self) -> None:
        """Let go of threads."""
        ...


def open_store(loader: Loader, cache: Cache, watch: Watch) -> Store:
    """The cached examples of a loader, decoded now if they never were; the files where the cache has no room.

    Raises:
        FolderGoneError, BadImageError, ReadingCancelledError: while decoding.
    """
    def images() -> Iterator[Pixels]:
        for loaded in mapped(lambda part: [loader.load(index) for index in part], _parts(loader), watch, "decode"):
            for example in loaded:
                yield from example

    entry = cache.entry(loader.key(), loader.shapes(), images, watch)
    return DirectStore(loader) if entry is None else CachedStore(entry, len(loader.channels))


def _parts(loader: Loader) -> list[range]:
    """All examples in parts for one thread each: many small images or a single large one."""
    count = len(loader.examples)
    pixels = sum(height * width for _, height, width in loader.shapes()) // max(1, count)
    length = max(1, min(_MOST_AT_ONCE, _PIXELS_AT_ONCE // max(1, pixels)))
    return [range(start, min(start + length, count)) for start in range(0, count, length)]


class CachedStore:
    """Examples from the cache."""

    def __init__(self, entry: Entry, images: int) -> None:
        self._entry = entry
        self._images = images

    def read(self, index: int) -> Images:
        """The images of one example, straight from the map."""
        return tuple([self._entry.read(self._images * index + number) for number in range(self._images)])

    def block(self) -> Pixels | None:
        """The whole map, if each example is one image."""
        return self._entry.block() if self._images == 1 else None

    def expect(self, indices: Iterable[int]) -> None:
        """Nothing to do: a map is fast enough."""

    def close(self) -> None:
        """Nothing to do."""


class DirectStore:
    """Examples decoded when they are needed, the expected ones ahead of need in threads."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._pool: ThreadPoolExecutor | None = None
        self._ahead: dict[int, Future[Images]] = {}

    def read(self, index: int) -> Images:
        """The images of one example."""
        ahead = self._ahead.pop(index, None)
        # What failed ahead of need may be there again by now.
        with suppress(FolderGoneError):
            if ahead:
                return ahead.result()
        return self._loader.load(index)

    def block(self) -> Pixels | None:
        """None: nothing is kept."""
        return None

    def expect(self, indices: Iterable[int]) -> None:
        """Decode these ahead; what was expected before and is not any more is dropped."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(threads(), thread_name_prefix="ganviz-ahead")
        wanted = dict.fromkeys(indices)
        for index in [index for index in self._ahead if index not in wanted]:
            self._ahead.pop(index).cancel()
        for index in wanted:
            if index not in self._ahead:
                self._ahead[index] = self._pool.submit(self._loader.load, index)

    def close(self) -> None:
        """Stop the threads."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        self._ahead.clear()
