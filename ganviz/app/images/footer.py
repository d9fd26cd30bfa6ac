"""The line below the pictures: pace on the left, what is under the pointer on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganviz.app.form.title import Title
from ganviz.app.images.pace_line import Speed, memory
from ganviz.app.images.sheet import Sheet
from ganviz.app.palette import Palette
from ganviz.app.panels.colourbar import ColourBar
from ganviz.app.plots.text import fixed, scaled
from ganviz.app.units import px
from ganviz.app.words import duration, rate_text

_DOT = "  ·  "
_SPACING = 12
_APART = _SPACING + 8
"""What both texts lose to the room between and beside them."""


class Footer(QWidget):
    """Two quiet texts in tabular figures, and between them the colours of D while its patches are shown."""

    def __init__(self, prefix: str, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = ColourBar(palette, self)
        self.bar.setObjectName(f"{prefix}.colourbar")
        self.bar.hide()
        self.pace, self.reading = QLabel(self), Title(parent=self)
        self.pace.setObjectName(f"{prefix}.pace")
        self.pace.setAccessibleName(self.tr("Pace of the run"))
        self.pace.setToolTip(self.tr("Passes through the data, images in a second, and the time until the schedule has "
                                     "taken the learning rate to zero. Then how much main memory the trainer's process "
                                     "has; not that of a GPU."))
        self._speed, self._memory = Speed(None, None, None), 0
        self.reading.setObjectName(f"{prefix}.readout")
        self.reading.setAccessibleName(self.tr("Values at the pointer"))
        for label in (self.pace, self.reading):
            label.setProperty("role", "secondary")
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self.restyle()

    def _lay_out(self) -> None:
        """The colours have a line of their own: beside both texts there is no room for them."""
        texts = QHBoxLayout()
        texts.setSpacing(px(_SPACING))
        texts.addWidget(self.pace)
        texts.addWidget(self.reading, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(2), 0, px(2), 0)
        column.setSpacing(px(4))
        column.addWidget(self.bar)
        column.addLayout(texts)

    def restyle(self) -> None:
        """Take over the font."""
        for part in (self.pace, self.reading, self.bar):
            part.setFont(scaled(self.font(), 0.95))
        self.bar.setMinimumWidth(px(190))

    def show_speed(self, speed: Speed) -> None:
        """Say what is known of the pace."""
        self._speed = speed
        self._tell()

    def show_memory(self, size: int) -> None:
        """Say how much memory the trainer has, in bytes; nothing for 0."""
        self._memory = size
        self._tell()

    def _tell(self) -> None:
        speed, parts = self._speed, []
        if speed.epoch is not None:
            parts.append(self.tr("epoch {n}").format(n=f"{speed.epoch:,.1f}"))
        if speed.images is not None:
            parts.append(self.tr("{n} images/s").format(n=rate_text(speed.images)))
        if speed.left is not None:
            parts.append(self.tr("{span} left").format(span=duration(speed.left)))
        if self._memory:
            labelled = [*parts, self.tr("memory {size}").format(size=memory(self._memory))]
            parts = labelled if self._has_room(_DOT.join(labelled)) else [*parts, memory(self._memory)]
        self.pace.setText(_DOT.join(parts))

    def _has_room(self, text: str) -> bool:
        """Whether a text fits beside the hint, so that it need not change with the pointer."""
        metrics = self.pace.fontMetrics()
        return metrics.horizontalAdvance(text) + metrics.horizontalAdvance(self._hint()) + px(_APART) <= self.width()

    def _hint(self) -> str:
        return self.tr("Wheel zooms all, drag moves, A shows all")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._tell()

    def show_pointer(self, sheet: Sheet) -> None:
        """Say what is under the pointer, or what can be done there."""
        self.reading.setText("   ".join(self._pieces(sheet)) or self._hint())

    def _pieces(self, sheet: Sheet) -> list[str]:
        under, content = sheet.under, sheet.content
        if under is None:
            return []
        height, width = content.shape(under.column)
        row, column = (min(size - 1, max(0, int(share * size)))
                       for share, size in ((under.at.y(), height), (under.at.x(), width)))
        pieces = [f"({column}, {row})"]
        pixels = content.pixels(under.column, under.cell.sample)
        if pixels is not None:
            pieces.append(" ".join(f"{value:3d}" for value in pixels[row, column]))
        if "difference" in sheet.over and under.column.heat:
            error = content.value(under.column.heat, under.cell.sample, (row, column))
            pieces += [f"|Δ| {fixed(error, 2)}"] if error is not None else []
        place = sheet.logit()
        if place is not None:
            judged = content.value(under.column.patches, under.cell.sample, place)
            assert judged is not None
            pieces.append(self.tr("D {value} on {n} × {n} px").format(value=fixed(judged, 2),
                                                                      n=round(content.patches.patch)))
        return pieces
