"""The layers of the pictures of images."""

from __future__ import annotations

from ganviz.app.plots import swatches
from ganviz.app.plots.layers import Layer
from ganviz.app.plots.text import QT_TRANSLATE_NOOP

_SHARED = (
    Layer("patches", QT_TRANSLATE_NOOP("Layers", "D's patches"),
          QT_TRANSLATE_NOOP("Layers", "What D says of each patch: blue is surely real, orange surely generated. Under "
                            "the pointer, the frame is all that D sees of the image for that judgement."),
          swatches.surface, "real", ("patches",), shown=False),
    Layer("slider", QT_TRANSLATE_NOOP("Layers", "Before / after"),
          QT_TRANSLATE_NOOP("Layers", "What G is given, on the left of a line that can be dragged, or moved by "
                            "Shift with Left and Right, over what it makes."),
          swatches.split, "text", (), shown=False),
    Layer("strip", QT_TRANSLATE_NOOP("Layers", "History"),
          QT_TRANSLATE_NOOP("Layers", "How one sample came along, from early to now. Click a sample, or press Up "
                            "or Down in the grid, to choose it."),
          swatches.film, "generated", ()),
)

LAYERS_PAIRS = (
    Layer("difference", QT_TRANSLATE_NOOP("Layers", "|output − target|"),
          QT_TRANSLATE_NOOP("Layers", "How far each pixel is from the target: the fuller the colour, the farther; "
                            "it is full from half the range on."),
          swatches.cloud, "accent", ("difference",), shown=False),
    *_SHARED,
)

LAYERS_CYCLE = (
    Layer("way_a", QT_TRANSLATE_NOOP("Layers", "A → B"),
          QT_TRANSLATE_NOOP("Layers", "Images of side A, what they become, and the way back."),
          swatches.trip, "generated", ()),
    Layer("way_b", QT_TRANSLATE_NOOP("Layers", "B → A"),
          QT_TRANSLATE_NOOP("Layers", "Images of side B, what they become, and the way back."),
          swatches.trip, "generated", ()),
    Layer("identity", QT_TRANSLATE_NOOP("Layers", "Identity"),
          QT_TRANSLATE_NOOP("Layers", "What each generator makes of an image that is right already."),
          swatches.loop, "generated", ("identity",), shown=False),
    Layer("difference", QT_TRANSLATE_NOOP("Layers", "Cycle error"),
          QT_TRANSLATE_NOOP("Layers", "How far each pixel is from where it began, after there and back: the fuller the "
                            "colour, the farther; it is full from half the range on."),
          swatches.cloud, "accent", ("difference",), shown=False),
    *_SHARED,
)
