"""Whether there is a display to open a window on; Qt would end the process where there is none."""

from __future__ import annotations

import os
import socket
import sys

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
    """Whether ``environment`` names a platform, a Wayland display, or an X display that answers."""
    if environment.get("QT_QPA_PLATFORM") or environment.get("WAYLAND_DISPLAY"):
        return True
    return _answers(environment.get("DISPLAY", ""))


def _answers(display: str) -> bool:
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
        return probe.connect_ex(place) == 0
