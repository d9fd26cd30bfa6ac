"""Every mistake in a setting is one sentence that names the setting and says what to do."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from ganviz.settings.cyclegan import CycleGANSettings
from ganviz.settings.errors import UserError, sentence
from ganviz.settings.run import RunSettings
from ganviz.settings.toy import Game1DSettings, Game2DSettings, ToySettings

TOY = [
    ({"batch_size": 0}, "batch_size: 0 must be greater than or equal to 1; choose a value from 1 to 65536"),
    ({"batch_size": 65_537}, "batch_size: 65537 must be less than or equal to 65536; choose a value from 1 to 65536"),
    ({"batch_size": 2.5}, "batch_size: 2.5 must be a valid integer, got a number with a fractional part; "
                          "choose a value from 1 to 65536"),
    ({"batch_size": "many"}, "batch_size: 'many' must be a valid integer, unable to parse string as an integer; "
                             "choose a value from 1 to 65536"),
    ({"learning_rate_d": float("nan")}, "learning_rate_d: nan must be a finite number; "
                                        "choose a value from 1e-07 to 1"),
    ({"learning_rate_g": "fast"}, "learning_rate_g: 'fast' must be a valid number, unable to parse string as a "
                                  "number; choose a value from 1e-07 to 1"),
    ({"schedule_iterations": 10**9}, "schedule_iterations: 1000000000 must be less than or equal to 100000000; "
                                     "choose a value from 1 to 100000000 iterations"),
    ({"spectral_norm_d": "perhaps"}, "spectral_norm_d: 'perhaps' must be a valid boolean, unable to interpret input; "
                                     "choose true or false"),
    ({"objective": "wasserstein"}, "objective: unknown objective 'wasserstein'; choose one of minimax, "
                                   "non_saturating, least_squares, hinge"),
    ({"objective": 3}, "objective: 3 must be a valid string; choose one of minimax, non_saturating, least_squares, "
                       "hinge"),
    ({"problem": "points"}, "the problem 'points' needs a file; name one with --data or File > Open points"),
    ({"depth_g": 9, "depth_d": -1}, "depth_d: -1 must be greater than or equal to 0; choose a value from 0 to 8; "
                                    "depth_g: 9 must be less than or equal to 8; choose a value from 0 to 8"),
    ({"normalisation_d": "batch", "batch_size": 1}, "batch norm needs a batch of at least 2; raise batch_size, "
                                                    "or choose another value for normalisation_d"),
    ({"normalisation_d": "batch", "normalisation_g": "batch", "batch_size": 1},
     "batch norm needs a batch of at least 2; raise batch_size, or choose another value for normalisation_d and "
     "normalisation_g"),
]
RUN = [
    ({"seed": -1}, "seed: -1 must be greater than or equal to 0; choose a value from 0 to 2147483647"),
    ({"seed": 2**31}, "seed: 2147483648 must be less than or equal to 2147483647; choose a value from 0 to "
                      "2147483647"),
    ({"device": "tpu"}, "device: 'tpu' must be 'auto', 'cpu', 'cuda' or 'mps'"),
    ({"autosave": 0}, "autosave: 0 must be greater than or equal to 1; choose a value from 1 to 86400 s"),
]


def refused(model, values):
    with pytest.raises(ValidationError) as caught:
        model.model_validate(values)
    return sentence(caught.value, model)


@pytest.mark.parametrize(("values", "expected"), TOY)
def test_a_mistake_in_a_game_is_one_sentence(values, expected):
    assert refused(Game2DSettings, values) == expected


@pytest.mark.parametrize(("values", "expected"), RUN)
def test_a_mistake_in_a_run_is_one_sentence(values, expected):
    assert refused(RunSettings, values) == expected


@pytest.mark.parametrize("model", [Game1DSettings, Game2DSettings, RunSettings])
def test_an_unknown_setting_is_answered_with_the_known_ones(model):
    text = refused(model, {"learnign_rate": 1})
    assert text == f"unknown setting 'learnign_rate'; the settings are {', '.join(model.model_fields)}"


@pytest.mark.parametrize(("model", "name"), [(Game1DSettings, "ring8"), (Game2DSettings, "bimodal")])
def test_a_problem_of_the_other_game_is_unknown(model, name):
    text = refused(model, {"problem": name})
    assert f"problem '{name}'; choose one of {model().problem}" in text or f"unknown {model().problem}" in text or (
        text.startswith("problem: unknown") and repr(name) in text)


@pytest.mark.parametrize("name", [
    declared.name for declared in ToySettings.declared() if declared.presentation.registry is not None])
def test_every_choice_names_what_can_be_chosen(name):
    text = refused(Game2DSettings, {name: "nothing_like_it"})
    registry = Game2DSettings.declaration(name).presentation.registry
    assert text == f"{name}: unknown {registry.kind} 'nothing_like_it'; choose one of {', '.join(registry)}"


def test_a_model_that_declares_nothing_still_gets_a_sentence():
    class Plain(BaseModel):
        size: int = 1

    assert refused(Plain, {"size": "x"}).startswith("size: 'x' must be a valid integer")


def test_batch_norm_is_content_with_a_batch_of_two_and_without_hidden_layers():
    Game2DSettings(normalisation_d="batch", normalisation_g="batch", batch_size=2)
    Game2DSettings(normalisation_g="batch", depth_g=0, batch_size=1)
    Game2DSettings(normalisation_g="layer", batch_size=1)


def test_batch_norm_refuses_a_live_change_to_a_batch_of_one():
    settings = Game2DSettings(normalisation_g="batch")
    with pytest.raises(ValidationError, match="batch norm needs a batch of at least 2"):
        settings.changed({"batch_size": 1})


def test_the_identity_term_needs_as_many_channels_on_both_sides():
    said = "weight_identity needs as many channels on both sides; set it to 0, or make grey_a and grey_b alike"
    assert refused(CycleGANSettings, {"grey_a": True}) == said
    unlike = CycleGANSettings(grey_b=True, weight_identity=0)
    with pytest.raises(ValidationError, match="weight_identity needs as many channels"):
        unlike.changed({"weight_identity": 0.5})
    assert CycleGANSettings(grey_a=True, grey_b=True).weight_identity == 0.5


def test_a_preset_on_images_of_unlike_channels_has_no_identity_term():
    unlike = CycleGANSettings(grey_b=True, weight_identity=0, data="scans")
    found = CycleGANSettings().changed(unlike.of_the_images())
    assert (found.data, found.grey_a, found.grey_b, found.weight_identity) == ("scans", False, True, 0)
    alike = CycleGANSettings(weight_identity=0)
    assert "weight_identity" not in alike.of_the_images(), "the preset's own stays"


def test_a_users_mistake_carries_its_sentence():
    assert str(UserError("name a file")) == "name a file"
