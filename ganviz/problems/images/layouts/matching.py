"""Which image of A belongs to which of B: by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from ganviz.problems.images.examples import Example, Piece, Source
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.layouts.draft import name_in
from ganviz.problems.images.tree import Folder
from ganviz.settings.errors import UserError

_SIDE_WORD = re.compile(r"[_\-. ]?[ab]$", re.IGNORECASE)


def _as_it_is(name: str) -> str:
    return name


def _without_side(name: str) -> str:
    """``0001_A`` and ``0001_B`` are one name."""
    return _SIDE_WORD.sub("", name).casefold()


_KEYS: tuple[Callable[[str], str], ...] = (_as_it_is, str.casefold, _without_side)


def match(a: Folder, b: Folder) -> tuple[tuple[Example, ...], tuple[Finding, ...]]:
    """The pairs, and the images without a partner; names agree exactly, else but for case or a last word A and B.

    Raises:
        UserError: if no name matches.
    """
    for key in _KEYS:
        of_a, spare_a = _by_name(a, key)
        of_b, spare_b = _by_name(b, key)
        common = [name for name in of_a if name in of_b]
        if common:
            pairs = tuple(_pair(of_a[name], of_b[name], a) for name in common)
            alone = [path for name, path in (of_a | of_b).items() if (name in of_a) != (name in of_b)]
            return pairs, _unmatched([*alone, *spare_a, *spare_b])
    raise UserError(f"{a.path} and {b.path}: no name in the first ({_some(a)}) matches one in the second ({_some(b)}); "
                    "give both images of a pair the same name, or play CycleGAN, which needs no pairs")


def _by_name(folder: Folder, key: Callable[[str], str]) -> tuple[dict[str, Path], list[Path]]:
    """The first image of each name, and those whose name was taken already."""
    named: dict[str, Path] = {}
    spare = []
    for path in folder.all_images():
        name = key(name_in(path, folder))
        if name in named:
            spare.append(path)
        else:
            named[name] = path
    return named, spare


def _pair(a: Path, b: Path, folder: Folder) -> Example:
    return Example(name_in(a, folder), (Piece(Source(a)), Piece(Source(b))))


def _unmatched(paths: Iterable[Path]) -> tuple[Finding, ...]:
    return tuple(Finding("unmatched", str(path)) for path in sorted(paths))


def _some(folder: Folder) -> str:
    names = [path.name for path in folder.all_images()]
    return ", ".join(names[:2]) + (", ..." if len(names) > 2 else "")
