"""Between a tab and its canvas: opened for the run on show, and gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QSize, Slot

from ganviz.app.canvas.canvas import Canvas
from ganviz.app.canvas.loans import Loans
from ganviz.app.palette import Palette
from ganviz.settings.image_data import ImageSettings
from ganviz.training.messages import Lend, Progress

if TYPE_CHECKING:
    from ganviz.app.images.tab import ImageTab


class DrawingPage(QObject):
    """Makes a canvas when it is wanted, and lets go of it and of its process.

    Attributes:
        canvas: the canvas, while it is open.
    """

    def __init__(self, tab: ImageTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self.canvas: Canvas | None = None
        self._loans = Loans()

    def toggle(self) -> None:
        """Open the canvas, or go back to the samples."""
        if self.canvas is None:
            self._open()
        else:
            self._on_closed()

    def _open(self) -> None:
        tab = self._tab
        settings, inputs = tab.panel.settings, tab.picture.content.arrays.get("samples.input")
        assert isinstance(settings, ImageSettings)
        channels = 1 if settings.grey_a else 3
        if inputs is None:
            inputs = np.zeros((0, settings.crop_size, settings.crop_size, channels), np.uint8)
        self.canvas = Canvas(tab.prefix, tab.picture.palette_, self._loans, tab.pages)
        self.canvas.closed.connect(self._on_closed)
        self.canvas.loan_wanted.connect(self._on_loan_wanted)
        tab.session.lent.connect(self.canvas.take)
        tab.pages.addWidget(self.canvas)
        self.canvas.open(tab.session.folder, QSize(inputs.shape[2], inputs.shape[1]), inputs,
                         tab.picture.facts.get("samples", ()), channels, lends=not tab.session.read_only)
        if tab.session.progress is not None:
            self.follow(tab.session.progress)
        tab.show_state()
        self.canvas.setFocus()

    def follow(self, progress: Progress) -> None:
        """Tell the canvas how far the run is."""
        if self.canvas is not None:
            self.canvas.follow(progress)

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        if self.canvas is not None:
            self.canvas.set_palette(palette)

    def close(self) -> None:
        """End the generator's process and forget the drawing."""
        canvas, self.canvas = self.canvas, None
        if canvas is not None:
            self._tab.session.lent.disconnect(canvas.take)
            canvas.close_down()
            self._tab.pages.removeWidget(canvas)
            canvas.deleteLater()

    def end(self) -> None:
        """Remove what the trainer, which has ended, had lent."""
        self._loans.close()

    @Slot()
    def _on_closed(self) -> None:
        self.close()
        self._tab.show_state()
        self._tab.setFocus()

    @Slot(object)
    def _on_loan_wanted(self, wanted: Lend) -> None:
        self._tab.session.lend(wanted)
