"""The layers of the pictures: what each shows, and what it has to ask the trainer for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPainter

from ganviz.app.palette import Palette
from ganviz.app.plots import swatches
from ganviz.app.plots.text import QT_TRANSLATE_NOOP

Swatch = Callable[[QPainter, Palette, str, bool], None]


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer.

    Attributes:
        id: its name in object names and signals.
        title: on its chip (translated in the context ``Layers``).
        tip: what it shows, in a sentence.
        swatch: paints its legend on the chip.
        role: its colour in the palette.
        asks: the trainer's layers that it needs.
        shown: whether it is on at first.
    """

    id: str
    title: str
    tip: str
    swatch: Swatch
    role: str
    asks: tuple[str, ...]
    shown: bool = True


def tr(text: str) -> str:
    """``text`` in the user's language."""
    return QCoreApplication.translate("Layers", text)


LAYERS_1D = (
    Layer("data", QT_TRANSLATE_NOOP("Layers", "p_data"),
          QT_TRANSLATE_NOOP("Layers", "The density of the real data (right axis)."),
          swatches.area, "real", ("data_density",)),
    Layer("generated", QT_TRANSLATE_NOOP("Layers", "p_G"),
          QT_TRANSLATE_NOOP("Layers", "The density of generated samples (right axis)."),
          swatches.area, "generated", ("generated_density",)),
    Layer("discriminator", QT_TRANSLATE_NOOP("Layers", "D(x)"),
          QT_TRANSLATE_NOOP("Layers", "What the discriminator says at each x (left axis)."),
          swatches.line, "accent", ("discriminator",)),
    Layer("optimal", QT_TRANSLATE_NOOP("Layers", "D*(x)"),
          QT_TRANSLATE_NOOP("Layers", "The best possible discriminator for these two densities (left axis)."),
          swatches.dashes, "secondary", ("optimal",)),
    Layer("neutral", QT_TRANSLATE_NOOP("Layers", "Neutral"),
          QT_TRANSLATE_NOOP("Layers", "The value at which D cannot tell real from generated."),
          swatches.dotted, "text", ()),
    Layer("latent", QT_TRANSLATE_NOOP("Layers", "z → G(z)"),
          QT_TRANSLATE_NOOP("Layers", "Where the generator sends evenly spread latent points."),
          swatches.rays, "generated", ("latent",)),
)

LAYERS_2D = (
    Layer("surface", QT_TRANSLATE_NOOP("Layers", "D(x)"),
          QT_TRANSLATE_NOOP("Layers", "What D says everywhere, as a colour."),
          swatches.surface, "real", ("surface",)),
    Layer("neutral", QT_TRANSLATE_NOOP("Layers", "Neutral"),
          QT_TRANSLATE_NOOP("Layers", "The line on which D cannot tell real from generated."),
          swatches.loop, "text", ("surface",)),
    Layer("real", QT_TRANSLATE_NOOP("Layers", "Real"),
          QT_TRANSLATE_NOOP("Layers", "Samples of the data."),
          swatches.dot, "real", ("samples",)),
    Layer("generated", QT_TRANSLATE_NOOP("Layers", "Generated"),
          QT_TRANSLATE_NOOP("Layers", "Samples of the generator."),
          swatches.dot, "generated", ("samples",)),
    Layer("gradient", QT_TRANSLATE_NOOP("Layers", "−∇L_G"),
          QT_TRANSLATE_NOOP("Layers", "Where G's own loss would move generated samples: against its "
                            "gradient. Lengths are "
                            "relative to a usual one, which follows the moves slowly."),
          swatches.arrow, "text", ("gradient",)),
    Layer("grid", QT_TRANSLATE_NOOP("Layers", "Grid"),
          QT_TRANSLATE_NOOP("Layers", "A square grid of latent points, as the generator lays it."),
          swatches.grid, "generated", ("grid",), shown=False),
    Layer("generated_density", QT_TRANSLATE_NOOP("Layers", "p_G"),
          QT_TRANSLATE_NOOP("Layers", "The density of generated samples, as an alternative to dots."),
          swatches.cloud, "generated", ("generated_density",), shown=False),
    Layer("data_density", QT_TRANSLATE_NOOP("Layers", "p_data"),
          QT_TRANSLATE_NOOP("Layers", "The density of the real data."),
          swatches.cloud, "real", ("data_density",), shown=False),
)
