"""What the window remembers from one start to the next. A value that can't be used is dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ganviz.app.theme import ThemeMode

_RECENT = 8
_BETWEEN = "\t"
"""Between the paths of one recent choice."""


def joined(*paths: str) -> str:
    """One recent choice of several paths, as of the folders of two sides."""
    return _BETWEEN.join(path for path in paths if path)


def parted(choice: str) -> list[str]:
    """The paths of a recent choice."""
    return choice.split(_BETWEEN)


class Preferences:
    """Geometry, theme, recent files and the last preset, kept by ``QSettings``."""

    def __init__(self) -> None:
        self._store = QSettings()

    @property
    def theme(self) -> ThemeMode:
        """The theme that was chosen last."""
        kept = self._text("theme")
        return ThemeMode(kept) if kept in set(ThemeMode) else ThemeMode.SYSTEM

    @theme.setter
    def theme(self, mode: ThemeMode) -> None:
        self._store.setValue("theme", str(mode))

    def recent(self, kind: str) -> tuple[str, ...]:
        """The newest ``"runs"`` or ``"points"`` that still exist, newest first; see ``joined``."""
        return tuple(choice for choice in self._paths(kind) if all(Path(path).exists() for path in parted(choice)))

    def add_recent(self, kind: str, path: str) -> None:
        """Put ``path`` at the head of the recent ones."""
        others = [known for known in self._paths(kind) if known != path]
        self._store.setValue(f"recent/{kind}", "\n".join([path, *others][:_RECENT]))

    def preset(self, game: str) -> str:
        """The preset that was chosen last for ``game``, empty at first."""
        return self._text(f"preset/{game}")

    def set_preset(self, game: str, name: str) -> None:
        """Remember the chosen preset."""
        self._store.setValue(f"preset/{game}", name)

    @property
    def offered_clean_up(self) -> int:
        """How many unnamed runs there were when a clean-up was offered or made last."""
        kept = self._text("clean_up")
        return int(kept) if kept.isdecimal() else 0

    @offered_clean_up.setter
    def offered_clean_up(self, count: int) -> None:
        self._store.setValue("clean_up", str(count))

    @property
    def last_game(self) -> str:
        """The game whose tab was on show last, empty at first."""
        return self._text("game")

    @last_game.setter
    def last_game(self, game: str) -> None:
        self._store.setValue("game", game)

    def state(self, name: str) -> QByteArray:
        """A stored geometry or layout, empty if there is none."""
        kept = self._store.value(f"layout/{name}")
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def set_state(self, name: str, state: QByteArray) -> None:
        """Remember a geometry or layout."""
        self._store.setValue(f"layout/{name}", state)

    def forget_layout(self) -> None:
        """Drop every stored geometry and layout."""
        self._store.remove("layout")

    def _text(self, key: str) -> str:
        kept = self._store.value(key, "")
        return kept if isinstance(kept, str) else ""

    def _paths(self, kind: str) -> list[str]:
        return [path for path in self._text(f"recent/{kind}").split("\n") if path]
