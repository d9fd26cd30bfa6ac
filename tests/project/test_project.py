"""The project as a whole: versions of Qt that work, light imports, registries that load, one version."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

import ganviz
from ganviz.settings import image_names, names
from ganviz.settings.registry import Registry
from ganviz.settings.resources import resource

REGISTRIES = [value for module in (names, image_names) for value in vars(module).values()
              if isinstance(value, Registry)]


class _Sender(QObject):
    sent = Signal(bool)


def test_a_hundred_thousand_signals_do_not_hurt_the_interpreter() -> None:
    """PySide6 6.12.0 dropped a reference of True at each emission on Python 3.11, and aborted after about 500."""
    sender, seen = _Sender(), []
    sender.sent.connect(seen.append)
    for _ in range(100_000):
        sender.sent.emit(True)
    assert len(seen) == 100_000


@pytest.mark.parametrize(("registry", "name"), [(registry, name) for registry in REGISTRIES for name in registry],
                         ids=lambda value: value if isinstance(value, str) else value.kind)
def test_every_entry_loads(registry: Registry, name: str) -> None:
    assert registry.load(name) is not None


def test_the_version_stands_in_one_place() -> None:
    assert version("ganviz") == ganviz.__version__
    assert f"## [{ganviz.__version__}]" in Path("CHANGELOG.md").read_text(encoding="utf-8")


def test_the_resources_are_found() -> None:
    assert resource("presets", "1d.json").is_file()


def test_the_window_paints_without_torch_or_scipy() -> None:
    code = ("import sys\n"
            "from ganviz.app.application import make_application, make_window\n"
            "app = make_application()\n"
            "window = make_window(app, 'process', 'dark'); window.show(); app.processEvents()\n"
            "print(sorted({'torch', 'scipy'} & set(sys.modules)))")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"
