"""One row of the form: the dot, the title, the editor, and the sentence below when a value is wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ganviz.app.form.dot import Dot
from ganviz.app.form.draft import Draft
from ganviz.app.form.editors import make_editor
from ganviz.app.form.help_text import help_text
from ganviz.app.form.language import in_language, translated
from ganviz.app.form.switch import Switch
from ganviz.app.form.title import Title
from ganviz.app.units import px
from ganviz.settings.field import Declared


class Row(QWidget):
    """Shows one setting of a draft; tells of an edit, and changes nothing itself."""

    edited = Signal(str, object)

    def __init__(self, declared: Declared, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declared = in_language(declared)
        self._dot = Dot(self)
        self._title = Title(self.declared.title, self)
        self.editor = make_editor(self.declared)
        self._error = QLabel(self)
        self._name(prefix)
        self._lay_out()
        self._dot.clicked.connect(self._on_dot_clicked)
        self.editor.edited.connect(self._on_editor_edited)
        self._preset_value: object = declared.default

    def show_draft(self, draft: Draft) -> None:
        """Make the row agree with the draft."""
        name = self.declared.name
        self._preset_value = getattr(draft.preset, name)
        self._dot.set_differs(draft.differs(name))
        self.editor.set_value(draft.value(name))
        tooltip = help_text(self.declared, self._preset_value)
        self.setToolTip(tooltip)
        self.editor.setToolTip(tooltip)
        self._show_error(draft.errors.get(name, ""))
        self.setVisible(draft.shown(name))

    @property
    def error(self) -> str:
        """The sentence on show, empty where the value is right."""
        return self._error.text()

    def _show_error(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        invalid = bool(sentence)
        if self.editor.property("invalid") != invalid:
            self.editor.setProperty("invalid", invalid)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def _name(self, prefix: str) -> None:
        name = f"{prefix}.{self.declared.name}"
        self.editor.setObjectName(name)
        self._dot.setObjectName(f"{name}.reset")
        title = self.declared.title
        self.editor.setAccessibleName(f"{translated(self.declared.presentation.section)}: {title}")
        self.editor.setAccessibleDescription(self.declared.help)
        self._dot.setAccessibleName(self.tr("Reset {title}").format(title=title))
        self._title.setBuddy(self.editor)

    def _lay_out(self) -> None:
        self._title.setContentsMargins(0, 0, px(8), 0)
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, px(2), 0, px(2))
        layout.setHorizontalSpacing(0)
        layout.setVerticalSpacing(px(2))
        layout.setColumnStretch(1, 1)
        layout.addWidget(self._dot, 0, 0)
        layout.addWidget(self._title, 0, 1)
        layout.addWidget(self.editor, 0, 2)
        layout.addWidget(self._error, 1, 1, 1, 2)
        if not isinstance(self.editor, Switch):
            self.editor.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            layout.setColumnMinimumWidth(2, px(130))

    def _on_dot_clicked(self) -> None:
        self.edited.emit(self.declared.name, self._preset_value)

    def _on_editor_edited(self, value: object) -> None:
        self.edited.emit(self.declared.name, value)
