"""Image files made for a test."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

from ganviz.problems.images.choice import DataChoice
from ganviz.problems.images.inspection import inspect


def pixels(seed, width=16, height=16, channels=3):
    """Random pixels, uint8 (height, width, channels)."""
    shape = (height, width, channels) if channels > 1 else (height, width)
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def picture(path, seed=None, width=16, height=16):
    """A random picture in a file; the last names of its path seed it by default."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number = zlib.crc32("/".join(path.parts[-3:]).encode()) if seed is None else seed
    Image.fromarray(pixels(number, width, height)).save(path)
    return path


def pictures(root, *names, width=16, height=16):
    """A random PNG for each name, without the end."""
    return [picture(root / f"{name}.png", width=width, height=height) for name in names]


def look(path, kind="pairs", **changed):
    """What is found there."""
    return inspect(DataChoice(str(path), kind, **changed))


def saved(image, **options):
    """An image as the bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


def png(width, height, depth, colour, rows):
    """The bytes of a PNG written by hand, for what Pillow does not write."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
