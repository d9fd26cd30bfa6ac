"""The registries of ALI's form for images: sizes and ladders."""

from __future__ import annotations

from types import MappingProxyType

from ganviz.settings.registry import Entry, Registry

_LADDERS = "ganviz.networks.ladders"


def _size(pixels: int) -> Entry:
    return Entry(str(pixels), f"{pixels} × {pixels}", f"Images are cut to squares and resized to {pixels} pixels.",
                 "ganviz.problems.images.labelled:square", MappingProxyType({"pixels": pixels}))


SIZES = Registry("size of images", (_size(28), _size(32), _size(64)))

LADDERS = Registry(
    "ladder",
    (
        Entry("modern", "Modern", "Three or four strided convolutions without checkerboards.", f"{_LADDERS}:MODERN"),
        Entry("paper", "The paper's", "Dumoulin et al. 2017, appendix, for 32 and 64 pixels, and one of 28 like them.",
              f"{_LADDERS}:PAPER"),
    ),
)
"""Each target holds a ladder of every size, made for a number of filters."""
