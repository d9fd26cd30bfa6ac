"""Data that a game can't take, and the kind that it can take instead."""

from __future__ import annotations

from pathlib import Path

from ganviz.problems.images.arrays.families import family_of
from ganviz.problems.images.choice import DEMO, DataChoice, Kind
from ganviz.problems.images.signatures import format_of, head
from ganviz.problems.images.tree import is_aside
from ganviz.settings.errors import UserError
from ganviz.settings.image_names import DEMOS, LAYOUTS, PLAYED_BY


def check_demo(choice: DataChoice) -> None:
    """Refuse a set drawn here that is for another kind of data, before it is drawn.

    Raises:
        UserError: that names the sets that were made for this kind.
    """
    if choice.demo not in DEMOS:
        return
    facts = DEMOS[choice.demo].facts
    if choice.kind not in (facts["kind"], *facts["also"]):
        own = " or ".join(f"{DEMO}{each.id}" for each in DEMOS.values() if each.facts["kind"] == choice.kind)
        raise UserError(f"{choice.path}: this set is for {PLAYED_BY[facts['kind']]}; choose {own} for "
                        f"{PLAYED_BY[choice.kind]}")


def check_file(path: Path, kind: Kind) -> None:
    """Refuse a file where the kind of data has no layout of files.

    Raises:
        UserError: that says what it is and what to choose.
    """
    if "arrays" in LAYOUTS[kind]:
        return
    raise UserError(f"{path}: this is {_what(path)}; {PLAYED_BY[kind]} learns from folders of images, so choose the "
                    "folder that holds them")


def _what(path: Path) -> str:
    if is_aside(path.name):
        return "a hidden file"
    if format_of(head(path)):
        return "one image"
    return f"a file of arrays, from which {PLAYED_BY['labelled']} learns" if family_of(path) else "no folder"
