"""Pictures in rows, as large as the area allows; one can be pointed at and picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.ali_images.badge import frame, mark
from ganviz.app.palette import DARK, Palette

_GAP, _INSIDE = 3.0, 1.0
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Tiles(QWidget):
    """Cells of one or more pictures each, such as an image beside its reconstruction.

    Args:
        name: its object name.
        title: its accessible name.
        pickable: whether cells can be clicked.

    Attributes:
        marks: letters on picked cells, by their number.

    Signals:
        picked: the number of a cell that was clicked, or chosen with Return.
    """

    picked = Signal(int)

    def __init__(self, name: str, title: str, pickable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.marks: Mapping[int, str] = {}
        self._columns: Sequence[Sequence[QImage]] = ()
        self._captions: Sequence[str] = ()
        self._palette, self._pickable, self._at = DARK, pickable, -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if pickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_images(self, *columns: Sequence[QImage]) -> None:
        """Show cells of as many pictures as there are columns, all of one size."""
        self._columns = columns
        self._at = self._at if self._at < self.count else -1
        self.update()

    def set_marks(self, marks: Mapping[int, str]) -> None:
        """Mark cells with letters."""
        self.marks = marks
        self.update()

    def set_captions(self, captions: Sequence[str]) -> None:
        """Write a few words under each cell."""
        self._captions = captions
        self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self.update()

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self._columns[0]) if self._columns else 0

    def sizeHint(self) -> QSize:
        return QSize(200, 120)

    # --- where things stand --------------------------------------------------------------------------------

    @property
    def _strip(self) -> float:
        """How high the words under a cell are."""
        return float(self.fontMetrics().height()) if self._captions else 0.0

    def _layout(self) -> tuple[int, float]:
        """Cells in a line, and pixels on a side of a picture: the arrangement with the largest pictures."""
        each, wide, high = len(self._columns), self.width(), self.height()
        best = (1, 0.0)
        for beside in range(1, self.count + 1):
            lines = -(-self.count // beside)
            side = min((wide - (beside - 1) * _GAP - beside * (each - 1) * _INSIDE) / (beside * each),
                       (high - (lines - 1) * _GAP) / lines - self._strip)
            best = max(best, (beside, side), key=lambda found: found[1])
        return best

    def rects(self) -> list[list[QRectF]]:
        """The place of each cell's pictures, cell by cell."""
        if not self.count:
            return []
        each, (beside, side) = len(self._columns), self._layout()
        cell = each * side + (each - 1) * _INSIDE
        left = (self.width() - beside * cell - (beside - 1) * _GAP) / 2
        return [[QRectF(left + number % beside * (cell + _GAP) + part * (side + _INSIDE),
                        number // beside * (side + self._strip + _GAP), side, side) for part in range(each)]
                for number in range(self.count)]

    def cell_at(self, place: QPointF) -> int:
        """The number of the cell at a place, -1 for none."""
        return next((number for number, rects in enumerate(self.rects())
                     if any(rect.contains(place) for rect in rects)), -1)

    # --- painting and picking ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, rects in enumerate(self.rects()):
            for column, rect in zip(self._columns, rects, strict=True):
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, rect.width() < column[number].width())
                painter.drawImage(rect, column[number])
            around = rects[0].united(rects[-1])
            if number in self.marks:
                mark(painter, around, self.marks[number], self._palette, self.font())
            elif number == self._at and self.hasFocus():
                frame(painter, around, self._palette.text, self.font())
            if number < len(self._captions):
                self._caption(painter, around, self._captions[number])
        painter.end()

    def _caption(self, painter: QPainter, around: QRectF, text: str) -> None:
        painter.setPen(QColor(self._palette.secondary))
        under = QRectF(around.left() - _GAP, around.bottom(), around.width() + 2 * _GAP, self._strip)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.cell_at(event.position())
        if self._pickable and number >= 0:
            self._at = number
            self.picked.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move, Return picks."""
        if not self._pickable or not self.count:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self.picked.emit(self._at)
        elif event.key() in _KEYS:
            self._at = (self._at + _KEYS[Qt.Key(event.key())]) % self.count
            self.update()
        else:
            super().keyPressEvent(event)
