"""What a snapshot shows, against the networks run by hand, and that it touches nothing."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from toys import EVERYTHING, toy, train

from ganviz.problems.problem import Frame
from ganviz.settings.names import OBJECTIVES

LINE, PLANE = (-4.0, 4.0), (-2.0, 2.0, -1.0, 3.0)
LAYERS_1D = {
    "data_density": {"range": LINE, "size": 40}, "generated_density": {"range": LINE, "size": 40},
    "discriminator": {"range": LINE, "size": 40}, "optimal": {"range": LINE, "size": 40}, "latent": {"n": 9},
    "samples": {"n": 30}, "probe": {"x": [0.5]}, "measures": {}}
LAYERS_2D = {
    "data_density": {"range": PLANE, "size": 12}, "generated_density": {"range": PLANE, "size": 12},
    "surface": {"range": PLANE, "size": 12}, "samples": {"n": 30}, "gradient": {"n": 7}, "grid": {"size": 5},
    "probe": {"x": [0.5, 0.5]}, "measures": {}}
MEASURES = ["js", "kl_forward", "kl_reverse"]
SHAPES_1D = {
    "data_density.x": (40,), "data_density.y": (40,), "generated_density.x": (40,), "generated_density.y": (40,),
    "discriminator.x": (40,), "discriminator.y": (40,), "optimal.x": (40,), "optimal.y": (40,), "latent.z": (9,),
    "latent.x": (9,), "samples.real": (30, 1), "samples.fake": (30, 1),
    **{f"probe.{name}": () for name in ("d", "p_data", "p_g", "optimal")},
    **{f"measures.{name}": (2,) for name in (*MEASURES, "w1")}}
SHAPES_2D = {
    "data_density.values": (12, 12), "generated_density.values": (12, 12), "surface.values": (12, 12),
    "samples.real": (30, 2), "samples.fake": (30, 2), "gradient.x": (7, 2), "gradient.v": (7, 2), "grid.x": (5, 5, 2),
    **{f"probe.{name}": () for name in ("d", "p_data", "p_g", "optimal")},
    **{f"measures.{name}": (2,) for name in (*MEASURES, "sw")}}
BOTH = pytest.mark.parametrize(("dim", "layers", "shapes"), [(1, LAYERS_1D, SHAPES_1D), (2, LAYERS_2D, SHAPES_2D)])


def centres(low, high, size):
    edges = np.linspace(low, high, size + 1)
    return (edges[1:] + edges[:-1]) / 2


def by_hand(game, name, x):
    """A network of the game in evaluation mode and float64, from its tensors."""
    player = {"D": game.D, "G": game.G}[name]
    tensors = {key: tensor.double() for key, tensor in game.state.under(name).items()}
    with torch.no_grad():
        return player.mlp.bind(tensors)(torch.as_tensor(x, dtype=torch.float64))


@pytest.fixture
def anisotropic(tmp_path):
    """A game on points whose axes have quite different units."""
    rows = np.random.default_rng(3).normal(size=(400, 2)) * [50, 0.002] + [1000, -0.01]
    path = tmp_path / "points.csv"
    np.savetxt(path, rows, delimiter=",", header="length,dose", comments="")
    return train(toy(2, problem="points", data=str(path), activation_d="tanh"), 5), rows


# --- it touches nothing ------------------------------------------------------------------------------------

@BOTH
@pytest.mark.parametrize("extra", [{}, EVERYTHING], ids=["plain", "everything"])
def test_a_snapshot_touches_nothing(dim, layers, shapes, extra):
    watched, unwatched = train(toy(dim, **extra), 2), train(toy(dim, **extra), 2)
    state, raw, info = watched.state.tensor.clone(), dict(watched.raw), watched.info()
    global_state = torch.get_rng_state()
    watched.snapshot(layers)
    watched.evaluate()
    watched.score()
    assert torch.equal(watched.state.tensor, state)
    assert watched.info() == info
    assert watched.raw.keys() == raw.keys()
    assert all(watched.raw[name] is raw[name] for name in raw)
    assert torch.equal(torch.get_rng_state(), global_state)
    assert all(leaf.grad is None for player in (watched.G, watched.D) for leaf in player.leaves)
    assert torch.equal(train(watched, 2).state.tensor, train(unwatched, 2).state.tensor)


@BOTH
def test_every_layer_has_its_documented_parts_frozen(dim, layers, shapes):
    game = train(toy(dim), 2)
    arrays = game.snapshot(layers)
    assert {name: array.shape for name, array in arrays.items()} == shapes
    # Two supports that do not meet are infinitely far apart by KL; nothing else may be infinite.
    assert all(np.isfinite(array).all() for name, array in arrays.items() if ".kl_" not in name)
    assert not any(np.isnan(array).any() for array in arrays.values())
    assert not any(array.flags.writeable for array in arrays.values())


@BOTH
def test_what_was_handed_out_does_not_change_under_the_viewer(dim, layers, shapes):
    game = train(toy(dim), 2)
    arrays = game.snapshot(layers)
    copies = {name: array.copy() for name, array in arrays.items()}
    again = game.snapshot(layers)
    assert all(np.array_equal(again[name], copies[name]) for name in copies)
    train(game, 3)
    game.snapshot(layers)
    assert all(np.array_equal(arrays[name], copies[name]) for name in copies)


def test_only_what_is_asked_for_is_answered():
    assert toy().snapshot({}) == {}
    assert set(toy().snapshot({"samples": {"n": 3}})) == {"samples.real", "samples.fake"}


# --- the discriminator -------------------------------------------------------------------------------------

@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_curve_of_d_is_d(objective):
    game = train(toy(1, objective=objective), 5)
    arrays = game.snapshot({"discriminator": LAYERS_1D["discriminator"]})
    x = centres(*LINE, 40)
    logits = by_hand(game, "D", game.problem.frame.to_game(x[:, None]))[:, 0]
    expected = logits if objective in ("least_squares", "hinge") else torch.sigmoid(logits)
    np.testing.assert_allclose(arrays["discriminator.x"], x)
    np.testing.assert_allclose(arrays["discriminator.y"], expected, atol=1e-5)


def test_the_surface_is_d_with_rows_ascending_in_y(anisotropic):
    game, _ = anisotropic
    (x0, x1), (y0, y1) = game.facts()["extent"]
    values = game.snapshot({"surface": {"range": (x0, x1, y0, y1), "size": 9}})["surface.values"]
    for row, y in enumerate(centres(y0, y1, 9)):
        for column, x in enumerate(centres(x0, x1, 9)):
            logit = by_hand(game, "D", game.problem.frame.to_game([[x, y]]))
            assert values[row, column] == pytest.approx(torch.sigmoid(logit).item(), abs=1e-5)
    assert np.ptp(values, axis=0).max() > 1e-3
    assert np.ptp(values, axis=1).max() > 1e-3


def test_d_is_shown_in_evaluation_mode():
    game = train(toy(2, **EVERYTHING), 5)
    values = game.snapshot({"surface": {"range": PLANE, "size": 4}})["surface.values"]
    grid = np.stack(np.meshgrid(centres(-2, 2, 4), centres(-1, 3, 4)), axis=-1).reshape(-1, 2)
    logits = by_hand(game, "D", game.problem.frame.to_game(grid))
    np.testing.assert_allclose(values.ravel(), torch.sigmoid(logits)[:, 0], atol=1e-5)


# --- the gradient of G's own loss --------------------------------------------------------------------------

@pytest.mark.parametrize("objective", OBJECTIVES)
def test_arrows_are_minus_the_gradient_of_gs_loss_by_float64_differences(objective, anisotropic):
    game, _ = anisotropic
    game.use(game.settings.changed({"objective": objective}))
    arrays, frame = game.snapshot({"gradient": {"n": 6}}), game.problem.frame
    x, v = frame.to_game(arrays["gradient.x"]), arrays["gradient.v"] / frame.scale

    def loss(points):
        return game.objective.g_loss(by_hand(game, "D", points)).item()

    for i in range(6):
        for axis in range(2):
            step = 1e-5 * np.eye(2)[axis]
            slope = (loss(x[i:i + 1] + step) - loss(x[i:i + 1] - step)) / 2e-5
            assert v[i, axis] == pytest.approx(-slope, rel=1e-3, abs=1e-6)
    moved = x + 1e-2 * v / np.abs(v).max()
    assert loss(moved) < loss(x)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_move_that_a_sub_step_shows_is_that_gradient(objective, anisotropic):
    game, _ = anisotropic
    game.use(game.settings.changed({"objective": objective}))
    shown = {}
    for step in game.play("both"):
        if step.id == "g.gradient":
            shown = game.substep_arrays(step)
            x = step.tensors["fake"].detach().double().requires_grad_()
            d = game.D.mlp.bind({name: tensor.double() for name, tensor in game.state.under("D").items()})
            (slope,) = torch.autograd.grad(game.objective.g_loss(d(x)) * len(x), x)
    np.testing.assert_allclose(shown["v"], -slope.numpy() * game.problem.frame.scale, rtol=1e-3, atol=1e-9)


# --- samples, latent and grid ------------------------------------------------------------------------------

def test_samples_come_in_the_users_units_and_rest_while_g_rests(anisotropic):
    game, rows = anisotropic
    first = game.snapshot({"samples": {"n": 40}})
    assert all(np.isclose(rows, point, rtol=1e-5).all(axis=1).any() for point in first["samples.real"])
    assert np.abs(first["samples.fake"].mean(axis=0) - rows.mean(axis=0)).max() / rows.std(axis=0).max() < 5
    train(game, 1, "d")
    assert np.array_equal(game.snapshot({"samples": {"n": 40}})["samples.fake"], first["samples.fake"])
    train(game, 1, "g")
    second = game.snapshot({"samples": {"n": 40}})
    assert np.array_equal(second["samples.real"], first["samples.real"])
    assert not np.array_equal(second["samples.fake"], first["samples.fake"])


def test_with_an_average_the_average_is_shown():
    game = train(toy(2, ema_g=0.99), 20)
    shown = game.snapshot({"grid": {"size": 3}})["grid.x"]
    tensors = game.state.under("G_ema")
    edge = torch.linspace(-2.5, 2.5, 3)
    z = torch.stack([edge.repeat(3), edge.repeat_interleave(3)], dim=1)
    moved = game.G.mlp.bind(tensors)(z).reshape(3, 3, 2)
    np.testing.assert_allclose(shown, game.problem.frame.to_user(moved.numpy()), atol=1e-5)
    game.use(game.settings.changed({"ema_g": 0}))
    assert not np.allclose(game.snapshot({"grid": {"size": 3}})["grid.x"], shown, atol=1e-3)


@pytest.mark.parametrize("latent_dim", [1, 2, 3])
@pytest.mark.parametrize(("latent", "edge"), [("normal", 2.5), ("uniform", 1.0)])
def test_the_grid_is_g_of_the_first_two_latent_axes(latent_dim, latent, edge):
    game = train(toy(2, latent=latent, latent_dim=latent_dim), 3)
    x, line = game.snapshot({"grid": {"size": 4}})["grid.x"], np.linspace(-edge, edge, 4)
    for row in range(4):
        for column in range(4):
            z = np.zeros((1, latent_dim))
            z[0, :2] = [line[column], line[row]][:latent_dim]
            expected = game.problem.frame.to_user(by_hand(game, "G", z))[0]
            np.testing.assert_allclose(x[row, column], expected, atol=1e-5)


@pytest.mark.parametrize("latent_dim", [1, 3])
@pytest.mark.parametrize(("latent", "edge"), [("normal", 2.5), ("uniform", 1.0)])
def test_the_latent_line_is_in_order_and_meets_g(latent_dim, latent, edge):
    game = train(toy(1, latent=latent, latent_dim=latent_dim), 3)
    arrays = game.snapshot({"latent": {"n": 11}})
    np.testing.assert_allclose(arrays["latent.z"], np.linspace(-edge, edge, 11), atol=1e-6)
    z = np.zeros((11, latent_dim))
    z[:, 0] = arrays["latent.z"]
    np.testing.assert_allclose(arrays["latent.x"], game.problem.frame.to_user(by_hand(game, "G", z))[:, 0], atol=1e-5)


# --- sub-steps ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize("objective", ["non_saturating", "least_squares"])
def test_sub_steps_show_their_samples_in_the_users_units(objective, anisotropic):
    game, _ = anisotropic
    game.use(game.settings.changed({"objective": objective}))
    frame, seen = game.problem.frame, {}
    for step in game.play("both"):
        arrays = game.substep_arrays(step)
        assert not any(array.flags.writeable for array in arrays.values())
        seen[step.id] = set(arrays)
        if step.id == "d.judge_real":
            np.testing.assert_allclose(arrays["real"], frame.to_user(step.tensors["real"].numpy()))
            logits = by_hand(game, "D", step.tensors["real"])[:, 0]
            shown = logits if objective == "least_squares" else torch.sigmoid(logits)
            np.testing.assert_allclose(arrays["d_real"], shown, atol=1e-5)
        if step.id == "d.draw_z":
            np.testing.assert_array_equal(arrays["z"], step.tensors["z"])
    assert seen == {
        "d.draw_z": {"z"}, "d.generate": {"z", "fake"}, "d.judge_real": {"real", "d_real"},
        "d.judge_fake": {"fake", "d_fake"}, "d.gradient": set(), "d.update": set(), "g.draw_z": {"z"},
        "g.generate": {"z", "fake"}, "g.judge_fake": {"fake", "d_fake"}, "g.gradient": {"fake", "v"},
        "g.update": set()}


def test_a_large_batch_is_shown_in_part():
    game = toy(2, batch_size=2000)
    assert game.substep_arrays(next(game.play("d")))["z"].shape == (512, 2)


# --- facts -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("objective", OBJECTIVES)
def test_facts_tell_the_views_what_they_need_once(objective, anisotropic):
    game, _ = anisotropic
    game.use(game.settings.changed({"objective": objective}))
    facts, chosen = game.facts(), OBJECTIVES.load(objective)
    assert set(facts) == {
        "dim", "axes", "extent", "latent", "latent_dim", "exact_density", "neutral", "shown_range", "shown_name",
        "loss_d_equilibrium", "loss_g_equilibrium", "loss_d_label", "loss_g_label", "substeps"}
    assert (facts["dim"], facts["axes"], facts["exact_density"]) == (2, ["length", "dose"], False)
    assert facts["loss_g_equilibrium"] == chosen.loss_g_equilibrium
    assert facts["extent"][0][0] < 1000 < facts["extent"][0][1]


def test_a_frame_goes_both_ways():
    frame = Frame.of([3.0, -1.0], [2.0, 0.1])
    np.testing.assert_allclose(frame.to_user(frame.to_game([[5.0, 7.0]])), [[5.0, 7.0]])
