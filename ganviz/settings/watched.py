"""Which held-out images are on show, as text: their numbers from 1, with commas between."""

from __future__ import annotations

MOST = 64
"""How many may be on show."""


def places(text: str) -> tuple[int, ...]:
    """The places, counted from 0, that a text names, each once and in its order; none for an empty one.

    Raises:
        ValueError: if it names none, or too many.
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    wrong = [word for word in words if not (word.isascii() and word.isdigit() and int(word) > 0)]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is no number of an image; write numbers from 1 with commas between, "
                         "as in 3, 17")
    found = tuple(dict.fromkeys(int(word) - 1 for word in words))
    if len(found) > MOST:
        raise ValueError(f"{len(found)} images are too many to be on show; choose {MOST} at most")
    return found


def text(places: tuple[int, ...]) -> str:
    """Places, counted from 0, as such a text."""
    return ", ".join(str(place + 1) for place in places)
