"""The layers of ALI's twin planes: that of x and that of the codes."""

from __future__ import annotations

from ganviz.app.plots import swatches
from ganviz.app.plots.layers import Layer
from ganviz.app.plots.text import QT_TRANSLATE_NOOP

LAYERS_ALI = (
    Layer("map", QT_TRANSLATE_NOOP("Layers", "D"),
          QT_TRANSLATE_NOOP("Layers", "What D says of every x with the pinned z, and of every z with the pinned x. "
                            "Click in a plane to move its pin."),
          swatches.surface, "real", ("map_x", "map_code")),
    Layer("neutral", QT_TRANSLATE_NOOP("Layers", "Neutral"),
          QT_TRANSLATE_NOOP("Layers", "The lines on which D cannot tell the encoder's pairs from the generator's."),
          swatches.loop, "text", ("map_x", "map_code")),
    Layer("field", QT_TRANSLATE_NOOP("Layers", "−∇L"),
          QT_TRANSLATE_NOOP("Layers", "Where the loss of generator and encoder would move what stands there. With the "
                            "relativistic pairing, whose loss is of two pairs at once: x up D's hill, z down it. "
                            "Lengths are relative to a usual one."),
          swatches.arrow, "text", ("field_x", "field_code"), shown=False),
    Layer("encoder", QT_TRANSLATE_NOOP("Layers", "(x, E(x))"),
          QT_TRANSLATE_NOOP("Layers", "The encoder's pairs: data on the left, what it infers on the right."),
          swatches.dot, "real", ("pairs",)),
    Layer("generator", QT_TRANSLATE_NOOP("Layers", "(G(z), z)"),
          QT_TRANSLATE_NOOP("Layers", "The generator's pairs: what it makes on the left, its z on the right."),
          swatches.dot, "generated", ("pairs",)),
    Layer("trips", QT_TRANSLATE_NOOP("Layers", "Round trips"),
          QT_TRANSLATE_NOOP("Layers", "From x to G(E(x)) on the left, from z to E(G(z)) on the right."),
          swatches.trip, "text", ("trips",)),
    Layer("route", QT_TRANSLATE_NOOP("Layers", "Route"),
          QT_TRANSLATE_NOOP("Layers", "The way of the place under the pointer, or else of the pinned x, through both "
                            "networks and back."),
          swatches.trip, "accent", ("route",)),
    Layer("modes", QT_TRANSLATE_NOOP("Layers", "Modes"),
          QT_TRANSLATE_NOOP("Layers", "The modes of the data: a ring around each that the generator has found, a cross "
                            "on each that it misses."),
          swatches.ring, "good", ("coverage",)),
    Layer("error", QT_TRANSLATE_NOOP("Layers", "Error"),
          QT_TRANSLATE_NOOP("Layers", "How far from each x its reconstruction G(E(x)) lies: the fuller the colour, "
                            "the farther."),
          swatches.cloud, "accent", ("error",), shown=False),
    Layer("posterior", QT_TRANSLATE_NOOP("Layers", "q(z)"),
          QT_TRANSLATE_NOOP("Layers", "The aggregate posterior: the density of E(x) over the data."),
          swatches.cloud, "real", ("posterior_density",), shown=False),
    Layer("prior", QT_TRANSLATE_NOOP("Layers", "p(z)"),
          QT_TRANSLATE_NOOP("Layers", "The prior: the density of the z that samples are generated from."),
          swatches.cloud, "generated", ("prior_density",), shown=False),
)
