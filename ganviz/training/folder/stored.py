"""The files of one stored state: safetensors beside a JSON file that carries their sizes and checksums."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
from numpy.typing import NDArray

from ganviz.training.folder.atomic import replace_file, write_file
from ganviz.training.folder.manifest import SCHEMA_VERSION, check_schema
from ganviz.training.folder.problems import DamagedError

STATE_NAME = "state.json"

_BLOCK_BYTES = 2**24

_DTYPES = {"float32": "F32", "float64": "F64", "float16": "F16", "int64": "I64", "int32": "I32", "uint8": "U8",
           "bool": "BOOL"}
"""numpy's names and those of safetensors."""

Tensors = Mapping[str, NDArray[Any]]


def write_state(folder: Path, header: Mapping[str, Any], tensors: Mapping[str, Tensors],
                durable: bool) -> int:
    """Fill the empty ``folder``: one ``NAME.safetensors`` per item of ``tensors``, then ``state.json``.

    Returns:
        the size of all files in bytes.
    """
    files = {f"{name}.safetensors": _write_tensors(folder / f"{name}.safetensors", arrays, durable)
             for name, arrays in tensors.items()}
    text = _encoded({"schema_version": SCHEMA_VERSION, **header, "files": files})
    write_file(folder / STATE_NAME, text, durable)
    return len(text) + sum(file["size"] for file in files.values())


def change_state(folder: Path, facts: Mapping[str, Any]) -> None:
    """Set values of ``state`` in a stored state's JSON file; its arrays stay as they are.

    Raises:
        DamagedError: if the file is missing or damaged.
        UserError: if a newer ganviz made it.
    """
    body = read_state(folder)
    body["state"] = {**body["state"], **facts}
    replace_file(folder / STATE_NAME, _encoded(body))


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
    path = folder / f"{name}.safetensors"
    try:
        if _signature(path) != header["files"].get(path.name):
            raise _damaged(folder, f"{path.name} is truncated or altered")
        with safetensors.safe_open(path, framework="np") as file:
            return {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - it is no mapping
    except OSError as error:
        raise _unreadable(path, error) from error
    except safetensors.SafetensorError as error:
        raise _damaged(folder, f"{path.name} holds no arrays") from error


def is_complete(folder: Path) -> bool:
    """Whether all files are there in their sizes: the quick look, without reading the arrays."""
    try:
        files = read_state(folder)["files"]
        return all((folder / name).stat().st_size == file["size"] for name, file in files.items())
    except (DamagedError, OSError):
        return False


def _write_tensors(path: Path, arrays: Tensors, durable: bool) -> dict[str, int]:
    """Write a safetensors file straight from the arrays' own memory, which may be most of what there is."""
    size = total = 0
    with path.open("wb") as file:
        for chunk in _chunks(arrays):
            file.write(chunk)
            size, total = size + len(chunk), zlib.crc32(chunk, total)
        file.flush()
        if durable:
            os.fsync(file.fileno())
    return {"size": size, "crc32": total}


def _chunks(arrays: Tensors) -> Iterator[bytes | memoryview]:
    """A safetensors file piece by piece: the header's length, the header, and each array's bytes."""
    table, position = {}, 0
    for name, array in arrays.items():
        ends = position + array.nbytes
        table[name] = {"dtype": _DTYPES[array.dtype.name], "shape": array.shape, "data_offsets": [position, ends]}
        position = ends
    header = json.dumps(table).encode()
    header += b" " * (-len(header) % 8)
    yield len(header).to_bytes(8, "little") + header
    for array in arrays.values():
        yield np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def _signature(path: Path) -> dict[str, int]:
    size = total = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            size, total = size + len(block), zlib.crc32(block, total)
    return {"size": size, "crc32": total}


def _encoded(body: Mapping[str, Any]) -> bytes:
    return json.dumps({**body, "crc32": _checksum(body)}).encode()


def _checksum(values: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(values, sort_keys=True).encode())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> DamagedError:
    return _damaged(path.parent, f"{path.name} cannot be read: {error.strerror}")


def _damaged(folder: Path, reason: str) -> DamagedError:
    return DamagedError(f"the stored state {folder} is incomplete ({reason}); it was passed over")
