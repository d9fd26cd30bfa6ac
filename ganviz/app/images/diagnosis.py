"""The diagnosis of an image game in words: what stands out, what it means, and which setting to change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganviz.app.form.language import translated
from ganviz.app.images.remedy import Remedy, ShortFinding
from ganviz.app.palette import DARK, Palette
from ganviz.app.panels.fitted import Fitted
from ganviz.app.plots.text import caps, number, scaled
from ganviz.app.units import px
from ganviz.settings.diagnosis import FROM_ITERATION, RULES
from ganviz.training.diagnosing import Finding, sentence, worst

_LARGER = 14 / 13

Titles = Callable[[str], tuple[str, str]]
"""From a setting's name to its section and title in the form; both empty where the form does not show it."""


class DiagnosisPanel(QWidget):
    """One sentence, the advice below it, and what else stands out by its name; the tooltip has every figure.

    Signals:
        setting_wanted: the form is to show this setting.
    """

    setting_wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._found: list[Finding] | None = None
        self._iteration = 0
        self._palette = DARK
        self._titles: Titles = lambda _name: ("", "")
        self._build(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._restyle()
        self._show()

    def _build(self, name: str) -> None:
        self.heading, self.sentence, self.advice = (QLabel(self) for _part in range(3))
        for part, label in (("heading", self.heading), ("sentence", self.sentence), ("advice", self.advice)):
            label.setObjectName(f"{name}.{part}")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.remedy = Remedy(f"{name}.remedy", self)
        self.others = [ShortFinding(f"{name}.other{number}", self) for number in range(1, len(RULES))]
        self.scrolled = Fitted(self)
        self.scrolled.column.setSpacing(px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self.heading)
        column.addWidget(self.scrolled)
        for widget in (self.sentence, self.advice, self.remedy, *self.others):
            self.scrolled.column.addWidget(widget)
        self.scrolled.column.setAlignment(self.remedy, Qt.AlignmentFlag.AlignLeft)
        for remedy in (self.remedy, *(other.remedy for other in self.others)):
            remedy.wanted.connect(self.setting_wanted)

    def set_titles(self, titles: Titles) -> None:
        """Take how settings are called in the form that leads to them."""
        self._titles = titles
        self._show()

    def clear(self) -> None:
        """Another run begins: nothing is known of it."""
        self._found, self._iteration = None, 0
        self._show()

    def show_findings(self, found: Sequence[Finding], iteration: int) -> None:
        """Say what was found in the state after ``iteration``."""
        self._found, self._iteration = list(worst(found)), iteration
        self._show()

    def set_palette(self, palette: Palette) -> None:
        """Take colours."""
        self._palette = palette
        self._restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        if event.type() == QEvent.Type.FontChange:
            self._restyle()

    def _show(self) -> None:
        said = [finding for finding in self._found or () if finding.holds]
        known = self._found is not None
        self.heading.setText(self.tr("Diagnosis at iteration {n}").format(n=f"{self._iteration:,}") if known
                             else self.tr("Diagnosis"))
        self.setAccessibleName(self.tr("Diagnosis"))
        self.sentence.setText(self._sentence(said[0]) if said else self._quiet())
        self.advice.setText(translated(said[0].rule.means) if said else "")
        self.advice.setVisible(bool(said))
        self._lead(self.remedy, said[0] if said else None)
        for other, finding in zip(self.others, [*said[1:], *[None] * len(self.others)], strict=False):
            other.title.setText(self.tr("Also: {name}").format(name=translated(finding.rule.title)) if finding else "")
            self._lead(other.remedy, finding)
            other.setVisible(finding is not None)
        self.setToolTip(self._tip())
        self._restyle()

    def _lead(self, remedy: Remedy, finding: Finding | None) -> None:
        """To the first setting that mends a finding and that the form shows."""
        known = [(name, *self._titles(name)) for name in (finding.rule.mends if finding is not None else ())]
        remedy.show_setting(*next((found for found in known if found[2]), ("", "", "")))

    def _sentence(self, finding: Finding) -> str:
        return sentence(finding, translated(finding.rule.says))

    def _quiet(self) -> str:
        if self._found is None:
            return self.tr("Not measured yet.")
        if self._iteration < FROM_ITERATION:
            return self.tr("Too early to tell at iteration {n}: it begins at iteration {first}.").format(
                n=self._iteration, first=FROM_ITERATION)
        return self.tr("Nothing stands out.")

    def _tip(self) -> str:
        """How each figure is measured and what it is now, and what is advised where it is beyond its limit."""
        if not self._found:
            text = self.tr("What goes wrong, in words, from held-out images and the history.")
            return f"<p>{text}</p>"
        return "".join(self._paragraph(finding) for finding in self._found)

    def _paragraph(self, finding: Finding) -> str:
        rule = finding.rule
        figure = self.tr("Now {figure}.").format(figure=number(finding.figure))
        parts = [translated(rule.help).format(limit=number(rule.limit)), figure]
        if finding.holds:
            parts.append(translated(rule.means))
        return f"<p><b>{translated(rule.title)}</b>. {' '.join(parts)}</p>"

    def _restyle(self) -> None:
        """A fault is said in the colour of text and a little larger; that there is none, in a fainter one."""
        faulty = any(finding.holds for finding in self._found or ())
        palette = self._palette
        inks = ((self.heading, palette.secondary, caps(self.font())),
                (self.sentence, palette.text if faulty else palette.secondary,
                 scaled(self.font(), _LARGER if faulty else 1.0)),
                (self.advice, palette.secondary, scaled(self.font(), 0.92)),
                *((other.title, palette.secondary, scaled(self.font(), 0.92)) for other in self.others))
        for label, ink, font in inks:
            label.setFont(font)
            label.setStyleSheet(f"color: {ink};")
