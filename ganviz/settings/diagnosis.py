"""What can go wrong when images are translated: the rules of the diagnosis, their words and their limits.

A rule is a function that makes a figure of what a generator shows, or of the history, in ``ganviz.metrics.diagnosis``,
and one entry here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from ganviz.settings.registry import Entry

FROM_ITERATION = 200
"""Nothing is said before: new generators make one colour and a checkerboard of everything."""


@dataclass(frozen=True, slots=True)
class Rule(Entry):
    """One thing that can go wrong.

    Attributes:
        id: its name in reports.
        title: its name on screen.
        help: how the figure is found.
        target: what finds it, as ``"module:function"``.
        says: what is seen, a sentence with ``{figure}``.
        means: what that means, and which setting to change.
        of: what the function takes: ``Pictures`` or the columns of the history.
        limit: the figure beyond which it is said.
        beyond: where that is.
        unless: settings by whose values the figure says nothing.
    """

    says: str = ""
    means: str = ""
    of: Literal["pictures", "history"] = "pictures"
    limit: float = 0.0
    beyond: Literal["above", "below"] = "above"
    unless: Mapping[str, Collection[Any]] = field(default_factory=lambda: MappingProxyType({}))

    def holds(self, figure: float) -> bool:
        """Whether the figure is beyond the limit; NaN never is."""
        return figure > self.limit if self.beyond == "above" else figure < self.limit


@dataclass(frozen=True, slots=True)
class Way:
    """One direction of a game: its title, empty where there is but one, and the suffix of its columns."""

    title: str
    suffix: str


_ONE = (Way("", ""),)
_BOTH = (Way("A → B", "_a"), Way("B → A", "_b"))


def ways_of(columns: Collection[str]) -> tuple[Way, ...]:
    """The directions of the game whose history has these columns."""
    return _BOTH if "accuracy_d_a" in columns else _ONE


RULES: tuple[Rule, ...] = (
    Rule("collapse", "Collapse",
         "How much the outputs for different held-out inputs differ from each other, over how much real images do "
         "(standard deviation over images, all pixels). Said below {limit:.2f}.",
         "ganviz.metrics.diagnosis:collapse",
         says="For different inputs G makes nearly the same: {figure:.2f} times as varied as real images.",
         means="G has collapsed. Lower learning_rate_g, give the L1 or cycle weight more of the loss, or go back to an "
               "earlier checkpoint.",
         limit=0.1, beyond="below"),
    Rule("strong_d", "D too strong",
         "D's accuracy in training, mean of the last 100 rows of the history. Said above {limit:.3f}.",
         "ganviz.metrics.diagnosis:judged_right",
         says="D judges {figure:.3f} of all patches right, real and generated.",
         means="D is too strong: G learns little from it. Lower learning_rate_d, turn on spectral_norm_d or penalty "
               "R1, or take the least squares loss.",
         of="history", limit=0.995, unless=MappingProxyType({"objective": ("wasserstein",)})),
    Rule("checkerboard", "Checkerboard",
         "How far the spectrum of the outputs rises at periods of 2 and 4 pixels above the frequencies around, over "
         "how far that of real images does. Said above {limit:.0f}.",
         "ganviz.metrics.diagnosis:checkerboard",
         says="The outputs carry a grid of 2 or 4 pixels: {figure:.1f} times the energy there that real images have.",
         means="A checkerboard of the transposed convolutions. Train longer; if it stays, begin a run with up_sampling "
               "resize.",
         limit=4.0),
    Rule("inversion", "Colours inverted",
         "The correlation of the outputs with the targets, or with the inputs where there are no pairs, of what "
         "each image has apart from the mean image; mean over the channels. Said below {limit:.2f}.",
         "ganviz.metrics.diagnosis:inversion",
         says="The outputs run against what they are made of: the correlation is {figure:.2f}.",
         means="Light and dark are exchanged, unless one kind of images is a negative of the other. Raise "
               "weight_identity (CycleGAN) or weight_l1 (Pix2Pix), or begin anew with another seed.",
         limit=-0.25, beyond="below"),
    Rule("overfitting", "Overfitting",
         "The mean absolute error of G on held-out pairs, over that on as many training pairs, both without dropout "
         "and augmentation, less one standard error of each. Said above {limit:.1f}.",
         "ganviz.metrics.diagnosis:overfitting",
         says="On held-out pairs the error is at least {figure:.1f} times that on training pairs.",
         means="G learns the training pairs by heart. Take more pairs, turn on dropout, flips or colour jitter, lower "
               "width_g, or keep the best checkpoint.",
         limit=2.0),
)
"""In the order of how much each matters. The limits lie between what sound runs and runs made to show the fault were
seen to give."""
