"""ALI's tab: like every tab, and it begins runs on the data that are chosen above the picture."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot

from ganviz.app.game_tab import GameTab
from ganviz.settings.ali import ALISettings
from ganviz.settings.ali_images import IMAGES
from ganviz.settings.names import PROBLEMS_ALI


class ALITab(GameTab):
    """Points and images, each with a picture of its own."""

    def __init__(self, *wanted: Any) -> None:
        super().__init__(*wanted)
        self.picture.preset_wanted.connect(self._on_preset_wanted)
        self.picture.images_wanted.connect(self._on_images_wanted)

    @Slot(str)
    def _on_preset_wanted(self, name: str) -> None:
        self.load_preset(name)

    @Slot(str)
    def _on_images_wanted(self, path: str) -> None:
        """With the settings of the form where it is played on images already, else with those to begin with."""
        settings = self.panel.settings
        assert isinstance(settings, ALISettings)
        if settings.problem != IMAGES:
            preset = str(PROBLEMS_ALI[IMAGES].facts["preset"])
            self.panel.set_preset(preset)
            settings = self.panel.preset_settings(preset)
        self.new_run(settings.changed({"data": path, "layout": "auto"}), self.panel.run_settings)
