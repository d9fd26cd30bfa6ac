"""Values that are not allowed, typed into the form while a run is under way: a sentence, and the run is as before."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.app_support import Driven
from tests.core_support import saved_state, undisturbed

RATE = "choose a value from 1e-07 to 1"
WRONG = {
    "learning_rate_d": {
        "5": f"5 must be less than or equal to 1; {RATE}",
        "0": f"0 must be greater than or equal to 0.0000001; {RATE}",
        "nan": f"nan must be a finite number; {RATE}",
        "fast": f"'fast' must be a valid number, unable to parse string as a number; {RATE}",
        "": f"'' must be a valid number, unable to parse string as a number; {RATE}",
    },
    "width_g": {
        "99999": "99999 must be less than or equal to 1024; choose a value from 1 to 1024",
        "2.5": "2.5 must be a valid integer, got a number with a fractional part; choose a value "
               "from 1 to 1024",
    },
}


def typed(driven: Driven, name: str, text: str) -> Any:
    """Type into an editor of the form, as a person does; its row."""
    box = driven.control(f"game2d.settings.{name}")
    box.setFocus()
    box.selectAll()
    driven.qtbot.keyClick(box, Qt.Key.Key_Delete)
    driven.qtbot.keyClicks(box, text)
    driven.qtbot.keyClick(box, Qt.Key.Key_Return)
    return driven.window.tab.panel.form.rows[name]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in WRONG.items() for text in texts])
def test_a_value_that_is_not_allowed(driven: Driven, name: str, text: str) -> None:
    driven.begin()
    folder = driven.folder
    driven.play_past(20)
    before = driven.window.tab.panel.settings
    row = typed(driven, name, text)
    assert row.error == f"{name}: {WRONG[name][text]}"
    assert not driven.control("game2d.offer.new_run", QPushButton).isEnabled()
    driven.act("run.new")
    assert driven.until_told("Mend the marked setting first.")
    driven.control("game2d.offer.discard", QPushButton).click()
    assert row.error == ""
    assert driven.window.tab.panel.settings == before
    end = driven.pause() + 20
    driven.play_to(end)
    assert driven.folder == folder
    driven.close()
    assert saved_state(folder, end) == undisturbed(folder, end)


@pytest.mark.parametrize(("values", "sentence"), [
    ({"colour": "red"}, "unknown setting 'colour'; the settings are problem, data, "),
    ({"objective": "nonsense"}, "objective: unknown objective 'nonsense'; choose one of minimax, "),
    ({"learning_rate_d": 5.0}, f"learning_rate_d: 5.0 must be less than or equal to 1; {RATE}"),
    ({"problem": "grid25"}, "problem can't change while a run is under way; start a new run with the new value"),
])
def test_a_change_that_the_trainer_refuses(driven: Driven, values: dict[str, Any], sentence: str) -> None:
    driven.begin()
    folder = driven.folder
    driven.play_past(20)
    before = driven.session.progress.game_settings
    driven.session.change(values)
    assert driven.until_told(*sentence.split(";")[:1]).startswith(sentence)
    end = driven.pause() + 20
    assert driven.session.progress.game_settings == before
    driven.play_to(end)
    driven.close()
    assert saved_state(folder, end) == undisturbed(folder, end)
