"""Settings are declared once: bounds, titles, help, changes from text, and the registries behind them."""

from __future__ import annotations

import typing
from dataclasses import FrozenInstanceError

import pytest
from pydantic import ValidationError

from ganviz.settings import ali_names, translation_names
from ganviz.settings.ali import ALISettings
from ganviz.settings.cyclegan import CycleGANSettings
from ganviz.settings.names import (
    ACTIVATIONS,
    GAMES,
    LATENTS,
    NORMALISATIONS,
    OBJECTIVES,
    OPTIMIZERS,
    PROBLEMS_1D,
    PROBLEMS_2D,
    SCHEDULES,
)
from ganviz.settings.pix2pix import Pix2PixSettings
from ganviz.settings.registry import Entry, Registry, UnknownNameError
from ganviz.settings.resources import resource
from ganviz.settings.run import RunSettings
from ganviz.settings.toy import Game1DSettings, Game2DSettings

MODELS = [Game1DSettings, Game2DSettings, ALISettings, Pix2PixSettings, CycleGANSettings, RunSettings]
DECLARED = [pytest.param(model, declared, id=f"{model.__name__}.{declared.name}")
            for model in MODELS for declared in model.declared()]
NUMBERS = [param for param in DECLARED if param.values[1].type in (int, float)]
REGISTRIES = [PROBLEMS_1D, PROBLEMS_2D, OBJECTIVES, ACTIVATIONS, NORMALISATIONS, OPTIMIZERS, SCHEDULES, LATENTS, GAMES,
              *(value for names in (translation_names, ali_names) for value in vars(names).values()
                if isinstance(value, Registry))]


@pytest.mark.parametrize(("model", "declared"), DECLARED)
def test_every_setting_has_a_title_a_sentence_and_a_place(model, declared):
    assert declared.title
    assert declared.title != declared.name
    assert declared.help.endswith(".")
    assert declared.presentation.section
    assert declared.presentation.step > 0
    if declared.presentation.scale == "logarithmic":
        assert declared.presentation.step > 1
        assert declared.lowest > 0
    for other, values in (declared.presentation.shown_if or {}).items():
        registry = model.declaration(other).presentation.registry
        assert all(value in registry for value in values)
    for special in declared.presentation.special or {}:
        assert declared.lowest <= special <= declared.highest


@pytest.mark.parametrize(("model", "declared"), NUMBERS)
def test_every_number_is_bounded_on_both_sides(model, declared):
    lowest, highest = declared.lowest, declared.highest
    assert lowest <= declared.default <= highest
    for value in (lowest, highest):
        assert getattr(model.model_validate({declared.name: value}), declared.name) == value
    for value in (lowest - 1, highest + 1):
        with pytest.raises(ValidationError):
            model.model_validate({declared.name: value})


@pytest.mark.parametrize(("model", "declared"), DECLARED)
def test_every_default_survives_a_trip_through_text(model, declared):
    text = str(declared.default).lower() if isinstance(declared.default, bool) else str(declared.default)
    assert model().changed({declared.name: text}) == model()


@pytest.mark.parametrize(("name", "text", "value"), [
    ("learning_rate_d", "0.01", 0.01), ("learning_rate_g", "2e-4", 2e-4), ("spectral_norm_d", "true", True),
    ("spectral_norm_d", "False", False), ("batch_size", "128", 128), ("objective", "minimax", "minimax"),
    ("columns", "1,2", "1,2")])
def test_a_change_may_come_as_text(name, text, value):
    found = getattr(Game2DSettings().changed({name: text}), name)
    assert found == value
    assert type(found) is type(value)


def test_a_change_makes_a_new_model_and_leaves_the_old_one():
    old = Game2DSettings()
    new = old.changed({"batch_size": 64, "depth_g": 3})
    assert (old.batch_size, new.batch_size, new.depth_g) == (256, 64, 3)
    assert new.changed({"batch_size": 256, "depth_g": 2}) == old
    with pytest.raises(ValidationError):
        old.batch_size = 3


def test_a_change_of_an_unknown_setting_names_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"unknown setting 'depth'; the settings are problem, data"):
        Game2DSettings().changed({"depth": 3})
    with pytest.raises(UnknownNameError, match="unknown setting"):
        Game2DSettings.declaration("depth")


def test_a_dump_makes_the_same_model_again():
    settings = Game2DSettings(problem="points", data="a.csv", learning_rate_d=0.1)
    assert Game2DSettings.model_validate(settings.model_dump()) == settings
    assert Game2DSettings.model_validate_json(settings.model_dump_json()) == settings


def test_what_shapes_the_networks_cannot_change_live_and_what_steers_them_can():
    live = {declared.name for declared in Game2DSettings.declared() if declared.presentation.live}
    assert live == {
        "batch_size", "objective", "schedule_iterations", "ema_g", "engine",
        *(f"{name}_{who}" for who in "dg"
          for name in ("dropout", "learning_rate", "beta1", "beta2", "schedule", "updates"))}


def test_the_games_differ_in_their_problems_alone():
    assert Game1DSettings().problem == "bimodal"
    assert Game2DSettings().problem == "ring8"
    assert Game1DSettings.declaration("problem").presentation.registry is PROBLEMS_1D
    assert Game2DSettings.declaration("problem").presentation.registry is PROBLEMS_2D
    assert [d.name for d in Game1DSettings.declared()] == [d.name for d in Game2DSettings.declared()]


# --- registries --------------------------------------------------------------------------------------------

@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.kind)
def test_every_entry_can_be_loaded_and_says_what_it_is(registry):
    for id, entry in registry.items():
        assert id == entry.id
        assert entry.title
        assert entry.help.endswith(".")
        assert entry.load() is not None
    assert len(registry) == len(list(registry))


def test_the_issue_s_problems_are_all_there():
    assert set(PROBLEMS_1D) == {"normal", "uniform", "exponential", "bimodal", "trimodal", "two_deltas", "points"}
    assert set(PROBLEMS_2D) == {"line", "two_gaussians", "blobs", "ring", "ring8", "grid25", "moons", "spiral",
                                "pinwheel", "checkerboard", "swiss_roll", "s_curve", "points"}


def test_an_unknown_name_is_told_with_its_kind_and_the_known_ones():
    registry = Registry("fruit", (Entry("fig", "Fig", "A fig.", "math:pi"), Entry("plum", "Plum", "A plum.", "math:e")))
    with pytest.raises(UnknownNameError, match=r"^unknown fruit 'pear'; choose one of fig, plum$"):
        registry.load("pear")
    assert "pear" not in registry
    assert registry.load("fig") == pytest.approx(3.14159, abs=1e-5)
    with pytest.raises(FrozenInstanceError):
        registry["fig"].title = "x"


def test_a_missing_resource_is_told_by_name():
    with pytest.raises(FileNotFoundError, match="presets/9d\\.json is missing"):
        resource("presets", "9d.json")


def test_every_annotation_can_be_read():
    for model in MODELS:
        assert typing.get_type_hints(model)


@pytest.mark.parametrize(("problem", "shown", "hidden"), [
    ("grid25", {"depth_d", "width_e", "data_scale", "spread"}, {"size", "ladder", "filters", "grey", "layout", "data"}),
    ("images", {"size", "ladder", "filters", "grey", "layout", "data", "held_out"},
     {"depth_d", "width_e", "data_scale", "spread", "columns"}),
])
def test_alis_form_shows_what_its_problem_needs(problem, shown, hidden):
    matters = {declared.name: problem in (declared.presentation.shown_if or {}).get("problem", (problem,))
               for declared in ALISettings.declared()}
    assert all(matters[name] for name in shown)
    assert not any(matters[name] for name in hidden)
