"""What each image is like, and which ones can't be used: every image is decoded once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from PIL import Image

from ganviz.problems.images.arrays.families import family_of, pixels_of
from ganviz.problems.images.checksums import has_sound_pixels
from ganviz.problems.images.decoding import decode
from ganviz.problems.images.examples import Example, Facts, Piles, Source
from ganviz.problems.images.findings import BadImageError, Finding
from ganviz.problems.images.memory import Remembered
from ganviz.problems.images.signatures import named_for_another
from ganviz.problems.images.watching import FolderGoneError, Watch
from ganviz.problems.images.work import mapped


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What was found: facts of each good source, findings of the rest and notes on the good."""

    facts: Mapping[Source, Facts]
    findings: tuple[Finding, ...]

    def is_good(self, example: Example) -> bool:
        """Whether all of an example can be used."""
        return all(piece.source in self.facts for piece in example.pieces)


def survey(piles: Piles, remembered: Remembered, watch: Watch) -> Surveyed:
    """Decode every source once (or remember what it was like) and say what was found.

    Raises:
        FolderGoneError: if files go away meanwhile.
        ReadingCancelledError: if the watch is cancelled.
    """
    sources = sources_of(piles)
    facts: dict[Source, Facts] = {}
    findings: list[Finding] = []
    files = [source.path for source in sources if source.row < 0]
    for found in mapped(lambda path: (path, _file(path, remembered)), files, watch, "check"):
        path, result = found
        if isinstance(result, Finding):
            findings.append(result)
            continue
        facts[Source(path)] = result
        if named_for_another(path, result.format):
            findings.append(Finding("mislabelled", str(path), result.format))
    facts.update(_rows([source for source in sources if source.row >= 0], watch))
    return Surveyed(facts, tuple(findings))


def sources_of(piles: Piles) -> tuple[Source, ...]:
    """Every source once, in order."""
    pieces = (piece for pile in piles.values() for example in pile for piece in example.pieces)
    return tuple(dict.fromkeys(piece.source for piece in pieces))


def _file(path: Path, remembered: Remembered) -> Facts | Finding:
    known = remembered.facts(path)
    if known:
        return known
    try:
        found = facts_of(path)
    except BadImageError as error:
        return error.finding
    remembered.keep(path, found)
    return found


def facts_of(path: Path) -> Facts:
    """What one file is like.

    Raises:
        BadImageError: if it can't be used.
        FolderGoneError: if it is not there.
    """
    image, mode, format, size = decode(path)
    if format == "PNG" and not _is_sound(path):
        raise BadImageError("damaged", str(path), "the checksum of its pixels is wrong")
    return Facts(*image.size, mode, format, size, digest_of(image))


def _is_sound(path: Path) -> bool:
    try:
        return has_sound_pixels(path)
    except OSError as error:
        raise FolderGoneError(path) from error


def digest_of(image: Image.Image) -> str:
    """SHA-256 of an image's size and pixels, hexadecimal."""
    state = hashlib.sha256(f"{image.mode} {image.size}".encode())
    state.update(image.tobytes())
    return state.hexdigest()


def _rows(sources: Sequence[Source], watch: Watch) -> dict[Source, Facts]:
    facts = {}
    for (path, member), rows in groupby(sources, key=lambda source: source[:2]):
        images, format = pixels_of(path, member), family_of(path) or ""
        height, width, channels = images.shape[1:]
        mode, shape = ("L" if channels == 1 else "RGB"), f"{channels} {width} {height}".encode()
        for source in rows:
            row = images[source.row].tobytes()
            facts[source] = Facts(width, height, mode, format, len(row), hashlib.sha256(shape + row).hexdigest())
        watch.step("check", len(facts), len(sources))
    return facts
