"""The tools of the canvas: pencil and eraser, the width of the line, the colours, the way back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from ganviz.app.canvas.drawing import Drawing, Pen
from ganviz.app.canvas.ink_box import InkBox
from ganviz.app.icons import icon
from ganviz.app.palette import Palette
from ganviz.app.plots.text import QT_TRANSLATE_NOOP
from ganviz.app.units import px

_COLOURS = 9
"""How many colours have a digit as their key."""
_WIDEST = 32


@dataclass(frozen=True, slots=True)
class Tool:
    """A button and its keys (texts in the context ``Tools``); ``does`` is a method of ``Tools``."""

    id: str
    text: str
    tip: str
    icon: str
    keys: tuple[str, ...]
    does: str
    checkable: bool = False


TOOLS = (
    Tool("pencil", QT_TRANSLATE_NOOP("Tools", "Pencil"),
         QT_TRANSLATE_NOOP("Tools", "Draw in the chosen colour"), "pencil", ("P",), "use_pencil", True),
    Tool("eraser", QT_TRANSLATE_NOOP("Tools", "Eraser"),
         QT_TRANSLATE_NOOP("Tools", "Draw in the colour of the paper"), "eraser", ("E",), "use_eraser", True),
    Tool("undo", QT_TRANSLATE_NOOP("Tools", "Undo"),
         QT_TRANSLATE_NOOP("Tools", "Take back the newest stroke"), "undo", ("Ctrl+Z",), "undo"),
    Tool("redo", QT_TRANSLATE_NOOP("Tools", "Redo"),
         QT_TRANSLATE_NOOP("Tools", "Draw again what was taken back"), "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Tool("clear", QT_TRANSLATE_NOOP("Tools", "Clear"),
         QT_TRANSLATE_NOOP("Tools", "Begin with an empty paper; can be undone"), "trash-can-outline", ("Del",),
         "clear"),
    Tool("thinner", QT_TRANSLATE_NOOP("Tools", "Thinner"),
         QT_TRANSLATE_NOOP("Tools", "A thinner line"), "minus", ("[",), "thinner"),
    Tool("wider", QT_TRANSLATE_NOOP("Tools", "Wider"),
         QT_TRANSLATE_NOOP("Tools", "A wider line"), "plus", ("]",), "wider"),
)
_BUTTONS = ("pencil", "eraser", "", "undo", "redo", "clear")
"""The tools with a button; a gap stands for the slider and what room there is."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Tools", text)


class Tools(QWidget):
    """Two rows of controls over a drawing.

    Signals:
        pen_changed: the pen to draw with.
    """

    pen_changed = Signal(object)

    def __init__(self, drawing: Drawing, prefix: str, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.tools")
        self._drawing, self._prefix = drawing, prefix
        self.actions_ = {tool.id: self._action(tool, parent) for tool in TOOLS}
        group = QActionGroup(self)
        for name in ("pencil", "eraser"):
            group.addAction(self.actions_[name])
        self._add_digits(parent)
        self.width_ = self._slider()
        self.pixels = QLabel(self)
        self.pixels.setProperty("role", "secondary")
        self.inks = InkBox(f"{prefix}.inks", palette, self)
        self._lay_out()
        self.inks.chosen.connect(self._on_ink_chosen)
        self.width_.valueChanged.connect(self._on_width_changed)
        drawing.changed.connect(self._on_drawing_changed)
        self.actions_["pencil"].setChecked(True)
        self._on_drawing_changed()

    def _action(self, tool: Tool, owner: QWidget) -> QAction:
        action = QAction(icon(tool.icon), _tr(tool.text), owner)
        action.setObjectName(f"{self._prefix}.{tool.id}")
        action.setShortcuts([QKeySequence(keys) for keys in tool.keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
        action.setToolTip(f"{_tr(tool.tip)} ({keys})")
        action.setCheckable(tool.checkable)
        action.triggered.connect(getattr(self, tool.does))
        owner.addAction(action)
        return action

    def _add_digits(self, owner: QWidget) -> None:
        for number in range(_COLOURS):
            action = QAction(owner)
            action.setShortcut(QKeySequence(str(number + 1)))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setData(number)
            action.triggered.connect(self._on_digit)
            owner.addAction(action)

    def _slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(f"{self._prefix}.width")
        slider.setAccessibleName(self.tr("Width of the line"))
        slider.setToolTip(self.tr("Width of the line, 1 to {most} pixels of the image ([ and ])")
                          .format(most=_WIDEST))
        slider.setRange(1, _WIDEST)
        slider.setFixedWidth(px(130))
        return slider

    def _lay_out(self) -> None:
        first, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        first.setSpacing(px(4))
        for name in _BUTTONS:
            if name:
                first.addWidget(self._button(name))
            else:
                first.addSpacing(px(8))
                first.addWidget(self.width_)
                first.addWidget(self.pixels)
                first.addStretch(1)
        column.addLayout(first)
        second = QHBoxLayout()
        second.addWidget(self.inks)
        second.addStretch(1)
        column.addLayout(second)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self._prefix}.button.{name}")
        button.setDefaultAction(self.actions_[name])
        button.setAccessibleName(self.actions_[name].text())
        button.setIconSize(QSize(px(18), px(18)))
        return button

    # --- what the tools do ---

    @property
    def pen(self) -> Pen:
        """What a stroke is drawn with."""
        erases = self.actions_["eraser"].isChecked()
        return Pen(self._drawing.paper if erases else self.inks.colour, float(self.width_.value()))

    def begin(self) -> None:
        """Take the colours of the drawing's run, and a width that suits its size."""
        self.inks.show_colours([QColor(*colour) for colour in self._drawing.inks.colours])
        self.width_.setValue(max(1, round(self._drawing.image.width() / 40)))
        self.actions_["pencil"].setChecked(True)
        self._tell()

    def take(self, colour: QColor) -> None:
        """Draw in a colour that was picked from the drawing."""
        self.inks.take(colour)

    def use_pencil(self) -> None:
        """Draw in the chosen colour."""
        self._tell()

    def use_eraser(self) -> None:
        """Draw in the colour of the paper."""
        self._tell()

    def undo(self) -> None:
        """Take back the newest stroke."""
        self._drawing.undo()

    def redo(self) -> None:
        """Draw it again."""
        self._drawing.redo()

    def clear(self) -> None:
        """Begin with an empty paper."""
        self._drawing.clear()

    def thinner(self) -> None:
        """A thinner line."""
        self.width_.setValue(self.width_.value() - 1)

    def wider(self) -> None:
        """A wider line."""
        self.width_.setValue(self.width_.value() + 1)

    def _tell(self) -> None:
        self.pixels.setText(self.tr("{n} px").format(n=self.width_.value()))
        self.pen_changed.emit(self.pen)

    @Slot()
    def _on_digit(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.inks.choose(int(action.data()))

    @Slot(QColor)
    def _on_ink_chosen(self, _colour: QColor) -> None:
        self.actions_["pencil"].setChecked(True)
        self._tell()

    @Slot(int)
    def _on_width_changed(self, _width: int) -> None:
        self._tell()

    @Slot()
    def _on_drawing_changed(self) -> None:
        self.actions_["undo"].setEnabled(self._drawing.can_undo)
        self.actions_["redo"].setEnabled(self._drawing.can_redo)
