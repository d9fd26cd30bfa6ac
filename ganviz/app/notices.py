"""Sentences for the user: toasts that come and go, and failures that stay until they are dealt with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganviz.app.icons import icon
from ganviz.app.units import monospaced, px

_MOST = 3
_MILLISECONDS = 6000
_ICONS = {"info": "information-outline", "warning": "alert-outline", "error": "alert-circle-outline"}


@dataclass(frozen=True, slots=True)
class WayOut:
    """A button that mends what the sentence tells of."""

    text: str
    act: Callable[[], None]


class Toast(QFrame):
    """One sentence, with its details behind a button and, where there is one, the way out."""

    closed = Signal(object)

    def __init__(self, level: str, text: str, details: str, way_out: WayOut | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self.setProperty("level", level)
        self.setObjectName(f"toast.{level}")
        self.setAccessibleName(text)
        self.text, self._way_out = text, way_out
        self._details = self._details_box(details)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(14), px(8), px(8), px(8))
        layout.addLayout(self._row(level, text, bool(details)))
        layout.addWidget(self._details)
        if level == "info":
            QTimer.singleShot(_MILLISECONDS, self, self._on_close_clicked)

    def _row(self, level: str, text: str, has_details: bool) -> QHBoxLayout:
        sentence = QLabel(text, self)
        sentence.setWordWrap(True)
        sentence.setProperty("role", "sentence")
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        mark = QLabel(self)
        mark.setPixmap(icon(_ICONS[level], "active").pixmap(px(18), px(18)))
        row = QHBoxLayout()
        row.setSpacing(px(10))
        row.addWidget(mark)
        row.addWidget(sentence, 1)
        if self._way_out is not None:
            row.addWidget(self._way_out_button(self._way_out))
        if has_details:
            row.addWidget(self._details_button())
        row.addWidget(self._close_button())
        return row

    def _way_out_button(self, way_out: WayOut) -> QPushButton:
        button = QPushButton(way_out.text, self)
        button.setObjectName("toast.way_out")
        button.setProperty("role", "primary")
        button.clicked.connect(self._on_way_out_clicked)
        return button

    def _details_box(self, details: str) -> QPlainTextEdit:
        box = QPlainTextEdit(details, self)
        box.setReadOnly(True)
        box.setFont(monospaced(11))
        box.setMaximumHeight(px(180))
        box.setAccessibleName(self.tr("Details"))
        box.hide()
        return box

    def _details_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("toast.details")
        button.setText(self.tr("Details"))
        button.setToolTip(self.tr("Show what happened in full"))
        button.setCheckable(True)
        button.toggled.connect(self._on_details_toggled)
        return button

    def _close_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("toast.close")
        button.setIcon(icon("close"))
        button.setToolTip(self.tr("Close"))
        button.setAccessibleName(self.tr("Close"))
        button.clicked.connect(self._on_close_clicked)
        return button

    def _on_details_toggled(self, on: bool) -> None:
        self._details.setVisible(on)
        self.closed.emit(None)

    def _on_way_out_clicked(self) -> None:
        self._on_close_clicked()
        if self._way_out is not None:
            self._way_out.act()

    def _on_close_clicked(self) -> None:
        self.hide()
        self.closed.emit(self)


class Notices(QObject):
    """The toasts of one window, stacked above its lower edge."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.toasts: list[Toast] = []
        host.installEventFilter(self)

    def tell(self, level: str, text: str, details: str = "", way_out: WayOut | None = None) -> Toast:
        """Show a sentence; ``level`` is info, warning or error. The same sentence is not shown twice."""
        for known in [toast for toast in self.toasts if toast.text == text]:
            self._remove(known)
        toast = Toast(level, text, details, way_out, self._host)
        toast.closed.connect(self._on_closed)
        self.toasts.append(toast)
        for old in self.toasts[:-_MOST]:
            self._remove(old)
        toast.show()
        self.place()
        return toast

    def clear(self) -> None:
        """Take every sentence away."""
        for toast in list(self.toasts):
            self._remove(toast)

    def place(self) -> None:
        """Stack the toasts in the middle above the lower edge of the host."""
        width = min(self._host.width() - px(40), px(640))
        bottom = self._host.height() - px(16)
        for toast in reversed(self.toasts):
            toast.setFixedWidth(width)
            toast.setFixedHeight(max(toast.heightForWidth(width), px(44)))
            toast.move((self._host.width() - width) // 2, bottom - toast.height())
            toast.raise_()
            bottom = toast.y() - px(8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the host."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def _remove(self, toast: Toast) -> None:
        self.toasts.remove(toast)
        toast.hide()
        toast.deleteLater()

    def _on_closed(self, toast: Toast | None) -> None:
        if toast in self.toasts and toast is not None:
            self._remove(toast)
        self.place()
