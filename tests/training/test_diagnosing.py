"""From figures to sentences."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from ganviz.settings.columns import CYCLEGAN_COLUMNS, PIX2PIX_COLUMNS
from ganviz.settings.diagnosis import FROM_ITERATION, RULES
from ganviz.settings.pix2pix import Pix2PixSettings
from ganviz.training.diagnosing import findings, in_words

FAULTY = {"collapse": 0.05, "checkerboard": 9.34, "inversion": -0.93, "overfitting": 3.21}
SOUND = {"collapse": 0.8, "checkerboard": 0.9, "inversion": 0.6, "overfitting": 1.2}


def history(columns, **values):
    return {column.id: np.full(400, values.get(column.id, 0.8)) for column in columns}


def told(figures, columns=PIX2PIX_COLUMNS, settings=None, iteration=FROM_ITERATION, **values):
    return in_words(findings(figures, history(columns, **values), settings or {}, iteration))


def test_every_rule_can_speak():
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.title
        assert callable(rule.load())
        assert "{figure}" in rule.says
        assert rule.means.endswith(".")
        assert "{limit}" in rule.help
        assert not rule.holds(nan)
        assert rule.unless.keys() <= Pix2PixSettings.model_fields.keys()


def test_a_faulty_run_is_told_what_is_wrong_and_what_to_change():
    found = told({name: [value] for name, value in FAULTY.items()}, accuracy_d=1.0)
    assert all(entry["found"] for entry in found.values())
    assert list(found) == [rule.id for rule in RULES]
    assert "0.05 times as much as real images" in found["collapse"]["says"]
    assert "D judges 1.000 of all patches right" in found["strong_d"]["says"]
    assert "9.3 times as strong" in found["checkerboard"]["says"]
    assert "up_sampling resize" in found["checkerboard"]["says"]
    assert "the correlation is −0.93" in found["inversion"]["says"]
    assert "On held-out pairs the error is at least 3.2 times" in found["overfitting"]["says"]
    assert found["overfitting"]["limit"] == 2


def test_a_sound_run_and_a_young_one_are_left_in_peace():
    sound = told({name: [value] for name, value in SOUND.items()})
    young = told({name: [value] for name, value in FAULTY.items()}, iteration=FROM_ITERATION - 1, accuracy_d=1.0)
    for found in (sound, young):
        assert len(found) == len(RULES)
        assert not any(entry["found"] or "says" in entry for entry in found.values())
    assert {entry["judged_from"] for entry in young.values()} == {FROM_ITERATION}
    assert not any("judged_from" in entry for entry in sound.values())


def test_what_has_no_figure_is_left_out():
    assert told({"collapse": [nan], "checkerboard": [1.0]}, accuracy_d=nan).keys() == {"checkerboard"}


def test_of_two_ways_the_worse_one_is_named():
    found = told({"collapse": [0.9, 0.02], "inversion": [-0.8, -0.3]}, CYCLEGAN_COLUMNS, accuracy_d_a=0.7,
                 accuracy_d_b=0.9999)
    assert (found["collapse"]["way"], found["inversion"]["way"]) == ("B → A", "A → B")
    assert found["collapse"]["says"].startswith("B → A: ")
    assert found["strong_d"]["says"].startswith("B → A: D judges 1.000")


@pytest.mark.parametrize(("objective", "speaks"), [("vanilla", True), ("wasserstein", False)])
def test_a_critic_is_not_judged_by_an_accuracy_that_it_has_not(objective, speaks):
    assert ("strong_d" in told({}, settings={"objective": objective}, accuracy_d=1.0)) is speaks
