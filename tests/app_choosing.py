"""Choosing images in the real window: dropped onto it, and the report that follows."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton

from ganviz.app.dialogs.image_report import ImageReport
from tests.app_support import Driven


def drop(driven: Driven, *paths: Path) -> bool:
    """Drag folders or files onto the window; tell whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                               Qt.KeyboardModifier.NoModifier)
    entering.ignore()
    driven.window.dragEnterEvent(entering)
    if entering.isAccepted():
        driven.window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                                           Qt.KeyboardModifier.NoModifier))
    return entering.isAccepted()


def reported(driven: Driven) -> ImageReport:
    """The report, once it is there."""
    chooser = driven.window.tab.chooser
    driven.until(lambda: chooser.dialog is not None)
    return chooser.dialog


def press(dialog: ImageReport, name: str) -> None:
    """Press a button of it."""
    dialog.findChild(QAbstractButton, name).click()
