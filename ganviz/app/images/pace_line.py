"""How fast a run of images goes, and how long it will still take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ganviz.settings.schedule import length
from ganviz.training.messages import Mode, Progress


def memory(size: float) -> str:
    """A number of bytes in whole MB, or in GB from one on."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


@dataclass(frozen=True, slots=True)
class Speed:
    """Where a run stands in figures; None where a figure is not known."""

    epoch: float | None
    images: float | None
    left: float | None

    @classmethod
    def of(cls, progress: Progress, facts: Mapping[str, Any]) -> Speed:
        """The figures of a run."""
        settings, writer = progress.game_settings, progress.writer
        rate, iteration = ((progress.rate, progress.iteration) if writer is None else (writer.rate, writer.iteration))
        epoch = facts.get("epoch") or 0.0
        end = length(settings, epoch)
        plays = (progress.mode is not Mode.PAUSED or writer is not None) and rate > 0
        ahead = end - iteration if end is not None else 0
        return cls(iteration / epoch if epoch else None, rate * settings["batch_size"] if plays else None,
                   ahead / rate if plays and ahead > 0 else None)
