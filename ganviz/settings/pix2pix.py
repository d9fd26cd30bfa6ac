"""The settings of Pix2Pix."""

from __future__ import annotations

from ganviz.settings import translation
from ganviz.settings.image_data import folder, layout, with_recognition
from ganviz.settings.image_names import PAIR_LAYOUTS
from ganviz.settings.translation_names import PAIR_SCORES


class Pix2PixSettings(translation.TranslationSettings):
    """What can be chosen in Pix2Pix (Isola et al. 2017); the defaults are the paper's code's."""

    data: str = folder("demo:icons")
    layout: str = layout(with_recognition(PAIR_LAYOUTS))
    dropout: bool = translation.dropout(True)
    objective: str = translation.objective("vanilla")
    weight_gan: float = translation.weight(1.0, "Adversarial weight", "The weight of D's judgement in G's loss.")
    weight_l1: float = translation.weight(100.0, "L1 weight", "The weight of the absolute difference to the target.")
    watched: str = translation.watched("pairs")
    best_by: str = translation.best_by(PAIR_SCORES, "l1", "It is taken of 8 pairs.")
