"""Where a game computes."""

from __future__ import annotations

import torch

from ganviz.settings.errors import UserError
from ganviz.settings.run import RunSettings

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


def on_hand(run: RunSettings) -> RunSettings:
    """The settings of a stored run, with what there is in place of a device that is not here."""
    if run.device == "auto" or available()[run.device]:
        return run
    found: RunSettings = run.changed({"device": "auto"})
    return found


def missing(run: RunSettings, device: torch.device, doing: str) -> str:
    """A sentence if the device of a stored run is not here, and another one stands in for it; empty otherwise.

    Args:
        run: the run's settings as they were stored.
        device: where it computes instead.
        doing: what is done to the run there.
    """
    if on_hand(run) is run:
        return ""
    return (f"this run computes on {run.device}, and torch finds no such device here; it is {doing} on {device.type}, "
            "whose last digits may differ")


def gone_over(before: str, here: str) -> str:
    """A sentence on a run that goes on on another device than the one it was played on; empty where it is the same."""
    if before in ("", here):
        return ""
    why = "" if available().get(before, False) else ", since torch finds no such device here"
    return (f"from here on this run is played on {here}, not on {before}{why}; devices round differently, so it is no "
            f"longer bit for bit what {before} alone would make of it")


def in_words(device: torch.device, threads: int) -> str:
    """The device as the status bar shows it."""
    if device.type == "cuda":
        return f"CUDA · {torch.cuda.get_device_name(device)}"
    if device.type == "mps":
        return "Apple GPU (MPS)"
    return f"CPU · {threads} thread{'s' if threads > 1 else ''}"
