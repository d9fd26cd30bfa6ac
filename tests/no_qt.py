"""A pytest plugin that makes Qt and its friends impossible to import."""

import sys
from importlib.abc import MetaPathFinder

FORBIDDEN = frozenset({"PySide6", "shiboken6", "qtpy", "pyqtgraph", "qtawesome"})


class NoQt(MetaPathFinder):
    """Refuses every import of a forbidden package."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FORBIDDEN:
            raise ImportError(f"{name} is forbidden below the window")


sys.meta_path.insert(0, NoQt())
