"""Collects every text that the window shows into a Qt translation file, for translators and for the tests.

    python .ci/strings.py FILE.ts

Texts in the code of ``ganviz/app`` are found by Qt's own ``lupdate``. Those that are declared as data (settings,
registries, presets) are written to a list first, in the context ``settings``, which ``lupdate`` reads too.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ganviz.settings.diagnosis import RULES  # noqa: E402
from ganviz.settings.field import Settings  # noqa: E402
from ganviz.settings.image_names import DEMOS  # noqa: E402
from ganviz.settings.names import GAMES  # noqa: E402
from ganviz.settings.presets import presets  # noqa: E402
from ganviz.settings.run import RunSettings  # noqa: E402


def of_model(model: type[Settings]) -> Iterator[str]:
    """The texts of one settings model and of the registries that it chooses from."""
    for declared in model.declared():
        shown = declared.presentation
        yield from (declared.title, declared.help, shown.section, shown.unit, *(shown.special or {}).values())
        for entry in (shown.registry or {}).values():
            yield from (entry.title, entry.help)


def texts() -> Iterator[str]:
    """Every text that is declared as data."""
    yield from of_model(RunSettings)
    for rule in RULES:
        yield from (rule.title, rule.help, rule.says, rule.means)
    for demo in DEMOS.values():
        yield from (demo.title, demo.help)
    for game, entry in GAMES.items():
        module, _, name = str(entry.facts["settings"]).partition(":")
        yield entry.title
        yield from of_model(getattr(import_module(module), name))
        for preset in presets(game).values():
            yield from (preset.title, preset.help)


def main(target: str) -> int:
    """Write the translation file ``target``; returns the exit status of ``lupdate``."""
    code = [str(path) for path in sorted((ROOT / "ganviz" / "app").rglob("*.py"))]
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "settings.py")
        lines = [f'QT_TRANSLATE_NOOP("settings", {text!r})' for text in dict.fromkeys(filter(None, texts()))]
        listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [str(Path(sys.executable).parent / "pyside6-lupdate"), *code, str(listed), "-ts", target]
        return subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
