"""The settings of CycleGAN."""

from __future__ import annotations

from typing import Any, Self

from pydantic import model_validator

from ganviz.settings import translation
from ganviz.settings.field import setting
from ganviz.settings.image_data import folder, layout, with_recognition
from ganviz.settings.image_names import UNPAIRED_LAYOUTS
from ganviz.settings.shared import OBJECTIVE, D, G
from ganviz.settings.translation_names import CYCLE_SCORES


class CycleGANSettings(translation.TranslationSettings):
    """What can be chosen in CycleGAN (Zhu et al. 2017); the defaults are the paper's code's."""

    data: str = folder("demo:styles")
    layout: str = layout(with_recognition(UNPAIRED_LAYOUTS))
    generator: str = translation.generator("resnet_9blocks")
    normalisation_g: str = translation.normalisation(G, "instance")
    normalisation_d: str = translation.normalisation(D, "instance")
    objective: str = translation.objective("lsgan")
    weight_cycle_a: float = translation.weight(10.0, "Cycle weight A", "The weight of the way A, B, A in G's loss.")
    weight_cycle_b: float = translation.weight(10.0, "Cycle weight B", "The weight of the way B, A, B in G's loss.")
    weight_identity: float = translation.weight(
        0.5, "Identity weight", "How much G has to leave alone what is right already, as a share of the cycle weights.")
    pool_size: int = setting(50, title="Pool", section=OBJECTIVE, ge=0, le=1000, special={0: "off"},
                             help="How many earlier results D is shown again, half the time.")
    watched_a: str = translation.watched("images of A")
    watched_b: str = translation.watched("images of B")
    best_by: str = translation.best_by(
        CYCLE_SCORES, "kid", "It is taken of 8 to 32 images of each side, more where networks are smaller. KID needs 2 "
        "at least and is rough with so few: of two checkpoints that are close, either may be the better one.")

    def of_the_images(self) -> dict[str, Any]:
        """As of all images; of unlike channels, that there is no identity term either."""
        return super().of_the_images() | ({"weight_identity": 0.0} if self.grey_a != self.grey_b else {})

    @model_validator(mode="after")
    def _identity_of_like_channels(self) -> Self:
        if self.weight_identity > 0 and self.grey_a != self.grey_b:
            raise ValueError("weight_identity needs as many channels on both sides; set it to 0, or make grey_a and "
                             "grey_b alike")
        return self
