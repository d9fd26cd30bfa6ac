"""Where a game computes."""

from __future__ import annotations

import torch

from ganviz.settings.errors import UserError

_WORTH_A_GPU = 2e9
"""Floating-point operations in an iteration from which a GPU is chosen unasked: below, launching costs more."""


def available() -> dict[str, bool]:
    """Which kinds of device this machine offers to torch."""
    return {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}


def choose_device(wanted: str, operations: float) -> torch.device:
    """The device for a game of ``operations`` floating-point operations in an iteration.

    Raises:
        UserError: if the wanted device is not there.
    """
    found = available()
    if wanted == "auto":
        gpu = next((kind for kind in ("cuda", "mps") if found[kind]), "cpu")
        return torch.device(gpu if operations >= _WORTH_A_GPU else "cpu")
    if not found[wanted]:
        there = ", ".join(kind for kind, is_there in found.items() if is_there)
        raise UserError(f"--device {wanted}: torch finds no such device here; choose one of auto, {there}")
    return torch.device(wanted)


def in_words(device: torch.device, threads: int) -> str:
    """The device as the status bar shows it."""
    if device.type == "cuda":
        return f"CUDA · {torch.cuda.get_device_name(device)}"
    if device.type == "mps":
        return "Apple GPU (MPS)"
    return f"CPU · {threads} thread{'s' if threads > 1 else ''}"
