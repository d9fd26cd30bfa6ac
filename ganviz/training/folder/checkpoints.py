"""Stored states of a run, each a directory that is either whole or passed over."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from ganviz.settings.errors import UserError
from ganviz.training.folder.atomic import HeldError, clean, new_directory, remove_directory
from ganviz.training.folder.lineage import Segment
from ganviz.training.folder.problems import DamagedError, writing
from ganviz.training.folder.stored import change_state, is_complete, read_state, read_tensors, write_state

Key = tuple[int, int]
"""(branch, iteration)."""

Keys = list[Key]

_SPARE_BYTES = 1_000_000
"""Room beside a state's arrays: names, sums, and the history that grows meanwhile."""

_NAME = re.compile(r"(\d+)-(\d{9,})")


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state of a run after ``iteration`` iterations, before the events at ``iteration`` are applied.

    Attributes:
        branch: the branch that it was saved on.
        iteration: how many iterations are complete.
        weights: arrays of the networks by name.
        optimizers: arrays of the optimisers by name.
        state: the rest, as JSON values; not the settings, which follow from ``run.json`` and the events.
        pools: arrays that some games keep beside their networks, such as a pool of earlier images.
    """

    branch: int
    iteration: int
    weights: Mapping[str, NDArray[Any]]
    optimizers: Mapping[str, NDArray[Any]]
    state: Mapping[str, Any]
    pools: Mapping[str, NDArray[Any]] = field(default_factory=dict)


def directory_name(branch: int, iteration: int) -> str:
    """The name of a stored state's directory, such as ``0-000012000``."""
    return f"{branch}-{iteration:09d}"


def place_of(name: str) -> Key | None:
    """The branch and the iteration in such a name; None for another one."""
    match = _NAME.fullmatch(name)
    return None if match is None else (int(match[1]), int(match[2]))


class CheckpointStore:
    """The stored states below one folder.

    Attributes:
        path: the folder; it need not exist.
        durable: whether a state is flushed to disk before it takes its name.
        warnings: sentences about the states that were passed over.
    """

    def __init__(self, path: Path | str, durable: bool = True) -> None:
        self.path = Path(path)
        self.durable = durable
        self.warnings: list[str] = []

    def clean(self) -> None:
        """Clear away what a killed process left unfinished; only for the one process that writes.

        Raises:
            UserError: if the folder cannot be written.
        """
        with writing(self.path, within=self.path.parent):
            clean(self.path)
            for key in self.list():
                clean(self.path / directory_name(*key))

    def save(self, checkpoint: Checkpoint) -> int:
        """Store a state, in place of an older one of the same branch and iteration; its size in bytes.

        Raises:
            UserError: if the disk is full or the folder cannot be written; nothing is left behind then.
        """
        target = self.path / directory_name(checkpoint.branch, checkpoint.iteration)
        tensors = {"weights": checkpoint.weights, "optimizers": checkpoint.optimizers}
        if checkpoint.pools:
            tensors["pools"] = checkpoint.pools
        with writing(self.path, within=self.path.parent), new_directory(target, self.durable) as folder:
            header = {"branch": checkpoint.branch, "iteration": checkpoint.iteration,
                      "state": dict(checkpoint.state)}
            return write_state(folder, header, tensors, self.durable)

    def load(self, branch: int, iteration: int) -> Checkpoint:
        """Read one state and verify every byte of it.

        Raises:
            DamagedError: if it is not there or not whole.
            UserError: if a newer ganviz made it.
        """
        folder = self.path / directory_name(branch, iteration)
        header = read_state(folder)
        pools = read_tensors(folder, header, "pools") if "pools.safetensors" in header["files"] else {}
        return Checkpoint(branch, iteration, read_tensors(folder, header, "weights"),
                          read_tensors(folder, header, "optimizers"), header["state"], pools)

    def facts(self, branch: int, iteration: int) -> Mapping[str, Any]:
        """The ``state`` of a stored checkpoint, without reading its arrays.

        Raises:
            DamagedError: if it is not there or damaged.
            UserError: if a newer ganviz made it.
        """
        found: Mapping[str, Any] = read_state(self.path / directory_name(branch, iteration))["state"]
        return found

    def note(self, branch: int, iteration: int, facts: Mapping[str, Any]) -> None:
        """Set values in the ``state`` of a stored checkpoint.

        Where another process keeps its file open (on Windows it can't be replaced then) they are left out: the next
        opening finds a score that is missing, and a run must not end for it.

        Raises:
            DamagedError: if it is not there or damaged.
            UserError: if the folder cannot be written.
        """
        with writing(self.path, within=self.path.parent), suppress(HeldError):
            change_state(self.path / directory_name(branch, iteration), facts)

    def weights(self, branch: int, iteration: int) -> Mapping[str, NDArray[Any]]:
        """The networks of a stored checkpoint alone; raises as ``facts``."""
        folder = self.path / directory_name(branch, iteration)
        return read_tensors(folder, read_state(folder), "weights")

    def newest_place(self, lineage: Sequence[Segment]) -> Key | None:
        """Branch and iteration of the newest state along ``lineage`` whose files are all there in their sizes."""
        keys = along(self.list(), lineage, None)
        return next((key for key in keys if is_complete(self.path / directory_name(*key))), None)

    def check_room(self, size: int) -> None:
        """Say that the next state will not fit, before it is written and before anything is lost.

        Raises:
            UserError: if the disk has less than ``size`` bytes (and a little more) left.
        """
        with writing(self.path.parent):
            free = shutil.disk_usage(self.path.parent).free
        if free < size + _SPARE_BYTES:
            needed = (size + _SPARE_BYTES) / 1e6
            raise UserError(f"the disk of {self.path.parent} has {free / 1e6:,.0f} MB left and the next checkpoint "
                            f"needs {needed:,.0f} MB; free some space or save the run to another disk, nothing is lost "
                            "so far")

    def shortage(self, size: int, count: int) -> str:
        """A sentence where the disk has no room for so many more states of a size; empty where it has.

        Raises:
            UserError: if the folder is gone.
        """
        with writing(self.path.parent):
            free = shutil.disk_usage(self.path.parent).free
        if count == 0 or free >= size * count + _SPARE_BYTES:
            return ""
        return (f"the disk of {self.path.parent} has {free / 1e6:,.0f} MB left and this run will keep up to {count} "
                f"more checkpoints of {size / 1e6:,.0f} MB each; free some space, or begin a run with lower "
                "checkpoints or checkpoints_spread")

    def list(self) -> Keys:
        """(branch, iteration) of every stored state, whole or not, in ascending order."""
        if not self.path.is_dir():
            return []
        found = (place_of(entry.name) for entry in self.path.iterdir())
        return sorted(place for place in found if place is not None)

    def newest(self, branch: int, at_most: int | None = None) -> Checkpoint | None:
        """The newest whole state of one branch, up to iteration ``at_most``; None if there is none."""
        return self.nearest([Segment(branch, 0, at_most)])

    def nearest(self, lineage: Sequence[Segment], iteration: int | None = None) -> Checkpoint | None:
        """The newest whole state along ``lineage`` (oldest segment first), up to iteration ``iteration``."""
        return self._first_whole(along(self.list(), lineage, iteration))

    def _first_whole(self, keys: Iterable[Key]) -> Checkpoint | None:
        for key in keys:
            try:
                return self.load(*key)
            except DamagedError as error:
                self._pass_over(key, error)
        return None

    def _pass_over(self, key: Key, error: DamagedError) -> None:
        """Report a damaged state, unless it is gone: then its writer has removed it meanwhile."""
        if (self.path / directory_name(*key)).exists() and str(error) not in self.warnings:
            self.warnings.append(str(error))

    def prune(self, keep: int, best: Key | None = None, spread: int = 0, lineage: Sequence[Segment] = ()) -> None:
        """Remove all but the newest ``keep`` states, the newest of every branch, ``best``, and ``spread`` older ones.

        Only whole states count and only whole ones are removed: a damaged one is left for the user.

        Args:
            keep: how many of the newest stay.
            best: one that stays in any case.
            spread: how many of the others stay that lie along ``lineage``, far from each other.
            lineage: the way to the present.

        Raises:
            UserError: if the folder cannot be written.
        """
        whole = [key for key in self.list() if is_complete(self.path / directory_name(*key))]
        kept = {*whole[len(whole) - min(keep, len(whole)):], *dict(whole).items(), best}
        if spread:
            kept.update(_spread(along(whole, lineage, None)[::-1], frozenset(kept), spread))
        with writing(self.path, within=self.path.parent):
            for key in whole:
                if key not in kept:
                    remove_directory(self.path / directory_name(*key))

    def remove(self, keys: Iterable[Key]) -> None:
        """Remove stored states; those that are gone already do not matter."""
        for key in keys:
            shutil.rmtree(self.path / directory_name(*key), ignore_errors=True)

    def size(self, branch: int, iteration: int) -> int:
        """How many bytes one stored state takes (0 if it is gone)."""
        folder = self.path / directory_name(branch, iteration)
        return sum(file.stat().st_size for file in folder.iterdir()) if folder.is_dir() else 0


def _spread(way: Sequence[Key], kept: Collection[Key | None], most: int) -> list[Key]:
    """Of the states on a way, oldest first, those that are ``kept`` anyway and ``most`` others, the first among them.

    Of more the one goes that leaves the smallest gap. Done at each checkpoint, that keeps them spread over all that
    has been trained.
    """
    left = list(way)
    while sum(key not in kept for key in left) > most:
        gaps = {place: left[place + 1][1] - left[place - 1][1] for place in range(1, len(left) - 1)
                if left[place] not in kept}
        if not gaps:
            break
        del left[min(gaps, key=lambda place: gaps[place])]
    return left


def along(keys: Sequence[Key], lineage: Sequence[Segment], iteration: int | None) -> list[Key]:
    """Those ``keys`` that lie on ``lineage`` up to ``iteration``, newest first.

    The state at a fork belongs to both branches: no event at the fork has been applied to it.
    """
    found = []
    for segment in reversed(lineage):
        end = min(bound for bound in (segment.end, iteration, float("inf")) if bound is not None)
        found += sorted((key for key in keys if key[0] == segment.branch and segment.start <= key[1] <= end),
                        reverse=True)
    return found
