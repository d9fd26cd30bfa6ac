"""``events.jsonl``: what happened to a run that no seed can tell, one record a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

from ganviz.training.folder.append import AppendFile, cut_broken_line, whole_lines
from ganviz.training.folder.problems import DamagedError, writing

EVENTS_NAME = "events.jsonl"


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """Live settings took new ``values`` after ``iteration`` iterations, before the next one."""

    type: ClassVar[str] = "change"
    branch: int
    iteration: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StepEvent:
    """The iteration from ``iteration`` to ``iteration + 1`` updated one player only: ``"d"`` or ``"g"``."""

    type: ClassVar[str] = "step"
    branch: int
    iteration: int
    players: str


@dataclass(frozen=True, slots=True)
class BranchEvent:
    """A new ``branch`` went on from ``iteration`` on the way to ``parent``."""

    type: ClassVar[str] = "branch"
    branch: int
    parent: int
    iteration: int


@dataclass(frozen=True, slots=True)
class EngineEvent:
    """From ``iteration`` on, the run is played by ``engine``: ``"eager"``, or ``"compiled"`` by the code ``code``."""

    type: ClassVar[str] = "engine"
    branch: int
    iteration: int
    engine: str
    code: str


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """From ``iteration`` on, the run is played on ``device``, such as ``"cpu"``, and no longer on the one before."""

    type: ClassVar[str] = "device"
    branch: int
    iteration: int
    device: str


Event = ChangeEvent | StepEvent | BranchEvent | EngineEvent | DeviceEvent

_KINDS: dict[str, type[Event]] = {
    kind.type: kind for kind in (ChangeEvent, StepEvent, BranchEvent, EngineEvent, DeviceEvent)}


def format_event(event: Event) -> str:
    """One record as one line of JSON, without the line end."""
    return json.dumps({"type": event.type, **asdict(event)})


def parse_event(line: str) -> Event:
    """Read one record back.

    Raises:
        ValueError: if the line is no JSON object of a known type with exactly its fields.
    """
    values = json.loads(line)
    if not isinstance(values, dict) or values.get("type") not in _KINDS:
        raise ValueError("unknown type of event")
    kind = _KINDS[values.pop("type")]
    if set(values) != {item.name for item in fields(kind)}:
        raise ValueError("unknown fields")
    if not all(isinstance(values[name], int) for name in ("branch", "iteration")):
        raise ValueError("branch and iteration are whole numbers")
    if kind is BranchEvent and not 0 <= values["parent"] < values["branch"]:
        raise ValueError("a branch is younger than its parent")
    return kind(**values)


def read_events(path: Path) -> list[Event]:
    """Every record of the file in its order, without an unfinished last line; none if there is no file.

    Raises:
        DamagedError: if an earlier line is damaged, since the run can then not be replayed.
    """
    data = whole_lines(path.read_bytes()) if path.exists() else b""
    return [_parse_line(path, number, line) for number, line in enumerate(data.splitlines(), 1)]


def _parse_line(path: Path, number: int, line: bytes) -> Event:
    try:
        return parse_event(line.decode())
    except ValueError as error:
        raise DamagedError(f"{path} is damaged in line {number} ({error}); take the file from "
                           "a copy") from error


class EventLog:
    """The records of a run; every one is on disk when ``append`` returns.

    Attributes:
        events: every record, oldest first.
        warnings: what was mended on opening, as sentences.
    """

    def __init__(self, folder: Path, write: bool) -> None:
        """Read ``events.jsonl``; with ``write``, cut off a line that a killed process left unfinished.

        Raises:
            DamagedError: if a line other than the last is damaged.
            UserError: if it is to be written and cannot be.
        """
        path = folder / EVENTS_NAME
        self.warnings: list[str] = []
        if write:
            self._mend(path)
        self.events = read_events(path)
        self._file = AppendFile(path) if write else None

    def _mend(self, path: Path) -> None:
        with writing(path.parent):
            cut = cut_broken_line(path)
        if cut:
            self.warnings.append(f"the last line of {path} was unfinished ({cut} bytes); it was dropped")

    def append(self, *events: Event) -> None:
        """Add records and flush them to disk.

        Raises:
            UserError: if the disk is full or fails; none of them is recorded then.
        """
        assert self._file is not None, "the log was opened for reading"
        self._file.append("".join(format_event(event) + "\n" for event in events).encode(), durable=True)
        self.events.extend(events)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
