"""The left panel: the form, the offer of a new run, and the presets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ganviz.app.form.beginning import beginning
from ganviz.app.form.offer import Offer
from ganviz.app.form.preset_head import PresetHead
from ganviz.app.form.settings_form import SettingsForm
from ganviz.app.units import px
from ganviz.settings.field import Settings
from ganviz.settings.presets import Preset, presets
from ganviz.settings.registry import Entry
from ganviz.settings.run import RunSettings


def settings_model(entry: Entry) -> type[Settings]:
    """The settings model that a game's registry entry names."""
    model: type[Settings] = Entry(entry.id, "", "", str(entry.facts["settings"])).load()
    return model


class SettingsPanel(QWidget):
    """Shows what a run has, hands on live changes, and asks for a new run where one is needed."""

    changed = Signal(dict)
    new_run_wanted = Signal(object, object)
    preset_chosen = Signal(str)

    def __init__(self, entry: Entry, prefix: str, begins: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets: dict[str, Preset] = presets(entry.id)
        self._prefix, self._entry = prefix, entry
        self._model = settings_model(entry)
        self._begins = {name: value for name, value in begins.items() if name in self._model.model_fields}
        self.preset, self._left = next(iter(self.presets)), ""
        self.form = SettingsForm(self.preset_settings(self.preset), RunSettings(), prefix, self)
        self.form.setAccessibleName(self.tr("Settings"))
        self.offer = Offer(prefix, self)
        self.head = PresetHead(prefix, self)
        self.form.changed.connect(self._on_changed)
        self.form.drafted.connect(self._on_drafted)
        self.offer.accepted.connect(self._on_offer_accepted)
        self.offer.discarded.connect(self._on_offer_discarded)
        self.offer.preset_wanted.connect(self._on_preset_wanted)
        self._lay_out()
        self._show_head()

    def preset_settings(self, name: str) -> Settings:
        """The settings that the preset ``name`` stands for in this window."""
        return self._model.model_validate({**self._begins, **self.presets[name].values})

    def preset_title(self, name: str) -> str:
        """The title of a preset, in the user's language."""
        return QCoreApplication.translate("settings", self.presets[name].title)

    def preset_help(self, name: str) -> str:
        """What a preset is for, in the user's language."""
        return QCoreApplication.translate("settings", self.presets[name].help)

    def set_preset(self, name: str) -> None:
        """Compare with the preset ``name`` from now on."""
        self.preset = name
        self.form.set_preset(self.preset_settings(name))
        self._show_head()

    def follow(self, game: Mapping[str, Any], run: Mapping[str, Any] | None = None) -> None:
        """Take over what the run says that it has."""
        self.form.follow(game, run)
        self._show_head()

    @property
    def settings(self) -> Settings:
        """What the run has."""
        return self.form.game.base

    @property
    def run_settings(self) -> RunSettings:
        """What the run has."""
        base = self.form.run.base
        assert isinstance(base, RunSettings)
        return base

    def add_button(self, text: str, action: QAction) -> None:
        """Put a button that triggers ``action`` under the form."""
        button = QPushButton(action.icon(), text, self)
        button.setObjectName(f"{self._prefix}.{action.objectName()}")
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        self._buttons.addWidget(button, 1)

    def _show_head(self) -> None:
        """The sentence of a preset is about its own problem; with another one the dots tell what differs."""
        preset = self.preset_settings(self.preset)
        same = getattr(preset, "problem", None) == getattr(self.settings, "problem", None)
        sentence = self.preset_help(self.preset) if same else self.tr("Changed: a dot marks each setting that differs.")
        self.head.show_preset(self.preset_title(self.preset), sentence)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(4), 0, px(2), px(10))
        layout.setSpacing(px(8))
        top = QVBoxLayout()
        top.setContentsMargins(px(8), 0, px(10), 0)
        top.addWidget(self.head)
        layout.addLayout(top)
        layout.addWidget(self.form, 1)
        framed = QVBoxLayout()
        framed.setContentsMargins(px(8), 0, px(10), 0)
        framed.setSpacing(px(8))
        framed.addWidget(self.offer)
        self._footer = QWidget(self)
        self._buttons = QHBoxLayout(self._footer)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(px(8))
        framed.addWidget(self._footer)
        layout.addLayout(framed)

    def _on_changed(self, values: dict[str, Any]) -> None:
        self.changed.emit(values)

    def _on_drafted(self) -> None:
        if not self.form.waiting:
            self._left = ""
        first = beginning(self._entry, self.form.game)
        offered = self.preset_title(first) if first not in ("", self.preset) else ""
        self.offer.show_state(self.form.waiting, self.form.wrong, offered)
        self._footer.setVisible(not self.form.waiting)

    def _on_preset_wanted(self) -> None:
        """Draft the preset that the problem is best begun with, and compare with it, until the edits are discarded."""
        first, edits, data = beginning(self._entry, self.form.game), self.form.game.edits, self.form.game.value("data")
        named = self.presets[first].values
        wanted = {name: value for name, value in self.preset_settings(first).model_dump().items()
                  if (name in named or name not in edits) and not (name == "data" and data)}
        self._left = self._left or self.preset
        self.set_preset(first)
        self.form.propose(wanted)

    def _on_offer_discarded(self) -> None:
        left = self._left
        self.form.discard()
        if left:
            self.set_preset(left)

    def _on_offer_accepted(self) -> None:
        self.new_run_wanted.emit(self.form.game.wanted(), self.form.run.wanted())
