"""The sections of the form: one is shown while it has a row that applies."""

from __future__ import annotations

from ganviz.app.form.draft import Draft
from ganviz.app.form.settings_form import SettingsForm
from ganviz.settings.ali import ALISettings
from ganviz.settings.run import RunSettings


def shown(form: SettingsForm) -> set[str]:
    return {title for title, section in form.sections.items() if not section.isHidden()}


def test_a_section_without_a_row_that_applies_is_hidden(qtbot):
    form = SettingsForm(ALISettings(), RunSettings(), "form")
    qtbot.addWidget(form)
    on_points = shown(form)
    assert not {"Images", "Variation"} & on_points
    assert {"Problem", "Discriminator", "Engine"} <= on_points
    images = ALISettings(problem="images", data="demo:digits")
    form.follow(images.model_dump())
    assert {"Images", "Variation"} <= shown(form)
    assert "Engine" not in shown(form)
    form.follow(ALISettings().model_dump())
    assert shown(form) == on_points


def test_a_folded_section_stays_in_sight(qtbot):
    form = SettingsForm(ALISettings(), RunSettings(), "form")
    qtbot.addWidget(form)
    form.sections["Discriminator"].set_open(False)
    form.refresh()
    assert "Discriminator" in shown(form)


def test_an_engine_that_the_form_does_not_show_is_not_insisted_on():
    draft = Draft(ALISettings(engine="compiled", width_d=200))
    draft.preset = ALISettings(engine="auto")
    assert draft.wanted().engine == "compiled"
    draft.edit("problem", "images")
    draft.edit("data", "demo:digits")
    assert (draft.wanted().engine, draft.wanted().width_d) == ("auto", 200)
