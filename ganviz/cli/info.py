"""``ganviz info``: what runs here."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import Annotated, Any

from cyclopts import Parameter

from ganviz import __version__
from ganviz.cli.machine import cpu_model
from ganviz.cli.output import print_json, print_lines

_LIBRARIES = ("torch", "PySide6-Essentials", "pyqtgraph", "numpy", "scipy", "pydantic", "safetensors")


def info(*, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Versions, devices and folders: what a report of a fault should say.

    Parameters
    ----------
    json:
        Print one JSON object.
    """
    (print_json if json else print_lines)(gather())
    return 0
