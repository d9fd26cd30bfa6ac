"""The rules of the image games: sub-steps, one player alone, replay, traceless snapshots, the pool, options."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
import torch
from image_sets import Pairs, Piles, blobs, cyclegan, pix2pix, train

from ganviz.games.draws import generator
from ganviz.games.image_pool import ImagePool
from ganviz.problems.images.batches import PairBatch
from ganviz.settings.errors import UserError

GAMES = {"pix2pix": pix2pix, "cyclegan": cyclegan}
BOTH = pytest.mark.parametrize("make", GAMES.values(), ids=GAMES)
RICH = {"dropout": True, "spectral_norm_d": True, "penalty": "r1", "schedule": "plateau", "normalisation_g": "batch",
        "normalisation_d": "batch", "batch_size": 2}


def same(a, b):
    left, right = a.present(), b.present()
    return left.numbers == right.numbers and left.tensors.keys() == right.tensors.keys() and all(
        torch.equal(tensor, right.tensors[name]) for name, tensor in left.tensors.items())


@BOTH
def test_sub_steps_come_in_the_order_that_is_told(make):
    game = make()
    assert tuple(step.id for step in game.play("both")) == game.substeps == tuple(game.facts()["substeps"])
    for player in ("d", "g"):
        steps = [step.id for step in game.play(player)]
        assert steps
        assert steps == [id for id in game.substeps if id.startswith(player)]
    assert game.iteration == 3


@BOTH
@pytest.mark.parametrize(("players", "other"), [("d", "G"), ("g", "D")])
def test_one_player_alone_leaves_the_other_as_it_was(make, players, other):
    game = make(**RICH)
    before = game.present().copied().tensors
    train(game, 1, players)
    moved = {name[0] for name, tensor in game.present().tensors.items()
             if name in before and not torch.equal(tensor, before[name])}
    assert players.upper() in moved
    if players == "d":
        assert other not in moved
    else:
        trained = [name for name, weight in game.player_d.tensors().items() if not torch.equal(weight, before[name])]
        assert all("running" in name or "num_batches" in name for name in trained), "only what judging itself tracks"
    assert (game.info()["updates_d"], game.info()["updates_g"]) == ((1, 0) if players == "d" else (0, 1))


@BOTH
def test_every_column_is_measured_and_finite(make):
    game = train(make(), 1)
    rows = game.measured([game.raw])
    assert rows.shape == (1, len(game.columns))
    assert np.isfinite(rows).all()
    train(game, 1, "d")
    row = dict(zip([column.id for column in game.columns], game.measured([game.raw])[0], strict=True))
    assert np.isfinite(row["grad_norm_d"])
    assert np.isnan(row["grad_norm_g"])


@BOTH
def test_no_graph_and_no_gradient_survives_an_iteration(make):
    game = make(penalty="gradient", objective="wasserstein")
    held = [weakref.ref(t) for step in game.play("both") for t in step.tensors.values() if t.grad_fn is not None]
    gc.collect()
    assert all(reference() is None for reference in held)
    assert all(tensor.grad_fn is None for tensor in game.raw.values())
    assert all(weight.grad is None and weight.requires_grad for network in game.named().values()
               for weight in network.parameters())


@BOTH
def test_a_state_put_back_replays_to_the_same_bits_in_any_instance(make):
    game = train(make(**RICH), 2)
    kept = game.present().copied()
    train(game, 2)
    twin = game.twin()
    assert not same(twin, game)
    twin.put_back(kept)
    assert same(train(twin, 2), game)
    game.put_back(kept)
    assert same(train(game, 2), twin)


@BOTH
def test_a_state_that_lacks_a_tensor_is_refused_whole(make):
    game = train(make(), 1)
    kept = game.present().copied()
    train(game, 1)
    now = game.present().copied()
    del kept.tensors[next(name for name in kept.tensors if "optimizer" in name)]
    with pytest.raises(KeyError):
        game.put_back(kept)
    assert all(torch.equal(tensor, game.present().tensors[name]) for name, tensor in now.tensors.items())


@BOTH
def test_the_seed_decides_everything_and_the_global_generator_nothing(make):
    before = torch.get_rng_state()
    a, b, c = (train(make(seed=seed, **RICH), 2) for seed in (5, 5, 6))
    assert torch.equal(torch.get_rng_state(), before)
    assert same(a, b)
    assert not same(a, c)


LAYERS = {"samples": {"n": 2}, "difference": {"n": 2}, "patches": {"indices": [1, 3]}, "measures": {}}


@BOTH
def test_watching_touches_nothing(make):
    watched, unwatched = train(make(**RICH), 1), train(make(**RICH), 1)
    for substep in watched.play("both"):
        watched.substep_arrays(substep)
    watched.snapshot(LAYERS)
    watched.evaluate()
    watched.score()
    assert watched.sheet().pixels.shape[2] == 3
    train(unwatched, 1)
    assert same(watched, unwatched)
    assert same(train(watched, 1), train(unwatched, 1))


def test_what_pix2pix_shows():
    game = train(pix2pix(images=Pairs(channels=(1, 3)), grey_a=True), 1)
    found = game.snapshot(LAYERS)
    assert {name: array.shape for name, array in found.items()} == {
        "samples.indices": (2,), "samples.input": (2, 64, 64, 1), "samples.output": (2, 64, 64, 3),
        "samples.target": (2, 64, 64, 3), "difference.output": (2, 64, 64), "patches.real": (2, 6, 6),
        "patches.fake": (2, 6, 6), "measures.l1": (2,), "measures.psnr": (2,), "measures.ssim": (2,),
        "measures.kid": (2,)}
    assert all(not array.flags.writeable for array in found.values())
    assert found["patches.real"].min() >= 0
    assert found["patches.real"].max() <= 1
    again = game.snapshot({"samples": {"indices": found["samples.indices"].tolist()}})
    assert np.array_equal(again["samples.output"], found["samples.output"])
    levels = (found["samples.output"].astype(float) - found["samples.target"]) / 255
    np.testing.assert_allclose(found["difference.output"], np.abs(levels).mean(3), atol=0.01)


def test_what_cyclegan_shows():
    found = train(cyclegan(), 1).snapshot(LAYERS | {"identity": {"n": 2}})
    pictures = {name.removeprefix("samples."): array.shape for name, array in found.items()
                if name.startswith("samples.") and "indices" not in name}
    assert set(pictures) == {"a", "a_b", "a_b_a", "b", "b_a", "b_a_b"}
    assert found["identity.a_same"].shape == found["identity.b_same"].shape == (2, 64, 64, 3)
    assert set(pictures.values()) == {(2, 64, 64, 3)}
    assert {name for name in found if name.startswith("patches.")} == {
        "patches.real_a", "patches.fake_a", "patches.real_b", "patches.fake_b"}
    assert found["difference.a"].shape == (2, 64, 64)
    assert {"measures.cycle", "measures.kid"} <= set(found)


@BOTH
def test_the_sheet_says_where_the_results_lie(make):
    game = make()
    found, sheet = game.snapshot({"samples": {}}), game.sheet()
    for part, results in sheet.results.items():
        assert len(results["names"]) == len(results["boxes"]) == len(found[f"samples.{part}"])
        for image, (left, top, width, height) in zip(found[f"samples.{part}"], results["boxes"], strict=True):
            assert np.array_equal(sheet.pixels[top:top + height, left:left + width], image)
    assert set(sheet.results) == ({"output"} if "samples.output" in found else {"a_b", "b_a"})


def test_layers_of_one_question_share_the_passes_of_the_generators():
    game, counted = cyclegan(), []
    for network in game.player_g.networks.values():
        network.register_forward_hook(lambda *_: counted.append(1))
    game.snapshot({"samples": {"n": 2}, "difference": {"n": 2}, "patches": {"n": 2}})
    assert len(counted) == 8, "two images of each side, there and back"
    counted.clear()
    game.snapshot({"samples": {"n": 2}, "identity": {"n": 2}})
    assert len(counted) == 12


def test_no_identity_is_shown_of_sides_with_unlike_channels():
    game = cyclegan(images=Piles(channels=(1, 3)), grey_a=True, weight_identity=0)
    assert set(game.snapshot({"identity": {"n": 2}})) == {"identity.indices_a", "identity.indices_b"}


@pytest.mark.parametrize(("make", "held_out", "measure", "images", "passes", "drawn"), [
    (pix2pix, Pairs, "l1", 8, 8, 4), (cyclegan, Piles, "kid", 4, 8, 16), (cyclegan, Piles, "cycle", 4, 16, 16)],
    ids=["pix2pix", "cyclegan by KID", "cyclegan by cycle"])
def test_a_checkpoint_costs_few_passes_of_the_generators(make, held_out, measure, images, passes, drawn):
    game, counted = make(images=held_out(n=40), best_by=measure), []
    for network in game.player_g.networks.values():
        network.register_forward_hook(lambda *_: counted.append(1))
    score = game.score()
    assert len(counted) == passes
    assert game.score() == score == game.report("val", images)[measure]
    counted.clear()
    game.sheet()
    assert len(counted) == drawn, "its picture shows four samples"


@pytest.mark.parametrize(("measure", "sign"), [("l1", 1), ("kid", 1), ("psnr", -1), ("ssim", -1)])
def test_the_lowest_score_is_the_best_by_every_measure_of_pairs(measure, sign):
    game = pix2pix(images=Pairs(n=9), best_by=measure)
    assert game.scored_by == measure
    assert game.score() == sign * game.report("val", game.scored)[measure]


SIZES = (64, 96), (40, 52)


def unlike(kind):
    """Dark held-out images, the second of each side smaller than the first."""
    images = kind(n=2)
    images.sizes = frozenset(SIZES)
    rows = {side: [-blobs(1, 96, 3, seed).abs()[:, :, :high, :wide] for high, wide in SIZES]
            for seed, side in enumerate("AB")}

    def pair(split, at):
        return PairBatch(rows["A"][at[0]], rows["B"][at[0]], torch.tensor(at))

    images.examples = pair if kind is Pairs else lambda split, side, at: rows[side][at[0]]
    return images


@BOTH
def test_maps_lie_over_their_pictures_where_these_are_of_unlike_sizes(make):
    game = make(images=unlike(Pairs if make is pix2pix else Piles), generator="resnet_6blocks", preprocessing="none")
    found = game.snapshot({name: {"indices": [0, 1]} for name in ("samples", "difference", "patches")})
    first, made, difference, judged = ("input", "output", "output", "real") if make is pix2pix else (
        "a", "a_b_a", "a", "real_a")
    target = found["samples.target" if make is pix2pix else "samples.a"].astype(float)
    levels = np.abs(found[f"samples.{made}"] - target).mean(3) / 255
    np.testing.assert_allclose(found[f"difference.{difference}"], levels, atol=0.01)

    small = np.argwhere((found[f"samples.{first}"][1] < 255).all(2))
    assert (small.min(0).tolist(), small.max(0).tolist()) == ([8, 16], [8 + 40 - 1, 16 + 52 - 1])
    seen = np.argwhere(np.isfinite(found[f"patches.{judged}"][1]))
    assert found[f"patches.{judged}"].shape == (2, 6, 10)
    assert (seen.min(0) * game.facts()["stride"]).tolist() == small.min(0).tolist(), "the same way from its corner"
    assert (seen.max(0) - seen.min(0) + 1).tolist() == [3, 4]


# --- the pool ----------------------------------------------------------------------------------------------

def test_the_pool_is_filled_first_and_then_gives_back_earlier_images_half_of_the_time():
    pool, source = ImagePool(50), generator(1, 1)
    for k in range(50):
        assert pool.exchange(torch.full((1, 1, 1, 1), float(k)), source).item() == k
    shown = [pool.exchange(torch.full((1, 1, 1, 1), float(k)), source).item() for k in range(50, 2050)]
    earlier = [value < k for k, value in enumerate(shown, 50)]
    assert 0.46 < np.mean(earlier) < 0.54
    returned = [value for value, old in zip(shown, earlier, strict=True) if old]
    assert len(set(returned)) == len(returned), "what was returned has left the pool"
    assert len(pool.images) == 50


def test_a_pool_of_none_passes_everything_through():
    pool = ImagePool(0)
    x = torch.randn(3, 1, 2, 2, generator=torch.Generator().manual_seed(1))
    assert torch.equal(pool.exchange(x, generator(1, 1)), x)
    assert pool.tensors("A") == {}


def test_the_pool_s_draws_are_a_function_of_the_iteration():
    game = train(cyclegan(pool_size=1), 3)
    kept = game.present().copied()
    assert kept.tensors["pool.A.0"].shape == (3, 64, 64)
    train(game, 3)
    other = train(cyclegan(pool_size=1), 1)
    other.put_back(kept)
    assert same(train(other, 3), game)


# --- options -----------------------------------------------------------------------------------------------

@BOTH
@pytest.mark.parametrize("values", [
    {"objective": "hinge", "spectral_norm_d": True}, {"objective": "wasserstein", "penalty": "gradient"},
    {"penalty": "r1", "normalisation_d": "group"}, {"up_sampling": "resize", "normalisation_g": "group"},
    {"discriminator": "pixel"}, {"discriminator": "n_layers", "layers_d": 1, "initialisation": "orthogonal"},
    {"generator": "resnet_6blocks", "dropout": True, "initialisation": "kaiming"}, {"precision": "bf16"},
    {"precision": "bf16", "penalty": "gradient"}], ids=" ".join)
def test_every_option_trains(make, values):
    game = train(make(**values), 2)
    assert game.present().is_finite()
    assert np.isfinite(game.measured([game.raw])).all()


@BOTH
def test_only_the_passes_are_in_bf16(make):
    game = make(precision="bf16")
    logits = [step.tensors[name] for step in game.play("both") for name in step.tensors if name.startswith("on_")]
    assert {tensor.dtype for tensor in (*game.raw.values(), *logits)} == {torch.float32}


def test_the_gradient_penalty_keeps_the_slope_near_one():
    game = pix2pix(objective="wasserstein", penalty="gradient", normalisation_d="none", learning_rate_d=2e-3)

    def slope():
        a, b = game.images.examples("val", [0, 1])[:2]
        b.requires_grad_()
        value = game.D(torch.cat((a, b), 1)).flatten(1).mean(1).sum()
        return torch.autograd.grad(value, b)[0].flatten(1).norm(dim=1).mean().item()

    assert slope() < 0.1
    train(game, 40, "d")
    assert 0.5 < slope() < 3


def test_without_the_adversarial_weight_it_is_a_plain_regression():
    game = pix2pix(weight_gan=0.0, weight_l1=1.0, learning_rate_g=2e-3, normalisation_g="instance")
    before = game.evaluate()["l1"]
    steps = [step.id for step in game.play("both")]
    assert steps == ["g.translate", "g.update"]
    assert game.info()["updates_d"] == 0
    assert {"loss_d", "loss_gan"}.isdisjoint(game.raw)
    train(game, 30)
    assert game.evaluate()["l1"] < 0.8 * before


def test_images_that_the_generator_can_t_take_are_refused_with_a_remedy():
    with pytest.raises(UserError, match="sides are multiples of 64, and the images are 48 x 48 once they are cut"):
        pix2pix(images=Pairs(size=48))
    cyclegan(images=Piles(size=48), generator="resnet_6blocks")


@BOTH
@pytest.mark.parametrize(("size", "values", "least"), [
    (64, {"discriminator": "n_layers", "layers_d": 5}, 96), (16, {"discriminator": "basic"}, 24),
    (44, {"discriminator": "n_layers", "layers_d": 4}, 48)], ids=["n_layers", "basic", "just too small"])
def test_images_too_small_for_the_discriminator_are_refused_with_a_remedy(make, size, values, least):
    images = (Pairs if make is pix2pix else Piles)(size=size)
    with pytest.raises(UserError, match=rf"layers_d: the discriminator {values['discriminator']} is too deep for "
                       rf"images that are {size} x {size} .* sides of {least} pixels .*; raise crop_size"):
        make(images=images, generator="resnet_6blocks", **values)


@pytest.mark.parametrize("norm", ["batch", "instance"])
def test_images_just_large_enough_for_the_discriminator_train(norm):
    for size, discriminator in ((24, "basic"), (16, "pixel")):
        game = train(cyclegan(images=Piles(size=size), generator="resnet_6blocks", discriminator=discriminator,
                              normalisation_d=norm), 1)
        assert game.present().is_finite()


@BOTH
def test_bits_of_batches_that_vanish_leave_the_game_as_it_was(make):
    game = train(make(), 1)

    def gone(k, size):
        raise UserError("the folder has gone")

    kept, drawing = game.present().copied(), game.images.batch
    game.images.batch = gone
    with pytest.raises(UserError, match="gone"):
        train(game, 1)
    assert game.iteration == 1
    assert all(torch.equal(tensor, game.present().tensors[name]) for name, tensor in kept.tensors.items())
    game.images.batch = drawing
    train(game, 1)
