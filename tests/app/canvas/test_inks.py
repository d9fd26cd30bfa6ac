"""The colours to draw with, and whether edges are soft, read off the inputs."""

from __future__ import annotations

import numpy as np

from ganviz.app.canvas.inks import Inks, inks_of

LABELS = [(0, 0, 170), (0, 85, 255), (255, 170, 0), (170, 255, 85)]


def test_a_label_map_gives_its_labels_and_hard_edges() -> None:
    image = np.zeros((2, 32, 32, 3), np.uint8)
    for place, label in enumerate(LABELS):
        image[:, place * 8:, :] = label  # the last one would be as large as the others
    image[:, :12, :] = LABELS[0]
    found = inks_of(image)
    assert found.colours[0] == LABELS[0]
    assert set(found.colours) == set(LABELS)
    assert not found.smooth


def test_blends_at_soft_edges_are_no_inks() -> None:
    image = np.full((1, 100, 100, 3), 255, np.uint8)
    image[:, 40:50] = 0
    image[:, 39] = np.linspace(0, 255, 100).astype(np.uint8)[:, None]
    image[:, 50] = image[:, 39]
    assert inks_of(image) == Inks(((255, 255, 255), (0, 0, 0)), smooth=True)


def test_grey_images_and_none_at_all() -> None:
    assert inks_of(np.zeros((1, 8, 8, 1), np.uint8)).colours == ((0, 0, 0), (255, 255, 255))
    assert inks_of(np.zeros((0, 8, 8, 3), np.uint8)).colours == ((255, 255, 255), (0, 0, 0))
