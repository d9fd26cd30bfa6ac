"""Arithmetic on codes: three slots, G of A - B + C, and how C changes along A - B."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QStackedWidget, QToolButton, QWidget

from ganviz.app.ali_images.pixels import images
from ganviz.app.ali_images.slot import Operand, OperandSlot
from ganviz.app.ali_images.tiles import Tiles
from ganviz.app.icons import icon
from ganviz.app.palette import Palette
from ganviz.app.pick_menu import Pick, PickMenu
from ganviz.app.units import px

_LETTERS = "ABC"


class LatentArithmetic(QWidget):
    """Three slots, filled in turn; the checked one is next.

    Attributes:
        slots: the slots of A, B and C.
        classes: the button that lists classes, for the corner of whoever shows this.

    Signals:
        changed: what a slot holds, or which one is next.
    """

    changed = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slots = [OperandSlot(f"{prefix}.slot{letter}", letter, self) for letter in _LETTERS]
        self.result = Tiles(f"{prefix}.sum", self.tr("G of A − B + C"))
        self.along = Tiles(f"{prefix}.along", self.tr("C moved along A − B"))
        self.empty = QLabel(self)
        self.empty.setObjectName(f"{prefix}.arithmetic.empty")
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "secondary")
        self._names: Sequence[str] = ()
        self._none_held_out = False
        self._make_classes(f"{prefix}.arithmetic.classes")
        self._make_group()
        self._build()
        self._retranslate()

    def _make_classes(self, name: str) -> None:
        self.classes = QToolButton(self)
        self.classes.setObjectName(name)
        self.classes.setIcon(icon("chevron-down"))
        self.classes.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.classes.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = PickMenu(self.tr("Mean of a class"), "sigma", self.tr("No classes"), self._class_picks, self.classes)
        menu.picked.connect(self._on_class_picked)
        self.classes.setMenu(menu)

    def _make_group(self) -> None:
        self._group = QButtonGroup(self)
        for slot in self.slots:
            self._group.addButton(slot)
        self.slots[0].setChecked(True)
        self._group.buttonToggled.connect(self._on_toggled)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        self._results = QStackedWidget(self)
        self._results.addWidget(self.empty)
        results = QWidget(self)
        inner = QHBoxLayout(results)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(12))
        inner.addWidget(self.result)
        inner.addWidget(self.along, 1)
        self._results.addWidget(results)
        top = Qt.AlignmentFlag.AlignTop
        side = self.slots[0].sizeHint().width()
        self.result.setFixedWidth(side)
        for slot, sign in zip(self.slots, "−+=", strict=True):
            row.addWidget(slot, 0, top)
            label = QLabel(sign, self)
            label.setFixedHeight(side)
            row.addWidget(label, 0, top)
        row.addWidget(self._results, 1)

    # --- what it holds -------------------------------------------------------------------------------------

    @property
    def operands(self) -> dict[str, Operand]:
        """What the filled slots hold, by the names that the trainer gives them."""
        return {slot.letter.lower(): slot.operand for slot in self.slots if slot.operand is not None}

    def holds(self, asked: Mapping[str, Any]) -> bool:
        """Whether an answer to these options is of what the slots hold now; a click may have come between."""
        held = self.operands
        return all(asked[name] == held.get(name) for name in _LETTERS.lower() if name in asked)

    @property
    def next(self) -> OperandSlot:
        """The slot that the next image goes into."""
        return next(slot for slot in self.slots if slot.isChecked())

    def begin(self, held: Sequence[tuple[Operand, QImage]] = ()) -> None:
        """Fill the first slots, and empty the others."""
        for place, slot in enumerate(self.slots):
            slot.fill(*(held[place] if place < len(held) else (None,)))
        self.slots[0].setChecked(True)
        self._show_results(False)
        self.changed.emit()

    def put(self, operand: Operand, image: QImage | None = None) -> None:
        """Put an image or a class into the slot that is next; then it is the turn of the slot after it."""
        slot = self.next
        slot.fill(operand, image)
        self.slots[(self.slots.index(slot) + 1) % len(self.slots)].setChecked(True)
        self.changed.emit()

    def set_facts(self, classes: Sequence[str], held_out: int) -> None:
        """Take the names of the classes, and how many images are held out."""
        self._names, self._none_held_out = classes, not held_out
        self.classes.setVisible(len(classes) > 0 and held_out > 0)
        self._retranslate()

    # --- what comes ----------------------------------------------------------------------------------------

    def set_sum(self, parts: Mapping[str, Any]) -> None:
        """Show the trainer's answer."""
        self.set_operands(images(parts["operands"]))
        self.result.set_images(images(parts["result"]))
        first, *others = (f"{strength:g}" for strength in parts["strengths"])
        self.along.set_captions([f"t = {first}", *others])
        self.along.set_images(images(parts["images"]))
        self._show_results(True)

    def set_operands(self, shown: Sequence[QImage]) -> None:
        """Show what the first slots hold, as far as they are filled."""
        for slot, image in zip(self.slots, shown, strict=False):
            if slot.operand is not None:
                slot.set_image(image)

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        for slot in self.slots:
            slot.set_palette(palette)
        self.result.set_palette(palette)
        self.along.set_palette(palette)

    def _advice(self) -> str:
        if self._none_held_out:
            return self.tr("No images are held out, so there is none to pick.")
        return self.tr("Click held-out images above: they become A, B and C in turn. A click on a slot makes it the "
                       "next one.")

    def _show_results(self, there: bool) -> None:
        self._results.setCurrentIndex(int(there))

    # --- what the user does --------------------------------------------------------------------------------

    def _class_picks(self) -> list[Pick]:
        return [Pick(name, name, chosen=self.next.operand == name) for name in self._names]

    @Slot(str)
    def _on_class_picked(self, name: str) -> None:
        self.put(name)

    @Slot()
    def _on_toggled(self) -> None:
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.classes.setText(self.tr("Mean of a class"))
        self.classes.setToolTip(self.tr("Put the mean code of a class into the slot that is next."))
        self.classes.setAccessibleName(self.classes.text())
        self.empty.setText(self._advice())
        for slot in self.slots:
            slot.describe()
