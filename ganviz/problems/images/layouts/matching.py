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

_SIDE_LETTER = re.compile(r"[_\-. ]?[ab]$", re.IGNORECASE)
_SIDE_WORD = re.compile(r"[_\-. ][ab]$", re.IGNORECASE)

Key = Callable[[str], str]


def _as_it_is(name: str) -> str:
    return name


def _without_letter(name: str) -> str:
    """``0001A`` and ``0001B`` are one name."""
    return _SIDE_LETTER.sub("", name).casefold()


def _without_word(name: str) -> str:
    """``0001_A`` and ``0001_B`` are one name."""
    return _SIDE_WORD.sub("", name).casefold()


_KEYS: tuple[Key, ...] = (_as_it_is, str.casefold, _without_letter)
# Where most names agree by something stricter, a last letter alone may be a part of the name.
_KEYS_OF_THE_REST: tuple[Key, ...] = (str.casefold, _without_word)


def match(a: Folder, b: Folder) -> tuple[tuple[Example, ...], tuple[Finding, ...]]:
    """The pairs, and the images without a partner; names agree exactly, else but for case or a last word A and B.

    Raises:
        UserError: if no name matches.
    """
    # Each side's images may lie in a folder of their own, called as it pleases.
    for found in (_Matching(a, b), _Matching(a.innermost(), b.innermost())):
        if any(found.pair(key) for key in _KEYS):
            for key in _KEYS_OF_THE_REST:
                found.pair(key)
            return tuple(found.pairs), found.findings()
    raise UserError(f"{a.path} and {b.path}: no name in the first ({_some(a)}) matches one in the second ({_some(b)}); "
                    "give both images of a pair the same name, or play CycleGAN, which needs no pairs")


class _Matching:
    """Two folders, and what of them has been paired so far, in ``pairs``."""

    def __init__(self, a: Folder, b: Folder) -> None:
        self.pairs: list[Example] = []
        self._folders = a, b
        self._left = list(a.all_images()), list(b.all_images())
        self._second: list[Path] = []

    def pair(self, key: Key) -> bool:
        """Pair what is left by a key of its names; of several images of one name the first. Whether any were."""
        of_a, of_b = (_by_name(paths, folder, key) for paths, folder in zip(self._left, self._folders, strict=True))
        common = [name for name in of_a if name in of_b]
        self.pairs += [_pair(of_a[name][0], of_b[name][0], self._folders[0]) for name in common]
        self._second += [path for name in common for path in (*of_a[name][1:], *of_b[name][1:])]
        paired = set(common)
        for named, paths in zip((of_a, of_b), self._left, strict=True):
            paths[:] = [path for name, of_name in named.items() if name not in paired for path in of_name]
        return bool(common)

    def findings(self) -> tuple[Finding, ...]:
        """What is left, and what has the name of an image that was paired."""
        kinds = dict.fromkeys(self._second, "second") | dict.fromkeys([*self._left[0], *self._left[1]], "unmatched")
        return tuple(Finding(kinds[path], str(path)) for path in sorted(kinds))


def _by_name(paths: Iterable[Path], folder: Folder, key: Key) -> dict[str, list[Path]]:
    named: dict[str, list[Path]] = {}
    for path in paths:
        named.setdefault(key(name_in(path, folder)), []).append(path)
    return named


def _pair(a: Path, b: Path, folder: Folder) -> Example:
    return Example(name_in(a, folder), (Piece(Source(a)), Piece(Source(b))))


def _some(folder: Folder) -> str:
    names = [path.relative_to(folder.path).as_posix() for path in folder.all_images()]
    return ", ".join(names[:2]) + (", ..." if len(names) > 2 else "")
