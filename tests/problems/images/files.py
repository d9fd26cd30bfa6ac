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


def png(width, height, depth, colour, rows, transparent=None):
    """The bytes of a PNG written by hand, for what Pillow does not write."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    grey = b"" if transparent is None else chunk(b"tRNS", struct.pack(">H", transparent))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + grey + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))


def tiff(values, photometric, planes_apart=False):
    """The bytes of a TIFF written by hand, of one strip for each plane, for what Pillow does not write.

    Args:
        values: (height, width) or (height, width, channels), of the type that the file is to hold.
        photometric: its tag 262, such as 0 for grey in which white is zero, 2 for RGB.
        planes_apart: whether the channels lie one after the other.
    """
    height, width, channels = (*values.shape, 1)[:3]
    strips = channels if planes_apart else 1
    whole = (values.transpose(2, 0, 1) if planes_apart else values).tobytes()
    tags = {256: ("H", [width]), 257: ("H", [height]), 258: ("H", [8 * values.itemsize] * channels), 259: ("H", [1]),
            262: ("H", [photometric]), 273: ("I", [0] * strips), 277: ("H", [channels]), 278: ("H", [height]),
            279: ("I", [len(whole) // strips] * strips), 284: ("H", [2 if planes_apart else 1]),
            339: ("H", [3 if values.dtype.kind == "f" else 1] * channels)}
    start = 8 + 2 + 12 * len(tags) + 4
    beyond = sum(size for kind, held in tags.values() if (size := len(held) * struct.calcsize(kind)) > 4)
    tags[273] = ("I", [start + beyond + strip * (len(whole) // strips) for strip in range(strips)])
    entries = after = b""
    for number, (kind, held) in tags.items():
        packed = struct.pack(f"<{len(held)}{kind}", *held)
        entries += struct.pack("<HHI", number, 3 if kind == "H" else 4, len(held))
        entries += packed.ljust(4, b"\0") if len(packed) <= 4 else struct.pack("<I", start + len(after))
        after += packed if len(packed) > 4 else b""
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + entries + bytes(4) + after + whole
