"""Paints one picture of the sheet with what lies over it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from ganviz.app.images.columns import Column
from ganviz.app.images.content import Content
from ganviz.app.images.zoom import Zoom
from ganviz.app.palette import Palette
from ganviz.app.plots.colours import faded
from ganviz.app.plots.primitives import hair

_SMOOTH = 3.0
"""Pixels of the screen for one of the image from which its squares are shown as such."""
_ROUND = 4.0


@dataclass(frozen=True, slots=True)
class Look:
    """What is the same for every picture.

    Attributes:
        zoom: the part of every image on show.
        over: the layers that are on.
        split: where the slider stands, as a share of the image's width.
        unit: the scale of everything drawn.
    """

    zoom: Zoom
    over: Collection[str]
    split: float
    unit: float


def paint_cell(painter: QPainter, cell: QRectF, column: Column, sample: int, content: Content, look: Look,
               palette: Palette) -> None:
    """Paint the picture, the maps over it, and the slider."""
    image = content.image(column.name, sample)
    painter.save()
    outline = QPainterPath()
    outline.addRoundedRect(cell, _ROUND, _ROUND)
    painter.setClipPath(outline)
    painter.fillRect(cell, QColor(palette.raised))
    whole = look.zoom.whole(cell)
    if image is not None:
        paint_image(painter, whole, image)
        _paint_before(painter, cell, whole, column, sample, content, look, palette)
        _paint_maps(painter, whole, column, sample, content, look)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(hair(QColor(palette.hairline)))
    painter.drawRoundedRect(cell, _ROUND, _ROUND)


def paint_image(painter: QPainter, whole: QRectF, image: QImage) -> None:
    """Paint a whole image, its pixels as squares where they are large."""
    smooth = whole.width() < _SMOOTH * image.width()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(whole, image)


def _paint_maps(painter: QPainter, whole: QRectF, column: Column, sample: int, content: Content, look: Look) -> None:
    heat = content.image(column.heat, sample) if "difference" in look.over else None
    if heat is not None:
        paint_image(painter, whole, heat)
    judged = content.image(column.patches, sample) if "patches" in look.over else None
    if judged is not None:
        part = content.patches.rect((judged.height(), judged.width()), content.shape(column))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(within(whole, part), judged)


def _paint_before(painter: QPainter, cell: QRectF, whole: QRectF, column: Column, sample: int, content: Content,
                  look: Look, palette: Palette) -> None:
    before = content.image(f"samples.{column.before}", sample) if "slider" in look.over and column.before else None
    if before is None:
        return
    x = whole.left() + look.split * whole.width()
    painter.save()
    painter.setClipRect(QRectF(cell.left(), cell.top(), max(0.0, x - cell.left()), cell.height()),
                        Qt.ClipOperation.IntersectClip)
    paint_image(painter, whole, before)
    painter.restore()
    for colour, width in ((palette.plot, 4.0), (palette.accent, 2.0)):
        painter.setPen(QPen(QColor(colour), width * look.unit))
        painter.drawLine(QLineF(x, cell.top(), x, cell.bottom()))
    painter.setPen(QPen(QColor(palette.plot), 1.5 * look.unit))
    painter.setBrush(QColor(palette.accent))
    painter.drawEllipse(QPointF(x, cell.center().y()), 5 * look.unit, 5 * look.unit)


def paint_pointer(painter: QPainter, cell: QRectF, at: QPointF, look: Look, palette: Palette) -> None:
    """A small cross at the same place of every picture of the sample under the pointer."""
    whole = look.zoom.whole(cell)
    x, y = whole.left() + at.x() * whole.width(), whole.top() + at.y() * whole.height()
    painter.save()
    painter.setClipRect(cell)
    arm = 6 * look.unit
    for colour, width in ((faded(palette.plot, 0.8), 3.0), (QColor(palette.text), 1.2)):
        painter.setPen(QPen(colour, width * look.unit))
        painter.drawLine(QLineF(x - arm, y, x + arm, y))
        painter.drawLine(QLineF(x, y - arm, x, y + arm))
    painter.restore()


def paint_field(painter: QPainter, cell: QRectF, field: QRectF, look: Look, palette: Palette) -> None:
    """The frame of what D sees of the picture for the judgement under the pointer."""
    painter.save()
    painter.setClipRect(cell)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    frame = within(look.zoom.whole(cell), field)
    for colour, width in ((faded(palette.plot, 0.8), 4.0), (QColor(palette.accent), 2.0)):
        painter.setPen(QPen(colour, width * look.unit))
        painter.drawRect(frame)
    painter.restore()


def within(whole: QRectF, part: QRectF) -> QRectF:
    """``part``, in shares of ``whole``, in pixels."""
    return QRectF(whole.left() + part.left() * whole.width(), whole.top() + part.top() * whole.height(),
                  part.width() * whole.width(), part.height() * whole.height())
