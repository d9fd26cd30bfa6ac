"""What stands in the middle of ALI's tab: where the data come from, and the picture of the form that is played."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ganviz.app.ali_images.picture import ImagesPicture
from ganviz.app.palette import Palette
from ganviz.app.panels.chips import ChipBar
from ganviz.app.plots.picture_ali import PictureALI
from ganviz.app.units import px
from ganviz.training.messages import Report


class ALIStage(QWidget):
    """The twin planes for points, and the pictures for images.

    Signals:
        preset_wanted: the id of a preset to begin with.
        folder_wanted: a folder of images is to be chosen.
        file_chosen: the path of a file of arrays to begin with.
    """

    preset_wanted = Signal(str)
    folder_wanted = Signal()
    file_chosen = Signal(str)

    def __init__(self, prefix: str = "gameali", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points, self.images = PictureALI(prefix), ImagesPicture(prefix)
        self._stack = QStackedWidget(self)
        for view in (self.points, self.images):
            self._stack.addWidget(view)
        self.grid25, self.digits, self.icons, self.folder, self.file = (
            self._button(f"{prefix}.data.{name}") for name in ("points", "digits", "icons", "folder", "file"))
        self.grid25.clicked.connect(self._on_points)
        self.digits.clicked.connect(self._on_digits)
        self.icons.clicked.connect(self._on_icons)
        self.folder.clicked.connect(self.folder_wanted)
        self.file.clicked.connect(self._on_file)
        self._build()
        self._retranslate()
        self.setFocusProxy(self.points)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        return button

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(6))
        for button in (self.grid25, self.digits, self.icons, self.folder, self.file):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    # --- what the tab calls --------------------------------------------------------------------------------

    @property
    def shown(self) -> PictureALI | ImagesPicture:
        """The picture of the form that is played."""
        return self.images if self._stack.currentWidget() is self.images else self.points

    @property
    def chips(self) -> ChipBar:
        """The layers of points."""
        return self.points.chips

    @property
    def updates(self) -> int:
        """How many reports with something to show were handed to paint."""
        return self.shown.updates

    def set_facts(self, facts: Mapping[str, Any]) -> None:
        """Take what is known of the game, and show its form."""
        self._stack.setCurrentWidget(self.images if facts.get("form") == "images" else self.points)
        self.setFocusProxy(self.shown)
        self.shown.set_facts(facts)

    def set_running(self, running: bool) -> None:
        """Whether the run plays."""
        self.shown.set_running(running)

    def request(self, now: float, generation: int = 0) -> dict[str, dict[str, Any]]:
        """The layers to ask for at ``now`` (seconds)."""
        return self.shown.request(now, generation)

    def apply(self, report: Report) -> None:
        """Show an answer."""
        self.shown.apply(report)

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self.points.set_palette(palette)
        self.images.set_palette(palette)

    # --- where the data come from --------------------------------------------------------------------------

    @Slot()
    def _on_points(self) -> None:
        self.preset_wanted.emit("relativistic")

    @Slot()
    def _on_digits(self) -> None:
        self.preset_wanted.emit("digits")

    @Slot()
    def _on_icons(self) -> None:
        self.preset_wanted.emit("icons-32")

    @Slot()
    def _on_file(self) -> None:
        path = QFileDialog.getOpenFileName(self, self.tr("Open a file of images (IDX, CIFAR, NPY, NPZ)"))[0]
        if path:
            self.file_chosen.emit(path)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        texts = {
            self.grid25: (self.tr("Grid of 25"), self.tr("Begin a new run on points in the plane.")),
            self.digits: (self.tr("Demo digits"), self.tr("Begin a new run on digits that are drawn here, without a "
                                                          "download.")),
            self.icons: (self.tr("Demo icons"), self.tr("Begin a new run on coloured icons that are drawn here.")),
            self.folder: (self.tr("Image folder …"), self.tr("Begin a new run on a folder of images; folders in it "
                                                              "become classes.")),
            self.file: (self.tr("Image file …"), self.tr("Begin a new run on a file of arrays: IDX as of MNIST, "
                                                          "CIFAR's binary batches, NPY or NPZ."))}
        for button, (text, tip) in texts.items():
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(tip)
