"""The form: one row for each declared setting, under the headings that the model names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ganviz.app.form.draft import Draft
from ganviz.app.form.language import translated
from ganviz.app.form.network_diagram import NetworkDiagram
from ganviz.app.form.row import Row
from ganviz.app.form.section import Section
from ganviz.app.units import px
from ganviz.settings.field import Settings

_NETWORKS = tuple((f"depth_{who}", f"width_{who}") for who in "dge")


class SettingsForm(QScrollArea):
    """Edits the drafts of a game's and a run's settings.

    ``changed`` carries live changes; ``drafted`` says that something waits, stopped waiting, or is wrong.
    """

    changed = Signal(dict)
    drafted = Signal()

    def __init__(self, game: Settings, run: Settings, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.game = Draft(game)
        self.run = Draft(run)
        self.rows: dict[str, Row] = {}
        self.sections: dict[str, Section] = {}
        self._diagrams: list[tuple[NetworkDiagram, str, str]] = []
        self._rows_of: dict[int, list[Row]] = {}
        self._scrolled()
        self._build(self.game, f"{prefix}.settings")
        self._build(self.run, f"{prefix}.run")
        self._close_run_section()
        self._layout.addStretch(1)
        self.refresh()

    def _scrolled(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget(self)
        content.setProperty("role", "scrolled")
        self._layout = QVBoxLayout(content)
        self._layout.setContentsMargins(px(8), 0, px(10), 0)
        self._layout.setSpacing(px(2))
        self.setWidget(content)

    def _build(self, draft: Draft, prefix: str) -> None:
        self._rows_of[id(draft)] = []
        for declared in draft.model.declared():
            section = self._section(declared.presentation.section, prefix)
            self._add_diagram(draft, declared.name, section, prefix)
            row = Row(declared, prefix)
            row.edited.connect(self._on_game_edited if draft is self.game else self._on_run_edited)
            self.rows[declared.name] = row
            self._rows_of[id(draft)].append(row)
            section.add(row)

    def _section(self, title: str, prefix: str) -> Section:
        if title not in self.sections:
            name = f"{prefix}.section_{title.lower()}"
            self.sections[title] = Section(translated(title), name)
            self._layout.addWidget(self.sections[title])
        return self.sections[title]

    def _add_diagram(self, draft: Draft, name: str, section: Section, prefix: str) -> None:
        for depth, width in _NETWORKS:
            if name == depth and width in draft.model.model_fields:
                diagram = NetworkDiagram(draft.model.declaration(depth), draft.model.declaration(width))
                diagram.setObjectName(f"{prefix}.{depth}.diagram")
                diagram.setAccessibleName(self.tr("Layers and width of the network"))
                diagram.edited.connect(self._on_game_edited)
                self._diagrams.append((diagram, depth, width))
                section.add(diagram)

    def _close_run_section(self) -> None:
        self.sections[self.run.model.declared()[0].presentation.section].set_open(False)

    def refresh(self) -> None:
        """Make every row agree with its draft."""
        for draft in (self.game, self.run):
            for row in self._rows_of[id(draft)]:
                row.show_draft(draft)
        for diagram, depth, width in self._diagrams:
            diagram.show_values(self.game.value(depth), self.game.value(width))
        for section in self.sections.values():
            section.show_if_used()

    def title_of(self, name: str) -> tuple[str, str]:
        """The section and the title of a setting; both empty where the form does not show it now."""
        row = self.rows.get(name)
        if row is None or row.isHidden():
            return "", ""
        return translated(row.declared.presentation.section), row.declared.title

    def go_to(self, name: str) -> None:
        """Unfold the section of a setting, give its editor the keyboard, and scroll there once that is laid out."""
        row = self.rows[name]
        self.sections[row.declared.presentation.section].set_open(True)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(row, 0, px(64)))

    def follow(self, game: Mapping[str, Any], run: Mapping[str, Any] | None = None) -> None:
        """Take over what the run says that it has."""
        changes = [self.game.follow(game), run is not None and self.run.follow(run)]
        if any(changes):
            self.refresh()
            self.drafted.emit()

    def propose(self, values: Mapping[str, Any]) -> None:
        """Let values of the game wait for a new run."""
        self.game.propose(values)
        self.refresh()
        self.drafted.emit()

    def discard(self) -> None:
        """Forget every edit that the run has not taken."""
        self.game.discard()
        self.run.discard()
        self.refresh()
        self.drafted.emit()

    @property
    def waiting(self) -> bool:
        """Whether edits wait for a new run."""
        return bool(self.game.edits or self.run.edits)

    @property
    def wrong(self) -> bool:
        """Whether an edit is not allowed."""
        return bool(self.game.errors or self.run.errors)

    def set_preset(self, preset: Settings) -> None:
        """Mark what differs from ``preset`` from now on."""
        self.game.preset = preset
        self.refresh()

    def _on_game_edited(self, name: str, value: object) -> None:
        self._edit(self.game, name, value)

    def _on_run_edited(self, name: str, value: object) -> None:
        self._edit(self.run, name, value)

    def _edit(self, draft: Draft, name: str, value: object) -> None:
        live = draft.edit(name, value)
        self.refresh()
        self.drafted.emit()
        if live:
            self.changed.emit(live)
