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
    """Where a run stands in figures; None where a figure is not known, as the time left of a pace that is limited."""

    epoch: float | None
    images: float | None
    left: float | None

    @classmethod
    def of(cls, progress: Progress, facts: Mapping[str, Any]) -> Speed:
        """The figures of a run."""
        settings, writer = progress.game_settings, progress.writer
        iteration, rate, steady = ((progress.iteration, progress.rate, progress.steady_rate) if writer is None
                                   else (writer.iteration, writer.rate, writer.rate))
        epoch = facts.get("epoch") or 0.0
        end = length(settings, epoch)
        plays = (progress.mode is not Mode.PAUSED or writer is not None) and rate > 0
        ahead = end - iteration if end is not None else 0
        return cls(iteration / epoch if epoch else None, rate * settings["batch_size"] if plays else None,
                   ahead / steady if plays and steady > 0 and ahead > 0 else None)
