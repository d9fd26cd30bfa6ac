"""A folder as it was found: the images and other files in it and below it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ganviz.problems.images.findings import Finding
from ganviz.problems.images.signatures import format_of, head
from ganviz.problems.images.watching import FolderGoneError, Watch
from ganviz.settings.errors import UserError
from ganviz.settings.image_suffixes import IMAGE_SUFFIXES

MOST_FILES = 500_000
"""More files than this are a folder chosen by mistake."""

DEEPEST = 6
"""So many levels of folders below the one that was chosen are looked into."""

_STEP = 64
_NOWHERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
"""What the system says of a link whose end is not there."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, its content sorted by name.

    Attributes:
        path: where it is.
        folders: what lies in it, without empty ones and those that are no data (``is_aside``).
        images: its own files that are images, by content or by name.
        others: its own other files.
        passed: what of its own was passed over, and why.
        role: a name that counts instead of its own, such as A for the folder that was chosen for side A.
    """

    path: Path
    folders: tuple[Folder, ...] = ()
    images: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()
    passed: tuple[Finding, ...] = ()
    role: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.role or self.path.name

    def all_images(self) -> tuple[Path, ...]:
        """Its images and those below it."""
        return self.images + tuple(path for folder in self.folders for path in folder.all_images())

    def all_others(self) -> tuple[Path, ...]:
        """The other files in it and below it."""
        return self.others + tuple(path for folder in self.folders for path in folder.all_others())

    def all_passed(self) -> tuple[Finding, ...]:
        """What was passed over in it and below it."""
        return self.passed + tuple(finding for folder in self.folders for finding in folder.all_passed())

    def with_images(self) -> tuple[Folder, ...]:
        """The folders directly in it that hold images at any depth."""
        return tuple(folder for folder in self.folders if folder.all_images())

    def innermost(self) -> Folder:
        """The folder that its images lie in, where it is but a way there: with no images and one folder of them."""
        below = self.with_images()
        return below[0].innermost() if len(below) == 1 and not self.images else self


def look(path: Path, watch: Watch) -> Folder:
    """Read a folder's names and the beginning of each file.

    Raises:
        UserError: if there is no such folder, it may not be read, or it holds too many files.
        FolderGoneError: if it goes away meanwhile.
        ReadingCancelledError: if the watch is cancelled.
    """
    if not path.is_dir():
        raise UserError(f"{path}: there is no such folder; check the name")
    try:
        return _Look(watch).folder(path, (path.resolve(),))
    except PermissionError as error:
        what = error.filename or path
        raise UserError(f"{what}: this may not be read; allow it, or choose another folder") from error
    except OSError as error:
        raise FolderGoneError(path) from error


def image_files(path: Path, watch: Watch | None = None) -> tuple[Path, ...]:
    """Every image in a folder and below it, in order; of a file, the file itself.

    Raises:
        UserError: if there is no such folder, or no image in it.
    """
    if path.is_file():
        return (path,)
    found = look(path, watch or Watch()).all_images()
    if not found:
        raise UserError(f"{path}: the folder holds no images; choose the one that holds them")
    return found


def is_aside(name: str) -> bool:
    """Whether a file or folder is kept by another program for itself: hidden, or what macOS adds to an archive."""
    return name.startswith(".") or name == "__MACOSX"


class _Look:
    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._count = 0

    def folder(self, path: Path, above: tuple[Path, ...]) -> Folder:
        """One folder; ``above`` is where it and those that it lies in really are."""
        with os.scandir(path) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        passed = {entry.path: finding for entry in found if (finding := _passed(entry, above))}
        files = [Path(entry.path) for entry in found if entry.path not in passed and entry.is_file()]
        kinds = {file: self._is_image(file, path) for file in files}
        below = [Path(entry.path) for entry in found if entry.path not in passed and entry.is_dir()]
        return Folder(path, tuple(self._folders(below, above)), tuple(file for file in files if kinds[file]),
                      tuple(file for file in files if not kinds[file]), tuple(passed.values()))

    def _folders(self, paths: list[Path], above: tuple[Path, ...]) -> Iterator[Folder]:
        for path in (path for path in paths if not is_aside(path.name)):
            folder = self.folder(path, (*above, path.resolve()))
            if folder.folders or folder.images or folder.others or any(each.kind != "aside" for each in folder.passed):
                yield folder

    def _is_image(self, file: Path, root: Path) -> bool:
        self._count += 1
        if self._count > MOST_FILES:
            raise UserError(f"{root}: more than {MOST_FILES:,} files lie here; choose the folder of the images itself")
        if self._count % _STEP == 0:
            self._watch.step("look", self._count, 0)
        if file.name.startswith("."):
            return False
        if file.suffix.lower() in IMAGE_SUFFIXES:
            return True
        try:
            return bool(format_of(head(file)))
        except PermissionError:
            return False


def _passed(entry: os.DirEntry[str], above: tuple[Path, ...]) -> Finding | None:
    """Why something in a folder is neither a file to look at nor a folder to look into; None where it is one."""
    if _leads_nowhere(entry):
        return Finding("hidden" if entry.name.startswith(".") else "dead_link", entry.path)
    if entry.is_dir():
        if is_aside(entry.name):
            return _aside(entry)
        if entry.is_symlink() and Path(entry.path).resolve() in above:
            return Finding("loop", entry.path)
        if len(above) > DEEPEST:  # no data set's
            return Finding("too_deep", entry.path, f"{DEEPEST} levels of folders are read")
        return None
    # Sockets, pipes and devices are not opened: some would never answer.
    return None if entry.is_file() else Finding("other_file", entry.path)


def _aside(folder: os.DirEntry[str]) -> Finding | None:
    """How many images a folder holds that is no data: by their names, and not below it, which may be much."""
    try:
        with os.scandir(folder) as entries:
            count = sum(Path(entry.name).suffix.lower() in IMAGE_SUFFIXES for entry in entries
                        if not is_aside(entry.name))
    except PermissionError:
        return None
    return Finding("aside", folder.path, f"{count:,} image{'' if count == 1 else 's'}") if count else None


def _leads_nowhere(entry: os.DirEntry[str]) -> bool:
    if not entry.is_symlink():
        return False
    try:
        entry.stat()
    except OSError as error:
        if error.errno in _NOWHERE:
            return True
        raise
    return False
