"""From a function that works in place to a graph without effects, which compilers take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.export import ExportedProgram
from torch.fx.experimental.proxy_tensor import make_fx

_aten = torch.ops.aten


def _addmm(bias: torch.Tensor, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The bias apart, since a compiler adds it for nothing while it bends the layer."""
    return a @ b + bias


_SPLIT: Mapping[Any, Callable[..., Any]] = {_aten.addmm.default: _addmm}


@dataclass(frozen=True, slots=True)
class TracedUpdate:
    """An update as a graph.

    Attributes:
        program: takes the flat parts of the state, the tensors of a turn, and its numbers as one tensor; it changes
            the parts in place.
        measured: the names of what it returns.
    """

    program: ExportedProgram
    measured: tuple[str, ...]


def traced(function: Callable[..., tuple[torch.Tensor, ...]], examples: Sequence[torch.Tensor]) -> ExportedProgram:
    """What ``function`` does to tensors like ``examples``, backward passes included; it may change them in place.

    It is traced twice: first below autograd, so that gradients become plain operations, then without effects.
    """
    below_autograd = make_fx(function, decomposition_table=dict(_SPLIT), tracing_mode="fake")(*examples)
    return torch.export.export(below_autograd, tuple(examples), strict=False)
