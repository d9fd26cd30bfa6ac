"""D's verdict on the pairs of ALI, and the gradients that follow from it: by autograd, or in closed form."""

from __future__ import annotations

from typing import Protocol

import torch

from ganviz.games.player import Player, flat, joint_gradient
from ganviz.networks.joint import Inputs, JointNetwork
from ganviz.networks.pieces import LinearPieces
from ganviz.objectives.penalties import squared_gradients


class Judged(Protocol):
    """D's pass over n pairs of each kind, the encoder's first.

    Attributes:
        logits: D's logits (2n, 1), through which losses are differentiated.
        features: D's last hidden layer (2n, k); only autograd knows how it depends on the pairs.
    """

    @property
    def logits(self) -> torch.Tensor: ...
    @property
    def features(self) -> torch.Tensor: ...

    def for_discriminator(self, D: Player[JointNetwork], loss: torch.Tensor, weights: torch.Tensor | None,
                          again: bool) -> torch.Tensor:
        """The flat gradient by D's weights.

        Args:
            D: the discriminator.
            loss: a function of the logits.
            weights: what half of each pair's squared gradient is added with, (2n, 1); None where nothing is.
            again: whether the makers' gradients are asked for after it.
        """
        ...

    def for_makers(self, loss: torch.Tensor) -> torch.Tensor:
        """A number whose gradient at the pairs is that of ``loss``, a function of the logits."""
        ...


class ByAutograd:
    """Of a network of any kind.

    Args:
        inputs: what D was given.
        features: see `Judged`.
        logits: see `Judged`.
    """

    def __init__(self, inputs: Inputs, features: torch.Tensor, logits: torch.Tensor) -> None:
        self._inputs = inputs
        self.features = features
        self.logits = logits

    def for_discriminator(self, D: Player[JointNetwork], loss: torch.Tensor, weights: torch.Tensor | None,
                          again: bool) -> torch.Tensor:
        """See `Judged`."""
        if weights is not None:
            penalty = squared_gradients(self.logits, self._inputs[:2])
            loss = loss + torch.dot(weights.squeeze(1), penalty) / 2
        return joint_gradient(loss, (D,), retain_graph=again)[0]

    def for_makers(self, loss: torch.Tensor) -> torch.Tensor:
        """See `Judged`."""
        return loss


class ByPieces:
    """Of an MLP that is linear piece by piece.

    Args:
        inputs: what D was given.
        pieces: its pass over them, flattened and side by side.
    """

    def __init__(self, inputs: Inputs, pieces: LinearPieces) -> None:
        self._inputs = inputs
        self._pieces = pieces
        self._paired = sum(each[0].numel() for each in inputs[:2])
        self.logits, self.features = pieces.logits.requires_grad_(), pieces.features

    def for_discriminator(self, D: Player[JointNetwork], loss: torch.Tensor, weights: torch.Tensor | None,  # noqa: ARG002
                          again: bool) -> torch.Tensor:  # noqa: ARG002
        """See `Judged`."""
        (by_logits,) = torch.autograd.grad(loss, self.logits)
        return flat(self._pieces.by_weights(by_logits, None if weights is None else self._moves(weights)))

    def _moves(self, weights: torch.Tensor) -> torch.Tensor:
        """The gradients that are penalised, times their weights; labels are no part of a pair."""
        moves = self._pieces.by_inputs * weights
        moves[:, self._paired:] = 0
        return moves

    def for_makers(self, loss: torch.Tensor) -> torch.Tensor:
        """See `Judged`."""
        (by_logits,) = torch.autograd.grad(loss, self.logits)
        by_pairs = self._pieces.by_inputs * by_logits
        places = torch.cat([each.flatten(1) for each in self._inputs[:2]], 1)
        return torch.sum(places * by_pairs[:, :self._paired])
