"""The C++ compiler of this computer."""

from __future__ import annotations

import os
import shutil
import sys

_BY_SYSTEM = {"darwin": ("clang++",), "win32": ("cl",)}
_OTHERWISE = ("g++", "clang++")


def find_compiler() -> str | None:
    """The command that compiles C++: the one that the variable CXX names, else the first that is installed."""
    named = os.environ.get("CXX")
    candidates = (named,) if named else _BY_SYSTEM.get(sys.platform, _OTHERWISE)
    return next((command for command in candidates if shutil.which(command)), None)


def missing_compiler() -> str:
    """The sentence that says what is missing."""
    looked_for = os.environ.get("CXX") or " or ".join(_BY_SYSTEM.get(sys.platform, _OTHERWISE))
    return f"compiled code needs a C++ compiler, and none was found ({looked_for})"
