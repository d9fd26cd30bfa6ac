"""What an image tab shows before there is a run: where to drop a folder, and demos one click away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganviz.app.icons import icon
from ganviz.app.images.demos import Demo, demos
from ganviz.app.labels import folder_names
from ganviz.app.palette import DARK, Palette
from ganviz.app.preferences import parted
from ganviz.app.units import px
from ganviz.settings.image_names import LAYOUTS
from ganviz.settings.registry import Entry

_RECENT = 3


class Welcome(QWidget):
    """An invitation.

    Signals:
        preset_chosen: the preset of a demo set.
        folder_wanted: a folder is to be chosen; True for two of them.
        path_chosen: a folder of earlier, or two of them as one choice.
    """

    preset_chosen = Signal(str)
    folder_wanted = Signal(bool)
    path_chosen = Signal(str)

    def __init__(self, entry: Entry, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.welcome")
        self._entry, self._name, self._palette = entry, f"{prefix}.welcome", DARK
        self._glyph = QLabel(self)
        self._recent = QVBoxLayout()
        self._recent_title = self._label(self.tr("Recent folders"), "secondary")
        self._lay_out()
        self.show_recent(())

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(20))
        column.setSpacing(px(10))
        column.addStretch(3)
        column.addWidget(self._glyph, 0, middle)
        column.addWidget(self._label(self.tr("Drop a folder of images here, or try the demo"), "headline"))
        column.addWidget(self._label(QCoreApplication.translate("settings", self._entry.help), "secondary"))
        column.addSpacing(px(8))
        offered = [self._demo(demo) for demo in demos(self._entry.id)]
        self.setFocusProxy(offered[0])
        column.addLayout(self._row(offered))
        column.addLayout(self._row(self._folders()))
        column.addSpacing(px(4))
        column.addWidget(self._label(self._layouts(), "faint"))
        column.addStretch(2)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        column.addStretch(1)

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", role)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        return label

    def _row(self, buttons: Sequence[QPushButton]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _demo(self, demo: Demo) -> QPushButton:
        button = self._button(f"demo.{demo.preset}", "play", self.tr("Demo: {name}").format(name=demo.title), demo.help)
        button.setProperty("role", "primary")
        button.setIcon(icon("play", "on_accent"))
        button.setProperty("preset", demo.preset)
        button.clicked.connect(self._on_demo_clicked)
        return button

    def _folders(self) -> list[QPushButton]:
        one = self._button("folder", "folder-open-outline", self.tr("Open folder…"),
                           self.tr("Choose one folder that holds all images"))
        two = self._button("folders", "folder-multiple-outline", self.tr("Two folders…"),
                           self.tr("Choose the folder of side A, then that of side B"))
        one.clicked.connect(self._on_folder_clicked)
        two.clicked.connect(self._on_folders_clicked)
        return [one, two]

    def _button(self, name: str, glyph: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(icon(glyph), f" {text}", self)  # glyphs fill their squares
        button.setObjectName(f"{self._name}.{name}")
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setIconSize(QSize(px(16), px(16)))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _layouts(self) -> str:
        known = [QCoreApplication.translate("settings", entry.title) for entry
                 in LAYOUTS[self._entry.facts["kind"]].values()]
        return self.tr("Recognised by itself: {layouts}").format(layouts="  ·  ".join(known))

    def show_recent(self, choices: Sequence[str]) -> None:
        """Offer folders of earlier; two that were chosen together are one choice."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._recent_title.setVisible(bool(choices))
        for number, choice in enumerate(choices[:_RECENT]):
            button = self._button(f"recent.{number}", "history", folder_names(choice), "\n".join(parted(choice)))
            button.setProperty("choice", choice)
            button.setFlat(True)
            button.clicked.connect(self._on_recent_clicked)
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        self._palette = palette
        self._glyph.setPixmap(icon("image-multiple-outline").pixmap(px(44), px(44)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame: here something can be dropped."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._palette.hairline), px(2))
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(self._palette.plot))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 10, 10)

    def _on_demo_clicked(self) -> None:
        self.preset_chosen.emit(str(self.sender().property("preset")))

    def _on_folder_clicked(self) -> None:
        self.folder_wanted.emit(False)

    def _on_folders_clicked(self) -> None:
        self.folder_wanted.emit(True)

    def _on_recent_clicked(self) -> None:
        self.path_chosen.emit(str(self.sender().property("choice")))
