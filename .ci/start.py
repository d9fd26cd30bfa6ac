"""Sets ganviz up on a fresh machine and opens it, or runs its tests. Needs nothing but Python 3.11 or later.

    python3 .ci/start.py           install, then open the window
    python3 .ci/start.py test      install, then run the tests

It makes a virtual environment in .venv (or --venv FOLDER) and installs into it. On Debian and Ubuntu it first adds the
system libraries that Qt needs, where they are missing. A torch that is in the environment already is kept.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TORCH = "torch==2.13.0"
TESTS = (("-m", "not slow", "-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"), ("-m", "slow"))
"""The quick tests share the cores; the slow ones kill, compile and measure, and have them to themselves."""

QT_LIBRARIES = ("libegl1", "libgl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon-x11-0",
                "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0",
                "libxcb-render-util0", "libxcb-shape0", "libxcb-xinerama0", "libxcb-xkb1", "fonts-dejavu-core")
VENV_PACKAGE = "python3-venv"


def run(*command: str | Path, **environment: str) -> None:
    """Run a command from the project's folder; where it fails, so does this program."""
    print("+", *command, flush=True)
    done = subprocess.run([str(word) for word in command], cwd=ROOT, env={**os.environ, **environment}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def is_installed(package: str) -> bool:
    """Whether Debian's package is there, under its own name or the one with a 64-bit time behind it."""
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Status}\n", package, f"{package}t64"], capture_output=True,
                           text=True, check=False)
    return "install ok installed" in asked.stdout


def install_debian(packages: tuple[str, ...]) -> None:
    """Install what is missing of Debian's packages, on a system that has them."""
    if not shutil.which("apt-get"):
        return
    missing = [package for package in packages if not is_installed(package)]
    if missing:
        root = () if os.geteuid() == 0 else ("sudo",)
        run(*root, "apt-get", "update", "-q")
        run(*root, "apt-get", "install", "-q", "-y", "--no-install-recommends", *missing,
            DEBIAN_FRONTEND="noninteractive")


def can_make_environments() -> bool:
    """Whether this Python has what ``python -m venv`` needs; Debian keeps it in a package of its own."""
    return subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True,
                          check=False).returncode == 0


def environment(folder: Path) -> Path:
    """Make the virtual environment if need be; returns its Python."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        if not can_make_environments():
            install_debian((VENV_PACKAGE,))
        run(sys.executable, "-m", "venv", folder)
    return python


def install(python: Path, what: str) -> None:
    """Install ganviz from this folder, as ``.`` or ``.[test]``."""
    has_torch = subprocess.run([python, "-c", "import importlib.util as u, sys; sys.exit(not u.find_spec('torch'))"],
                               check=False).returncode == 0
    if not has_torch:
        run(python, "-m", "pip", "install", TORCH)
    run(python, "-m", "pip", "install", "-e", what)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("window", "test"), default="window")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv")
    chosen = parser.parse_args()
    install_debian(QT_LIBRARIES)
    python = environment(chosen.venv.absolute())
    if chosen.what == "test":
        install(python, ".[test]")
        for words in TESTS:
            run(python, "-m", "pytest", *words, QT_QPA_PLATFORM="offscreen", OMP_NUM_THREADS="1")
    else:
        install(python, ".")
        run(python, "-m", "ganviz")


if __name__ == "__main__":
    main()
