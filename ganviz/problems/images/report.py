"""What a person is told about a data set before training: plain facts, sentences and small pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.images.findings import KINDS, Finding

_SHOWN, _SHOWN_LEFT_OUT = 3, 10
"""How many files a sentence names; the second where they have been left out."""

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found.

    Attributes:
        path: the folder.
        layout: the title of its layout.
        word: what is counted, "pairs" or "images".
        counts: how many good examples each split (and side) has.
        classes: how many good examples each class has; empty without labels.
        sizes: the sizes of the whole images, such as "256 x 256", the commonest first.
        modes, formats: the same for Pillow's modes and the formats.
        rectangular: how many images (halves, where pairs stand side by side) are not square.
        cut: whether the game learns from the square in the middle of each image.
        tall_halves: whether most are square files whose halves are twice as high as wide.
        bytes: the size of all good files.
        findings: all faults and notes, file by file.
        thumbnails: for each split (and side) uint8 (n, 64, 64, 3), pairs (n, 64, 128, 3).
        thumbnail_names: their examples' names.
    """

    path: str
    layout: str
    word: str
    counts: Counts
    classes: Counts
    sizes: Counts
    modes: Counts
    formats: Counts
    rectangular: int
    cut: bool
    tall_halves: bool
    bytes: int
    findings: tuple[Finding, ...]
    thumbnails: Mapping[str, NDArray[np.uint8]]
    thumbnail_names: Mapping[str, tuple[str, ...]]

    @property
    def needs_agreement(self) -> bool:
        """Whether files would be left out."""
        return any(finding.leaves_out for finding in self.findings)

    def plain(self) -> dict[str, Any]:
        """Everything but the thumbnails as JSON values, with the sentences."""
        values = {name: value for name, value in asdict(self).items() if name != "thumbnails"}
        return {**values, "needs_agreement": self.needs_agreement, "sentences": list(self.sentences())}

    def sentences(self, agreed: bool = False) -> Iterator[str]:
        """What to say, the most important first; each ends with a full stop.

        Args:
            agreed: whether the files that can't be used are left out already.
        """
        yield f"{self.layout}: {_listed(self.counts)} {self.word}, {self.bytes / 1e6:,.1f} MB."
        yield from self._faults(True, agreed)
        sizes = "all" if len(self.sizes) == 1 else f"{len(self.sizes)} sizes:"
        yield f"Pixels: {sizes} {_some(self.sizes)}; {_some(self.formats)}; {_some(self.modes)}."
        yield from self._doubts()
        if len(self.classes) > 1:
            yield f"{len(self.classes)} classes: {_some(self.classes)}."
        yield from self._faults(False)

    def cautions(self, agreed: bool = False) -> Iterator[str]:
        """Those of the sentences that tell of a fault or a doubt."""
        yield from self._faults(True, agreed)
        yield from self._doubts()
        yield from self._faults(False)

    def _doubts(self) -> Iterator[str]:
        its = "its" if self.rectangular == 1 else "their"
        if self.tall_halves:
            yield ("The files are square, so each half is twice as high as wide; if these are single images and not "
                   "pairs side by side, choose a second folder or another game.")
        elif self.rectangular and self.cut:
            yield f"{self._rectangles()}; the square in {its} middle is cut out."
        elif self.rectangular:
            yield f"{self._rectangles()}; 'resize and crop' changes {its} shape, 'scale width' and 'none' keep it."
        if len(self.classes) == 1:
            yield f"All images are of one class, {self.classes[0][0]}, so the labels tell nothing apart."

    def _rectangles(self) -> str:
        return "1 image is not square" if self.rectangular == 1 else f"{self.rectangular:,} images are not square"

    def _faults(self, leaving_out: bool, agreed: bool = False) -> Iterator[str]:
        end = ("; left out." if agreed else "; left out if you agree.") if leaving_out else "."
        most = _SHOWN_LEFT_OUT if agreed else _SHOWN
        for kind, words in KINDS.items():
            found = [finding for finding in self.findings if finding.kind == kind]
            if len(found) == 1 and words.leaves_out == leaving_out:
                detail = f" ({found[0].detail})" if found[0].detail else ""
                yield f"{self._short(found[0])} {words.one}{detail}{end}"
            elif found and words.leaves_out == leaving_out:
                named = ", ".join(map(self._short, found[:most]))
                more = f" and {len(found) - most} more" if len(found) > most else ""
                yield f"{len(found):,} {words.many} ({named}{more}){end}"

    def _short(self, finding: Finding) -> str:
        """A finding's path as seen from the folder."""
        return finding.path.removeprefix(self.path + os.sep)


def _listed(counts: Counts) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts)


def _some(counts: Counts) -> str:
    if len(counts) == 1:
        return counts[0][0]
    shown = ", ".join(f"{name} ({count:,})" for name, count in counts[:_SHOWN])
    return shown + (", ..." if len(counts) > _SHOWN else "")
