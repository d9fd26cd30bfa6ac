"""The diagnosis in the side column of the image tabs."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ganviz.app.images.side import CyclePanel, ImagePanel, PairPanel
from ganviz.app.palette import LIGHT
from tests.app.plots.reports import report
from tests.app_support import Driven

FACTS = {"neutral": 0.5, "shown_range": [0.0, 1.0], "count": 3}
BAD = {"collapse": 0.04, "checkerboard": 7.0, "inversion": -0.6, "overfitting": 3.1}
SOUND = {"collapse": 0.8, "checkerboard": 0.9, "inversion": 0.6}


def panel_with(qtbot: QtBot, kind: type[ImagePanel] = PairPanel) -> ImagePanel:
    panel = kind("game")
    qtbot.addWidget(panel)
    panel.set_facts(FACTS)
    return panel


def tell(panel: ImagePanel, figures: dict[str, float], iteration: int, accuracy: float = 0.8) -> None:
    """An answer with these figures, the same for each way, and a history up to ``iteration``."""
    ways = 2 if isinstance(panel, CyclePanel) else 1
    rows = np.zeros((iteration, 2 + len(panel.COLUMNS)))
    rows[:, 1] = np.arange(1, iteration + 1)
    for place, column in enumerate(panel.COLUMNS):
        rows[:, 2 + place] = accuracy if column.id.startswith("accuracy") else 0.5
    arrays = {f"measures.diagnosis.{name}": np.full(ways, figure) for name, figure in figures.items()}
    panel.apply(report(arrays, facts=FACTS, iteration=iteration, history=rows))


def test_it_says_that_nothing_is_known_or_that_it_is_too_early_or_that_nothing_stands_out(qtbot: QtBot) -> None:
    panel = panel_with(qtbot)
    shown = panel.diagnosis
    assert shown.sentence.text() == "Not measured yet."
    tell(panel, {**SOUND, "collapse": 0.01}, 20)
    assert shown.sentence.text() == "Too early to tell at iteration 20: it begins at iteration 200."
    panel.apply(report(facts=FACTS, iteration=260))
    assert shown.heading.text() == "Diagnosis at iteration 20", "of what was measured, not of what is on show"
    assert "at iteration 20:" in shown.sentence.text()
    tell(panel, SOUND, 3000)
    assert shown.heading.text() == "Diagnosis at iteration 3,000"
    assert shown.sentence.text() == "Nothing stands out."
    assert shown.advice.isHidden()
    assert shown.remedy.isHidden()
    assert all(other.isHidden() for other in shown.others)
    panel.clear()
    assert (shown.heading.text(), shown.sentence.text()) == ("Diagnosis", "Not measured yet.")


@pytest.mark.parametrize(("kind", "begins"), [(PairPanel, "For different"), (CyclePanel, "A → B: For different")])
def test_the_first_fault_is_a_sentence_with_advice_and_the_others_are_named(
        qtbot: QtBot, kind: type[ImagePanel], begins: str) -> None:
    panel = panel_with(qtbot, kind)
    tell(panel, {**SOUND, "collapse": 0.04, "checkerboard": 7.0}, 400, accuracy=1.0)
    shown = panel.diagnosis
    assert shown.sentence.text().startswith(begins)
    assert "0.04" in shown.sentence.text()
    assert "learning_rate_g" in shown.advice.text()
    others = [other.title.text() for other in shown.others if not other.isHidden()]
    assert others == ["Also: D too strong", "Also: Checkerboard"]
    assert not shown.advice.isHidden()
    for part in ("Said below 0.200", "Now 0.040", "Now 7.00", "up_sampling resize"):
        assert part in shown.toolTip()


def test_d_is_judged_by_the_curves_up_to_the_state_on_show(qtbot: QtBot) -> None:
    panel = panel_with(qtbot)
    tell(panel, SOUND, 300, accuracy=1.0)
    assert "D judges 1.000" in panel.diagnosis.sentence.text()


def test_it_takes_the_colours_of_the_theme(qtbot: QtBot) -> None:
    panel = panel_with(qtbot)
    panel.set_palette(LIGHT)
    assert LIGHT.secondary in panel.diagnosis.sentence.styleSheet()
    tell(panel, {**SOUND, "collapse": 0.04}, 400)
    assert LIGHT.text in panel.diagnosis.sentence.styleSheet()


def test_many_faults_scroll_where_there_is_no_room_for_them(qtbot: QtBot) -> None:
    panel = panel_with(qtbot)
    panel.diagnosis.set_titles(lambda name: ("Generator", name))
    panel.resize(280, 560)
    with qtbot.waitExposed(panel):
        panel.show()
    scrolled = panel.diagnosis.scrolled
    tell(panel, SOUND, 300)
    qtbot.waitUntil(lambda: scrolled.height() == scrolled.sizeHint().height())
    tell(panel, BAD, 400, accuracy=1.0)
    bar = scrolled.verticalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    assert panel.height() < 600
    assert scrolled.widget().width() == scrolled.viewport().width()
    bar.setValue(bar.maximum())
    last = [other for other in panel.diagnosis.others if other.isVisible()][-1]
    assert scrolled.viewport().rect().contains(last.mapTo(scrolled.viewport(), last.rect().center()))
    panel.resize(280, 1200)
    qtbot.waitUntil(lambda: not bar.isVisible() and scrolled.height() == scrolled.sizeHint().height())


@pytest.mark.parametrize("game", ["pix2pix", "cyclegan"])
def test_each_finding_leads_to_its_setting(driven: Driven, game: str) -> None:
    driven.window.show_game(game)
    tab = driven.window.tab
    tab.pages.setCurrentWidget(tab.picture)
    tell(tab.side, BAD, 400, accuracy=1.0)
    shown = tab.side.diagnosis
    remedies = [shown.remedy, *(other.remedy for other in shown.others)]
    assert all(remedy.isVisibleTo(tab.side) and remedy.toolTip() and remedy.accessibleName() for remedy in remedies)
    expected = ["learning_rate_g", "learning_rate_d", "up_sampling",
                "weight_l1" if game == "pix2pix" else "weight_identity", "flip"]
    assert [remedy.setting for remedy in remedies] == expected
    form = tab.panel.form
    for section in form.sections.values():
        section.set_open(False)
    driven.act("panel.settings")
    assert not tab.settings_side.is_open
    driven.until(lambda: shown.remedy.height() == shown.remedy.sizeHint().height())
    for remedy in remedies:
        driven.qtbot.mouseClick(remedy, Qt.MouseButton.LeftButton)
        row = form.rows[remedy.setting]
        driven.until(lambda row=row: not row.editor.visibleRegion().isEmpty())
        assert row.editor.hasFocus()
    assert tab.settings_side.is_open
    assert driven.window.actions_["panel.settings"].isChecked()
