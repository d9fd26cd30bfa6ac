"""What image games show: one small function for each layer that a view can ask for.

Layers (options -> arrays; pictures are uint8 (n, H, W, C), maps float32 (n, h, w); held-out images, those of the
settings or of ``indices``, in evaluation mode; of unlike sizes in one array, smaller ones lie about its middle, maps
over their pictures):

==========  ==================  ================================================================================
layer       options             arrays
==========  ==================  ================================================================================
samples     n or indices        .indices; Pix2Pix .input .output .target; CycleGAN .a .a_b .a_b_a and .b .b_a .b_a_b
identity    n or indices        CycleGAN .indices_a .indices_b, and where both sides have as many channels .a_same
                                (what G_B makes of A) and .b_same
difference  n or indices        Pix2Pix .output: |output - target|; CycleGAN .a .b: |there and back - input|, 0 to 1
patches     n or indices        shown values of D for each patch: Pix2Pix .real .fake; CycleGAN .real_a .fake_a (D_B)
                                and .real_b .fake_b (D_A)
shelf       first, n, side      .indices .images: small pictures of held-out images, of side A or B where there are two
measures    n, diagnose         each measure as [value, that of copying the input]; CycleGAN the means of both ways and
                                .MEASURE_a_to_b .MEASURE_b_to_a of each; if ``diagnose`` is true
                                .diagnosis.RULE: a figure for each way of the game
==========  ==================  ================================================================================

Facts: ``columns`` (ids of the history), ``substeps``, ``neutral`` (None where only differences of D's values mean
something), ``shown_range``, ``shown_name`` (of D's values), ``patch`` and ``stride`` (pixels that one logit sees, and
between two), ``held_out`` (the split on show), ``count`` (its length), ``epoch`` (iterations in an epoch), the names of
the images on show: Pix2Pix ``samples``, CycleGAN ``samples_a`` and ``samples_b``, and ``lengths``: how many there are
to choose from, by the same names. CycleGAN ``truth``: whether it is known which held-out images are the same picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from ganviz.games.draws import Stream, generator
from ganviz.games.image_arrays import boxes, differences, frozen, grid, patch_maps, pictures, stacked
from ganviz.games.protocol import Sheet, Substep
from ganviz.games.shelf import part, shelf
from ganviz.games.translation_report import QUICK_IMAGES, quick_report
from ganviz.objectives.patches import PatchLosses
from ganviz.settings.watched import places

if TYPE_CHECKING:
    from ganviz.games.cyclegan import CycleGANGame
    from ganviz.games.pix2pix import Pix2PixGame

Arrays = dict[str, NDArray[Any]]
Options = Mapping[str, Any]
Batch = list[torch.Tensor]


def chosen(options: Options, length: int, default: int, seed: int, watched: str = "") -> list[int]:
    """The places of the held-out images on show: those that are named or chosen, or as many as are wanted, by the seed.

    What is chosen beyond the last image is passed over.
    """
    named = [place for place in options.get("indices", places(watched)) if 0 <= int(place) < length]
    if "indices" in options or (named and "n" not in options):
        return [int(place) for place in named]
    order = torch.randperm(length, generator=generator(seed, Stream.VIEW)).tolist()
    return [int(index) for index in order[:int(options.get("n", default))]]


class PairScene:
    """Pix2Pix as the views see it."""

    def __init__(self, game: Pix2PixGame) -> None:
        self.game = game
        self._kept: dict[tuple[int, ...], tuple[Batch, Batch]] = {}
        self._made: dict[tuple[int, ...], Batch] = {}

    def arrays(self, layers: Mapping[str, Options]) -> Arrays:
        """The named layers as frozen arrays."""
        shown = layers if self.places({}) else {}
        self._made = {}  # of earlier weights
        return _named({name: PAIR_LAYERS[name](self, options) for name, options in shown.items()})

    def places(self, options: Options) -> list[int]:
        """Which held-out pairs are on show."""
        images, settings = self.game.images, self.game.settings
        return chosen(options, images.length(images.held_out), settings.samples, self.game.seed, settings.watched)

    def names(self) -> dict[str, list[str]]:
        """The names of the pairs on show."""
        known = self.game.images.names(self.game.images.held_out)
        return {"samples": [known[place] for place in self.places({})]}

    def lengths(self) -> dict[str, int]:
        """How many held-out pairs there are."""
        return {"samples": self.game.images.length(self.game.images.held_out)}

    def pairs(self, options: Options) -> tuple[Batch, Batch]:
        """Inputs and targets on show, each (1, C, H, W)."""
        places = tuple(self.places(options))
        if places not in self._kept:
            found = [self.game.images.examples(self.game.images.held_out, [place]) for place in places]
            self._kept = {places: ([each.a.to(self.game.device) for each in found],
                                   [each.b.to(self.game.device) for each in found])}
        return self._kept[places]

    def outputs(self, options: Options) -> Batch:
        """What G makes of them, made once for all layers of a question."""
        places = tuple(self.places(options))
        if places not in self._made:
            self._made[places] = [self.game.translate(each) for each in self.pairs(options)[0]]
        return self._made[places]

    def sheet(self) -> Sheet | None:
        """Input, output and target of each sample on show."""
        found = self.arrays({"samples": {}})
        if not found:
            return None
        columns = [found[f"samples.{part}"] for part in ("input", "output", "target")]
        return Sheet(grid(columns), {"output": {"names": self.names()["samples"], "boxes": boxes(columns, 1)}})

    def judged(self, inputs: Sequence[torch.Tensor], outputs: Sequence[torch.Tensor]) -> Batch:
        """What D says of each patch, as shown values."""
        game = self.game
        return [game.losses.shown(game.D(torch.cat((a, b), 1))) for a, b in zip(inputs, outputs, strict=True)]


def _pair_samples(scene: PairScene, options: Options) -> Arrays:
    a, b = scene.pairs(options)
    rows = {"input": a, "output": scene.outputs(options), "target": b}
    return {"indices": np.array(scene.places(options)),
            **{name: pictures(_single(row), scene.game.D.stride) for name, row in rows.items()}}


def _pair_difference(scene: PairScene, options: Options) -> Arrays:
    _, b = scene.pairs(options)
    return {"output": differences(_single(scene.outputs(options)), _single(b), scene.game.D.stride)}


def _pair_patches(scene: PairScene, options: Options) -> Arrays:
    a, b = scene.pairs(options)
    rows, stride = {"real": b, "fake": scene.outputs(options)}, scene.game.D.stride
    return {name: patch_maps(scene.judged(a, row), row, stride) for name, row in rows.items()}


def _pair_shelf(scene: PairScene, options: Options) -> Arrays:
    images = scene.game.images
    wanted = part(options, images.length(images.held_out))
    return shelf(wanted, [images.examples(images.held_out, [place]).a for place in wanted])


def _measures(scene: PairScene | CycleScene, options: Options) -> Arrays:
    most, diagnose = int(options.get("n", QUICK_IMAGES)), bool(options.get("diagnose", False))
    return {name: np.array(pair) for name, pair in quick_report(scene.game, most, diagnose).items()}


PAIR_LAYERS: Mapping[str, Callable[[PairScene, Options], Arrays]] = {
    "samples": _pair_samples, "difference": _pair_difference, "patches": _pair_patches, "measures": _measures,
    "shelf": _pair_shelf}


class CycleScene:
    """CycleGAN as the views see it."""

    def __init__(self, game: CycleGANGame) -> None:
        self.game = game
        self._made: dict[tuple[Any, ...], Batch] = {}

    def arrays(self, layers: Mapping[str, Options]) -> Arrays:
        """The named layers as frozen arrays."""
        shown = layers if self.places("A", {}) and self.places("B", {}) else {}
        self._made = {}  # of earlier weights
        return _named({name: CYCLE_LAYERS[name](self, options) for name, options in shown.items()})

    def ways(self) -> dict[str, tuple[Any, Any, Any]]:
        """For each side the generator there, the one back, and the judge of the side itself."""
        game = self.game
        return {"A": (game.G_A, game.G_B, game.D_B), "B": (game.G_B, game.G_A, game.D_A)}

    def sheet(self) -> Sheet | None:
        """A, B from it and A again of each sample on show, then the same from B."""
        found, names = self.arrays({"samples": {}}), self.names()
        if not found:
            return None
        grids, results, top = [], {}, 0
        for side, parts in (("a", ("a", "a_b", "a_b_a")), ("b", ("b", "b_a", "b_a_b"))):
            columns = [found[f"samples.{part}"] for part in parts]
            results[parts[1]] = {"names": names[f"samples_{side}"], "boxes": [
                [left, top + above, *size] for left, above, *size in boxes(columns, 1)]}
            grids.append(grid(columns))
            top += len(grids[-1])
        return Sheet(stacked(grids), results)

    def places(self, side: Any, options: Options) -> list[int]:
        """Which held-out images of a side are on show."""
        images, settings = self.game.images, self.game.settings
        watched = settings.watched_a if side == "A" else settings.watched_b
        return chosen(options, images.length(images.held_out, side), settings.samples, self.game.seed, watched)

    def names(self) -> dict[str, list[str]]:
        """The names of the images on show, side by side."""
        found = self.game.images
        known = {side: found.names(found.held_out, side) for side in ("A", "B")}
        return {f"samples_{side.lower()}": [names[place] for place in self.places(side, {})]
                for side, names in known.items()}

    def lengths(self) -> dict[str, int]:
        """How many held-out images each side has."""
        images = self.game.images
        return {"samples_a": images.length(images.held_out, "A"), "samples_b": images.length(images.held_out, "B")}

    def shown(self, images: Batch) -> NDArray[np.uint8]:
        """Images (1, C, H, W) as one array, where the maps over them lie too."""
        return pictures(_single(images), self.game.D_A.stride)

    def images(self, side: Any, options: Options) -> Batch:
        """The images on show, each (1, C, H, W)."""
        found = self.game.images
        return self._once(("images", side, *self.places(side, options)), lambda: [
            found.examples(found.held_out, side, [place]).to(self.game.device) for place in self.places(side, options)])

    def made(self, side: Any, options: Options) -> Batch:
        """What the generator of a side makes of its images, made once for all layers of a question."""
        there, _, _ = self.ways()[side]
        return self._once(("made", side, *self.places(side, options)),
                          lambda: [there(each) for each in self.images(side, options)])

    def again(self, side: Any, options: Options) -> Batch:
        """What the other generator makes of that."""
        _, back, _ = self.ways()[side]
        return self._once(("again", side, *self.places(side, options)),
                          lambda: [back(each) for each in self.made(side, options)])

    def _once(self, key: tuple[Any, ...], make: Callable[[], Batch]) -> Batch:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


def _cycle_samples(scene: CycleScene, options: Options) -> Arrays:
    found: Arrays = {}
    for side, this, other in (("A", "a", "b"), ("B", "b", "a")):
        found |= {this: scene.shown(scene.images(side, options)),
                  f"{this}_{other}": scene.shown(scene.made(side, options)),
                  f"{this}_{other}_{this}": scene.shown(scene.again(side, options)),
                  f"indices_{this}": np.array(scene.places(side, options))}
    return found


def _cycle_identity(scene: CycleScene, options: Options) -> Arrays:
    found: Arrays = {}
    images = {side: scene.images(side, options) for side in scene.ways()}
    alike = images["A"][0].shape[1] == images["B"][0].shape[1]
    for side, (_, back, _) in scene.ways().items():
        found[f"indices_{side.lower()}"] = np.array(scene.places(side, options))
        if alike:
            found[f"{side.lower()}_same"] = scene.shown([back(each) for each in images[side]])
    return found


def _cycle_difference(scene: CycleScene, options: Options) -> Arrays:
    return {side.lower(): differences(_single(scene.again(side, options)), _single(scene.images(side, options)),
                                      scene.game.D_A.stride) for side in scene.ways()}


def _cycle_patches(scene: CycleScene, options: Options) -> Arrays:
    found = {}
    ways, shown = scene.ways(), scene.game.losses.shown
    for side, other in (("A", "B"), ("B", "A")):
        judge = ways[side][2]
        for kind, images in (("real", scene.images(side, options)), ("fake", scene.made(other, options))):
            found[f"{kind}_{side.lower()}"] = patch_maps([shown(judge(x)) for x in images], images, judge.stride)
    return found


def _cycle_shelf(scene: CycleScene, options: Options) -> Arrays:
    images, side = scene.game.images, options["side"]
    wanted = part(options, images.length(images.held_out, side))
    return shelf(wanted, [images.examples(images.held_out, side, [place]) for place in wanted])


CYCLE_LAYERS: Mapping[str, Callable[[CycleScene, Options], Arrays]] = {
    "samples": _cycle_samples, "identity": _cycle_identity, "difference": _cycle_difference, "patches": _cycle_patches,
    "measures": _measures, "shelf": _cycle_shelf}


def substep_arrays(losses: PatchLosses, substep: Substep) -> Arrays:
    """Frozen arrays that show what a sub-step computed."""
    return {name: frozen(losses.shown(tensor.detach())[:, 0].cpu().float().numpy().copy()) if name.startswith("on_")
            else pictures(list(tensor.detach())) for name, tensor in substep.tensors.items()}


def _single(images: Batch) -> Batch:
    return [each[0] for each in images]


def _named(found: Mapping[str, Arrays]) -> Arrays:
    return {f"{layer}.{part}": frozen(array) for layer, arrays in found.items() for part, array in arrays.items()}
