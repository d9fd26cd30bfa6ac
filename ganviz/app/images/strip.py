"""The history strip: what G made of the chosen sample, from early to now; a click looks back to one of them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.palette import Palette
from ganviz.app.plots.text import count, scaled, unit_of

_SIDE, _GAP, _TOP = 56.0, 6.0, 2.0
_KEYS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class Placed(NamedTuple):
    """A picture, of which iteration it is, and where it stands."""

    iteration: int
    image: QImage
    rect: QRectF


class Strip(QWidget):
    """Small pictures with their iterations; the newest one stands at the right end.

    Signals:
        wanted: the iteration of a picture that was clicked; None for the newest, which stands for the present.
    """

    wanted = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self.moments: list[tuple[int, QImage]] = []
        self._viewing: int | None = None
        self._under: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("History of a sample"))
        self.setToolTip(self.tr("What the generator made of the chosen sample, from early to now. Click a picture to "
                                "look back at its iteration, the newest to see the present; Page Up and Page Down go "
                                "from one to the next. Click a sample of the grid to choose it, or press Up or "
                                "Down there."))

    def show_moments(self, moments: list[tuple[int, QImage]]) -> None:
        """Show these iterations and pictures."""
        self.moments = moments
        self.update()

    def show_viewing(self, viewing: int | None) -> None:
        """Mark the picture of the iteration that is looked at, if there is one."""
        if viewing != self._viewing:
            self._viewing = viewing
            self.update()

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        self._palette = palette
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round((_SIDE + _TOP + 18) * unit_of(self.font())))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def shown(self) -> list[tuple[int, QImage]]:
        """As many moments as there is room for, spread over all, the first and the newest among them."""
        unit = unit_of(self.font())
        room = max(2, int((self.width() + _GAP * unit) // ((_SIDE + _GAP) * unit)))
        last = len(self.moments) - 1
        if last < room:
            return self.moments
        return [self.moments[round(k * last / (room - 1))] for k in range(room)]

    def placed(self) -> list[Placed]:
        """The same, each where it stands."""
        unit, found = unit_of(self.font()), list[Placed]()
        left, high = _TOP * unit, _SIDE * unit
        for iteration, image in self.shown():
            wide = min(high * image.width() / max(1, image.height()), 2 * high)
            found.append(Placed(iteration, image, QRectF(left, _TOP * unit, wide, high)))
            left += wide + _GAP * unit
        return found

    # --- the hand ------------------------------------------------------------------------------------------

    def _find(self, at: QPointF) -> int | None:
        """The place of the picture there, or just below it, where its iteration is written."""
        below = self.height()
        return next((place for place, each in enumerate(self.placed())
                     if each.rect.adjusted(0, 0, 0, below).contains(at)), None)

    def _go_to(self, place: int) -> None:
        shown = self.shown()
        is_newest = place == len(shown) - 1
        wanted = None if is_newest else shown[place][0]
        if wanted != self._viewing:
            self.wanted.emit(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look back to the picture that is clicked."""
        found = self._find(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._go_to(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that the picture under the pointer can be clicked."""
        self._hover(self._find(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Show nothing under the pointer."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, place: int | None) -> None:
        if place != self._under:
            self._under = place
            self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys go to the picture before and after, Home to the first; every other key is left to the window."""
        key, shown = Qt.Key(event.key()), self.shown()
        if not shown or (key not in _KEYS and key is not Qt.Key.Key_Home):
            super().keyPressEvent(event)
        else:
            here = len(shown) - 1 if self._viewing is None else self._marked(shown)
            self._go_to(0 if key is Qt.Key.Key_Home else min(max(0, here + _KEYS[key]), len(shown) - 1))

    def _marked(self, shown: list[tuple[int, QImage]]) -> int:
        """The newest picture up to the iteration that is looked at."""
        before = [place for place, (iteration, _) in enumerate(shown) if iteration <= (self._viewing or 0)]
        return before[-1] if before else 0

    # --- the picture ---------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(scaled(self.font(), 0.8))
        placed = self.placed()
        for place, each in enumerate(placed):
            painter.drawImage(each.rect, each.image)
            self._paint_frame(painter, each, place, place == len(placed) - 1)
            self._paint_iteration(painter, each, place == len(placed) - 1)

    def _paint_frame(self, painter: QPainter, each: Placed, place: int, is_newest: bool) -> None:
        """The accent marks what is looked at and, with the keyboard's focus, the present."""
        unit, palette = unit_of(self.font()), self._palette
        is_marked = each.iteration == self._viewing or (self.hasFocus() and is_newest and self._viewing is None)
        colour, wide = (palette.generated if is_newest else palette.hairline), 1.0
        if is_marked or place == self._under:
            colour, wide = (palette.accent if is_marked else palette.text), 2 * unit
        painter.setPen(QPen(QColor(colour), wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(each.rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_iteration(self, painter: QPainter, each: Placed, is_newest: bool) -> None:
        """In full, as everywhere; in short where that has no room."""
        unit, rect = unit_of(self.font()), each.rect
        text = f"{each.iteration:,}"
        if QFontMetricsF(painter.font()).horizontalAdvance(text) > rect.width() + _GAP * unit / 2:
            text = count(float(each.iteration))
        painter.setPen(QColor(self._palette.secondary if is_newest else self._palette.faint))
        painter.drawText(QRectF(rect.left() - _GAP * unit / 2, rect.bottom() + unit, rect.width() + _GAP * unit,
                                16 * unit), Qt.AlignmentFlag.AlignCenter, text)
