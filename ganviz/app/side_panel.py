"""A panel at the side of a tab: a dock where there is room, an overlay over the picture where there is none."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QMainWindow, QToolButton, QVBoxLayout, QWidget

from ganviz.app.icons import icon
from ganviz.app.units import px


class Grip(QFrame):
    """The slim head of a panel: its name, and a button that hides it. Drag it to move the panel."""

    def __init__(self, title: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "grip")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(self.tr("Drag to move this panel"))
        label = QLabel(title, self)
        label.setProperty("role", "panel")
        self.close_button = QToolButton(self)
        self.close_button.setObjectName(f"{name}.hide")
        self.close_button.setIcon(icon("close"))
        self.close_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.close_button.setToolTip(self.tr("Hide this panel"))
        self.close_button.setAccessibleName(self.tr("Hide {title}").format(title=title))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(14), px(6), px(6), 0)
        layout.addWidget(label, 1)
        layout.addWidget(self.close_button)


class SidePanel(QObject):
    """Owns one panel of a tab, in either of its two places.

    ``toggled`` says whether the panel is open now.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, name: str, content: QWidget, area: Qt.DockWidgetArea, host: QMainWindow) -> None:
        super().__init__(host)
        self._host, self._area, self._content = host, area, content
        self._is_wanted, self._is_narrow = True, False
        self.dock = self._make_dock(title, name)
        self._overlay = QFrame(host)
        self._overlay.setProperty("role", "overlay")
        QVBoxLayout(self._overlay).setContentsMargins(px(2), px(10), px(2), px(2))
        self._overlay.hide()
        host.addDockWidget(area, self.dock)

    def _make_dock(self, title: str, name: str) -> QDockWidget:
        dock = QDockWidget(title, self._host)
        dock.setObjectName(name)
        grip = Grip(title, name, dock)
        grip.close_button.clicked.connect(self._on_close_clicked)
        dock.setTitleBarWidget(grip)
        self._body = QFrame(dock)
        self._body.setProperty("role", "body")
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(px(2), px(4), px(2), px(2))
        layout.addWidget(self._content)
        dock.setWidget(self._body)
        return dock

    @property
    def is_open(self) -> bool:
        """Whether the panel is on show."""
        return not self._overlay.isHidden() if self._is_narrow else not self.dock.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the panel where it is."""
        if self._is_narrow:
            self._overlay.setVisible(is_open)
            self.place()
        else:
            self._is_wanted = is_open
            self.dock.setVisible(is_open)
        self.toggled.emit(is_open)

    def bring_up(self) -> None:
        """Show the panel, before others that share its place."""
        if not self.is_open:
            self.set_open(True)
        self.dock.raise_()

    def set_narrow(self, is_narrow: bool) -> None:
        """Become an overlay, closed at first, or a dock again."""
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        place = self._overlay if is_narrow else self._body
        layout = place.layout()
        assert layout is not None
        layout.addWidget(self._content)
        self._overlay.hide()
        self.dock.setVisible(self._is_wanted and not is_narrow)
        self.toggled.emit(self.is_open)

    def place(self) -> None:
        """Lay the overlay along its side of the host."""
        host = self._host.rect()
        width = min(max(self._content.sizeHint().width(), px(310)), host.width())
        left = host.left() if self._area == Qt.DockWidgetArea.LeftDockWidgetArea else host.right() - width + 1
        self._overlay.setGeometry(QRect(left, host.top(), width, host.height()))
        self._overlay.raise_()

    def close_overlay(self) -> bool:
        """Close the overlay; tell whether there was one."""
        was_open = self._is_narrow and self.is_open
        if was_open:
            self.set_open(False)
        return was_open

    def reset(self) -> None:
        """Back to its side, docked and open."""
        self.dock.setFloating(False)
        self._host.addDockWidget(self._area, self.dock)
        self.set_open(not self._is_narrow)

    def recall(self) -> None:
        """Take over what a restored layout says."""
        self._is_wanted = self.dock.isVisibleTo(self._host)
        self.toggled.emit(self.is_open)

    def _on_close_clicked(self) -> None:
        self.set_open(False)
