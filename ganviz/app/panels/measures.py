"""The measures of a run: what each says, with the noise floor beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ganviz.app.palette import DARK, Palette
from ganviz.app.plots.text import QT_TRANSLATE_NOOP, caps, number, scaled


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table.

    Attributes:
        key: where its value comes from.
        title: its name (context ``Measures``).
        unit: its unit.
        tip: what it says (context ``Measures``).
        shown: the value as text.
        beside: what it compares with as text; None where that is the noise floor.
    """

    key: str
    title: str
    unit: str
    tip: str
    shown: Callable[[float], str] = number
    beside: Callable[[float], str] | None = None


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands over the table (context ``Measures``): how the values are found, and what they compare with."""

    estimator: str
    estimator_tip: str
    beside: str
    beside_tip: str


_DIVERGENCE = QT_TRANSLATE_NOOP("Measures", "Estimated from p_data and the distances to the nearest generated samples "
                                "(after Kozachenko and Leonenko 1987), less what the same estimate reads between "
                                "real samples. For points of your own, p_data is the kernel estimate on show.")
_FLOOR = QT_TRANSLATE_NOOP("Measures", "The noise floor is how far the same estimate scatters between two fresh real "
                           "samples.")

FLOORS = Heads(QT_TRANSLATE_NOOP("Measures", "nearest neighbours"), _DIVERGENCE,
               QT_TRANSLATE_NOOP("Measures", "noise floor"), _FLOOR)

MEASURES = (
    Measure("js", QT_TRANSLATE_NOOP("Measures", "Jensen-Shannon"), "nats",
            QT_TRANSLATE_NOOP("Measures", "Jensen-Shannon divergence between data and generated samples, "
                              "symmetric, from 0 to log 2 = 0.693 nats.")),
    Measure("kl_forward", QT_TRANSLATE_NOOP("Measures", "KL(data ‖ G)"), "nats",
            QT_TRANSLATE_NOOP("Measures", "Kullback-Leibler divergence KL(p_data ‖ p_G) in nats: large where "
                              "the generator misses data. Infinite where 1 % of them lie where it never "
                              "goes: seen from there its nearest samples lie all at one distance, within a "
                              "twentieth; or where its samples lie on a curve.")),
    Measure("kl_reverse", QT_TRANSLATE_NOOP("Measures", "KL(G ‖ data)"), "nats",
            QT_TRANSLATE_NOOP("Measures", "Kullback-Leibler divergence KL(p_G ‖ p_data) in nats: large where "
                              "the generator invents what the data never hold. Infinite where one of its "
                              "samples lies where p_data is zero, or where its samples coincide or lie on "
                              "a curve, so that they have no density.")),
    Measure("w1", QT_TRANSLATE_NOOP("Measures", "Wasserstein-1"), "",
            QT_TRANSLATE_NOOP("Measures", "Wasserstein-1 distance in the data's units: how far mass has to "
                              "be moved, exact between the two samples.")),
    Measure("sw", QT_TRANSLATE_NOOP("Measures", "Sliced W₁"), "",
            QT_TRANSLATE_NOOP("Measures", "Sliced Wasserstein-1 distance: the mean over eight directions of the exact "
                              "distance along each. In the data's units; for points of your own, whose axes may have "
                              "units of their own, in standard deviations σ along each axis.")),
)
GRADIENTS = (
    Measure("grad_norm_d", QT_TRANSLATE_NOOP("Measures", "‖∇D‖"), "",
            QT_TRANSLATE_NOOP("Measures", "Norm of the gradient of D's loss over all of D's weights.")),
    Measure("grad_norm_g", QT_TRANSLATE_NOOP("Measures", "‖∇G‖"), "",
            QT_TRANSLATE_NOOP("Measures", "Norm of the gradient of G's loss over all of G's weights.")),
)
_BY_DIMENSION = {1: "w1", 2: "sw"}


def tr(text: str) -> str:
    """``text`` in the user's language."""
    return QCoreApplication.translate("Measures", text)


def floor_text(floor: float) -> str:
    """A noise floor as short text: floors of divergences get the same four decimals, so that they align."""
    return f"{floor:.4f}" if 1e-4 <= floor < 1 else number(floor)


class _Row:
    """Name, value, unit and floor of one measure."""

    def __init__(self, measure: Measure, name: str, parent: QWidget) -> None:
        self.measure = measure
        roles = ("secondary", "text", "faint", "faint")
        self.title, self.value, self.unit, self.floor = (QLabel(parent) for _role in roles)
        for label, role in zip(self.labels, roles, strict=True):
            label.setProperty("role", role)
        self.value.setObjectName(f"{name}.{measure.key}")
        self.floor.setObjectName(f"{name}.{measure.key}.floor")
        self.unit.setText(measure.unit)
        self.retranslate(None)

    @property
    def labels(self) -> tuple[QLabel, QLabel, QLabel, QLabel]:
        return self.title, self.value, self.unit, self.floor

    def retranslate(self, floor: float | None) -> None:
        self.title.setText(tr(self.measure.title))
        tip = tr(self.measure.tip)
        if self.measure.beside is None and self.measure not in GRADIENTS:
            estimator = f" {tr(_DIVERGENCE)}" if self.measure.unit == "nats" else ""
            tip = f"{tip}{estimator} {tr(_FLOOR)}"
        for label in self.labels:
            label.setToolTip(f"<p>{tip}</p>")
        self.show_floor(floor)

    def show(self, value: float | None) -> None:
        text = "–" if value is None else self.measure.shown(value)
        self.value.setText(text)
        self.value.setAccessibleName(f"{self.title.text()} {text} {self.measure.unit}".strip())

    def show_floor(self, floor: float | None) -> None:
        self.floor.setText("" if floor is None else (self.measure.beside or floor_text)(floor))

    def set_visible(self, on: bool) -> None:
        for label in self.labels:
            label.setVisible(on)


class MeasuresPanel(QWidget):
    """A table of measures in tabular figures, below them ``stats``, which come with every report.

    Args:
        name: its name, where those of its parts begin.
        measures: its rows.
        parent: its parent.
        heads: what stands over it.
        stats: its last rows.
        apart: whether how the values are found has a line of its own.
    """

    def __init__(self, name: str, measures: Sequence[Measure] = MEASURES, parent: QWidget | None = None, *,
                 heads: Heads = FLOORS, stats: Sequence[Measure] = GRADIENTS, apart: bool = False) -> None:
        super().__init__(parent)
        self._heads, self._stats = heads, stats
        self._found_on: tuple[str, Mapping[str, object]] | None = None
        self.setObjectName(name)
        self._palette = DARK
        self._floors: dict[str, float] = {}
        self._left_out: frozenset[str] = frozenset()
        self._heading, self._estimator, self._floor = (QLabel(self) for _part in range(3))
        for label, role in ((self._heading, "secondary"), (self._estimator, "faint"), (self._floor, "faint")):
            label.setProperty("role", role)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        self._estimator.setObjectName(f"{name}.estimator")
        grid.addLayout(self._head(apart), 0, 0, 1, 4)
        if apart:
            grid.addWidget(self._estimator, 1, 0, 1, 4)
        self._rows = {measure.key: _Row(measure, name, self) for measure in (*measures, *stats)}
        for at, row in enumerate(self._rows.values(), start=grid.rowCount()):
            self._place(grid, at, row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._retranslate()
        self._restyle()
        self.clear(2)

    def clear(self, dim: int) -> None:
        """Begin anew with the measures of ``dim`` dimensions."""
        self._floors.clear()
        self._found_on = None
        self._name_estimator()
        for key, row in self._rows.items():
            row.show(None)
            row.show_floor(None)
            row.set_visible(key not in self._left_out
                            and (key not in _BY_DIMENSION.values() or key == _BY_DIMENSION[dim]))

    def leave_out(self, keys: Collection[str]) -> None:
        """From now on hide the rows that say nothing of the present game, and show those hidden before."""
        for key in (self._left_out ^ set(keys)) & self._rows.keys():
            self._rows[key].set_visible(key in self._left_out)
        self._left_out = frozenset(keys)

    def show_rows(self, keys: Collection[str]) -> None:
        """Show these measures alone, and the gradients' norms below them; heads only where they are about some."""
        below = {measure.key for measure in GRADIENTS}
        for key, row in self._rows.items():
            row.set_visible(key in keys or key in below)
        shown = [row.measure for key, row in self._rows.items() if key in keys]
        self._estimator.setVisible(any(measure.unit == "nats" for measure in shown))
        self._floor.setVisible(any(measure.beside is None for measure in shown))

    def set_measures(self, values: Mapping[str, Any]) -> None:
        """Show measures as [value, floor]; infinity as ∞."""
        for key, pair in values.items():
            if key in self._rows:
                self._floors[key] = float(pair[1])
                self._rows[key].show(float(pair[0]))
                self._rows[key].show_floor(self._floors[key])

    def tell_sample(self, text: str, **values: object) -> None:
        """Say in the place of the head on what the values were found: a text (context ``Measures``) and its values."""
        self._found_on = (text, values)
        self._name_estimator()

    def _name_estimator(self) -> None:
        text, values = self._found_on or (self._heads.estimator, {})
        self._estimator.setText(tr(text).format(**values))

    def set_stats(self, stats: Mapping[str, float]) -> None:
        """Show the newest values of the columns below the measures."""
        for measure in self._stats:
            self._rows[measure.key].show(stats.get(measure.key))

    def text(self, key: str) -> str:
        """The value of a row as shown."""
        return self._rows[key].value.text()

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self._restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        if event.type() == QEvent.Type.FontChange:
            self._restyle()

    def _head(self, apart: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        for label in (self._heading, *(() if apart else (self._estimator,))):
            head.addWidget(label)
        head.addStretch()
        head.addWidget(self._floor)
        return head

    def _place(self, grid: QGridLayout, at: int, row: _Row) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, label in enumerate(row.labels):
            label.setAlignment(right if column in (1, 3) else right & Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, at, column)

    def _retranslate(self) -> None:
        self._heading.setText(self.tr("Measures"))
        self._name_estimator()
        self._estimator.setToolTip(f"<p>{tr(self._heads.estimator_tip)}</p>")
        self._floor.setText(tr(self._heads.beside))
        self._floor.setToolTip(f"<p>{tr(self._heads.beside_tip)}</p>")
        self.setAccessibleName(self.tr("Measures"))
        for key, row in self._rows.items():
            row.retranslate(self._floors.get(key))

    def _restyle(self) -> None:
        """Fonts and colours; the widest floor keeps its room, so that nothing jumps."""
        small, body = scaled(self.font(), 0.88), scaled(self.font(), 1.0)
        self._heading.setFont(caps(self.font()))
        self._estimator.setFont(small)
        self._floor.setFont(small)
        for row in self._rows.values():
            for label, font in zip(row.labels, (body, body, small, small), strict=True):
                label.setFont(font)
            row.floor.setMinimumWidth(row.floor.fontMetrics().horizontalAdvance("0.00000"))
        roles = ("text", "secondary", "faint")
        self.setStyleSheet("".join(f'QLabel[role="{role}"] {{ color: {getattr(self._palette, role)}; }}'
                                   for role in roles))
