"""A compiled library that can't be used: it says why, and nobody crashes."""

from __future__ import annotations

import subprocess

import pytest

from ganviz.training.engine.compiler import find_compiler
from ganviz.training.engine.library import Library

BEGINS = 'extern "C" int AOTInductorModelContainerCreateWithDevice(void**, unsigned long, const char*, const char*)'
FAILS = BEGINS + " { return 1; }\n"
SAYS_WHY = 'extern "C" int AOTInductorGetLastError(const char** said) { *said = "no room for it"; return 0; }\n'


def library(folder, source):
    """A shared library of a few lines, in place of one that torch has made."""
    (folder / "code.cpp").write_text(source)
    subprocess.run([find_compiler(), "-shared", "-fPIC", "-o", folder / "code.so", folder / "code.cpp"], check=True)
    return folder / "code.so"


@pytest.mark.parametrize(("source", "says"), [
    (FAILS + SAYS_WHY, "no room for it"), (FAILS, "the compiled code failed"),
    ("int nothing;", "is no compiled code")], ids=["with a reason", "of an older torch", "of something else"])
def test_a_library_that_fails_says_why(tmp_path, source, says):
    with pytest.raises(RuntimeError, match=says):
        Library(library(tmp_path, source), 1)


def test_a_file_that_is_no_library_says_what_the_system_says(tmp_path):
    (tmp_path / "code.so").write_bytes(b"no library")
    with pytest.raises(RuntimeError, match=r"code.so is no compiled code \(.+\)"):
        Library(tmp_path / "code.so", 1)
