"""The wheel: built from this checkout, without a network, and used where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent.parent
LOOK = """
import ganviz
from ganviz.settings.names import GAMES
from ganviz.settings.presets import presets
from ganviz.settings.resources import resource

print(ganviz.__file__)
print(resource("presets").parent)
print(all(presets(game) for game in GAMES))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=PROJECT,
                   check=True, capture_output=True)
    built, = folder.glob("*.whl")
    return built


def files(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*")
            if file.is_file() and "__pycache__" not in file.parts}


def test_the_wheel_holds_the_package_its_resources_and_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
    assert {f"ganviz/resources/{name}" for name in files(PROJECT / "resources")} <= held
    assert {f"ganviz/{name}" for name in files(PROJECT / "ganviz") if name.endswith(".py")} <= held
    assert any(name.endswith("licenses/LICENSE") for name in held)
    assert any(name.endswith("entry_points.txt") for name in held)
    assert not [name for name in held if name.startswith("tests/")]


def test_the_resources_are_found_where_the_wheel_is_installed(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(site)
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(site)},
                          check=True, capture_output=True, text=True)
    assert done.stdout.split() == [str(site / "ganviz" / "__init__.py"), str(site / "ganviz" / "resources"), "True"]
