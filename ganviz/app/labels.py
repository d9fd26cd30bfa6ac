"""What a run is called: the name that the user gave it, else that of its folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ganviz.app.preferences import parted
from ganviz.settings.errors import UserError
from ganviz.training.folder.manifest import read_manifest


def label_of(folder: str) -> tuple[str, bool]:
    """The title of the run in ``folder``, and whether it is pinned; empty and False where it can't be read."""
    with suppress(UserError):
        manifest = read_manifest(folder)
        return manifest.title, manifest.pinned
    return "", False


def run_name(folder: str) -> str:
    """The title of the run in ``folder``, else the name of the folder."""
    return label_of(folder)[0] or Path(folder).name


def folder_names(choice: str) -> str:
    """The names of the folders of a recent choice."""
    return " + ".join(Path(path).name for path in parted(choice))
