"""Which pictures of a sample are shown, and what can be laid over each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontMetricsF

from ganviz.app.plots.text import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Column:
    """One picture of each sample.

    Attributes:
        part: its part of its layer.
        title: its heading (context ``Columns``).
        tip: what it shows, in a sentence.
        role: the colour of its heading's dot: real or generated.
        heat: the map of errors that can be laid over it, as ``layer.part``.
        patches: D's map of it, as ``layer.part``.
        before: the part that the slider shows on its left side.
        chip: the layer that has to be on for it; empty where it is always there.
        layer: what is asked for it.
    """

    part: str
    title: str
    tip: str
    role: str
    heat: str = ""
    patches: str = ""
    before: str = ""
    chip: str = ""
    layer: str = "samples"

    @property
    def name(self) -> str:
        """What its pictures are called: ``layer.part``."""
        return f"{self.layer}.{self.part}"

    @property
    def is_given(self) -> bool:
        """Whether it shows images of the data, which are the same at every iteration."""
        return self.role == "real"


@dataclass(frozen=True, slots=True)
class Group:
    """The pictures of one sample, side by side.

    Attributes:
        id: its name.
        names: the fact that holds the samples' names.
        columns: its pictures; the second one is what G makes.
        setting: the setting that says which samples are on show; empty where there is none.
        side: the side that the samples are of; empty for pairs.
        chip: the layer that has to be on for it; empty where it is always there.
    """

    id: str
    names: str
    columns: tuple[Column, ...]
    setting: str = ""
    side: str = ""
    chip: str = ""


SUBSTEPS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "g.translate": {"input": "samples.input", "output": "samples.output", "target": "samples.target"},
    "d.judge": {"on_real": "patches.real", "on_fake": "patches.fake"},
    "g.judge": {"on_fake": "patches.fake"},
    "g.cycle_a": {"input": "samples.a", "output": "samples.a_b"},
    "g.cycle_b": {"input": "samples.b", "output": "samples.b_a"},
})
"""Which pictures of the batch a sub-step computes, by what it calls them and by where they are shown."""


def tr(text: str) -> str:
    """``text`` in the user's language."""
    return QCoreApplication.translate("Columns", text)


def fitting(title: str, width: float, font: QFont) -> str:
    """A heading with its arrows set close where it is too wide otherwise, so that it still says which way it goes."""
    return title if QFontMetricsF(font).horizontalAdvance(title) <= width else title.replace(" → ", "→")


PAIRS = (
    Group("pair", "samples", (
        Column("input", QT_TRANSLATE_NOOP("Columns", "Input"),
               QT_TRANSLATE_NOOP("Columns", "What the generator is given."), "real"),
        Column("output", QT_TRANSLATE_NOOP("Columns", "Output"),
               QT_TRANSLATE_NOOP("Columns", "What the generator makes of the input."), "generated",
               heat="difference.output", patches="patches.fake", before="input"),
        Column("target", QT_TRANSLATE_NOOP("Columns", "Target"),
               QT_TRANSLATE_NOOP("Columns", "What it should make of it; held out from training."), "real",
               patches="patches.real"),
    ), "watched"),
)

CYCLES = (
    Group("a", "samples_a", (
        Column("a", QT_TRANSLATE_NOOP("Columns", "A"),
               QT_TRANSLATE_NOOP("Columns", "An image of side A that is held out from training."), "real",
               patches="patches.real_a"),
        Column("a_b", QT_TRANSLATE_NOOP("Columns", "A → B"),
               QT_TRANSLATE_NOOP("Columns", "What G_A makes of it."), "generated",
               patches="patches.fake_b", before="a"),
        Column("a_b_a", QT_TRANSLATE_NOOP("Columns", "A → B → A"),
               QT_TRANSLATE_NOOP("Columns", "What G_B makes of that: it should be the first image again."), "generated",
               heat="difference.a"),
        Column("a_same", QT_TRANSLATE_NOOP("Columns", "A → A"),
               QT_TRANSLATE_NOOP("Columns", "What G_B makes of A: it should leave alone what is A already."),
               "generated", chip="identity", layer="identity"),
    ), "watched_a", "A", chip="way_a"),
    Group("b", "samples_b", (
        Column("b", QT_TRANSLATE_NOOP("Columns", "B"),
               QT_TRANSLATE_NOOP("Columns", "An image of side B that is held out from training."), "real",
               patches="patches.real_b"),
        Column("b_a", QT_TRANSLATE_NOOP("Columns", "B → A"),
               QT_TRANSLATE_NOOP("Columns", "What G_B makes of it."), "generated",
               patches="patches.fake_a", before="b"),
        Column("b_a_b", QT_TRANSLATE_NOOP("Columns", "B → A → B"),
               QT_TRANSLATE_NOOP("Columns", "What G_A makes of that: it should be the first image again."), "generated",
               heat="difference.b"),
        Column("b_same", QT_TRANSLATE_NOOP("Columns", "B → B"),
               QT_TRANSLATE_NOOP("Columns", "What G_A makes of B: it should leave alone what is B already."),
               "generated", chip="identity", layer="identity"),
    ), "watched_b", "B", chip="way_b"),
)
