"""The derivatives of an MLP that is linear piece by piece, as ReLU and its leaky kin make it, in closed form.

Within a piece a logit is linear in the inputs, so that no layer has a second derivative. One backward sweep, that of
the logits themselves, then serves all that is asked of a discriminator: how a sample's logit changes with its inputs,
any loss by the weights, and a penalty on the gradients by the weights. Autograd makes a sweep or two for each.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

Layer = tuple[torch.Tensor, torch.Tensor]
"""Weight (out, in) and bias (out,)."""


class LinearPieces:
    """One pass of an MLP with one output; nothing in it is seen by autograd.

    Args:
        layers: its layers from the first to the last, which has one row.
        slope: that of the activation below zero; it is 1 above.
        x: inputs (n, inputs).

    Attributes:
        logits: the outputs (n, 1).
        features: the last hidden values (n, width).
        by_inputs: the gradient of each sample's logit at its own inputs (n, inputs).
    """

    @torch.no_grad()
    def __init__(self, layers: Sequence[Layer], slope: float, x: torch.Tensor) -> None:
        self._weights = [weight.detach() for weight, _ in layers]
        self._slope = slope
        self._hidden = [x.detach()]
        *inner, (weight, bias) = layers
        for w, b in inner:
            self._hidden.append(torch.nn.functional.leaky_relu(torch.addmm(b, self._hidden[-1], w.t()), slope))
        self.logits = torch.addmm(bias, self._hidden[-1], weight.t())
        self.features = self._hidden[-1]
        self._sensitivities = self._swept_back()
        self.by_inputs = self._sensitivities[0] @ self._weights[0]

    def _swept_back(self) -> list[torch.Tensor]:
        """For each layer the gradient of a sample's logit at what the layer gives, (n, out)."""
        found = [torch.ones_like(self.logits)]
        for k in range(len(self._weights) - 1, 0, -1):
            found.append(self._bent(found[-1] @ self._weights[k], k))
        return found[::-1]

    def _bent(self, values: torch.Tensor, k: int) -> torch.Tensor:
        """Values (n, width) times the slopes of the activation whose results are the ``k``-th hidden values."""
        bent: torch.Tensor = torch.ops.aten.leaky_relu_backward(values, self._hidden[k], self._slope, True)
        return bent

    @torch.no_grad()
    def by_weights(self, by_logits: torch.Tensor, moves: torch.Tensor | None = None) -> list[torch.Tensor]:
        """The gradient of Σ by_logits · logits + Σ moves · by_inputs at each weight and bias, layer by layer.

        Half the sum of c ‖by_inputs‖² has the gradient of Σ moves · by_inputs with moves = c by_inputs held still.

        Args:
            by_logits: how a loss changes with each logit (n, 1).
            moves: a direction for each sample (n, inputs); None for none.
        """
        found: list[torch.Tensor] = []
        for k, sensitivity in enumerate(self._sensitivities):
            felt = self._hidden[k] * by_logits if moves is None else torch.addcmul(moves, self._hidden[k], by_logits)
            found += [sensitivity.t() @ felt, (sensitivity.t() @ by_logits).squeeze(1)]
            if moves is not None and k + 1 < len(self._weights):
                moves = self._bent(moves @ self._weights[k].t(), k + 1)
        return found
