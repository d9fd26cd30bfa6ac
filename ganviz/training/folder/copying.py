"""Copying a run folder, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ganviz.training.folder.atomic import REPLACED, TEMPORARY, new_directory
from ganviz.training.folder.keyframes import KEYFRAMES_NAME
from ganviz.training.folder.lock import LOCK_NAME
from ganviz.training.folder.request import REQUEST_NAME


def copy_run(source: Path, target: Path) -> None:
    """Copy everything but the lock, requests, the keyframes and what is unfinished to the new folder ``target``.

    Raises:
        OSError: if the disk is full or ``target`` cannot be written; nothing of it is left then.
    """
    with new_directory(target) as temporary:
        for file in _files(source):
            _copy_file(file, temporary / file.relative_to(source))


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        unfinished = any(part.startswith((TEMPORARY, REPLACED)) for part in parts)
        if file.is_file() and parts[0] not in (LOCK_NAME, KEYFRAMES_NAME, REQUEST_NAME) and not unfinished:
            yield file


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    with target.open("r+b") as file:
        os.fsync(file.fileno())
