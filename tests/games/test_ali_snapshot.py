"""What ALI shows, against its networks run by hand in float64, and that showing touches nothing."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from alis import EVERYTHING, ali
from toys import train

from ganviz.metrics.modes import mode_coverage
from ganviz.settings.names import OBJECTIVES, PAIRINGS

PLANE, CODES = (-5.0, 5.0, -4.0, 6.0), (-3.0, 3.0, -2.0, 4.0)
PINS = {"x": [1.9, -0.1], "code": [0.4, -0.7]}
LAYERS = {
    "pairs": {"n": 30}, "trips": {"n": 7}, "error": {"range": PLANE, "size": 6},
    "map_x": {"range": PLANE, "size": 6, **PINS}, "map_code": {"range": CODES, "size": 6, **PINS},
    "field_x": {"range": PLANE, "size": 3, **PINS}, "field_code": {"range": CODES, "size": 3, **PINS},
    "data_density": {"range": PLANE, "size": 6}, "generated_density": {"range": PLANE, "size": 6},
    "prior_density": {"range": CODES, "size": 6}, "posterior_density": {"range": CODES, "size": 6},
    "coverage": {}, "route": {"plane": "x", "at": [0.0, 2.0], **PINS},
    "probe": {"plane": "x", "at": [0.0, 2.0], **PINS}, "measures": {}}
SHAPES = {
    "pairs.real": (30, 2), "pairs.encoded": (30, 2), "pairs.fake": (30, 2), "pairs.z": (30, 2),
    "trips.x": (7, 2), "trips.x_again": (7, 2), "trips.z": (7, 2), "trips.z_again": (7, 2),
    **{f"{name}.values": (6, 6) for name in ("error", "map_x", "map_code", "data_density", "generated_density",
                                             "prior_density", "posterior_density")},
    **{f"field_{plane}.{part}": (9, 2) for plane in ("x", "code") for part in ("x", "v")},
    "coverage.modes": (25, 2), "coverage.share": (25,),
    **{f"probe.{name}": () for name in ("d", "p_data", "p_g", "error")}, "route.there": (2,), "route.back": (2,),
    **{f"measures.{name}": (2,) for name in ("js", "kl_forward", "kl_reverse", "sw", "round_trip", "prior_mmd", "modes",
                                             "high_quality", "reverse_kl", "reconstruction_ratio")}}
KNOWN = {f"measures.{name}": (2,) for name in ("neighbour", "probe")}
FROM_CODE = {name: {"plane": "code", "at": [0.5, -0.5], **PINS} for name in ("route", "probe")}


def centres(low, high, size):
    edges = np.linspace(low, high, size + 1)
    return (edges[1:] + edges[:-1]) / 2


def grid(bounds, size):
    return np.stack(np.meshgrid(centres(*bounds[:2], size), centres(*bounds[2:], size)), -1).reshape(-1, 2)


def by_hand(game, name, *inputs):
    """A network of the game in float64, from its tensors; averages by the name with _ema."""
    tensors = {key: tensor.double() for key, tensor in game.state.under(name).items()}
    with torch.no_grad():
        return getattr(game, name[0]).mlp.bind(tensors)([torch.as_tensor(each, dtype=torch.float64)
                                                         for each in inputs])


def mean_code(game, x):
    return by_hand(game, "E_ema", x).chunk(2, 1)[0]


# --- it touches nothing ------------------------------------------------------------------------------------

@pytest.mark.parametrize("extra", [{}, EVERYTHING, {"labels": "supervised"}], ids=["plain", "everything", "supervised"])
def test_a_snapshot_touches_nothing(extra):
    watched, unwatched = train(ali(**extra), 2), train(ali(**extra), 2)
    state, raw, info, chance = watched.state.tensor.clone(), dict(watched.raw), watched.info(), torch.get_rng_state()
    watched.snapshot(LAYERS)
    watched.snapshot(FROM_CODE)
    watched.evaluate()
    watched.score()
    assert torch.equal(watched.state.tensor, state)
    assert watched.info() == info
    assert watched.raw == raw
    assert torch.equal(torch.get_rng_state(), chance)
    assert torch.equal(train(watched, 2).state.tensor, train(unwatched, 2).state.tensor)


@pytest.mark.parametrize("labels", ["none", "conditional", "supervised"])
def test_every_layer_has_its_documented_parts_frozen(labels):
    game = train(ali(labels=labels), 2)
    arrays = game.snapshot(LAYERS)
    assert {name: array.shape for name, array in arrays.items()} == SHAPES | ({} if labels == "conditional" else KNOWN)
    assert not any(np.isnan(array).any() for array in arrays.values())
    assert not any(array.flags.writeable for array in arrays.values())
    assert {name: array.shape for name, array in game.snapshot(FROM_CODE).items()} == {
        "route.there": (2,), "route.back": (2,), "probe.d": (), "probe.error": ()}
    assert game.snapshot({}) == {}


def test_a_problem_without_modes_shows_none():
    game = ali(problem="moons")
    assert game.snapshot({"coverage": {}}) == {}
    assert not {"modes", "high_quality"} & set(game.evaluate())


# --- D at a pin --------------------------------------------------------------------------------------------

@pytest.mark.parametrize("pairing", PAIRINGS)
def test_the_maps_are_d_with_the_pin_in_the_other_plane(pairing):
    game = train(ali(pairing=pairing), 5)
    arrays = game.snapshot({name: LAYERS[name] for name in ("map_x", "map_code")})
    places = game.problem.frame.to_game(grid(PLANE, 6))
    on_x = by_hand(game, "D", places, np.tile(PINS["code"], (36, 1))).numpy().ravel()
    x = game.problem.frame.to_game([PINS["x"]])
    on_code = by_hand(game, "D", np.tile(x, (36, 1)), grid(CODES, 6)).numpy().ravel()
    shown = arrays["map_x.values"].ravel(), arrays["map_code.values"].ravel()
    if pairing == "plain":
        for found, logits in zip(shown, (on_x, on_code), strict=True):
            np.testing.assert_allclose(found, 1 / (1 + np.exp(-logits)), atol=1e-5)
    else:  # about one and the same mean
        middle = on_x - shown[0]
        np.testing.assert_allclose(middle, middle[0], atol=1e-5)
        np.testing.assert_allclose(on_code - shown[1], middle[0], atol=1e-5)


def test_a_margin_is_shown_about_the_mean_over_both_kinds_of_pairs():
    game = train(ali(), 5)
    pairs, (x, _, z, noise) = game.snapshot({"pairs": {"n": 200}}), game._scene.view(200)
    mean, log_variance = by_hand(game, "E_ema", x).chunk(2, 1)
    code = mean + torch.exp(log_variance / 2) * noise
    np.testing.assert_allclose(pairs["pairs.encoded"], code, atol=1e-5)
    made = by_hand(game, "G_ema", z)
    middle = (by_hand(game, "D", x, code).mean() + by_hand(game, "D", made, z).mean()).item() / 2
    at = game.problem.frame.to_game([PINS["x"]])
    probe = game.snapshot({"probe": {"plane": "code", "at": PINS["code"], **PINS}})
    assert probe["probe.d"] == pytest.approx(by_hand(game, "D", at, [PINS["code"]]).item() - middle, abs=1e-5)


def test_fields_are_where_the_makers_loss_moves_what_stands_there_by_differences():
    game = train(ali(), 5)
    arrays = game.snapshot({name: LAYERS[name] for name in ("field_x", "field_code")})
    frame, step = game.problem.frame, 1e-5
    x0 = frame.to_game([PINS["x"]])
    for i in range(9):
        for axis in range(2):
            move = step * np.eye(2)[axis:axis + 1]
            at_x, at_code = frame.to_game(arrays["field_x.x"][i:i + 1]), arrays["field_code.x"][i:i + 1]
            up_x = by_hand(game, "D", at_x + move, [PINS["code"]]) - by_hand(game, "D", at_x - move, [PINS["code"]])
            up_code = by_hand(game, "D", x0, at_code + move) - by_hand(game, "D", x0, at_code - move)
            assert arrays["field_x.v"][i, axis] == pytest.approx(up_x.item() / 2 / step * frame.scale[axis], rel=1e-3,
                                                                 abs=1e-6)
            assert arrays["field_code.v"][i, axis] == pytest.approx(-up_code.item() / 2 / step, rel=1e-3, abs=1e-6)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_with_plain_pairing_fields_lower_the_makers_own_loss_also_where_d_says_more_than_real(objective):
    game = train(ali(pairing="plain", objective=objective), 5)
    game.state.views["D.2.bias"].add_(2.0)
    arrays = game.snapshot({name: LAYERS[name] for name in ("field_x", "field_code")})
    frame, x0 = game.problem.frame, game.problem.frame.to_game([PINS["x"]])

    def loss(over, place):
        logits = by_hand(game, "D", place, [PINS["code"]]) if over == "x" else by_hand(game, "D", x0, place)
        level = torch.full_like(logits, game.objective.neutral_logit)
        return game.pairing.g_loss(game.objective, *((level, logits) if over == "x" else (logits, level))).item()

    for over, scale in (("x", np.asarray(frame.scale)), ("code", np.ones(2))):
        places = arrays[f"field_{over}.x"]
        for place, v in zip(frame.to_game(places) if over == "x" else places, arrays[f"field_{over}.v"], strict=True):
            moves = 1e-5 * np.eye(2)[:, None]
            slope = [(loss(over, place + move) - loss(over, place - move)) / 2e-5 for move in moves]
            np.testing.assert_allclose(v, -np.array(slope) * scale, rtol=2e-3, atol=1e-6)


# --- round trips -------------------------------------------------------------------------------------------

def test_a_route_leads_through_both_networks_and_back():
    game = train(ali(), 5)
    frame = game.problem.frame
    there = mean_code(game, frame.to_game([[0.0, 2.0]]))
    back = frame.to_user(by_hand(game, "G_ema", there))[0]
    arrays = game.snapshot({name: LAYERS[name] for name in ("route", "probe")})
    np.testing.assert_allclose(arrays["route.there"], there[0], atol=1e-5)
    np.testing.assert_allclose(arrays["route.back"], back, atol=1e-4)
    assert arrays["probe.error"] == pytest.approx(np.linalg.norm(back - [0.0, 2.0]), abs=1e-4)
    made = by_hand(game, "G_ema", [[0.5, -0.5]])
    arrays = game.snapshot(FROM_CODE)
    np.testing.assert_allclose(arrays["route.there"], frame.to_user(made)[0], atol=1e-4)
    np.testing.assert_allclose(arrays["route.back"], mean_code(game, made)[0], atol=1e-4)


def test_the_error_map_is_the_distance_of_each_place_from_its_reconstruction():
    game = train(ali(encoder="deterministic"), 5)
    places, frame = grid(PLANE, 6), game.problem.frame
    again = frame.to_user(by_hand(game, "G_ema", by_hand(game, "E_ema", frame.to_game(places))))
    found = game.snapshot({"error": LAYERS["error"]})["error.values"]
    np.testing.assert_allclose(found.ravel(), np.linalg.norm(again - places, axis=1), rtol=1e-4)


def test_the_error_map_at_rest_has_more_places_than_there_are_draws_on_show_where_labels_are_learned():
    game = train(ali(labels="supervised", problem="blobs"), 2)
    found = game.snapshot({"error": {"range": PLANE, "size": 192}})["error.values"]
    assert found.shape == (192, 192) and np.isfinite(found).all()
    few = game.snapshot({"error": {"range": PLANE, "size": 6}})["error.values"]
    places = torch.as_tensor(game.problem.frame.to_game(grid(PLANE, 6)), dtype=torch.float32)
    y = by_hand(game, "E_ema", places).softmax(1)
    again = game.problem.frame.to_user(by_hand(game, "G_ema", game._scene.view(36).z, y))
    np.testing.assert_allclose(few.ravel(), np.linalg.norm(again - grid(PLANE, 6), axis=1), rtol=1e-3)


def test_trips_begin_at_the_pairs_and_the_round_trip_is_their_mean_length():
    game = train(ali(), 5)
    arrays = game.snapshot({"trips": {"n": 2_000}, "pairs": {"n": 2_000}, "measures": {}})
    assert np.array_equal(arrays["trips.x"], arrays["pairs.real"])
    assert np.array_equal(arrays["trips.z"], arrays["pairs.z"])
    length = np.linalg.norm(arrays["trips.x_again"] - arrays["trips.x"], axis=1).mean()
    value, random = arrays["measures.round_trip"]
    assert value == pytest.approx(length, rel=0.1)
    assert random == pytest.approx(4.9, rel=0.1)


def test_labels_reach_every_network():
    game = train(ali(labels="conditional", problem="blobs"), 5)
    frame, view = game.problem.frame, game._scene.view(12)
    made = frame.to_user(by_hand(game, "G_ema", view.z, view.y))
    np.testing.assert_allclose(game.snapshot({"pairs": {"n": 12}})["pairs.fake"], made, atol=1e-4)
    assert torch.equal(view.y.argmax(1), game.problem.nearest_mode(view.x))
    x = frame.to_game([PINS["x"]])
    y = torch.nn.functional.one_hot(game.problem.nearest_mode(torch.as_tensor(x)), 3)
    made = frame.to_user(by_hand(game, "G_ema", [[0.5, -0.5]], y))[0]
    np.testing.assert_allclose(game.snapshot(FROM_CODE)["route.there"], made, atol=1e-4)


# --- numbers -----------------------------------------------------------------------------------------------

def test_the_coverage_agrees_with_the_measure_on_2500_samples():
    game = train(ali(spread=4.0, learning_rate_g=0.02, learning_rate_d=0.02), 60)
    arrays = game.snapshot({"coverage": {}, "measures": {}})
    covered = mode_coverage(game._scene.generated(2_500), game.problem.modes, game.problem.mode_sigma)
    assert covered.modes > 0
    assert (arrays["coverage.share"] > 0).sum() == covered.modes
    assert arrays["coverage.share"].sum() == pytest.approx(covered.high_quality)
    assert arrays["measures.modes"].tolist() == [covered.modes, 25]
    assert arrays["measures.high_quality"].tolist() == pytest.approx([covered.high_quality, 0.98889], abs=1e-4)
    assert arrays["measures.reverse_kl"].tolist() == pytest.approx([covered.reverse_kl, 24 / 5000])
    distance, random = arrays["measures.round_trip"]
    assert arrays["measures.reconstruction_ratio"].tolist() == pytest.approx([distance / random, 1])


def test_labels_as_codes_match_a_prior_of_other_points_labels():
    game = ali(labels="supervised")
    scene, found = game._scene, []
    scene.encoded = lambda x, y, noise=None: y  # an encoder that names every label
    for iteration in range(30):
        game.iteration = iteration
        found.append(game.snapshot({"measures": {}})["measures.prior_mmd"])
    values, floors = map(np.array, zip(*found, strict=True))
    assert abs(values.mean()) < 3 * floors.mean() / np.sqrt(30), "unbiased"


def test_the_report_holds_every_measure_and_replays():
    game = train(ali(), 3)
    found = game.evaluate()
    assert "nats" in found["about"]["js"]["unit"]
    assert set(found) == {"about", "js", "kl_forward", "kl_reverse", "sw", "prior_mmd", "round_trip",
                          "reconstruction_error",
                          "reconstruction_ratio", "modes", "high_quality", "reverse_kl", "modes_of",
                          "neighbour_accuracy", "probe_accuracy", "largest_class"}
    assert found == game.evaluate()
    twin = game.twin()
    twin.put_back(game.present())
    assert twin.evaluate() == found
    assert game.score() == found["sw"][0]
    assert 0 <= train(ali(labels="supervised"), 3).evaluate()["label_accuracy"] <= 1


def test_codes_of_points_are_asked_what_they_know_of_the_modes():
    game = ali()
    scene = game._scene
    scene.encoded = lambda x, y, noise=None: x  # codes that are the points themselves know all
    found = game.evaluate()
    assert found["neighbour_accuracy"] > 0.99
    assert 0 < found["probe_accuracy"] < 0.5, "the modes of a grid lie on no straight lines of their own"
    assert 1 / 25 <= found["largest_class"] < 0.08
    live = game.snapshot({"measures": {}})
    assert live["measures.neighbour"][0] > 0.99
    scene.encoded = lambda x, y, noise=None: torch.zeros_like(x)
    assert game.evaluate()["neighbour_accuracy"] < 0.1


@pytest.mark.parametrize("values", [{"labels": "conditional"}, {"problem": "moons"}])
def test_codes_are_not_asked_for_classes_that_are_told_or_not_there(values):
    game = ali(**values)
    assert not game.facts()["has_classes"]
    assert not {"neighbour_accuracy", "probe_accuracy", "largest_class"} & set(game.evaluate())
    assert "measures.neighbour" not in game.snapshot({"measures": {}})


@pytest.mark.parametrize(("values", "losses"), [
    ({}, ("log 2", "log 2")), ({"pairing": "plain"}, ("2 log 2", "2 log 2")),
    ({"pairing": "plain", "objective": "minimax"}, ("2 log 2", "−2 log 2")),
    ({"objective": "least_squares"}, ("0.5", "0.5"))])
def test_facts_tell_the_views_what_they_need_once(values, losses):
    facts = ali(**values).facts()
    assert (facts["loss_d_label"], facts["loss_g_label"]) == losses
    assert (facts["dim"], facts["modes_of"], facts["code_axes"]) == (2, 25, ["z₁", "z₂"])
    assert facts["neutral"] == (0.5 if values.get("pairing") == "plain" else 0.0)
    assert all(len(facts[name]) == 2 for name in ("extent", "code_extent", "pin_x", "pin_code", "shown_range"))


# --- sub-steps ---------------------------------------------------------------------------------------------

def test_sub_steps_show_both_planes_and_where_the_loss_moves_each_pair():
    game, seen = ali(), {}
    frame = game.problem.frame
    for step in game.play("both"):
        arrays = game.substep_arrays(step)
        assert not any(array.flags.writeable for array in arrays.values())
        seen[step.id] = set(arrays)
        if step.id == "g.gradient":
            np.testing.assert_allclose(arrays["v_fake"], -16 * step.tensors["by_fake"].numpy() * frame.scale, rtol=1e-5)
            np.testing.assert_allclose(arrays["v_encoded"], -16 * step.tensors["by_encoded"].numpy(), rtol=1e-5)
    assert seen == {
        "pair.draw": {"real", "z"}, "pair.encode": {"real", "encoded"}, "pair.generate": {"fake", "z"},
        "pair.judge": {"real", "encoded", "fake", "z", "d_real", "d_fake"}, "d.gradient": set(),
        "g.gradient": {"encoded", "v_encoded", "fake", "v_fake"}, "d.update": set(), "g.update": set()}
