"""Short texts that several parts of the window make."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from ganviz.app.plots.text import QT_TRANSLATE_NOOP
from ganviz.training.folder.request import Request
from ganviz.training.messages import WriterInfo

_ASKED = {Request.PAUSE: QT_TRANSLATE_NOOP("words", "asked to pause …"),
          Request.GO_ON: QT_TRANSLATE_NOOP("words", "asked to go on …")}
_SPANS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_SIZES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def plain_text(action: QAction) -> str:
    """The text of an action without its mnemonic."""
    return action.text().replace("&", "")


def rate_text(rate: float) -> str:
    """So many in a second as short text: one decimal below ten, two below one."""
    if 0 < rate < 10:
        return f"{rate:.1f}" if rate >= 1 else f"{rate:.2f}"
    return f"{rate:,.0f}"


def pace_text(rate: float) -> str:
    """Iterations per second; where one takes longer than that, the seconds of one."""
    if 0 < rate < 1:
        return QCoreApplication.translate("words", "{n} s/it").format(n=f"{1 / rate:.1f}")
    return QCoreApplication.translate("words", "{rate} it/s").format(rate=rate_text(rate))


def writer_text(writer: WriterInfo) -> str:
    """What the process does that writes a run which is only watched here."""
    if not writer.lives:
        return QCoreApplication.translate("words", "free to open")
    if writer.asked is not None:
        return QCoreApplication.translate("words", _ASKED[writer.asked])
    if writer.rate > 0:
        return QCoreApplication.translate("words", "elsewhere, {pace}").format(pace=pace_text(writer.rate))
    return QCoreApplication.translate("words", "training elsewhere" if writer.trains else "resting elsewhere")


def _largest(whole: int) -> tuple[int, str]:
    """The largest unit that so many seconds fill."""
    return next((span for span in _SPANS if whole >= span[0]), _SPANS[-1])


def ago(seconds: float) -> str:
    """A span of time in its largest unit."""
    whole = max(0, int(seconds))
    size, unit = _largest(whole)
    return f"{whole // size} {unit}"


def duration(seconds: float) -> str:
    """A span of time in its largest unit, with the next one where that says more: 2 h 05 min."""
    whole = max(0, round(seconds))
    size, unit = _largest(whole)
    smaller = next((span for span in _SPANS if span[0] < size), None)
    if smaller is None or whole >= 10 * size:
        return f"{whole // size} {unit}"
    return f"{whole // size} {unit} {whole % size // smaller[0]:02} {smaller[1]}"


def size_text(size: float) -> str:
    """A number of bytes in its largest unit."""
    factor, unit = next((step for step in _SIZES if size >= step[0]), _SIZES[-1])
    return f"{size / factor:.1f} {unit}"
