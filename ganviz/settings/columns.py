"""The columns of a run's history: what a game measures in every iteration."""

from __future__ import annotations

from dataclasses import dataclass

KEYS = ("branch", "iteration")
"""The first columns of every history."""


@dataclass(frozen=True, slots=True)
class Column:
    """One measured value.

    Attributes:
        id: its name in the file and in the program.
        title: its name on screen.
        meaning: what it is, as it stands in a sentence.
        source: the name of the tensor in the game's ``raw`` that it is read from; empty where that is ``id``.
    """

    id: str
    title: str
    meaning: str
    source: str = ""

    @property
    def key(self) -> str:
        """Where the game puts it."""
        return self.source or self.id


def history_names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    """Every column of a history file in its order."""
    return (*KEYS, *(column.id for column in columns))


TOY_COLUMNS = (
    Column("loss_d", "Loss of D", "the discriminator's loss"),
    Column("loss_g", "Loss of G", "the generator's loss"),
    Column("mean_d_real", "D on real", "the discriminator's output on real samples", "on_real"),
    Column("mean_d_fake", "D on generated", "the discriminator's output on generated samples", "on_fake"),
    Column("grad_norm_d", "Gradient of D", "the discriminator's gradient", "norm_d"),
    Column("grad_norm_g", "Gradient of G", "the generator's gradient", "norm_g"),
)
