"""Every text that the window shows can be translated: Qt's own tool finds it."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from ganviz.app.action_states import BY_CHECKPOINTS, BY_REPLAY
from ganviz.app.actions import ACTIONS, MENUS
from ganviz.app.canvas.tools import TOOLS
from ganviz.app.images.columns import CYCLES, PAIRS
from ganviz.app.images.layers import LAYERS_CYCLE, LAYERS_PAIRS
from ganviz.app.images.reading import STAGES
from ganviz.app.images.scores import CYCLE_MEASURES, CYCLE_STATS, HELD_OUT, PAIR_MEASURES, PAIR_STATS
from ganviz.app.images.side import CYCLE_CURVES, PAIR_CURVES, SAMPLE, SAMPLE_OF_ONE
from ganviz.app.panels.measures import GRADIENTS, MEASURES
from ganviz.app.plots.layers import LAYERS_1D, LAYERS_2D
from ganviz.app.plots.substeps import SENTENCES
from ganviz.app.speed import SPEEDS
from ganviz.settings.diagnosis import RULES
from ganviz.settings.names import GAMES, OBJECTIVES, PROBLEMS_1D, PROBLEMS_2D
from ganviz.settings.presets import presets
from ganviz.settings.run import RunSettings
from ganviz.settings.toy import Game1DSettings, Game2DSettings

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The texts of each context, as the tool finds them."""
    target = tmp_path_factory.mktemp("strings") / "window.ts"
    subprocess.run([sys.executable, ROOT / ".ci" / "strings.py", target], check=True)
    return {context.findtext("name", ""): {message.findtext("source", "") for message in context.iter("message")}
            for context in ET.parse(target).getroot().iter("context")}


def test_actions_and_menus(found: dict[str, set[str]]) -> None:
    texts = {text for spec in ACTIONS for text in (spec.text, spec.tooltip, spec.short) if text}
    assert texts | {menu.text for menu in MENUS} <= found["actions"]


def test_layers_measures_speeds_and_substeps(found: dict[str, set[str]]) -> None:
    assert {text for layer in (*LAYERS_1D, *LAYERS_2D) for text in (layer.title, layer.tip)} <= found["Layers"]
    assert {text for row in (*MEASURES, *GRADIENTS) for text in (row.title, row.tip)} <= found["Measures"]
    assert {speed.text for speed in SPEEDS} <= found["speed"]
    assert set(SENTENCES.values()) <= found["Substeps"]


def test_image_tabs(found: dict[str, set[str]]) -> None:
    columns = [column for group in (*PAIRS, *CYCLES) for column in group.columns]
    assert {text for column in columns for text in (column.title, column.tip)} <= found["Columns"]
    assert {text for layer in (*LAYERS_PAIRS, *LAYERS_CYCLE) for text in (layer.title, layer.tip)} <= found["Layers"]
    rows = (*PAIR_MEASURES, *PAIR_STATS, *CYCLE_MEASURES, *CYCLE_STATS)
    heads = {HELD_OUT.estimator, HELD_OUT.estimator_tip, HELD_OUT.beside, HELD_OUT.beside_tip, SAMPLE, SAMPLE_OF_ONE}
    assert heads | {text for row in rows for text in (row.title, row.tip)} <= found["Measures"]
    curves = (*PAIR_CURVES, *CYCLE_CURVES)
    titles = {title for spec in curves for _, title, _ in spec.lines}
    assert titles | {spec.title for spec in curves} <= found["Charts"]
    assert {text for tool in TOOLS for text in (tool.text, tool.tip)} <= found["Tools"]
    assert set(STAGES.values()) <= found["Reading"]
    assert {*BY_CHECKPOINTS.values(), *BY_REPLAY.values()} <= found["actions"]


@pytest.mark.parametrize("model", [Game1DSettings, Game2DSettings, RunSettings], ids=lambda model: model.__name__)
def test_settings(found: dict[str, set[str]], model: type) -> None:
    for declared in model.declared():
        shown = declared.presentation
        texts = {declared.title, declared.help, shown.section, shown.unit, *(shown.special or {}).values()}
        assert texts - {""} <= found["settings"]


def test_registries_and_presets(found: dict[str, set[str]]) -> None:
    entries = [entry for table in (OBJECTIVES, PROBLEMS_1D, PROBLEMS_2D) for entry in table.values()]
    named = [preset for game in ("1d", "2d") for preset in presets(game).values()]
    assert {text for thing in (*entries, *named) for text in (thing.title, thing.help)} <= found["settings"]
    assert {entry.title for entry in GAMES.values()} <= found["settings"]
    assert {text for rule in RULES for text in (rule.title, rule.help, rule.says, rule.means)} <= found["settings"]


def test_no_text_is_found_outside_a_class(found: dict[str, set[str]]) -> None:
    assert not [name for name in found if not name.isidentifier()]
