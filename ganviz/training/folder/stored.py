"""The files of one stored state: safetensors beside a JSON file that carries their sizes and checksums."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy
from numpy.typing import NDArray

from ganviz.training.folder.atomic import write_file
from ganviz.training.folder.manifest import SCHEMA_VERSION, check_schema
from ganviz.training.folder.problems import DamagedError

STATE_NAME = "state.json"

Tensors = Mapping[str, NDArray[Any]]


def write_state(folder: Path, header: Mapping[str, Any], tensors: Mapping[str, Tensors],
                durable: bool) -> int:
    """Fill the empty ``folder``: one ``NAME.safetensors`` per item of ``tensors``, then ``state.json``.

    Returns:
        the size of all files in bytes.
    """
    files = {f"{name}.safetensors": _write_tensors(folder / f"{name}.safetensors", arrays, durable)
             for name, arrays in tensors.items()}
    body = {"schema_version": SCHEMA_VERSION, **header, "files": files}
    text = json.dumps({**body, "crc32": _checksum(body)}).encode()
    write_file(folder / STATE_NAME, text, durable)
    return len(text) + sum(file["size"] for file in files.values())


def read_state(folder: Path) -> dict[str, Any]:
    """Read and verify ``state.json``.

    Raises:
        DamagedError: if it is missing or damaged.
        UserError: if a newer ganviz made it.
    """
    try:
        values = json.loads(_read(folder / STATE_NAME))
    except ValueError as error:
        raise _damaged(folder, f"{STATE_NAME} is truncated") from error
    if not isinstance(values, dict):
        raise _damaged(folder, f"{STATE_NAME} is not a JSON object")
    check_schema(values.get("schema_version"), folder / STATE_NAME)
    if values.pop("crc32", None) != _checksum(values):
        raise _damaged(folder, f"{STATE_NAME} was altered")
    return values


def read_tensors(folder: Path, header: Mapping[str, Any], name: str) -> dict[str, NDArray[Any]]:
    """Read and verify the arrays of ``NAME.safetensors``.

    Raises:
        DamagedError: if the file is missing or its bytes are not those that were written.
    """
    file = f"{name}.safetensors"
    data = _read(folder / file)
    if {"size": len(data), "crc32": zlib.crc32(data)} != header["files"].get(file):
        raise _damaged(folder, f"{file} is truncated or altered")
    try:
        return safetensors.numpy.load(data)
    except safetensors.SafetensorError as error:
        raise _damaged(folder, f"{file} holds no arrays") from error


def is_complete(folder: Path) -> bool:
    """Whether all files are there in their sizes: the quick look, without reading the arrays."""
    try:
        files = read_state(folder)["files"]
        return all((folder / name).stat().st_size == file["size"] for name, file in files.items())
    except (DamagedError, OSError):
        return False


def _write_tensors(path: Path, arrays: Tensors, durable: bool) -> dict[str, int]:
    data = safetensors.numpy.save({name: np.asarray(array, order="C") for name, array in arrays.items()})
    write_file(path, data, durable)
    return {"size": len(data), "crc32": zlib.crc32(data)}


def _checksum(values: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(values, sort_keys=True).encode())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _damaged(path.parent, f"{path.name} cannot be read: {error.strerror}") from error


def _damaged(folder: Path, reason: str) -> DamagedError:
    return DamagedError(f"the stored state {folder} is incomplete ({reason}); it was passed over")
