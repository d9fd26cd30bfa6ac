"""The checksums of a PNG's pixels: Pillow does not look at them, and reads the pixels before a damaged place alone."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

_SIGNATURE = 8
_PIXELS, _END = b"IDAT", b"IEND"


def has_sound_pixels(path: Path) -> bool:
    """Whether the chunks of a PNG that hold pixels have the checksums that they came with.

    Others are of no account: a damaged note does the pixels no harm.

    Raises:
        OSError: if it can't be read.
    """
    with path.open("rb") as file:
        file.seek(_SIGNATURE)
        while len(start := file.read(8)) == 8:
            length, kind = struct.unpack(">I4s", start)
            if kind == _PIXELS:
                found = zlib.crc32(file.read(length), zlib.crc32(kind))
                if file.read(4) != struct.pack(">I", found):
                    return False
            elif kind == _END:
                break
            else:
                file.seek(length + 4, 1)
    return True
