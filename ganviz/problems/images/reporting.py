"""Gather a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.images.examples import Example, Piece, size_of
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.layouts.recognise import Recognised
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.report import Counts, Report
from ganviz.problems.images.survey import Surveyed, sources_of
from ganviz.problems.images.thumbnails import chosen, thumbnail
from ganviz.problems.images.watching import Watch
from ganviz.problems.images.work import mapped
from ganviz.settings.image_names import LAYOUTS


def report_on(found: Recognised, surveyed: Surveyed, listing: Listing, watch: Watch) -> Report:
    """The report on a folder that has been recognised and surveyed.

    Raises:
        FolderGoneError: if files go away meanwhile.
        ReadingCancelledError: if the watch is cancelled.
    """
    facts = [listing.facts[source] for source in sources_of(listing.piles)]
    pieces = [piece for pile in listing.piles.values() for example in pile for piece in example.pieces]
    shapes = [size_of(piece, listing.facts[piece.source]) for piece in pieces]
    samples = {pile.title: chosen(examples) for pile, examples in listing.piles.items()}
    return Report(
        path=str(found.root), layout=LAYOUTS[listing.kind][found.layout].title,
        word="pairs" if listing.kind == "pairs" else "images",
        counts=tuple((pile.title, len(examples)) for pile, examples in listing.piles.items()),
        classes=_classes(listing),
        sizes=_counts(f"{each.width} x {each.height}" for each in facts),
        modes=_counts(each.mode for each in facts), formats=_counts(each.format for each in facts),
        rectangular=sum(width != height for width, height in shapes), cut=listing.kind == "labelled",
        tall_halves=_mostly_tall_halves(pieces, shapes), bytes=sum(each.bytes for each in facts),
        findings=tuple(_findings(found, surveyed, listing)),
        thumbnails=_thumbnails(samples, watch),
        thumbnail_names={title: tuple(each.name for each in examples) for title, examples in samples.items()})


def _thumbnails(samples: Mapping[str, tuple[Example, ...]], watch: Watch) -> dict[str, NDArray[np.uint8]]:
    wanted = [example for examples in samples.values() for example in examples]
    made = iter(list(mapped(thumbnail, wanted, watch, "preview")))
    return {title: np.stack([next(made) for _ in examples]) for title, examples in samples.items()}


def _findings(found: Recognised, surveyed: Surveyed, listing: Listing) -> Iterator[Finding]:
    yield from found.draft.findings
    yield from surveyed.findings
    yield from found.passed
    yield from _duplicates(listing)
    yield from found.outside
    yield from (Finding("hidden" if path.name.startswith(".") else "other_file", str(path)) for path in found.others
                if path not in found.draft.read)


def _duplicates(listing: Listing) -> Iterator[Finding]:
    """The held-out images whose pixels are also in train."""
    trained = {listing.facts[source].digest: source for pile, examples in listing.piles.items() if pile.split == "train"
               for example in examples for source, _ in example.pieces}
    held = {source: None for pile, examples in listing.piles.items() if pile.split != "train"
            for example in examples for source, _ in example.pieces}
    for source in held:
        twin = trained.get(listing.facts[source].digest)
        if twin:
            yield Finding("duplicate", _place(source.path, source.row), f"equal to {_place(twin.path, twin.row)}")


def _place(path: object, row: int) -> str:
    return f"{path}, image {row + 1}" if row >= 0 else str(path)


def _classes(listing: Listing) -> Counts:
    counted = Counter(example.label for examples in listing.piles.values() for example in examples)
    return tuple((name, counted[label]) for label, name in enumerate(listing.classes))


def _counts(values: Iterable[str]) -> Counts:
    return tuple(Counter(values).most_common())


def _mostly_tall_halves(pieces: list[Piece], shapes: list[tuple[int, int]]) -> bool:
    tall = sum(piece.part != "whole" and abs(height - 2 * width) <= 1
               for piece, (width, height) in zip(pieces, shapes, strict=True))
    return 2 * tall > len(pieces)
