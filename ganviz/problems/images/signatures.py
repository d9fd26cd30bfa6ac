"""Which files are images: by how they begin, never by their names."""

from __future__ import annotations

from pathlib import Path

from ganviz.settings.image_suffixes import IMAGE_SUFFIXES, SUFFIXES

_LENGTH = 16
_STARTS: tuple[tuple[str, bytes], ...] = (
    ("PNG", b"\x89PNG\r\n\x1a\n"), ("JPEG", b"\xff\xd8\xff"), ("GIF", b"GIF87a"), ("GIF", b"GIF89a"),
    ("TIFF", b"II*\0"), ("TIFF", b"MM\0*"), ("TIFF", b"II+\0"), ("TIFF", b"MM\0+"))


def head(path: Path) -> bytes:
    """The first bytes of a file.

    Raises:
        OSError: if it can't be read.
    """
    with path.open("rb") as file:
        return file.read(_LENGTH)


def format_of(start: bytes) -> str:
    """The format of an image that begins so; empty for anything else."""
    for name, signature in _STARTS:
        if start.startswith(signature):
            return name
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "WEBP"
    # Two letters alone would take many a text for a bitmap; the four bytes after its size are zero.
    return "BMP" if start.startswith(b"BM") and start[6:10] == b"\0\0\0\0" else ""


def named_for_another(path: Path, format: str) -> bool:
    """Whether a file's name promises another image format than it holds."""
    suffix = path.suffix.lower()
    return suffix in IMAGE_SUFFIXES and suffix not in SUFFIXES.get(format, (suffix,))
