"""The tab of an image game: choose images, read them, watch the samples."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from ganviz.app.canvas.drawing_page import DrawingPage
from ganviz.app.controller import Controller
from ganviz.app.images.cost import Cost, Plan, cheaper, cost
from ganviz.app.images.demos import is_demo
from ganviz.app.images.estimate import Offered
from ganviz.app.images.memory import TrainerMemory
from ganviz.app.images.reading_tab import ReadingTab
from ganviz.app.images.replay import ReplayBar
from ganviz.app.images.welcome import Welcome
from ganviz.app.palette import Palette
from ganviz.app.units import px
from ganviz.app.words import plain_text
from ganviz.settings.field import Settings
from ganviz.settings.image_data import ImageSettings
from ganviz.training.messages import Ready, Report

_ON_THE_STRIP = 64


class ImageTab(ReadingTab):
    """Shows an invitation until there is a run.

    Signals:
        path_chosen: a folder of earlier was chosen, or two of them as one choice.
    """

    path_chosen = Signal(str)

    def stage(self) -> QWidget:
        """The invitation, the reading and the picture, of which one is on show."""
        pages = super().stage()
        self.welcome = Welcome(self.entry, self.prefix, self.pages)
        self.pages.insertWidget(0, self.welcome)
        self.pages.setCurrentWidget(self.welcome)
        self._memory = TrainerMemory()
        self.picture.samples_chosen.connect(self._on_changed)
        self.side.diagnosis.set_titles(self.panel.form.title_of)
        self.side.diagnosis.setting_wanted.connect(self._on_setting_wanted)
        self.welcome.preset_chosen.connect(self._on_preset_chosen)
        self.welcome.folder_wanted.connect(self._on_folder_wanted)
        self.welcome.path_chosen.connect(self._on_path_chosen)
        self.drawing = DrawingPage(self)
        self.session.recalls = True
        self.replay = ReplayBar(self.prefix, self.picture)
        self.picture.layout().insertWidget(1, self.replay)
        self.replay.wanted.connect(self.session.replay)
        self.replay.kept_wanted.connect(self.session.view)
        self.picture.strip.wanted.connect(self.session.view)
        self.replay.cancelled.connect(self._on_replay_cancelled)
        return pages

    def _build(self) -> None:
        super()._build()
        self.hint.rise = _ON_THE_STRIP

    def add_uses(self, actions: Sequence[QAction]) -> None:
        """Offer beside the layers what can be done with the model."""
        for action in actions:
            button = QToolButton(self.picture)
            button.setObjectName(f"{self.prefix}.{action.objectName()}")
            button.setProperty("role", "use")
            button.setDefaultAction(action)
            button.setAccessibleName(plain_text(action))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(px(16), px(16)))
            self.picture.head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def start(self, preset: str) -> None:
        """Wait for images to be chosen; until then the form shows ``preset``."""
        if not self.session.started and preset in self.panel.presets:
            self.panel.set_preset(preset)
            self.panel.follow(self.panel.preset_settings(preset).model_dump())
        self.show_state()

    def load_preset(self, name: str) -> None:
        """Begin a new run as the preset says, on the images that are chosen where it names none."""
        self._begin_by(name, self.with_images(name))

    def load_demo(self, name: str) -> None:
        """Begin a new run as a preset says, on the images that it was made for."""
        self._begin_by(name, self.panel.preset_settings(name))

    def _begin_by(self, preset: str, settings: Settings) -> None:
        self.panel.set_preset(preset)
        self.new_run(settings, self.panel.run_settings)

    def with_images(self, preset: str) -> Settings:
        """The settings of a preset, on the images that are chosen where it names none; a demo is not chosen for
        presets that were made for others."""
        chosen, now = self.panel.preset_settings(preset), self.panel.settings
        assert isinstance(chosen, ImageSettings)
        assert isinstance(now, ImageSettings)
        if (self.session.ready is None or "data" in self.panel.presets[preset].values
                or (is_demo(now.data) and now.data != chosen.data)):
            return chosen
        mended: Settings = chosen.changed(now.of_the_images())
        return mended

    def leave_run(self) -> Controller | None:
        """End what is being drawn too."""
        self.drawing.close()
        return super().leave_run()

    def forget_run(self) -> None:
        """Remove what the trainer had lent to the canvas."""
        super().forget_run()
        self.drawing.end()

    def set_palette(self, palette: Palette) -> None:
        """Take over the theme."""
        super().set_palette(palette)
        self.welcome.set_palette(palette)
        self.drawing.set_palette(palette)

    def show_state(self) -> None:
        """Show what the moment asks for: an invitation, the reading, or the picture with its hint."""
        session = self.session
        can_show_others = session.looking.is_exact and not session.read_only
        self.picture.choose.setEnabled(self.picture.updates > 0 and can_show_others)
        self.picture.look_at(session.unreached, session.progress)
        self.picture.strip.show_viewing(session.viewing)
        self.side.look_at(session.viewing, session.unreached is None)
        self.replay.show_session(session, self.picture.recalled)
        super().show_state()

    def page(self) -> QWidget:
        """The invitation, the canvas or the picture."""
        if self.session.ready is None:
            return self.welcome
        return self.drawing.canvas if self.drawing.canvas is not None else super().page()

    def _show(self, report: Report) -> None:
        super()._show(report)
        if self.picture.isVisible():
            self.picture.footer.show_memory(self._memory.read(self.session.pid, time.monotonic()))

    # --- what it will cost ---

    @Slot(object)
    def _on_reported(self, report: Report) -> None:
        super()._on_reported(report)
        self.drawing.follow(report.progress)

    def _has_pictures(self) -> bool:
        """Or there are none to wait for: an epoch there is where images are."""
        facts = self.picture.facts
        return super()._has_pictures() or (facts.get("count") == 0 and facts["epoch"] > 0)

    def costs(self, seconds: float) -> tuple[Cost, Offered | None]:
        """The cheaper preset is one on the same images."""
        now, epoch = self._plan(self.panel.preset, self.panel.settings), float(self.picture.facts["epoch"])
        others = [self._plan(name, self.with_images(name)) for name in self.panel.presets]
        same = [plan for plan in others if plan.settings["data"] == now.settings["data"]]
        found = cheaper(now, same, seconds, epoch)
        other = None if found is None else (found[0].preset, self.panel.preset_title(found[0].preset), found[1])
        return cost(now, seconds, epoch), other

    def _plan(self, preset: str, settings: Settings) -> Plan:
        values = settings.model_dump()
        return Plan(preset, values, self.panel.presets[preset].iterations, self.entry.load_fact("work")(values))

    # --- what happens ---

    @Slot()
    def _on_replay_cancelled(self) -> None:
        """Look again at what is stored of it."""
        self.session.view(self.session.viewing)

    @Slot(str)
    def _on_setting_wanted(self, name: str) -> None:
        self.settings_side.bring_up()
        self.panel.form.go_to(name)

    @Slot(object)
    def _on_opened(self, ready: Ready) -> None:
        self.drawing.close()
        self.picture.begin(ready.folder)
        super()._on_opened(ready)
        self.show_state()

    @Slot(bool)
    def _on_folder_wanted(self, two: bool) -> None:
        self.folder_wanted.emit(two)

    @Slot(str)
    def _on_path_chosen(self, path: str) -> None:
        self.path_chosen.emit(path)

    def settings_on(self, path: str, second: str) -> Settings:
        """Those of the form; what was chosen of the present images is forgotten."""
        anew = {group.setting: "" for group in self.picture.GROUPS}
        wanted: Settings = self.panel.settings.changed({**anew, "data": path, "data_b": second, "layout": "auto"})
        return wanted
