"""A generator as an ONNX model, compared with the original before it is handed out. Needs the extra ``onnx``."""

from __future__ import annotations

import contextlib
import io
import logging
import tempfile
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch

from ganviz.networks.layers import Generator
from ganviz.settings.errors import UserError

_NEEDED = ("onnx", "onnxscript", "onnxruntime")
_CLOSE = 1e-3


def check_installed() -> None:
    """See whether the packages are there.

    Raises:
        UserError: that says how to install them.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UserError(f"ONNX needs {', '.join(missing)}; install them with: pip install 'ganviz[onnx]'")


def onnx_bytes(network: Generator, channels: int, size: int) -> bytes:
    """The model with the input ``input`` (n, C, H, W) and the output ``output``, both in -1..1, any n.

    Height and width may be any multiples of what the network needs.

    Raises:
        UserError: if a package is missing, or the model does not compute what the network does.
    """
    check_installed()
    example = torch.rand(2, channels, size, size, generator=torch.Generator().manual_seed(0)) * 2 - 1
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        _write(network, example, path)
        data = path.read_bytes()
    _compare(network, example, data)
    return data


def _write(network: Generator, example: torch.Tensor, path: Path) -> None:
    n, height, width = (torch.export.Dim.DYNAMIC for _ in range(3))
    # The exporter looks at the mode, although no layer here does; what it prints and warns of is of its own inside.
    with contextlib.redirect_stdout(io.StringIO()), _no_remarks(), warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(network.eval(), (example,), path, input_names=["input"], output_names=["output"], dynamo=True,
                          dynamic_shapes={"x": {0: n, 2: height, 3: width}}, external_data=False, verbose=False)


@contextlib.contextmanager
def _no_remarks() -> Iterator[None]:
    """Keep away what the exporter logs below an error, such as that it goes without torchvision, as all does here."""
    logger = logging.getLogger("torch.onnx")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def _compare(network: Generator, example: torch.Tensor, data: bytes) -> None:
    import onnxruntime

    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    for batch in (example, example[:1]):
        with torch.no_grad():
            expected = network(batch).numpy()
        (found,) = session.run(["output"], {"input": batch.numpy()})
        apart = float(np.abs(found - expected).max())
        if not apart < _CLOSE:
            raise UserError(f"the ONNX model differs from the network by {apart:.2g}, so it was not written; "
                            "update onnx, onnxscript and onnxruntime")
