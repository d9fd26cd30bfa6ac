"""Whether good images make a good data set: halves, partners, and enough of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ganviz.problems.images.choice import DataChoice, Kind, Side
from ganviz.problems.images.decoding import LEAST_SIDE
from ganviz.problems.images.examples import Facts, Piece, Piles, size_of
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.misfits import way_out
from ganviz.problems.images.survey import Surveyed
from ganviz.settings.errors import UserError

LEAST: dict[Kind, int] = {"pairs": 2, "unpaired": 2, "labelled": 10}
"""How many good examples a set needs (of each side, where the sides are apart)."""

_WORDS: dict[Kind, str] = {"pairs": "pair", "unpaired": "image", "labelled": "image"}


def with_pairs(piles: Piles, surveyed: Surveyed) -> Surveyed:
    """The survey once halves too small have been taken out and images whose partner can't be used have been named."""
    halves = {piece.source: piece for piece in _pieces(piles) if piece.part != "whole"}
    good = surveyed.facts
    judged = {source: _half(piece, good[source]) for source, piece in halves.items() if source in good}
    findings = [finding for finding in judged.values() if finding]
    out = {source for source, finding in judged.items() if finding and finding.leaves_out}
    facts = {source: each for source, each in good.items() if source not in out}
    whole = Surveyed(facts, (*surveyed.findings, *findings))
    return Surveyed(facts, (*whole.findings, *_left_alone(piles, whole)))


def check_enough(piles: Piles, surveyed: Surveyed, choice: DataChoice) -> None:
    """Refuse a set with too few good examples, or with none to train on, on either side where the sides are apart.

    Args:
        piles: all examples, as they lie in the folders.
        surveyed: which of them are good.
        choice: what was chosen.

    Raises:
        UserError: that names the side and its first fault.
    """
    least, word = LEAST[choice.kind], _WORDS[choice.kind]
    for side in dict.fromkeys(pile.side for pile in piles):
        of_side = {pile: examples for pile, examples in piles.items() if pile.side == side}
        train = {pile: examples for pile, examples in of_side.items() if pile.split == "train"}
        where = f" of side {side}" if side else ""
        count = _good(of_side, surveyed)
        if count < least:
            shown = f"only {count} {word}{'' if count == 1 else 's'}{where}" if count else f"no {word}{where}"
            raise UserError(f"{choice.path}: {shown} can be used{_because(of_side, surveyed)}; at least {least} are "
                            "needed")
        if not _good(train, surveyed):
            raise UserError(f"{choice.path}: no {word}{where} in the split train can be used"
                            f"{_because(train, surveyed)}; mend them, or add good ones")


def check_fitting(listing: Listing, misfits: Sequence[Finding], choice: DataChoice) -> None:
    """Refuse a set of which too little is left once the examples have been taken out that can't be cut or paired.

    Raises:
        UserError: that names the first of them and what to choose so that it can be used.
    """
    if not misfits:
        return
    least, word = LEAST[choice.kind], _WORDS[choice.kind]
    sides: tuple[Side | None, ...] = ("A", "B") if choice.kind == "unpaired" else (None,)
    for side in sides:
        where = f" of side {side}" if side else ""
        count = sum(len(examples) for pile, examples in listing.piles.items() if pile.side == side)
        is_trained = bool(listing.examples("train", side))
        if count < least or not is_trained:
            shown = f"only {count:,} {word}{'' if count == 1 else 's'}{where}" if is_trained else (
                f"no {word}{where} in the split train")
            raise UserError(f"{choice.path}: {shown} can be used by this preprocessing ({misfits[0].sentence}); "
                            f"{way_out(misfits[0])}")


def _good(piles: Piles, surveyed: Surveyed) -> int:
    return sum(surveyed.is_good(example) for examples in piles.values() for example in examples)


def _because(piles: Piles, surveyed: Surveyed) -> str:
    paths = {str(piece.source.path) for piece in _pieces(piles)}
    found = (finding for finding in surveyed.findings if finding.leaves_out and finding.path in paths)
    first = next(found, None)
    return f" ({first.sentence})" if first else ""


def _pieces(piles: Piles) -> Iterator[Piece]:
    return (piece for pile in piles.values() for example in pile for piece in example.pieces)


def _half(piece: Piece, facts: Facts) -> Finding | None:
    width, height = size_of(piece, facts)
    if width < LEAST_SIDE:
        return Finding("too_small", str(piece.source.path), f"each half is {width} x {height} pixels; at least "
                       f"{LEAST_SIDE} on a side are needed")
    return Finding("odd_width", str(piece.source.path)) if facts.width % 2 else None


def _left_alone(piles: Piles, surveyed: Surveyed) -> Iterator[Finding]:
    for examples in piles.values():
        for example in examples:
            good = [piece.source for piece in example.pieces if piece.source in surveyed.facts]
            if 0 < len(good) < len(example.pieces):
                yield Finding("partner", str(good[0].path))
