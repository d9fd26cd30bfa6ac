"""A layout that places widgets in rows and breaks the row where it is full, as words break in a text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Rows of widgets at their preferred sizes.

    ``spread`` lets the first of a row grow and puts the very last at the right end.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = 6, spread: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._spread = gap, spread
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        return sum(_height(row) for row in rows) + self._gap * max(0, len(rows) - 1)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._items]
        return QSize(sum(widths) + self._gap * max(0, len(widths) - 1), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for row in self._rows(rect.width()):
            self._place(row, QRect(rect.left(), top, rect.width(), _height(row)))
            top += _height(row) + self._gap

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        used = width + 1
        for item in self._items:
            needed = item.sizeHint().width()
            if used + self._gap + needed > width:
                rows.append([])
                used = -self._gap
            rows[-1].append(item)
            used += self._gap + needed
        return rows

    def _place(self, row: list[QLayoutItem], area: QRect) -> None:
        left = area.left()
        for item in row:
            size = item.sizeHint().boundedTo(QSize(area.width(), area.height()))
            if self._spread and item is self._items[-1]:
                left = area.right() + 1 - size.width()
            elif self._spread and item is row[0]:
                grown = size.width() + self._left_over(row, area.width())
                size.setWidth(min(item.maximumSize().width(), grown))
            item.setGeometry(QRect(QPoint(left, area.top() + (area.height() - size.height()) // 2), size))
            left += size.width() + self._gap

    def _left_over(self, row: list[QLayoutItem], width: int) -> int:
        return max(0, width - sum(item.sizeHint().width() for item in row) - self._gap * (len(row) - 1))


def _height(row: list[QLayoutItem]) -> int:
    return max(item.sizeHint().height() for item in row)
