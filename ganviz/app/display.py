"""Whether there is a display to open a window on; Qt would end the process where there is none."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

from ganviz.settings.errors import UserError

_SECONDS = 2.0


def require_display() -> None:
    """Return if a window can be opened.

    Raises:
        UserError: if no display is found; names the command that needs none.
    """
    if sys.platform.startswith("linux") and not has_display(dict(os.environ)):
        raise UserError("no display was found; start ganviz from a desktop, or take a picture without one: "
                        "ganviz --screenshot FILE --iterations N")


def has_display(environment: dict[str, str]) -> bool:
    """Whether ``environment`` names a platform, or a Wayland or an X display that answers."""
    if environment.get("QT_QPA_PLATFORM"):
        return True
    return _wayland_answers(environment) or _x_answers(environment.get("DISPLAY", ""))


def _wayland_answers(environment: dict[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    place = Path(environment.get("XDG_RUNTIME_DIR", ""), name)  # a name that is a path stands for itself
    return bool(name) and _connects(socket.AF_UNIX, str(place))


def _x_answers(display: str) -> bool:
    host, _, screen = display.rpartition(":")
    number = screen.partition(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        places = (f"\0/tmp/.X11-unix/X{number}", f"/tmp/.X11-unix/X{number}")
        return any(_connects(socket.AF_UNIX, place) for place in places)
    return _connects(socket.AF_INET, (host, 6000 + int(number)))


def _connects(family: socket.AddressFamily, place: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_SECONDS)
        try:
            probe.connect(place)
        except OSError:  # nobody there, or a host that nobody knows
            return False
    return True
