"""Where things are kept that can be made again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """``GANVIZ_CACHE`` if it is set, else the user's cache folder; anything in it may be deleted at any time."""
    from platformdirs import user_cache_path

    named = os.environ.get("GANVIZ_CACHE")
    return Path(named) if named else user_cache_path("ganviz", appauthor=False)
