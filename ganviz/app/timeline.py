"""The timeline: from iteration 0 to the newest, with checkpoints, branches and the iteration on show.

Dragging scrubs. ``scrubbed`` carries an iteration, or None for the present, at most 30 times a second.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganviz.app.units import px
from ganviz.training.messages import BranchInfo, Progress

_SCRUB_MILLISECONDS = 33


class Timeline(QWidget):
    """Shows the past of a run and lets a drag, a click or a key go there."""

    scrubbed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.newest, self._written = 0, 0
        self.viewing: int | None = None
        self._checkpoints: tuple[int, ...] = ()
        self._ghosts: tuple[BranchInfo, ...] = ()
        self._dragging = False
        self._wanted: int | None = None
        self._is_sent = True
        self._throttle = QTimer(self)
        self._throttle.setInterval(_SCRUB_MILLISECONDS)
        self._throttle.setSingleShot(True)
        self._throttle.timeout.connect(self._on_throttle_timeout)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName("transport.timeline")
        self.setAccessibleName(self.tr("Timeline"))
        self.setToolTip(self.tr("Drag to look at an earlier iteration; Page Up and Page Down go by a tenth, Home and "
                                "End to the first and the newest. The run is not disturbed."))

    def clear(self) -> None:
        """Show a run that has no past."""
        self.newest, self._written, self.viewing = 0, 0, None
        self._checkpoints, self._ghosts = (), ()
        self.update()

    def show_progress(self, progress: Progress) -> None:
        """Show where the run stands."""
        self.newest = progress.iteration
        self._written = progress.writer.iteration if progress.writer is not None else 0
        self._checkpoints = progress.checkpoints
        self._ghosts = tuple(branch for branch in progress.branches
                             if branch.id != progress.branch and branch.end > branch.start)
        if not self._dragging:
            self.viewing = progress.viewing
        self.update()

    def show_viewing(self, viewing: int | None) -> None:
        """Put the handle on ``viewing``, or on the newest iteration."""
        if not self._dragging and viewing != self.viewing:
            self.viewing = viewing
            self.update()

    @property
    def end(self) -> int:
        """The last iteration on the scale: that of the longest branch, or what another process has written."""
        return max([self.newest, self._written, 1, *(branch.end for branch in self._ghosts)])

    @property
    def shown(self) -> int:
        """The iteration under the handle."""
        return self.newest if self.viewing is None else self.viewing

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(px(240), px(36))

    def minimumSizeHint(self) -> QSize:
        """Still of use when it is narrow."""
        return QSize(px(80), px(36))

    # --- the hand ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to scrub."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self._scrub_to(self._iteration_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub along."""
        if self._dragging:
            self._scrub_to(self._iteration_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the scrub exactly where the hand let go."""
        if self._dragging:
            self._dragging = False
            self._throttle.stop()
            self._scrub_to(self._iteration_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys go by a tenth, Home and End to the ends; left and right are the window's steps."""
        tenth = max(1, self.newest // 10)
        moves = {Qt.Key.Key_PageUp: -tenth, Qt.Key.Key_PageDown: tenth,
                 Qt.Key.Key_Home: -self.newest, Qt.Key.Key_End: self.newest}
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self._scrub_to(self.shown + move)

    def _scrub_to(self, iteration: int) -> None:
        inside = max(0, min(iteration, self.newest))
        self.viewing = None if inside >= self.newest else inside
        self._wanted, self._is_sent = self.viewing, False
        if not self._throttle.isActive():
            self._send_wanted()
        self.update()

    def _on_throttle_timeout(self) -> None:
        if not self._is_sent:
            self._send_wanted()

    def _send_wanted(self) -> None:
        self._is_sent = True
        self._throttle.start()
        self.scrubbed.emit(self._wanted)

    def _iteration_at(self, x: float) -> int:
        left, right = self._ends()
        return round((x - left) / max(1.0, right - left) * self.end)

    # --- the picture ---

    def _ends(self) -> tuple[float, float]:
        return px(9), self.width() - px(9)

    def _x(self, iteration: int) -> float:
        left, right = self._ends()
        return left + (right - left) * min(iteration, self.end) / self.end

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the track, the other branches, the checkpoints and the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        self._paint_track(painter, middle)
        for lane, branch in enumerate(self._ghosts[-2:]):
            self._paint_ghost(painter, branch, middle - px(7) * (lane + 1))
        self._paint_checkpoints(painter, middle)
        self._paint_handle(painter, middle)
        painter.end()

    def _paint_track(self, painter: QPainter, middle: float) -> None:
        thick = px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        for end, brush in ((self.end, self.palette().mid()), (self.newest, self._faded_accent()),
                           (self.shown, self.palette().accent())):
            start = self._x(0)
            painter.setBrush(brush)
            painter.drawRoundedRect(QRectF(start, middle - thick / 2, self._x(end) - start, thick), 2, 2)

    def _faded_accent(self) -> QColor:
        colour = QColor(self.palette().accent().color())
        colour.setAlpha(96)
        return colour

    def _paint_ghost(self, painter: QPainter, branch: BranchInfo, height: float) -> None:
        pen = QPen(self.palette().placeholderText().color(), 1.5)
        pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        fork, end = self._x(branch.start), self._x(branch.end)
        bend = min(fork + px(6), end)
        painter.drawLine(QPointF(fork, self.height() / 2), QPointF(bend, height))
        painter.drawLine(QPointF(bend, height), QPointF(end, height))

    def _paint_checkpoints(self, painter: QPainter, middle: float) -> None:
        painter.setPen(QPen(self.palette().placeholderText().color(), 1.5))
        for iteration in self._checkpoints:
            x = self._x(iteration)
            painter.drawLine(QPointF(x, middle + px(5)), QPointF(x, middle + px(10)))

    def _paint_handle(self, painter: QPainter, middle: float) -> None:
        centre, radius = QPointF(self._x(self.shown), middle), px(14) / 2
        painter.setPen(QPen(self.palette().accent(), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().text())
        painter.drawEllipse(centre, radius, radius)
