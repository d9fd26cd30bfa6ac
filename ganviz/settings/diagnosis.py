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
        help: how the figure is found, and ``{limit}``.
        target: what finds it, as ``"module:function"``.
        says: what is seen, a sentence with ``{figure}``.
        means: what that means, and which setting to change.
        mends: the names of that setting, the first that a game has.
        of: what the function takes: ``Pictures`` or the columns of the history.
        limit: the figure beyond which it is said.
        beyond: where that is.
        decimals: of the figure in the sentence.
        unless: settings by whose values the figure says nothing.
    """

    says: str = ""
    means: str = ""
    mends: tuple[str, ...] = ()
    of: Literal["pictures", "history"] = "pictures"
    limit: float = 0.0
    beyond: Literal["above", "below"] = "above"
    decimals: int = 2
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
         "(standard deviation over images, all pixels). Said below {limit}.",
         "ganviz.metrics.diagnosis:collapse",
         says="For different inputs G makes nearly the same: outputs vary {figure} times as much as real images.",
         means="G has collapsed. Lower learning_rate_g, raise the L1 or cycle weight, or go back to a checkpoint.",
         mends=("learning_rate_g",), limit=0.2, beyond="below"),
    Rule("strong_d", "D too strong",
         "D's accuracy in training, mean of the last 200 rows of the history. Said above {limit}.",
         "ganviz.metrics.diagnosis:judged_right",
         says="D judges {figure} of all patches right, real and generated.",
         means="D is too strong: G learns little from it. Lower learning_rate_d, or take penalty r1 or "
               "spectral_norm_d.",
         mends=("learning_rate_d",), of="history", limit=0.998, decimals=3,
         unless=MappingProxyType({"objective": ("wasserstein",)})),
    Rule("checkerboard", "Checkerboard",
         "How far the spectrum of the outputs rises at periods of 2 and 4 pixels above the frequencies around, over "
         "how far that of real images does. Said above {limit}.",
         "ganviz.metrics.diagnosis:checkerboard",
         says="The outputs carry a grid of 2 or 4 pixels, {figure} times as strong as in real images.",
         means="A checkerboard of transposed convolutions. Train on; if it stays, begin a run with up_sampling resize.",
         mends=("up_sampling",), limit=5.0, decimals=1),
    Rule("inversion", "Colours inverted",
         "The correlation of the outputs with the targets, or with the inputs where there are no pairs, of what "
         "each image has apart from the mean image; mean over the channels. Said below {limit}.",
         "ganviz.metrics.diagnosis:inversion",
         says="The outputs are dark where they should be light: the correlation is {figure}.",
         means="Colours are inverted, unless one kind of images is a negative of the other. Raise weight_identity "
               "(CycleGAN) or weight_l1 (Pix2Pix), or begin anew with another seed.",
         mends=("weight_identity", "weight_l1"), limit=-0.25, beyond="below"),
    Rule("overfitting", "Overfitting",
         "The mean absolute error of G on held-out pairs, over that on as many training pairs, both without dropout "
         "and augmentation, less one standard error of each. Said above {limit}.",
         "ganviz.metrics.diagnosis:overfitting",
         says="On held-out pairs the error is at least {figure} times that on training pairs.",
         means="G learns the training pairs by heart. Take more pairs, turn on flip or dropout, lower width_g, or use "
               "the best checkpoint.",
         mends=("flip",), limit=2.0, decimals=1),
)
"""In the order of how much each matters. Each limit lies between what sound runs gave after 200 to 400 iterations and
what runs gave that were made to show the fault (tests/games/test_diagnosis_runs.py, and the same at width 8 and 64
pixels on demo:icons for Pix2Pix and demo:styles for CycleGAN):

============  =====================================  ===============================================================
rule          sound                                  made to show it
============  =====================================  ===============================================================
collapse      0.62 to 0.99                           0.09 and 0.14: learning_rate_g so small that G stands still;
                                                     0.08 to 0.12 (three seeds): CycleGAN that had learned (0.85 to
                                                     0.98), then 200 iterations without the cycle, G far faster than D
strong_d      0.61 to 0.997                          1.000: the runs where G stands still
checkerboard  0.76 to 0.99 with up_sampling resize,  50: the runs where G stands still
              1.1 to 3.3 with transposed
inversion     0.09 to 0.99                           -0.96: CycleGAN without identity loss whose generators began as
                                                     negatives, after 200 iterations
overfitting   1.04 to 1.27                           5.7 with 2 training pairs, 2.0 with 4 after 300 iterations
============  =====================================  ===============================================================

The eye sees a grid from 1.7 on. What sound runs reach is not called a fault, so a weaker grid is left to the eye.
"""
