"""ALI on images: its iterations, its state, and every layer that a view can ask for."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from ali_pictures import EVERYTHING, Pictures, ali
from image_sets import train

from ganviz.games.ali_image_layers import LAYERS
from ganviz.metrics.principal import principal
from ganviz.settings.names import ENCODERS, LABELS, OBJECTIVES, PAIRINGS

ASKED = {"samples": {"n": 3}, "reconstructions": {"n": 4}, "interpolation": {"a": 0, "b": 3, "steps": 5},
         "arithmetic": {"a": 0, "b": 1, "c": 2, "steps": 4}, "codes": {"n": 10}, "thumbnails": {"indices": [3, 1]},
         "latent": {"sample": 2, "moves": [1.5, 0.0, -1.0]}, "measures": {}}


def same(a, b):
    return a.keys() == b.keys() and all(torch.equal(tensor, b[name]) for name, tensor in a.items())


def tensors(game):
    return game.present().copied().tensors


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("pairing", PAIRINGS)
def test_every_player_learns_in_every_variant(pairing, encoder, labels):
    game = ali(pairing=pairing, encoder=encoder, labels=labels, **EVERYTHING)
    before = tensors(game)
    train(game, 3)
    assert np.isfinite(game.measured([game.raw])).all()
    for name in "EGD":
        moved = [not torch.equal(before[key], tensor) for key, tensor in game.present().tensors.items()
                 if key.startswith(f"{name}.") and key.endswith("weight")]
        assert all(moved), name


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_three_iterations_are_repeated_exactly_from_a_stored_state(objective):
    game, other = (ali(objective=objective, labels="conditional", **EVERYTHING) for _ in range(2))
    train(game, 2)
    other.put_back(game.present().copied())
    for each in (game, other):
        train(each, 3)
    assert other.iteration == 5
    assert same(tensors(game), tensors(other))


def test_a_partial_step_moves_one_side_alone():
    game = ali(ema_g=0)
    for players, still in (("d", "EG"), ("g", "D")):
        before = tensors(game)
        train(game, 1, players)
        for name, tensor in game.present().tensors.items():
            assert name[0] not in still or torch.equal(before[name], tensor), name


def test_its_state_is_too_large_to_be_kept_often():
    game = ali(watch_budget=0.2)
    assert game.state is None
    assert game.watch_share == 0.2
    assert game.fingerprint == "f" * 64
    assert game.twin().data is game.data


@pytest.mark.parametrize("labels", LABELS)
def test_looking_changes_nothing_and_gives_frozen_arrays(labels):
    game = ali(labels=labels, **EVERYTHING)
    train(game, 2)
    before = tensors(game)
    found, again = game.snapshot(ASKED), game.snapshot(ASKED)
    game.sheet()
    game.evaluate()
    assert same(before, tensors(game))
    assert {name.partition(".")[0] for name in found} == set(LAYERS)
    for name, array in found.items():
        assert not array.flags.writeable, name
        assert np.array_equal(array, again[name]), name


def test_pictures_have_the_shapes_that_were_asked_for():
    found = ali().snapshot(ASKED)
    shapes = {name: array.shape for name, array in found.items() if array.dtype == np.uint8}
    picture = (28, 28, 1)
    assert shapes == {
        "samples.images": (3, *picture), "reconstructions.input": (4, *picture), "reconstructions.again": (4, *picture),
        "interpolation.images": (5, *picture), "interpolation.ends": (2, *picture),
        "arithmetic.operands": (3, *picture), "arithmetic.result": (1, *picture), "arithmetic.images": (4, *picture),
        "thumbnails.images": (2, *picture), "latent.images": (2, *picture)}


def test_a_way_begins_and_ends_with_the_reconstructions_of_its_ends():
    game = ali()
    found = game.snapshot({"interpolation": {"a": 4, "b": 7, "steps": 6}, "reconstructions": {"indices": [4, 7]}})
    assert np.array_equal(found["interpolation.ends"], found["reconstructions.input"])
    assert np.abs(found["interpolation.images"][[0, -1]].astype(int) - found["reconstructions.again"]).max() <= 1


def coded_alone(game, places):
    """Likeliest codes of held-out images by the networks alone."""
    with torch.no_grad():
        return game.E.average([game.data.examples("val", places).x]).chunk(2, 1)[0]


def decoded_alone(game, codes):
    with torch.no_grad():
        made = game.G.average([codes])
    return ((made.clamp(-1, 1) + 1) * 127.5).round().permute(0, 2, 3, 1).numpy()


def test_arithmetic_is_that_of_the_codes():
    game = ali()
    train(game, 3)
    found = game.snapshot({"arithmetic": {"a": 4, "b": 7, "c": 2, "steps": 4}})
    a, b, c = coded_alone(game, [4, 7, 2])
    assert found["arithmetic.strengths"].tolist() == [0, 0.5, 1, 1.5]
    expected = decoded_alone(game, torch.stack([c + t * (a - b) for t in (0, 0.5, 1, 1.5)]))
    assert np.abs(found["arithmetic.images"] - expected).max() <= 1
    assert np.abs(found["arithmetic.result"] - decoded_alone(game, (a - b + c)[None])).max() <= 1
    assert not np.array_equal(found["arithmetic.images"][0], found["arithmetic.images"][-1])
    again = game.snapshot({"reconstructions": {"indices": [4, 7, 2]}})
    assert np.array_equal(found["arithmetic.operands"], again["reconstructions.input"])


def test_the_code_of_a_class_is_the_mean_of_its_held_out_images():
    game = ali()
    train(game, 3)
    found = game.snapshot({"arithmetic": {"a": "bright", "b": "dark", "c": 0},
                           "interpolation": {"a": "bright", "b": 3, "steps": 2}})
    bright, dark = (coded_alone(game, torch.nonzero(game.data.y == label)[:, 0].tolist()).mean(0) for label in (2, 0))
    result = decoded_alone(game, bright[None] - dark + coded_alone(game, [0]))
    assert np.abs(found["arithmetic.result"] - result).max() <= 1
    middle = decoded_alone(game, bright[None])
    assert np.abs(found["arithmetic.operands"][:1] - middle).max() <= 1, "a class is shown as G of its mean code"
    assert np.abs(found["interpolation.images"][:1] - middle).max() <= 1


@pytest.mark.parametrize("labels", LABELS)
def test_the_sum_stands_at_strength_one(labels):
    game = ali(labels=labels)
    train(game, 2)
    found = game.snapshot({"arithmetic": {"a": 1, "b": "dark", "c": "bright"}})
    strengths = found["arithmetic.strengths"].tolist()
    assert strengths == [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5]
    assert np.abs(found["arithmetic.images"][4].astype(int) - found["arithmetic.result"][0]).max() <= 1


@pytest.mark.parametrize("missing", [99, -1, "unheard of"])
def test_what_is_not_there_is_not_added(missing):
    asked = {"arithmetic": {"a": 0, "b": 1, "c": missing}, "interpolation": {"a": missing, "b": 1}}
    assert ali().snapshot(asked) == {}


def test_the_map_of_codes_is_their_exact_principal_component_analysis():
    game = ali()
    train(game, 2)
    found = game.snapshot({"codes": {"n": 12}})
    places = found["codes.indices"].tolist()
    with torch.no_grad():
        codes = game.E.average([game.data.examples("val", places).x]).chunk(2, 1)[0].numpy()
    axes = principal(codes, 2)
    np.testing.assert_allclose(found["codes.places"], axes.places(codes), atol=1e-5)
    assert found["codes.labels"].tolist() == game.data.y[places].tolist()
    np.testing.assert_allclose(found["codes.share"], axes.deviations**2 / codes.var(0).sum(), rtol=1e-4)


def test_a_slider_moves_a_sample_along_an_axis_of_the_codes():
    game = ali()
    train(game, 1)
    still, moved = (game.snapshot({"latent": {"sample": 1, "moves": moves}})["latent.images"]
                    for moves in ([0.0] * 4, [0.0, 4.0]))
    assert np.array_equal(still[0], still[1])
    assert np.array_equal(still[0], moved[0])
    assert not np.array_equal(moved[0], moved[1])
    assert np.array_equal(still[0], game.snapshot({"samples": {"n": 2}})["samples.images"][1])


def test_the_measures_stand_beside_what_they_compare_with():
    found = ali().snapshot({"measures": {}})
    names = ("reconstruction", "reconstruction_ratio", "prior_mmd", "neighbour", "probe")
    assert set(found) == {f"measures.{name}" for name in names}
    assert found["measures.neighbour"][1] == pytest.approx(1 / 3)
    assert found["measures.reconstruction"].min() > 0


def test_the_report_is_of_the_held_out_images():
    game = ali(**EVERYTHING)
    train(game, 3)
    report = game.evaluate()
    assert (report["split"], report["images"]) == ("val", 12)
    assert report["reconstruction_ratio"] == report["reconstruction_distance"] / report["random_distance"]
    assert report["neighbour_accuracy"] == 1.0, "the same images are among the known ones"
    assert game.score() == pytest.approx(report["reconstruction_ratio"])


def test_codes_that_are_labels_are_compared_with_labels_as_often_as_the_data_has_them():
    images = Pictures(n=120)
    images.y = torch.where(torch.arange(120) < 96, 0, images.y)  # four of five and more are of one class
    game = ali(images=images, labels="supervised")
    source = torch.Generator().manual_seed(1)
    drawn = game._scene.drawn_labels(4_000, source)
    assert drawn.mean(0).tolist() == pytest.approx((images.y[:, None] == torch.arange(3)).float().mean(0).tolist(),
                                                   abs=0.03)
    assert 0 < game.snapshot({"measures": {}})["measures.prior_mmd"][1] < 0.02, "a floor of chance, and no constant"


def with_splits(**lengths):
    """A game on splits of these lengths."""
    images = Pictures(n=max(lengths.values()))
    images.length = lengths.__getitem__
    return ali(images=images)


def test_the_noise_floor_of_the_prior_match_is_of_as_many_codes_as_are_compared():
    game = with_splits(train=40, val=10, test=600)
    live = game.snapshot({"measures": {}})["measures.prior_mmd"][1]
    report = game.evaluate()
    assert (report["split"], report["images"]) == ("test", 600)
    assert report["prior_mmd"][1] == with_splits(train=40, val=600, test=600).evaluate()["prior_mmd"][1]
    assert live > 10 * report["prior_mmd"][1], "that of ten images"


def test_a_single_axis_of_codes_holds_all_of_the_variance_once():
    share = train(ali(latent_dim=1), 2).snapshot({"codes": {"n": 10}})["codes.share"]
    assert share.tolist() == [pytest.approx(1.0), 0.0]


def test_what_is_told_to_the_encoder_is_not_measured():
    assert "neighbour_accuracy" not in ali(labels="conditional").evaluate()
    assert "neighbour_accuracy" not in ali(images=Pictures(classes=())).evaluate()


def test_without_held_out_images_samples_are_still_shown():
    images = Pictures()
    images.length = lambda split: 0 if split != "train" else 12
    game = ali(images=images)
    found = game.snapshot(ASKED)
    assert {name.partition(".")[0] for name in found} == {"samples", "latent"}
    assert game.sheet().pixels.ndim == 3
    assert game.evaluate() == {"split": "val", "images": 0}
    assert game.score() == float("inf")


def test_slow_motion_shows_pictures_and_values():
    game = ali()
    shown = {step.id: game.substep_arrays(step) for step in game.play("both")}
    assert list(shown) == game.facts()["substeps"]
    assert shown["pair.judge"]["fake"].shape == (6, 28, 28, 1)
    assert shown["pair.judge"]["d_real"].shape == (6,)
    assert shown["g.update"] == {}
