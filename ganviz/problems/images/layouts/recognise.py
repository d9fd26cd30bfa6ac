"""Find out how a folder is laid out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ganviz.problems.images.arrays.beside import related
from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.layouts.draft import Draft, Recognise
from ganviz.problems.images.offering import check_file
from ganviz.problems.images.tree import Folder, look
from ganviz.problems.images.watching import Watch
from ganviz.settings.errors import UserError
from ganviz.settings.image_names import LAYOUTS
from ganviz.settings.registry import Registry


@dataclass(frozen=True, slots=True)
class Recognised:
    """A folder, the layout it has, and what that makes of it."""

    root: Path
    layout: str
    draft: Draft
    others: tuple[Path, ...]
    outside: tuple[Finding, ...]
    passed: tuple[Finding, ...]


def recognise(path: Path, choice: DataChoice, watch: Watch) -> Recognised:
    """Read a folder, or two, by the first layout that fits, or by the one that was chosen.

    Raises:
        UserError: if there is nothing to read or no layout fits.
        UnknownNameError: for a layout that there is not.
    """
    root = _root(path, choice, watch)
    registry: Registry = LAYOUTS[choice.kind]
    names = (registry[choice.layout].id,) if choice.layout else tuple(registry)
    # An archive unpacked into a folder of its own name: the set lies one folder further down.
    for folder in _descent(root):
        for name in names:
            read: Recognise = registry.load(name)
            draft = read(folder)
            if draft:
                return Recognised(folder.path, name, draft, root.all_others(), _outside(root, draft), root.all_passed())
    raise _nothing_fits(root, choice, registry)


def _root(path: Path, choice: DataChoice, watch: Watch) -> Folder:
    if not choice.second:
        return _around(path, choice) if path.is_file() else look(path, watch)
    second = Path(choice.second).expanduser()
    if second.resolve() == path.resolve():
        raise UserError(f"{path}: the same folder was chosen for both sides; choose another one for B")
    a, b = look(path, watch), look(second, watch)
    for folder, side in ((a, "A"), (b, "B")):
        if not folder.all_images():
            raise _without_images(folder, f" of side {side}")
    return Folder(path, (replace(a, role="A"), replace(b, role="B")))


def _around(path: Path, choice: DataChoice) -> Folder:
    check_file(path, choice.kind)
    return Folder(path.parent, others=related(path))


def _descent(folder: Folder) -> list[Folder]:
    chain = [folder]
    while len(chain[-1].folders) == 1 and not chain[-1].images:
        chain.append(chain[-1].folders[0])
    return chain


def _outside(root: Folder, draft: Draft) -> tuple[Finding, ...]:
    used = {str(piece.source.path) for pile in draft.piles.values() for example in pile for piece in example.pieces}
    used |= {finding.path for finding in draft.findings}
    return tuple(Finding("outside", str(path)) for path in root.all_images() if str(path) not in used)


def _nothing_fits(root: Folder, choice: DataChoice, registry: Registry) -> UserError:
    if not root.all_images():
        return _without_images(root)
    if choice.layout:
        entry = registry[choice.layout]
        return UserError(f"{root.path}: the folder is not laid out as {entry.title!r} ({entry.help.rstrip('.')}); "
                         "choose another layout, or none to have it recognised")
    known = "; ".join(entry.title for entry in registry.values())
    held = ", ".join(folder.name for folder in root.with_images()[:5]) or "no folders"
    return UserError(f"{root.path}: no known layout fits what it holds ({held}); choose the folder of the images "
                     f"itself, or lay it out as one of: {known}")


def _without_images(folder: Folder, of_side: str = "") -> UserError:
    first = next((finding for finding in folder.all_passed() if finding.leaves_out), None)
    because = f" ({first.sentence})" if first else ""
    return UserError(f"{folder.path}: the folder{of_side} holds no images{because}; choose the one that holds them")
