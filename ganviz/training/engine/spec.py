"""What shapes the compiled code of a game, and the key under which it is kept."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch

import ganviz
from ganviz.settings.field import Settings
from ganviz.training.build import settings_type

_ROOMS = ("games", "networks", "objectives", "problems", "training/engine")
"""Whose source decides what is compiled, and how; a problem, how many labels there are."""

_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True)
class CodeSpec:
    """What code is for.

    Attributes:
        game: the game's id.
        settings: the game's settings, those that do not shape the code at their defaults.
        threads: CPU threads that it runs on.
    """

    game: str
    settings: Settings
    threads: int

    @classmethod
    def read(cls, text: str) -> CodeSpec:
        """The inverse of ``text``."""
        values = json.loads(text)
        return cls(values["game"], settings_type(values["game"]).model_validate(values["settings"]), values["threads"])

    def text(self) -> str:
        """It as one line of JSON."""
        values = {"game": self.game, "settings": self.settings.model_dump(mode="json"), "threads": self.threads}
        return json.dumps(values, sort_keys=True)

    def key(self) -> str:
        """The name of the code in the cache: another one for whatever may make other code or other numbers."""
        return hashlib.sha256(f"{self.text()}\n{_surroundings()}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _surroundings() -> str:
    return json.dumps([torch.__version__, platform.system(), platform.machine(), _processor(), _source()])


def _processor() -> str:
    """What code is tuned to: its instructions."""
    if _CPUINFO.exists():
        for line in _CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(("flags", "Features")):
                return line.partition(":")[2].strip()
    return f"{platform.processor()} {torch.backends.cpu.get_cpu_capability()}"


def _source() -> str:
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted(Path(ganviz.__file__).parent.joinpath(room).glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
