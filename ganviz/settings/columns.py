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
        span: what lies between black and white in its values; 0 where it is no error between images. Errors in
            training are between images of -1..1, those on held-out images are 0 to 1: on screen both are the latter.
    """

    id: str
    title: str
    meaning: str
    source: str = ""
    span: float = 0.0

    @property
    def key(self) -> str:
        """Where the game puts it."""
        return self.source or self.id


def history_names(columns: tuple[Column, ...]) -> tuple[str, ...]:
    """Every column of a history file in its order."""
    return (*KEYS, *(column.id for column in columns))


def _of(player: str, side: str) -> tuple[Column, ...]:
    """What is measured of one discriminator and of what it judges; ``side`` is a suffix such as ``_a``."""
    name = f"the discriminator{player}"
    return (
        Column(f"loss_d{side}", f"Loss of D{player}", f"{name}'s loss"),
        Column(f"mean_d_real{side}", f"D{player} on real", f"{name}'s output on real images"),
        Column(f"mean_d_fake{side}", f"D{player} on generated", f"{name}'s output on generated images"),
        Column(f"accuracy_d{side}", f"Accuracy of D{player}", f"{name}'s share of right judgements"),
        Column(f"loss_gan{side}", f"Loss of G{player}", f"the generator's adversarial loss{player}"),
    )


def _error(name: str, title: str, meaning: str) -> Column:
    """A mean absolute difference between images of -1..1, from 0 to 2."""
    return Column(name, title, meaning, span=2.0)


_LEARNING = (
    Column("grad_norm_d", "Gradient of D", "the discriminator's gradient"),
    Column("grad_norm_g", "Gradient of G", "the generator's gradient"),
    Column("learning_rate", "Learning rate of G", "the generator's learning rate"),
    Column("learning_rate_d", "Learning rate of D", "the discriminator's learning rate"),
)

PIX2PIX_COLUMNS = (
    *_of("", ""),
    _error("loss_l1", "L1", "the absolute difference to the target"),
    *_LEARNING,
)

CYCLEGAN_COLUMNS = (
    *_of(" A", "_a"), *_of(" B", "_b"),
    _error("loss_cycle_a", "Cycle A", "the cycle error A, B, A"),
    _error("loss_cycle_b", "Cycle B", "the cycle error B, A, B"),
    _error("loss_identity_a", "Identity A", "the identity error of A"),
    _error("loss_identity_b", "Identity B", "the identity error of B"),
    *_LEARNING,
)

TOY_COLUMNS = (
    Column("loss_d", "Loss of D", "the discriminator's loss"),
    Column("loss_g", "Loss of G", "the generator's loss"),
    Column("mean_d_real", "D on real", "the discriminator's output on real samples", "on_real"),
    Column("mean_d_fake", "D on generated", "the discriminator's output on generated samples", "on_fake"),
    Column("grad_norm_d", "Gradient of D", "the discriminator's gradient", "norm_d"),
    Column("grad_norm_g", "Gradient of G", "the generator's gradient", "norm_g"),
)
