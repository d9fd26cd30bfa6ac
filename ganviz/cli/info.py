"""``ganviz info``: what runs here."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import Annotated, Any

from cyclopts import Parameter

from ganviz import __version__
from ganviz.bench.machine import cores, cpu_model
from ganviz.cli.output import print_json, print_lines

_LIBRARIES = ("torch", "PySide6-Essentials", "pyqtgraph", "numpy", "scipy", "pydantic", "safetensors")


def info(*, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Versions, devices and folders: what a report of a fault should say.

    Parameters
    ----------
    json:
        Print one JSON object.
    """
    (print_json if json else print_lines)(_gathered())
    return 0


def _gathered() -> dict[str, Any]:
    import torch

    from ganviz.problems.images.cache.place import cache_folder
    from ganviz.settings.resources import resource
    from ganviz.training.device import available
    from ganviz.training.engine.compiler import find_compiler
    from ganviz.training.folder.folder import runs_folder

    return {
        "versions": {"ganviz": __version__, "python": platform.python_version(),
                     **{name: version(name) for name in _LIBRARIES}},
        "system": f"{platform.system()} {platform.release()}",
        "cpu": {"model": cpu_model(), "cores": cores(), "torch_threads": torch.get_num_threads(),
                "omp_num_threads": os.environ.get("OMP_NUM_THREADS", "")},
        "compiler": find_compiler() or "none",
        "devices": [kind for kind, is_there in available().items() if is_there],
        "folders": {"runs": str(runs_folder()), "cache": str(cache_folder()),
                    "resources": str(resource("presets").parent)},
    }
