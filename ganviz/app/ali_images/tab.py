"""ALI's tab: like every tab, and it begins runs on the data that are chosen above the picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot

from ganviz.app.images.cost import Cost
from ganviz.app.images.estimate import Offered
from ganviz.app.images.reading_tab import ReadingTab
from ganviz.settings.ali import ALISettings
from ganviz.settings.ali_images import IMAGES
from ganviz.settings.field import Settings
from ganviz.settings.names import PROBLEMS_ALI
from ganviz.settings.schedule import toy_end

_OF_DATA = ("data", "layout", "leave_out")
"""What choosing images sets by itself."""


class ALITab(ReadingTab):
    """Points and images, each with a picture of its own."""

    def __init__(self, *wanted: Any) -> None:
        super().__init__(*wanted)
        self.picture.preset_wanted.connect(self._on_preset_chosen)
        self.picture.folder_wanted.connect(self._on_folder_wanted)
        self.picture.file_chosen.connect(self._on_file_chosen)

    def settings_on(self, path: str, second: str) -> Settings:  # noqa: ARG002
        """Those of the form where they are meant for any images, else those to begin with; there is no side B."""
        settings = self.panel.settings if self._keeps_form() else self.panel.preset_settings(_preset(path))
        wanted: Settings = settings.changed({"data": path, "layout": "auto"})
        return wanted

    def begin_on(self, path: str, second: str, leave_out: bool) -> None:
        """Begin a new run; the form is compared with the preset from now on that the run begins with."""
        wanted = self.settings_on(path, second).changed({"leave_out": leave_out})
        if not self._keeps_form():
            self.panel.set_preset(_preset(path))
        self.new_run(wanted, self.panel.run_settings)

    def begin_on_points(self, values: Mapping[str, Any]) -> None:
        """Begin a new run on points; what was chosen for images is none of theirs."""
        if not self._plays_images:
            super().begin_on_points(values)
            return
        first = next(name for name, preset in self.panel.presets.items() if preset.values.get("problem") != IMAGES)
        wanted = self.panel.preset_settings(first).changed(values)
        self.panel.set_preset(first)
        self.new_run(wanted, self.panel.run_settings)

    def _keeps_form(self) -> bool:
        """Whether it is on images and was edited, or has a preset with which no images begin by themselves."""
        if not self._plays_images:
            return False
        settings, preset = self.panel.settings, self.panel.preset_settings(self.panel.preset)
        edited = settings != preset.changed({name: getattr(settings, name) for name in _OF_DATA})
        assert isinstance(preset, ALISettings)
        return edited or _preset(preset.data) != self.panel.preset

    def takes_long(self) -> bool:
        """Images do, points don't."""
        return self._plays_images

    def costs(self, seconds: float) -> tuple[Cost, Offered | None]:
        """No preset is offered: on the same images none is cheaper than another."""
        iterations = self._length()
        return Cost(seconds, None if iterations is None else iterations * seconds), None

    def _length(self) -> int | None:
        """How long the run is meant to train, as without a window: as the preset says, or until rates have fallen."""
        settings, preset = self.panel.settings, self.panel.presets[self.panel.preset]
        assert isinstance(settings, ALISettings)
        if preset.iterations is not None and preset.values.get("problem") == settings.problem:
            return preset.iterations
        return toy_end(settings.model_dump())

    @property
    def _plays_images(self) -> bool:
        settings = self.panel.settings
        assert isinstance(settings, ALISettings)
        return settings.problem == IMAGES

    @Slot()
    def _on_folder_wanted(self) -> None:
        self.folder_wanted.emit(False)

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        self.chooser.choose(path)


def _preset(path: str) -> str:
    """The preset that a run on the images at ``path`` begins with."""
    found: str = PROBLEMS_ALI[IMAGES].load_fact("begin")(path)
    return found
